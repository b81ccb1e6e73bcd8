"""What speaks for a section: its nearest passage and sentence, and how all of it is weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.state import Language
from coach.knowledge.embedder import Vectors
from coach.knowledge.entries import Entry
from coach.knowledge.passages import Passage


@dataclass(frozen=True, eq=False)
class Part:
    """One section in one language: where its entries stand among all, and what they are."""

    rows: slice
    entries: tuple[Entry, ...]
    document: str
    section: str
    language: Language
    place: int  # among the sections of its language

    @cached_property
    def is_sentence(self) -> NDArray[np.bool_]:
        """Which of the entries are sentences."""
        return np.array([entry.sentence is not None for entry in self.entries])


def parts_of(entries: Sequence[Entry]) -> list[Part]:
    """Return the sections that `entries` hold; the entries of one stand side by side."""
    parts: list[Part] = []
    seen: dict[Language, int] = {"nl": 0, "en": 0}
    start = 0
    while start < len(entries):
        passage = entries[start].passage
        if passage is None:
            start += 1
            continue
        stop = start
        while stop < len(entries) and _is_of(entries[stop], passage):
            stop += 1
        section = passage.section
        part = Part(
            slice(start, stop), tuple(entries[start:stop]),
            section.document, section.id, section.language, seen[section.language],
        )
        parts.append(part)
        seen[section.language] += 1
        start = stop
    return parts


@dataclass(frozen=True, eq=False)
class Evidence:
    """The cosines of a query with the entries of one part."""

    part: Part
    similarities: Vectors

    @cached_property
    def passage(self) -> float:
        """The nearest passage."""
        return float(self.similarities[~self.part.is_sentence].max())

    @cached_property
    def sentence(self) -> float:
        """The nearest sentence; the nearest passage when the part has none."""
        found = self.similarities[self.part.is_sentence]
        return float(found.max()) if len(found) else self.passage

    @property
    def best(self) -> Passage:
        """The passage with the nearest sentence."""
        ranked = np.where(self.part.is_sentence, self.similarities, self.similarities - 2)
        passage = self.part.entries[int(ranked.argmax())].passage
        assert passage is not None  # a part holds passages and sentences only
        return passage

    def sentences(self, passage: Passage) -> dict[int, float]:
        """Return the cosine of each sentence of `passage`, by its number."""
        pairs = zip(self.part.entries, self.similarities.tolist(), strict=True)
        return {
            entry.sentence: value
            for entry, value in pairs
            if entry.sentence is not None and entry.passage is passage
        }


@dataclass(frozen=True)
class Weights:
    """What counts, on the scale of a cosine; the numbers: docs/decisions/0003-search-weights.md."""

    sentence: float = 0.5  # the nearest sentence; the nearest passage has the rest
    words: float = 0.15  # for a section that holds all that was asked, by BM25
    other_language: float = 0.5  # of the same section in the other language, beside 1
    phase: float = 0.005  # for a document made for the phase of the talk
    sources: float = 0.015  # off for a list of sources: it names things and explains few
    same_document: float = 0.02  # off for every better section of the same document
    elsewhere: float = 0.5  # of the nearest question the library doesn't answer
    answerable: float = 0.414  # what the nearest sentence must keep after that
    lowest: float = 0.75  # becomes score 0
    highest: float = 0.95  # becomes score 1
    candidates: int = 100  # entries taken from the vector index; their sections are weighed
    quote_meaning: float = 6.0  # of a sentence's cosine above the furthest one of its passage
    quote_words: float = 0.25  # for a sentence that holds all that was asked

    def of(self, evidence: Evidence, words: float) -> float:
        """Return the worth of one section in one language; `words` is its share by BM25."""
        meaning = self.sentence * evidence.sentence + (1 - self.sentence) * evidence.passage
        return meaning + self.words * words

    def of_both(self, preferred: float, other: float) -> float:
        """Return the worth of a section that stands in both languages."""
        return (preferred + self.other_language * other) / (1 + self.other_language)

    def is_answer(self, nearest: float, elsewhere: float) -> bool:
        """Tell whether the nearest sentence is near enough beside what is elsewhere."""
        return nearest - self.elsewhere * elsewhere >= self.answerable

    def score(self, worth: float) -> float:
        """Return a worth as a score from 0 to 1."""
        return round(min(1.0, max(0.0, (worth - self.lowest) / (self.highest - self.lowest))), 4)


WEIGHTS = Weights()


def _is_of(entry: Entry, passage: Passage) -> bool:
    return entry.passage is not None and entry.passage.section == passage.section
