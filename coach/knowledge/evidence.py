"""What speaks for a section: its nearest questions, sentence and passage, and how it is weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.state import Audience, Language, Phase
from coach.knowledge.embedder import Vectors
from coach.knowledge.entries import Entry
from coach.knowledge.passages import Passage


@dataclass(frozen=True, eq=False)
class Query:
    """What was asked, how near it is to every question we know, and what it is about."""

    text: str
    vector: Vectors
    answered: Vectors  # cosines with the questions that sections answer
    elsewhere: Vectors  # cosines with the questions that nothing here answers
    about: Mapping[str, float]  # by document, and `topics.ELSEWHERE`; empty without questions
    also: Mapping[str, float]  # by document, how much it answers this too; empty likewise


@dataclass(frozen=True)
class Preferences:
    """Whom the answer is for and where the talk stands; each tips the scale and hides nothing."""

    language: Language
    phase: Phase | None = None
    audience: Audience | None = None


@dataclass(frozen=True, eq=False)
class Part:
    """One section in one language: where its entries stand among all, and what they are."""

    rows: slice  # passages and sentences
    questions: tuple[int, int]  # rows too; (0, 0) for a document of one's own
    entries: tuple[Entry, ...]  # those of `rows`
    document: str
    section: str
    language: Language
    place: int  # among the sections of its language
    also: Mapping[str, float]  # other documents, by the share of its questions they answer too

    @cached_property
    def is_sentence(self) -> NDArray[np.bool_]:
        """Which of the entries are sentences."""
        return np.array([entry.sentence is not None for entry in self.entries])


def parts_of(entries: Sequence[Entry]) -> list[Part]:
    """Return the sections that `entries` hold, ordered as `entries_of` orders them."""
    runs = list(_runs(entries))
    asked = {
        _place(entries[run.start])[1:]: (run.start, run.stop)
        for run in runs
        if entries[run.start].as_query
    }
    parts: list[Part] = []
    seen: dict[Language, int] = {"nl": 0, "en": 0}
    for run in runs:
        first = entries[run.start]
        section = first.section
        if first.as_query or section is None:
            continue
        questions = asked.get(_place(first)[1:], (0, 0))
        parts.append(
            Part(
                run, questions, tuple(entries[run]),
                section.document, section.id, section.language, seen[section.language],
                _also(entries[slice(*questions)]),
            )
        )
        seen[section.language] += 1
    return parts


@dataclass(frozen=True, eq=False)
class Evidence:
    """The cosines of a query with the entries of one part, and with its questions."""

    part: Part
    similarities: Vectors
    asked: Vectors

    @cached_property
    def passage(self) -> float:
        """The nearest passage."""
        return float(self.similarities[~self.part.is_sentence].max())

    @cached_property
    def sentence(self) -> float:
        """The nearest sentence; the nearest passage when the part has none."""
        found = self.similarities[self.part.is_sentence]
        return float(found.max()) if len(found) else self.passage

    @cached_property
    def question(self) -> float | None:
        """The mean of the two nearest questions; None when the part has none.

        The second keeps one odd wording from deciding.
        """
        if len(self.asked) < 2:
            return float(self.asked[0]) if len(self.asked) else None
        second, first = np.partition(self.asked, -2)[-2:].tolist()
        return (float(first) + float(second)) / 2

    @property
    def best(self) -> Passage:
        """The passage with the nearest sentence."""
        nearest = np.where(self.part.is_sentence, self.similarities, self.similarities - 2)
        passage = self.part.entries[int(nearest.argmax())].passage
        assert passage is not None  # a part's rows hold passages and sentences only
        return passage

    @property
    def opening(self) -> Passage:
        """The passage the section begins with."""
        passage = self.part.entries[0].passage
        assert passage is not None  # as above
        return passage

    @cached_property
    def sentences(self) -> dict[tuple[int, int], float]:
        """The cosine of each sentence, by the number of its passage and its own."""
        pairs = zip(self.part.entries, self.similarities.tolist(), strict=True)
        return {
            (entry.passage.number, entry.sentence): value
            for entry, value in pairs
            if entry.passage is not None and entry.sentence is not None
        }


@dataclass(frozen=True)
class Weights:
    """What counts, on the scale of a cosine; the numbers: docs/decisions/0003-search-weights.md."""

    question: float = 0.6  # the two nearest questions
    sentence: float = 0.2  # the nearest sentence; the nearest passage has the rest
    without_questions: float = 0.04  # makes a text without questions comparable with one that has
    words: float = 0.25  # for a section that holds all that was asked, by BM25
    topic: float = 0.2  # for a query that is all about the section's document
    also: float = 0.3  # for a document that answers the query too; the first place stays as it is
    beside: float = 0.1  # for one that answers what the best sections are asked
    phase: float = 0.005  # for a document made for the phase of the talk
    audience: float = 0.03  # off for a document made for other people
    coaches_only: float = 0.15  # off instead, for one that tells coaches what to do with clients
    sources: float = 0.05  # off for a list of sources: it names things and explains few
    same_document: float = 0.08  # off for every better section of the same document
    elsewhere_topic: float = 0.1  # off the lead of our questions over those from elsewhere
    asked: float = 0.012  # what must be left of that lead
    surely: float = 1.1  # the worth of the best section from which less of that lead will do
    leeway: float = 0.012  # how much less
    answers: float = 0.94  # what a text without questions is worth, its topic aside, to answer
    lowest: float = 0.6  # becomes score 0
    highest: float = 1.1  # becomes score 1
    candidates: int = 100  # entries taken from the vector index; their sections are weighed
    quote_meaning: float = 6.0  # of a sentence's cosine above the furthest one of its section
    quote_words: float = 0.25  # for a sentence that holds all that was asked
    quote_lead: float = 0.15  # for the sentence a section opens with, which sums it up
    quote_instruction: float = 0.2  # off for what to do, where somebody asks what or why

    def of(self, evidence: Evidence, words: float, topic: float) -> float:
        """Return the worth of one section in one language.

        `words` is its share by BM25, `topic` how much the query is about its document.
        """
        question = evidence.question
        if question is None:
            question = (evidence.sentence + evidence.passage) / 2 + self.without_questions
        passage = 1 - self.question - self.sentence
        meaning = (
            self.question * question
            + self.sentence * evidence.sentence
            + passage * evidence.passage
        )
        return meaning + self.words * words + self.topic * topic

    def is_asked(
        self, answered: Vectors, elsewhere: Vectors, topic: float, best: float = 0.0
    ) -> bool:
        """Tell whether a query is one of those that are answered here.

        `answered` and `elsewhere` are its cosines with the questions that are and that aren't,
        `topic` how much it is about what is elsewhere, `best` the worth of the best section.
        """
        nearer = _nearest(answered) - _nearest(elsewhere)
        enough = self.asked - (self.leeway if best >= self.surely else 0.0)
        return nearer - self.elsewhere_topic * topic >= enough

    def score(self, worth: float) -> float:
        """Return a worth as a score from 0 to 1."""
        return round(min(1.0, max(0.0, (worth - self.lowest) / (self.highest - self.lowest))), 4)


WEIGHTS = Weights()


def _nearest(similarities: Vectors) -> float:
    """Return the mean of the five highest; 0 when there are none."""
    return float(np.sort(similarities)[-5:].mean()) if len(similarities) else 0.0


def _runs(entries: Sequence[Entry]) -> Iterator[slice]:
    """Yield the rows of every section, for what may be found and for what is asked."""
    start = 0
    for row in range(1, len(entries) + 1):
        ends = row == len(entries) or _place(entries[row]) != _place(entries[start])
        if ends:
            yield slice(start, row)
            start = row


def _also(questions: Sequence[Entry]) -> dict[str, float]:
    counts = Counter(document for entry in questions for document in entry.also)
    return {document: count / len(questions) for document, count in counts.items()}


def _place(entry: Entry) -> tuple[bool, str, str, str]:
    section = entry.section
    if section is None:
        return entry.as_query, "", "", ""
    return entry.as_query, section.document, section.id, section.language
