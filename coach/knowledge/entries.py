"""What goes into the index: passages, their sentences, and questions the library doesn't answer."""

from __future__ import annotations

from dataclasses import dataclass

from coach.knowledge.library import Library
from coach.knowledge.passages import Passage, passages, plain


@dataclass(frozen=True)
class Entry:
    """One vector of the index and what it stands for.

    A passage stands for itself. A sentence leads to its passage: what people type is one
    sentence long, and lies nearer to one sentence than to a hundred words. A question from
    elsewhere.yaml leads nowhere: a query nearer to it than to the library has no answer here.
    """

    id: str
    embedding_text: str
    as_query: bool = False  # embedded as what people ask, not as what may be found
    passage: Passage | None = None
    sentence: int | None = None  # which of the passage's sentences

    @property
    def is_elsewhere(self) -> bool:
        """Whether this is a question that the library doesn't answer."""
        return self.passage is None


def entries_of(library: Library) -> tuple[Entry, ...]:
    """Return everything of `library` that is embedded, in a fixed order."""
    return tuple(
        [entry for passage in passages_of(library) for entry in _of_passage(passage)]
        + [
            Entry(f"elsewhere.{number}", question, as_query=True)
            for number, question in enumerate(library.elsewhere)
        ]
    )


def passages_of(library: Library) -> list[Passage]:
    """Return all passages of a library, in a fixed order."""
    return [passage for section in library.sections for passage in passages(section)]


def _of_passage(passage: Passage) -> list[Entry]:
    return [
        Entry(passage.id, passage.embedding_text, passage=passage),
        *(
            Entry(f"{passage.id}.{number}", plain(text), passage=passage, sentence=number)
            for number, text in enumerate(passage.sentences)
        ),
    ]
