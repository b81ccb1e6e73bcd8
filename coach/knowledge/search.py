"""Finding the section that answers: vectors and words together, each section once."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.dialogue.state import LANGUAGES, Language, Phase
from coach.knowledge.document import Section
from coach.knowledge.embedder import Embedder, Vectors
from coach.knowledge.library import Library
from coach.knowledge.passages import Passage, passages
from coach.knowledge.quoting import quote

if TYPE_CHECKING:
    from coach.knowledge.index import VectorIndex
    from coach.knowledge.lexical import Lexical
    from coach.settings import Settings

LONGEST_QUERY = 80  # words; what follows adds time and no answer
LONGEST_WORDS = 800  # characters


@dataclass(frozen=True)
class Weights:
    """What counts, on the scale of a cosine; docs/decisions/0003-search-weights.md has the numbers.

    The threshold is on the same scale: below it, the library doesn't answer.
    """

    words: float = 0.06  # for a passage that holds all that was asked, by BM25
    language: float = 0.005  # for the preferred language
    phase: float = 0.005  # for a document made for the phase of the talk
    answerable: float = 0.84
    lowest: float = 0.70  # becomes score 0
    highest: float = 0.95  # becomes score 1
    candidates: int = 100  # passages taken from the vector index


WEIGHTS = Weights()


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
class _Found:
    """A passage with what speaks for it, on the scale of a cosine."""

    passage: Passage
    worth: float


class Search:
    """Searches one library. Safe to share between threads; same question, same answer."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        index: VectorIndex,
        weights: Weights = WEIGHTS,
    ) -> None:
        from coach.knowledge.lexical import Lexical

        self.library = library
        self.weights = weights
        self._embedder = embedder
        self._index = index
        self._passages = {passage.id: passage for passage in passages_of(library)}
        by_language = {
            language: [p for p in self._passages.values() if p.section.language == language]
            for language in LANGUAGES
        }
        self._lexical: dict[Language, Lexical] = {
            language: Lexical([p.embedding_text for p in found], language)
            for language, found in by_language.items()
        }
        self._rows = {p.id: row for found in by_language.values() for row, p in enumerate(found)}

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

        `language` and `phase` are preferences, never filters. `vector`, of shape (384,), is the
        query's own when the caller has embedded it already. An empty query finds nothing. Raises
        `IndexUnavailable` when the embedder or the index fails.
        """
        asked = _shortened(query)
        if not asked:
            return SearchResult(answerable=False, hits=())
        if vector is None:
            vector = self._embedder.queries([asked])[0]
        stems = {tongue: self._lexical[tongue].stems(asked) for tongue in LANGUAGES}
        found = self._weighed(vector, stems, language, phase)
        ranked = sorted(
            _by_section(found).values(),
            key=lambda group: (-group[0].worth, group[0].passage.id),
        )
        hits = tuple(self._hit(group, language, stems) for group in ranked[:k])
        return SearchResult(self._is_answerable(ranked), hits)

    def passage(self, document: str, section: str, language: Language) -> Section | None:
        """Return the section a citation names, or None when the library doesn't hold it."""
        return self.library.section(document, section, language)

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def _weighed(
        self,
        vector: Vectors,
        stems: dict[Language, list[str]],
        language: Language | None,
        phase: Phase | None,
    ) -> list[_Found]:
        """Return the nearest passages with their worth, best first."""
        words = {tongue: self._lexical[tongue].scores(stems[tongue]) for tongue in LANGUAGES}
        found = []
        for name, similarity in self._index.nearest(vector, self.weights.candidates):
            passage = self._passages[name]
            tongue = passage.section.language
            worth = similarity + self.weights.words * float(words[tongue][self._rows[name]])
            if tongue == language:
                worth += self.weights.language
            if phase is not None and phase in self._phases(passage.section):
                worth += self.weights.phase
            found.append(_Found(passage, worth))
        return sorted(found, key=lambda one: (-one.worth, one.passage.id))

    def _phases(self, section: Section) -> tuple[Phase, ...]:
        return self.library.documents[section.document, section.language].phases

    def _is_answerable(self, ranked: Sequence[Sequence[_Found]]) -> bool:
        return bool(ranked) and ranked[0][0].worth >= self.weights.answerable

    def _hit(
        self,
        group: Sequence[_Found],
        language: Language | None,
        stems: dict[Language, list[str]],
    ) -> Hit:
        best = group[0]
        passage = self._preferred(group, language)
        section = passage.section
        words = quote(passage, self._weigher(section.language, stems[section.language]))
        span = self.weights.highest - self.weights.lowest
        score = min(1.0, max(0.0, (best.worth - self.weights.lowest) / span))
        return Hit(section.document, section.id, section.language, round(score, 4), words)

    def _preferred(self, group: Sequence[_Found], language: Language | None) -> Passage:
        """Return the best passage of a section in `language`, when the section is there in it."""
        best = group[0].passage
        if language is None or best.section.language == language:
            return best
        for one in group:
            if one.passage.section.language == language:
                return one.passage
        twin = self.library.section(best.section.document, best.section.id, language)
        others = passages(twin) if twin else ()
        return others[min(best.number, len(others) - 1)] if others else best

    def _weigher(self, language: Language, stems: Iterable[str]) -> Callable[[str], float]:
        lexical = self._lexical[language]
        weights = {stem: lexical.weight(stem) for stem in stems}
        total = sum(weights.values()) or 1.0

        def weigh(text: str) -> float:
            return sum(weights.get(stem, 0.0) for stem in set(lexical.stems(text))) / total

        return weigh


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
    index = open_index(folder, passages_of(library), embedder, rebuild=rebuild)
    return Search(library, embedder, index)


def passages_of(library: Library) -> list[Passage]:
    """Return all passages of a library, in a fixed order."""
    return [passage for section in library.sections for passage in passages(section)]


def _by_section(found: Iterable[_Found]) -> dict[tuple[str, str], list[_Found]]:
    groups: defaultdict[tuple[str, str], list[_Found]] = defaultdict(list)
    for one in found:
        groups[one.passage.section.document, one.passage.section.id].append(one)
    return groups


def _shortened(query: str) -> str:
    """Return the query without control characters, on one line, at most `LONGEST_QUERY` words."""
    visible = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Cs") else letter
        for letter in query[: 4 * LONGEST_WORDS]
    )
    return " ".join(visible.split()[:LONGEST_QUERY])[:LONGEST_WORDS]
