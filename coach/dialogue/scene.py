"""What a reflection is chosen from, and how a stretch is cut so that it can stand alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.dialogue.clauses import tokenise
from coach.dialogue.extract import Reading
from coach.dialogue.fragments import fragment, without_verb
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.pieces import Found
from coach.dialogue.remarks import trimmed
from coach.dialogue.state import State
from coach.dialogue.understand import Understanding
from coach.dialogue.words import low, span, swap

Candidate = tuple[str, dict[str, str]]
SURE = 0.45  # the reader's probability from which a piece may be given back as what it is
CLAUSE = 3  # words of a bare echo in English, where a noun alone sounds curt
LISTED = 40  # words; in a longer turn a list is only part of the story
QUOTABLE = 0.65  # and from which a whole clause may be quoted
CERTAIN = 0.9  # from here it tells something, whatever words it shares with a remark to the coach

# What takes back what was told right before it: the other didn't want it, or it didn't come to anything.
TAKES_BACK = re.compile(
    r"(?:and|but|en|maar) (?:(?:she|he|they) (?:didn't|doesn't|don't|wouldn't|never)|it (?:didn't|never|wasn't|isn't)|(?:dat|dit|het|die) (?:wilde|wou|wil|werd|is|was|hoefde|hielp|kwam) (?:\w+ ){0,3}?(?:niet|nooit)"
    r"|(?:ze|zij|hij|die) (?:wilde|wou|hoefde|wil|hoeft) (?:\w+ ){0,3}?(?:niet|niks|geen))\b",
    re.I,
)


@dataclass(frozen=True)
class Scene:
    """What a reflection is chosen from: the state before and after the turn, and the turn."""

    before: State
    state: State
    understood: Understanding
    lexicon: Lexicon

    @property
    def reading(self) -> Reading:
        """The pieces found in the turn."""
        return self.understood.reading

    def first(self, *fields: str) -> Found | None:
        """Return the first fresh piece of one of `fields` that the reader is sure of."""
        return next((p for p in self.sure if p.field in fields), None)

    @property
    def sure(self) -> list[Found]:
        """The pieces the reader is sure of, none of which sounds like a word to the coach.

        What is taken back in the same breath ("… and she didn't want it") says less by itself.
        """
        return [
            p for p in self.reading.found
            if p.sure >= SURE and not self._taken_back(p)
            and (p.sure >= CERTAIN or not self.lexicon.cue("to_coach", p.clause.text.lower()))
        ]  # fmt: skip

    def _taken_back(self, piece: Found) -> bool:
        behind = (c for c in self.reading.clauses if c.sentence == piece.clause.sentence and c.start > piece.clause.start)
        after = next(behind, None)
        return after is not None and TAKES_BACK.match(after.text.replace("’", "'")) is not None

    def told(self) -> str:
        """Return what was told in the turn, without what was said to the coach."""
        return " ".join(c.text for c in self.reading.clauses if c not in self.reading.aside)


def tell(text: str, scene: Scene, longest: int = 11) -> str | None:
    """Return a stretch of `text` that can stand alone, with mijn as je where it is short."""
    text = trimmed(text, scene.lexicon.language)
    told = fragment(text, scene.lexicon, longest)
    if told is not None and (not _says_something(told, scene) or LEANS.match(told)):
        return None  # "Nu 61.", "vult het op donderdag in", "door je chef"
    if told is not None and scene.state.audience == "client" and scene.lexicon.language == "nl":
        rest = without_verb(told, "", scene.lexicon)  # "rij sinds maart de ritten naar Duitsland"
        told = None if rest == told and tokenise(told, scene.lexicon)[0].kind == "verb" else rest
    if told is None and len(text.split()) <= 5:
        swapped = swap(text, scene.lexicon, scene.state.formal)
        told = fragment(swapped, scene.lexicon, longest) if swapped and swapped != text else None
        if told is None and swapped and swapped != text and not _has_verb(swapped, scene):
            told = swapped
    return told


# What leans on a word that isn't said with it, or says no more than by whom.
LEANS = re.compile(r"[\w-]+ (?:het|dat|dit|die|it|that|them)\b(?! [\w-]+(?:$|[ ,]))|[\w-]+t (?:het|dat) (?:op|in|aan|om|af|bij)\b|(?:door|by|van|from) (?:mijn|m'n|je|uw|onze|jullie|de|het|my|your|our|the) [\w-]+$", re.I)


def _says_something(told: str, scene: Scene) -> bool:
    """Tell whether a stretch holds more than a number, a day and small words ("half ja")."""
    if told.split()[-1].lower() in {"ja", "nee", "yes", "no"}:
        return False
    return any(t.kind in TELLING for t in tokenise(told, scene.lexicon))


TELLING = frozenset({"word", "name", "verb", "participle", "infinitive"})


def _has_verb(text: str, scene: Scene) -> bool:
    return any(t.kind in {"verb", "auxiliary"} for t in tokenise(text, scene.lexicon))


def span_of(scene: Scene, about: str, told: str, sentence: int) -> str | None:
    moments = [
        p for p in scene.reading.found
        if p.field == "when" and p.about.lower() == about.lower() and p.clause.sentence == sentence
    ]  # fmt: skip
    hedged = any(p.source == "assumed" for p in moments)
    period = span([p.text for p in moments if p.text not in told], scene.lexicon, hedged)
    if not period or period.split()[-1].lower() in told.lower():
        return None
    return low(period, scene.lexicon)
