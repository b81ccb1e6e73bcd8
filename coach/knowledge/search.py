"""Finding the section that answers: vectors and words together, each section once."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coach.dialogue.state import LANGUAGES, Language, Phase
from coach.knowledge.document import Section
from coach.knowledge.embedder import Embedder, Vectors
from coach.knowledge.entries import Entry, entries_of, passages_of
from coach.knowledge.evidence import WEIGHTS, Evidence, Part, Weights, parts_of
from coach.knowledge.library import Library
from coach.knowledge.passages import plain
from coach.knowledge.quoting import quote

if TYPE_CHECKING:
    from coach.knowledge.index import VectorIndex
    from coach.settings import Settings

__all__ = ["Hit", "Search", "SearchResult", "open_search", "passages_of"]

SOURCES_SECTION = "sources"  # the id authors give the section a document ends with
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
    """A section with its worth, and what was found of it in each language it stands in."""

    document: str
    section: str
    worth: float
    sides: Mapping[Language, Evidence]


class Search:
    """Searches one library. Safe to share between threads; same question, same answer."""

    def __init__(
        self,
        library: Library,
        entries: Sequence[Entry],
        embedder: Embedder,
        index: VectorIndex,
        weights: Weights = WEIGHTS,
    ) -> None:
        """Take over `index`, which was opened over these `entries` of `library`."""
        from coach.knowledge.lexical import Lexical

        self.library = library
        self.weights = weights
        self._embedder = embedder
        self._index = index
        self._parts: defaultdict[tuple[str, str], list[Part]] = defaultdict(list)
        texts: dict[Language, list[str]] = {language: [] for language in LANGUAGES}
        for part in parts_of(entries):
            self._parts[part.document, part.section].append(part)
            found = library.section(part.document, part.section, part.language)
            text = plain(found.text) if found else ""
            texts[part.language].append(f"{found.heading_path} {text}" if found else text)
        self._lexical = {language: Lexical(texts[language], language) for language in LANGUAGES}
        self._sections = {
            entry.id: (entry.passage.section.document, entry.passage.section.id)
            for entry in entries
            if entry.passage is not None
        }
        self._elsewhere = slice(len(self._sections), len(entries))

    @classmethod
    def over(
        cls,
        library: Library,
        embedder: Embedder,
        folder: Path,
        weights: Weights = WEIGHTS,
        *,
        rebuild: bool = False,
    ) -> Search:
        """Return a search over `library` with its index kept in `folder`."""
        from coach.knowledge.index import open_index

        entries = entries_of(library)
        index = open_index(folder, entries, embedder, rebuild=rebuild)
        return cls(library, entries, embedder, index, weights)

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
        near = self._near(vector, max(self.weights.candidates, 5 * k))
        preferred = language or _language_of(near)
        ranked = self._spread(self._ranked(asked, near, preferred, phase))
        hits = tuple(self._hit(one, preferred, asked) for one in ranked[:k])
        return SearchResult(self._is_answerable(vector, near), hits)

    def passage(self, document: str, section: str, language: Language) -> Section | None:
        """Return the section a citation names, or None when the library doesn't hold it."""
        return self.library.section(document, section, language)

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def _near(self, vector: Vectors, candidates: int) -> list[dict[Language, Evidence]]:
        """Return what there is of every section with an entry among the nearest."""
        names = [name for name, _ in self._index.nearest(vector, candidates)]
        sections = dict.fromkeys(self._sections[name] for name in names if name in self._sections)
        return [
            {
                part.language: Evidence(part, self._index.similarities(vector, part.rows))
                for part in self._parts[section]
            }
            for section in sections
        ]

    def _is_answerable(self, vector: Vectors, near: Sequence[Mapping[Language, Evidence]]) -> bool:
        nearest = max((side.sentence for sides in near for side in sides.values()), default=0.0)
        elsewhere = self._index.similarities(vector, self._elsewhere)
        return self.weights.is_answer(nearest, float(elsewhere.max(initial=0.0)))

    def _ranked(
        self,
        asked: str,
        near: Sequence[Mapping[Language, Evidence]],
        preferred: Language,
        phase: Phase | None,
    ) -> list[_Ranked]:
        """Return every section that is near, best first."""
        words = {
            language: lexical.scores(lexical.stems(asked))
            for language, lexical in self._lexical.items()
        }
        ranked = []
        for sides in near:
            worths = {
                language: self.weights.of(side, float(words[language][side.part.place]))
                for language, side in sides.items()
            }
            part = next(iter(sides.values())).part
            worth = self._both(worths, preferred)
            if phase is not None and self._serves(part.document, phase):
                worth += self.weights.phase
            if part.section == SOURCES_SECTION:
                worth -= self.weights.sources
            ranked.append(_Ranked(part.document, part.section, worth, sides))
        return sorted(ranked, key=lambda one: (-one.worth, one.document, one.section))

    def _both(self, worths: Mapping[Language, float], preferred: Language) -> float:
        """Return the worth of a section from the languages it stands in.

        What it says in the other language is a second opinion on what it is about; a section that
        stands in one language only is judged on that.
        """
        if len(worths) == 1:
            return next(iter(worths.values()))
        return self.weights.of_both(worths[preferred], worths[_other(preferred)])

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
        side = one.sides.get(preferred) or next(iter(one.sides.values()))
        language = side.part.language
        words = self._quote(side, asked)
        return Hit(one.document, one.section, language, self.weights.score(one.worth), words)

    def _quote(self, side: Evidence, asked: str) -> str:
        passage = side.best
        lexical = self._lexical[side.part.language]
        stems = frozenset(lexical.stems(asked))
        near = side.sentences(passage)
        furthest = min(near.values(), default=0.0)
        weights = self.weights

        def weigh(number: int, text: str) -> float:
            closeness = near.get(number, furthest) - furthest
            share = lexical.share(stems, text)
            return weights.quote_meaning * closeness + weights.quote_words * share

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
    from coach.knowledge.library import load_library

    library = load_library(content_folder("knowledge"))
    folder = settings.data_dir / "index"
    return Search.over(library, embedder or make_embedder(settings), folder, rebuild=rebuild)


def _other(language: Language) -> Language:
    return "en" if language == "nl" else "nl"


def _language_of(near: Sequence[Mapping[Language, Evidence]]) -> Language:
    """Return the language of the nearest sentence, which is the query's as a rule."""
    found = [side for sides in near for side in sides.values()]
    return max(found, key=lambda side: side.sentence).part.language if found else LANGUAGES[0]


def _shortened(query: str) -> str:
    """Return the query without control characters, on one line, at most `LONGEST_QUERY` words."""
    visible = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Cs") else letter
        for letter in query[: 4 * LONGEST_WORDS]
    )
    return " ".join(visible.split()[:LONGEST_QUERY])[:LONGEST_WORDS]
