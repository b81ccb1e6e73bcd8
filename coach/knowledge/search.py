"""Finding the section that answers: vectors and words together, each section once."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.dialogue.state import LANGUAGES, Language, Phase
from coach.knowledge.document import Section
from coach.knowledge.embedder import Embedder, Vectors
from coach.knowledge.entries import entries_of, passages_of
from coach.knowledge.evidence import Evidence, Neighbours, Weights
from coach.knowledge.library import Library
from coach.knowledge.passages import Passage, passages, plain
from coach.knowledge.quoting import quote

if TYPE_CHECKING:
    from coach.knowledge.index import VectorIndex
    from coach.settings import Settings

__all__ = ["Hit", "Search", "SearchResult", "open_search", "passages_of"]

LONGEST_QUERY = 80  # words; what follows adds time and no answer
LONGEST_WORDS = 800  # characters


@dataclass(frozen=True)
class Hit:
    """One section that was found; `quote` stands verbatim in it, `score` lies within 0 and 1."""

    document: str
    section: str
    language: Language
    score: float
    quote: str


@dataclass(frozen=True)
class SearchResult:
    """What a search gives, best first; when not `answerable`, what is near isn't an answer."""

    answerable: bool
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class _Ranked:
    """A section with its worth, and what was found of it in each language."""

    document: str
    section: str
    worth: float
    sides: dict[Language, Evidence]


class Search:
    """Searches one library. Safe to share between threads; same question, same answer."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        index: VectorIndex,
        weights: Weights | None = None,
    ) -> None:
        from coach.knowledge.lexical import Lexical

        self.library = library
        self.weights = weights or Weights()
        self._embedder = embedder
        self._index = index
        self._entries = {entry.id: entry for entry in entries_of(library)}
        sections = list(library.sections)
        self._lexical = {
            language: Lexical(
                [
                    f"{section.heading_path} {plain(section.text)}"
                    for section in sections
                    if section.language == language
                ],
                language,
            )
            for language in LANGUAGES
        }
        seen: Counter[Language] = Counter()
        self._rows: dict[tuple[str, str, Language], int] = {}
        for section in sections:
            self._rows[section.document, section.id, section.language] = seen[section.language]
            seen[section.language] += 1

    @property
    def notice(self) -> str:
        """What whoever runs the coach should know about the index; empty when all is well."""
        return self._index.notice

    def search(
        self,
        query: str,
        language: Language | None = None,
        k: int = 10,
        phase: Phase | None = None,
        vector: Vectors | None = None,
    ) -> SearchResult:
        """Return up to `k` sections for `query`, each once, in `language` where it is there.

        `language` and `phase` are preferences, never filters; without `language` it is the one
        the query seems to be in. `vector`, of shape (384,), is the query's own when the caller has
        embedded it already. An empty query finds nothing. Raises `IndexUnavailable` when the
        embedder or the index fails.
        """
        asked = _shortened(query)
        if not asked:
            return SearchResult(answerable=False, hits=())
        if vector is None:
            vector = self._embedder.queries([asked])[0]
        near = Neighbours.of(self._index.nearest(vector, self.weights.candidates), self._entries)
        if not near.evidence:
            return SearchResult(answerable=False, hits=())
        preferred = language or near.language
        ranked = self._spread(self._ranked(asked, near, preferred, phase))[:k]
        hits = tuple(self._hit(one, preferred, asked) for one in ranked)
        return SearchResult(near.answerable(self.weights), hits)

    def passage(self, document: str, section: str, language: Language) -> Section | None:
        """Return the section a citation names, or None when the library doesn't hold it."""
        return self.library.section(document, section, language)

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def _ranked(
        self, asked: str, near: Neighbours, preferred: Language, phase: Phase | None
    ) -> list[_Ranked]:
        """Return every section that is near, best first."""
        words = {
            language: lexical.scores(lexical.stems(asked))
            for language, lexical in self._lexical.items()
        }
        ranked = []
        for (document, section), sides in near.evidence.items():
            worths = {
                language: self.weights.of(
                    side, near, float(words[language][self._rows[document, section, language]])
                )
                for language, side in sides.items()
            }
            worth = self._both(document, section, worths, preferred, near)
            if phase is not None and self._serves(document, phase):
                worth += self.weights.phase
            ranked.append(_Ranked(document, section, worth, sides))
        return sorted(ranked, key=lambda one: (-one.worth, one.document, one.section))

    def _both(
        self,
        document: str,
        section: str,
        worths: dict[Language, float],
        preferred: Language,
        near: Neighbours,
    ) -> float:
        """Return the worth of a section from both its languages, the preferred one first.

        What a section says in the other language is a second opinion on what it is about. A
        section that stands in one language only is judged on that.
        """
        found = {
            language: worths.get(language, near.floor)
            for language in LANGUAGES
            if self.library.section(document, section, language) is not None
        }
        if preferred not in found or len(found) == 1:
            return max(found.values())
        other = max(worth for language, worth in found.items() if language != preferred)
        share = self.weights.other_language
        return (found[preferred] + share * other) / (1 + share)

    def _serves(self, document: str, phase: Phase) -> bool:
        return any(
            phase in found.phases
            for language in LANGUAGES
            if (found := self.library.documents.get((document, language))) is not None
        )

    def _spread(self, ranked: Sequence[_Ranked]) -> list[_Ranked]:
        """Let every further section of a document stand back a little for another document."""
        seen: Counter[str] = Counter()
        spread = []
        for one in ranked:
            worth = one.worth - self.weights.same_document * seen[one.document]
            spread.append(_Ranked(one.document, one.section, worth, one.sides))
            seen[one.document] += 1
        return sorted(spread, key=lambda one: (-one.worth, one.document, one.section))

    def _hit(self, one: _Ranked, preferred: Language, asked: str) -> Hit:
        shown = self.library.section(one.document, one.section, preferred)
        if shown is None:
            shown = next(iter(one.sides.values())).passage.section
        side = one.sides.get(shown.language)
        passage = side.best if side else _twin(one.sides[_other(shown.language)].best, shown)
        words = self._quote(passage, side, asked)
        return Hit(one.document, one.section, shown.language, self.weights.score(one.worth), words)

    def _quote(self, passage: Passage, side: Evidence | None, asked: str) -> str:
        lexical = self._lexical[passage.section.language]
        stems = set(lexical.stems(asked))
        total = sum(lexical.weight(stem) for stem in stems) or 1.0
        near = side.sentences if side else {}
        furthest = min(near.values(), default=0.0)
        weights = self.weights

        def weigh(number: int, text: str) -> float:
            shared = sum(lexical.weight(stem) for stem in stems & set(lexical.stems(text)))
            closeness = near.get((passage.number, number), furthest) - furthest
            return weights.quote_meaning * closeness + weights.quote_words * shared / total

        return quote(passage, weigh)


def open_search(
    settings: Settings, embedder: Embedder | None = None, *, rebuild: bool = False
) -> Search:
    """Return a search over the shipped library, its index kept in `settings.data_dir`.

    Raises `ContentError` when the library can't be read and `IndexUnavailable` when the embedder
    can't load; an index that can't be kept on disk only gives a `notice`.
    """
    from coach.content import content_folder
    from coach.knowledge.embedder import make_embedder
    from coach.knowledge.index import open_index
    from coach.knowledge.library import load_library

    library = load_library(content_folder("knowledge"))
    embedder = embedder or make_embedder(settings)
    folder = settings.data_dir / "index"
    index = open_index(folder, entries_of(library), embedder, rebuild=rebuild)
    return Search(library, embedder, index)


def _other(language: Language) -> Language:
    return "en" if language == "nl" else "nl"


def _twin(passage: Passage, section: Section) -> Passage:
    """Return the passage of `section` that stands where `passage` stands in its own language."""
    found = passages(section)
    return found[min(passage.number, len(found) - 1)] if found else passage


def _shortened(query: str) -> str:
    """Return the query without control characters, on one line, at most `LONGEST_QUERY` words."""
    visible = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Cs") else letter
        for letter in query[: 4 * LONGEST_WORDS]
    )
    return " ".join(visible.split()[:LONGEST_QUERY])[:LONGEST_WORDS]
