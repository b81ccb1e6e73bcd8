"""What the shield knows of words: names of many origins, ordinary words, cues; read once, then kept."""

from __future__ import annotations

import math
import re
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from coach.content import content_folder
from coach.errors import ContentError

PACKED = Path(__file__).with_name("shield.npz")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SHORTEST_PART = 4
BUCKETS = 1 << 14
LIKELY = 0.65
VERY_LIKELY = 0.9
LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "æ": "ae", "’": "'"}
)


def folded(word: str) -> str:
    """Return `word` without accents, as people type it who don't have them on their keys."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word.translate(LETTERS))
    return "".join(c for c in parts if not unicodedata.combining(c))


def word_sum(word: str) -> int:
    """Return the CRC-32 sum under which a word is packed."""
    return zlib.crc32(word.encode())


def letter_groups(word: str) -> list[int]:
    """Return the buckets, 0 to `BUCKETS` − 1, of the groups of two to four letters in `word`."""
    edged = f"^{folded(word)}$"
    groups = {edged[at : at + size] for size in (2, 3, 4) for at in range(len(edged) - size + 1)}
    return sorted({zlib.crc32(group.encode()) % BUCKETS for group in groups})


def name_likeness(letters: NDArray[np.float32], lower: str) -> float:
    """Return how much the letter groups of a word speak for a name, 0 to 1 (logistic regression)."""
    total = float(letters[letter_groups(lower)].sum() + letters[-1])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True)
class Words:
    """The packed sums, the authored name lists, and the cue words of prompts/shield.yaml."""

    packed_first: NDArray[np.uint32]
    packed_last: NDArray[np.uint32]
    packed_seen: NDArray[np.uint32]
    packed_words: NDArray[np.uint32]
    letters: NDArray[np.float32]
    first: frozenset[str]
    last: frozenset[str]
    also_words: frozenset[str]
    others: frozenset[str]
    cues: dict[str, frozenset[str]]
    texts: dict[str, Any]

    def is_word(self, lower: str) -> bool:
        """Tell whether `lower` is an ordinary word, or two of them joined as Dutch does."""
        if _holds(self.packed_words, lower) or lower in self.cues["words"]:
            return True
        if "-" in lower:
            return all(self.is_word(part) for part in lower.split("-") if part)
        return self._is_compound(lower)

    def is_plain_word(self, lower: str) -> bool:
        """Tell whether `lower` itself stands in a dictionary."""
        return _holds(self.packed_words, lower) or lower in self.cues["words"]

    def is_first(self, lower: str) -> bool:
        """Tell whether some people are called `lower`, words included."""
        return lower in self.first or lower in self.also_words or _holds(self.packed_first, lower)

    def is_last(self, lower: str) -> bool:
        """Tell whether `lower` is a family name, or the last word of one, words included."""
        return lower in self.last or _holds(self.packed_last, lower)

    def is_likely(self, lower: str) -> bool:
        """Tell whether a word in no list is spelled like a name, or was seen as one."""
        if _holds(self.packed_seen, lower):
            return True
        return len(lower) > 3 and name_likeness(self.letters, lower) > LIKELY

    def is_very_likely(self, lower: str) -> bool:
        """Tell whether a word in no list is spelled so much like a name that it needs no company."""
        spelled = len(lower) > 3 and "'" not in lower
        return spelled and name_likeness(self.letters, lower) > VERY_LIKELY

    def _is_compound(self, lower: str) -> bool:
        for cut in range(3, len(lower) - SHORTEST_PART + 1):
            if _holds(self.packed_words, lower[cut:]):
                head = lower[:cut]
                if any(
                    _holds(self.packed_words, h)
                    for h in (head, head.removesuffix("s"))
                    if len(h) > 2
                ):
                    return True
        return False


def _holds(packed: NDArray[np.uint32], word: str) -> bool:
    value = word_sum(word)
    place = int(packed.searchsorted(np.uint32(value)))
    return place < len(packed) and int(packed[place]) == value


@cache
def load_words() -> Words:
    """Read the lists, about 100 ms; raise `ContentError` when one can't be read."""
    folder = content_folder("prompts")
    try:
        with np.load(PACKED) as packed:
            first, last, seen, words = (packed[name] for name in ("first", "last", "seen", "words"))
            letters = packed["letters"].astype(np.float32)
        names = yaml.load((folder / "names.yaml").read_text(encoding="utf-8"), LOADER)
        texts = yaml.load((folder / "shield.yaml").read_text(encoding="utf-8"), LOADER)
        cues = {name: frozenset(text.split()) for name, text in texts["words"].items()}
        listed = {key: frozenset(re.sub(r"\s", "", names[key]).split("|")) for key in names}
    except (OSError, KeyError, AttributeError, ValueError, yaml.YAMLError) as error:
        raise ContentError(
            f"The lists of the shield can't be read ({error}). Nothing was sent. Install the package again."
        ) from error
    also_words = listed["also_words"] - cues["seldom_words"]
    return Words(
        first, last, seen, words, letters,
        listed["first"] | (cues["first"] | cues["seldom_words"]) - also_words, cues["last"], also_words,
        listed["others"] | cues["places"], cues, texts,
    )  # fmt: skip
