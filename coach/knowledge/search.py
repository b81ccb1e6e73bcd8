"""Finding the section that answers: vectors and words together, each section once."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from coach.dialogue.state import AUDIENCES, LANGUAGES, Audience, Language, Phase
from coach.knowledge import topics
from coach.knowledge.document import Section
from coach.knowledge.embedder import Embedder, Vectors
from coach.knowledge.entries import Entry, entries_of, first_asked, passages_of
from coach.knowledge.evidence import WEIGHTS, Evidence, Part, Preferences, Query, Weights, parts_of
from coach.knowledge.library import Library
from coach.knowledge.passages import Passage, plain
from coach.knowledge.placing import Ranked, place
from coach.knowledge.quoting import instructs, quote
from coach.knowledge.scale import scale_of

if TYPE_CHECKING:
    from coach.knowledge.index import Index

__all__ = ["Hit", "Search", "SearchResult", "passages_of"]

SOURCES_SECTION = "sources"  # the id authors give the section a document ends with
LONGEST_QUERY = 80  # words; what follows adds time and no answer
LONGEST_WORDS = 800  # characters


@dataclass(frozen=True)
class Hit:
    """One section that was found; `quote` stands verbatim in it, `score` lies within 0 and 1.

    `audience` is whom its document was written for.
    """

    document: str
    section: str
    language: Language
    score: float
    quote: str
    audience: tuple[Audience, ...] = AUDIENCES


@dataclass(frozen=True)
class SearchResult:
    """What a search gives, best first; when not `answerable`, what is near isn't an answer."""

    answerable: bool
    hits: tuple[Hit, ...]


class Search:
    """Searches one library. Safe to share between threads; same question, same answer."""

    def __init__(
        self,
        library: Library,
        entries: Sequence[Entry],
        embedder: Embedder,
        index: Index,
        weights: Weights = WEIGHTS,
        *,
        takes_vectors: bool = True,
    ) -> None:
        """Take over `index`, which was opened over these `entries` of `library`.

        `takes_vectors` tells whether who asks embeds with this same `embedder`.
        """
        from coach.knowledge.lexical import Lexical

        self.library = library
        self._embedder = embedder
        self._takes_vectors = takes_vectors
        self._index = index
        self._first_asked = first_asked(entries)
        asked = slice(self._first_asked, len(entries))
        self._topics = topics.of_questions(
            entries[asked], embedder.name, lambda: index.vectors(asked)
        )
        count = sum(not entry.is_elsewhere for entry in entries[asked])
        self._scale = scale_of(embedder, index.vectors(asked), count)
        self.weights = self._scale.refusing(weights)
        self._parts: defaultdict[tuple[str, str], dict[Language, Part]] = defaultdict(dict)
        self._found: dict[str, Part] = {}  # by the id of a passage or sentence
        self._answers: list[Part] = []  # by the number of a question
        texts: dict[Language, list[str]] = {language: [] for language in LANGUAGES}
        for part in parts_of(entries):
            self._parts[part.document, part.section][part.language] = part
            self._found |= {entry.id: part for entry in part.entries}
            self._answers += [part] * (part.questions[1] - part.questions[0])
            found = library.section(part.document, part.section, part.language)
            text = f"{found.heading_path} {plain(found.text)}" if found else ""
            questions = library.questions.get((part.document, part.section, part.language), ())
            texts[part.language].append(" ".join([text, *questions]))
        self._lexical = {language: Lexical(texts[language], language) for language in LANGUAGES}

    @classmethod
    def over(
        cls,
        library: Library,
        embedder: Embedder,
        folder: Path,
        weights: Weights = WEIGHTS,
        *,
        rebuild: bool = False,
        takes_vectors: bool = True,
    ) -> Search:
        """Return a search over `library` with its index kept in `folder`."""
        from coach.knowledge.index import open_index

        entries = entries_of(library)
        index = open_index(folder, entries, embedder, rebuild=rebuild)
        return cls(library, entries, embedder, index, weights, takes_vectors=takes_vectors)

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
        *,
        vector: Vectors | None = None,
        audience: Audience | None = None,
    ) -> SearchResult:
        """Return up to `k` sections for `query`, each once, in `language` where it is there.

        `language`, `phase` and `audience` are preferences, never filters; without `language` it is
        the one the query seems to be in. `vector` is the query's own when the caller has embedded
        it already; without `takes_vectors` it is left aside. An empty query finds nothing. Raises
        `IndexUnavailable` when the embedder or the index fails.
        """
        text = _shortened(query)
        if not text:
            return SearchResult(answerable=False, hits=())
        if vector is None or not self._takes_vectors:
            vector = self._embedder.queries([text])[0]
        asked = self._query(text, vector)
        parts = self._nearest(asked, max(self.weights.candidates, 5 * k))
        # The nearest entry is in the language of the query, as a rule.
        nearest = parts[0].language if parts else LANGUAGES[0]
        wanted = Preferences(language or nearest, phase, audience)
        near = self._near(asked, parts, wanted.language)
        ranked = self._ranked(asked, near, wanted)
        placed = place(ranked, asked.also, self.weights)[:k]
        hits = tuple(self._hit(one, text) for one in placed)
        return SearchResult(self._is_answerable(asked, ranked), hits)

    def passage(self, document: str, section: str, language: Language) -> Section | None:
        """Return the section a citation names, or None when the library doesn't hold it."""
        return self.library.section(document, section, language)

    def close(self) -> None:
        """Let go of the index."""
        self._index.close()

    def _query(self, text: str, vector: Vectors) -> Query:
        asked = self._index.similarities(vector, slice(self._first_asked, self._index.count))
        about, also = self._topics.of(vector, asked) if self._topics else ({}, {})
        asked, answered = self._scale(asked), len(self._answers)
        return Query(text, vector, asked[:answered], asked[answered:], about, also)

    def _nearest(self, asked: Query, candidates: int) -> list[Part]:
        """Return what the nearest questions lead to, then where the nearest of all else stand."""
        rows = np.argsort(-asked.answered)[:candidates]
        return [self._answers[row] for row in rows.tolist()] + [
            self._found[name] for name, _ in self._index.nearest(asked.vector, candidates)
        ]

    def _near(self, asked: Query, parts: Sequence[Part], preferred: Language) -> list[Evidence]:
        """Return what there is of every section among `parts`, in one language each.

        What the other language says is about the same: the topics know it already.
        """
        places = dict.fromkeys((part.document, part.section) for part in parts)
        sides = [self._parts[place] for place in places]
        chosen = [both.get(preferred) or next(iter(both.values())) for both in sides]
        cosines = self._index.cosines(asked.vector, [part.rows for part in chosen])
        return [
            self._evidence(asked, part, found) for part, found in zip(chosen, cosines, strict=True)
        ]

    def _evidence(self, asked: Query, part: Part, cosines: Vectors) -> Evidence:
        first, last = part.questions
        return Evidence(
            part,
            self._scale(cosines),
            asked.answered[first - self._first_asked : last - self._first_asked]
            if last
            else asked.answered[:0],
        )

    def _is_answerable(self, asked: Query, ranked: Sequence[Ranked]) -> bool:
        """Tell whether something here answers: by what is asked of it, else by its own worth.

        What is refused elsewhere (law, pay, rosters) may well stand in a document of one's own.
        """
        best = max((one.worth for one in ranked), default=0.0)
        if asked.about and self.weights.is_asked(
            asked.answered, asked.elsewhere, asked.about[topics.ELSEWHERE], best
        ):
            return True
        bare = [one.worth for one in ranked if one.found.question is None]
        topic = self.weights.topic * topics.of_another_document(asked.about)
        return max(bare, default=0.0) - topic >= self.weights.answers

    def _ranked(
        self, asked: Query, near: Sequence[Evidence], wanted: Preferences
    ) -> list[Ranked]:
        """Return every section that is near, best first."""
        words = {
            language: lexical.scores(lexical.stems(asked.text))
            for language, lexical in self._lexical.items()
        }
        unknown = topics.of_another_document(asked.about)
        ranked = []
        for found in near:
            part = found.part
            topic = asked.about.get(part.document, unknown)
            worth = self.weights.of(found, float(words[part.language][part.place]), topic)
            ranked.append(Ranked(worth + self._preference(part, wanted), found))
        return sorted(ranked, key=lambda one: one.order)

    def _preference(self, part: Part, wanted: Preferences) -> float:
        """Return what is added for the phase, the audience and the kind of section."""
        found = self.library.documents[part.document, part.language]
        worth = 0.0
        if wanted.phase in found.phases:
            worth += self.weights.phase
        if wanted.audience is not None and wanted.audience not in found.audience:
            only = found.audience == ("coach",)
            worth -= self.weights.coaches_only if only else self.weights.audience
        if part.section == SOURCES_SECTION:
            worth -= self.weights.sources
        return worth

    def _hit(self, one: Ranked, asked: str) -> Hit:
        part = one.found.part
        document = self.library.documents[part.document, part.language]
        score, said = self.weights.score(one.worth), self._quote(one.found, asked)
        return Hit(part.document, part.section, part.language, score, said, document.audience)

    def _quote(self, found: Evidence, asked: str) -> str:
        lexical = self._lexical[found.part.language]
        stems = frozenset(lexical.stems(asked))
        near, opening, weights = found.sentences, found.opening, self.weights
        furthest = min(near.values(), default=0.0)

        def weigh(passage: Passage, number: int, text: str) -> float:
            closeness = near.get((passage.number, number), furthest) - furthest
            worth = weights.quote_meaning * closeness
            worth += weights.quote_words * lexical.share(stems, text)
            if passage is opening and number == 0:
                worth += weights.quote_lead
            return worth - (weights.quote_instruction if instructs(asked, text) else 0.0)

        return quote(dict.fromkeys((found.best, opening)), weigh)


def _shortened(query: str) -> str:
    """Return the query without control characters, on one line, at most `LONGEST_QUERY` words."""
    visible = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Cs") else letter
        for letter in query[: 4 * LONGEST_WORDS]
    )
    return " ".join(visible.split()[:LONGEST_QUERY])[:LONGEST_WORDS]
