"""What goes into the index: passages, their sentences, and questions people ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.knowledge.document import Section
from coach.knowledge.library import Library
from coach.knowledge.passages import Passage, passages, plain


@dataclass(frozen=True, slots=True)
class Entry:
    """One vector of the index and what it stands for.

    A passage stands for itself. A sentence leads to its passage: what people type is one
    sentence long, and lies nearer to one sentence than to a hundred words. A question leads to
    the section that answers it, and may name other documents that answer it too. One from
    elsewhere.yaml leads nowhere: a query nearer to it than to the library has no answer here.
    """

    id: str
    embedding_text: str
    as_query: bool = False  # embedded as what people ask, not as what may be found
    section: Section | None = None
    passage: Passage | None = None
    sentence: int | None = None  # which of the passage's sentences
    also: tuple[str, ...] = ()  # documents that answer this question as well as the section's

    @property
    def is_elsewhere(self) -> bool:
        """Whether this is a question that the library doesn't answer."""
        return self.section is None


def entries_of(library: Library) -> tuple[Entry, ...]:
    """Return everything of `library` that is embedded: what may be found, then what is asked.

    The order is fixed, and the entries of one section stand side by side in both halves.
    """
    return tuple(
        [entry for passage in passages_of(library) for entry in _of_passage(passage)]
        + [entry for section in library.sections for entry in _asked(library, section)]
        + [
            Entry(f"elsewhere.{number}", question, as_query=True)
            for number, question in enumerate(library.elsewhere)
        ]
    )


def first_asked(entries: Sequence[Entry]) -> int:
    """Return where the questions begin."""
    return next((row for row, entry in enumerate(entries) if entry.as_query), len(entries))


def passages_of(library: Library) -> list[Passage]:
    """Return all passages of a library, in a fixed order."""
    return [passage for section in library.sections for passage in passages(section)]


def _of_passage(passage: Passage) -> list[Entry]:
    section = passage.section
    return [
        Entry(passage.id, passage.embedding_text, section=section, passage=passage),
        *(
            Entry(
                f"{passage.id}.{number}", plain(text),
                section=section, passage=passage, sentence=number,
            )
            for number, text in enumerate(passage.sentences)
        ),
    ]


def _asked(library: Library, section: Section) -> Iterator[Entry]:
    place = (section.document, section.id, section.language)
    for number, question in enumerate(library.questions.get(place, ())):
        name = f"{section.document}.{section.language}.{section.id}.q{number}"
        also = library.also.get((section.language, question), ())
        yield Entry(name, question, as_query=True, section=section, also=also)
