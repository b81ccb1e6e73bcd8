"""What speaks for a section: its nearest passage and sentence, and how all of it is weighed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coach.dialogue.state import Language
from coach.knowledge.entries import Entry
from coach.knowledge.passages import Passage


@dataclass
class Evidence:
    """What was found of one section in one language; similarities are cosines."""

    passage: Passage  # the first one met, which is the nearest
    passages: dict[int, float] = field(default_factory=dict)  # by number
    sentences: dict[tuple[int, int], float] = field(default_factory=dict)  # passage, sentence
    holders: dict[int, Passage] = field(default_factory=dict)

    @property
    def best(self) -> Passage:
        """The passage with the nearest sentence, or the nearest passage when no sentence is."""
        if self.sentences:
            number, _ = max(self.sentences, key=lambda place: self.sentences[place])
            return self.holders[number]
        return self.passage


@dataclass(frozen=True)
class Neighbours:
    """The nearest entries of the index, by section and language."""

    evidence: dict[tuple[str, str], dict[Language, Evidence]]
    elsewhere: float  # the nearest question the library doesn't answer; the floor when none is near
    floor: float  # the furthest that was looked at: what wasn't found lies no nearer
    language: Language  # of the nearest entry

    @classmethod
    def of(cls, found: Iterable[tuple[str, float]], entries: Mapping[str, Entry]) -> Neighbours:
        """Gather (entry id, cosine), nearest first."""
        evidence: dict[tuple[str, str], dict[Language, Evidence]] = {}
        elsewhere: float | None = None
        floor = 1.0
        language: Language | None = None
        for name, similarity in found:
            entry, floor = entries[name], similarity
            passage = entry.passage
            if passage is None:
                elsewhere = similarity if elsewhere is None else elsewhere
                continue
            section = passage.section
            language = language or section.language
            sides = evidence.setdefault((section.document, section.id), {})
            side = sides.setdefault(section.language, Evidence(passage))
            side.holders[passage.number] = passage
            if entry.sentence is None:
                side.passages[passage.number] = similarity
            else:
                side.sentences[passage.number, entry.sentence] = similarity
        return cls(evidence, floor if elsewhere is None else elsewhere, floor, language or "nl")

    def answerable(self, weights: Weights) -> bool:
        """Tell whether the nearest sentence is near enough, and nearer than what is elsewhere."""
        nearest = max(
            (
                similarity
                for sides in self.evidence.values()
                for side in sides.values()
                for similarity in side.sentences.values()
            ),
            default=self.floor,
        )
        return nearest - weights.elsewhere * self.elsewhere >= weights.answerable


@dataclass(frozen=True)
class Weights:
    """What counts, on the scale of a cosine; the numbers: docs/decisions/0003-search-weights.md."""

    sentence: float = 0.5  # the nearest sentence; the nearest passage has the rest
    words: float = 0.15  # for a section that holds all that was asked, by BM25
    other_language: float = 0.5  # of the same section in the other language, beside 1
    phase: float = 0.005  # for a document made for the phase of the talk
    same_document: float = 0.01  # off for every better section of the same document
    elsewhere: float = 0.5  # of the nearest question the library doesn't answer
    answerable: float = 0.427  # what the nearest sentence must keep after that
    lowest: float = 0.75  # becomes score 0
    highest: float = 0.95  # becomes score 1
    candidates: int = 400  # entries taken from the vector index
    quote_meaning: float = 6.0  # of a sentence's cosine above the furthest one found
    quote_words: float = 0.25  # for a sentence that holds all that was asked

    def of(self, side: Evidence, near: Neighbours, words: float) -> float:
        """Return the worth of one section in one language; `words` is its share by BM25."""
        sentence = max(side.sentences.values(), default=near.floor)
        passage = max(side.passages.values(), default=near.floor)
        return self.sentence * sentence + (1 - self.sentence) * passage + self.words * words

    def score(self, worth: float) -> float:
        """Return a worth as a score from 0 to 1."""
        return round(min(1.0, max(0.0, (worth - self.lowest) / (self.highest - self.lowest))), 4)
