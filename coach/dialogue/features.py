"""The numbers the intent classifier sees: a sentence vector and hashed word features."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.extract import Reading
from coach.dialogue.state import Language, Phase

HASHED = 1 << 14
WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[?!…]")
MOST_WORDS = 80
MOST_LETTERS = 40


@dataclass(frozen=True)
class TurnText:
    """A turn as the classifier reads it."""

    language: Language
    phase: Phase
    coach: str
    user: str


def condensed(text: str) -> str:
    """Return at most `MOST_WORDS` words of a long turn: its start and its end, where the point is."""
    words = [word[:MOST_LETTERS] for word in text.split()]
    if len(words) <= MOST_WORDS:
        return " ".join(words)
    head = MOST_WORDS * 5 // 8
    return " ".join((*words[:head], "…", *words[-(MOST_WORDS - head) :]))


def hashed_features(turn: TurnText, reading: Reading) -> NDArray[np.int64]:
    """Return the sorted, distinct indices (0 ≤ i < HASHED) of the features that are on."""
    text = condensed(turn.user).lower().replace("’", "'")
    words = WORDS.findall(text)
    names = [f"w:{turn.language}:{word}" for word in words]
    names += [f"b:{a}_{b}" for a, b in pairwise(words)]
    names += [
        f"c:{word[i : i + 4]}" for word in words if len(word) > 4 for i in range(len(word) - 3)
    ]
    names += [
        f"first:{'_'.join(words[:1])}",
        f"first2:{'_'.join(words[:2])}",
        f"last:{'_'.join(words[-1:])}",
    ]
    names += [f"phase:{turn.phase}", f"length:{_bucket(len(words))}"]
    names += [f"cue:{cue}" for cue in reading.cues]
    names += [f"found:{piece.field}" for piece in reading.found]
    names += [f"person:{bool(reading.people)}", f"time:{bool(reading.times)}"]
    names += [f"asks:{'?' in turn.user}", f"opens:{_opens_as_question(words)}"]
    names += [f"opens:{_opens_as_question(words)}:{'?' in turn.user}"]
    return np.unique(
        np.array([zlib.crc32(name.encode()) % HASHED for name in names], dtype=np.int64)
    )


QUESTION_WORDS = frozenset(
    "wat wie waar waarom wanneer hoe welke hoeveel waarvoor kun kan kunt mag zijn is ben heb heeft doe"
    " gaat moet zal what who where why when how which whose can could do does did is are may should"
    " would will".split()
)


def _opens_as_question(words: list[str]) -> str:
    """Return the first question word of a turn, or "" when it doesn't open like a question."""
    return next((w for w in words[:2] if w in QUESTION_WORDS), "")


def _bucket(count: int) -> str:
    for limit in (1, 2, 4, 8, 16, 32, 64, 128):
        if count <= limit:
            return str(limit)
    return "more"
