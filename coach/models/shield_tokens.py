"""The words of a text as the shield looks at them: where they stand and what they could be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.models.shield_numbers import Span
from coach.models.shield_words import Words, folded, load_words

WORD = re.compile(r"[^\W\d_]+(?:[-'’](?=[^\W\d_])[^\W\d_]+)*")
OWNING = re.compile(r"['’](?:s|S)$")
BREAK = re.compile(r"[.!?:;\n•|]|^\s*[-*–—]\s|[“\"‘(]$")
FAMILY_END = re.compile(
    r"(?:stra|inga|ema|sma|sema|mans|inck|aert|aerts|ski|ska|sky|czyk|wicz|vić|vic|ović|ova|enko|chuk|escu|oğlu|oglu|"
    r"poulos|idis|sson|ssen|sen|shvili|dze|bhai|wala|singh|owski|owska|stein|mann|bauer|nathan|akis|ez)$"
)
SHORTENED = re.compile(r"['’](?:t|d|ll|re|ve|m|n)$")
NAMED_MONTHS = frozenset({"may", "june", "april", "august", "mei"})
FEWEST = 3


@dataclass(frozen=True)
class Token:
    """One word: `core` without a possessive; what it could be, and what stands before it.

    `first` and `last` are "sure", "word" (an ordinary word or a place too) or ""; `likely` tells
    that a word in no list is spelled like a name.
    """

    start: int
    end: int
    core: str
    lower: str
    capital: bool
    opens: bool
    gap: str
    taken: bool
    first: str
    last: str
    word: bool
    other: bool
    likely: bool

    @property
    def stop(self) -> int:
        """Return where `core` ends."""
        return self.start + len(self.core)

    @property
    def shouted(self) -> bool:
        """Tell whether it is written in capitals throughout, as abbreviations are."""
        return len(self.core) > 1 and self.core.isupper()

    @property
    def strange(self) -> bool:
        """Tell whether nothing is known of it: no word, no place, no firm."""
        return not (self.word or self.other) and len(self.core) >= FEWEST


def tokens_of(text: str, taken: Sequence[Span], words: Words) -> list[Token]:
    """Return the words of `text`; those inside `taken` spans are marked and stand for nothing."""
    tokens: list[Token] = []
    end = 0
    shouting = _shouts(text)
    for match in WORD.finditer(text):
        gap = text[end : match.start()]
        core = OWNING.sub("", match[0])
        covered = any(span.start < match.end() and span.end > match.start() for span in taken)
        lower = core.casefold().replace("’", "'")
        capital = core[:1].isupper() and not (shouting and core.isupper())
        opens = not tokens or bool(BREAK.search(gap)) and not _after_short(tokens[-1], gap, words)
        core, lower = _without_genitive(core, lower, words, capital)
        tokens.append(
            Token(
                match.start(),
                match.end(),
                core,
                lower,
                capital,
                opens,
                gap,
                covered,
                *_known_of(lower),
            )
        )
        end = match.end()
    return tokens


@lru_cache(maxsize=10_000)
def _known_of(lower: str) -> tuple[str, str, bool, bool, bool]:
    """Return `first`, `last`, `word`, `other` and `likely` of a word."""
    words = load_words()
    word = words.is_word(lower) or bool(SHORTENED.search(lower))
    other = any(
        _is_other(part, words)
        for part in (lower, *lower.split("-"))
        if part not in words.cues["prefixes"]
    )
    likely = not (word or other) and words.is_likely(lower)
    return first_of(lower, words), last_of(lower, words), word, other, likely


def first_of(lower: str, words: Words) -> str:
    """Return "sure" for a first name, "word" for one that is a word or a place too, else ""."""
    cues = words.cues
    if (
        lower in cues["never"]
        or lower in cues["days"]
        or len(lower) < 2
        or lower in cues["products"]
    ):
        return ""
    if lower in cues["months"]:
        return "word" if lower in NAMED_MONTHS else ""
    if lower in cues["doubtful"]:
        return "word"
    if lower in words.first and lower not in words.others and lower not in words.also_words:
        return "sure"
    if "-" in lower:
        parts = [first_of(part, words) for part in lower.split("-")]
        return "" if "" in parts else "sure" if "sure" in parts else "word"
    for form in (lower, folded(lower)):
        if words.is_first(form):
            listed = form in words.also_words or words.is_word(form) or form in words.others
            return "word" if listed or len(form) < FEWEST + 1 else "sure"
    return ""


def last_of(lower: str, words: Words) -> str:
    """Return "sure" for a family name, "word" for one that is a word or a place too, else ""."""
    if (
        lower in words.cues["never"]
        or lower in words.cues["days"]
        or lower in words.cues["products"]
    ):
        return ""
    if "-" in lower:
        parts = [last_of(part, words) for part in lower.split("-")]
        return "" if "" in parts else "sure" if "sure" in parts else "word"
    for form in (lower, folded(lower)):
        if words.is_last(form):
            return "word" if words.is_word(form) or form in words.others else "sure"
    ends = len(lower) > 5 and FAMILY_END.search(lower) is not None
    return "sure" if ends and not words.is_word(lower) and lower not in words.others else ""


def _is_other(lower: str, words: Words) -> bool:
    cues = words.cues
    return (
        lower in words.others
        or lower in cues["products"]
        or lower in cues["titles"]
        or lower in cues["days"]
        or lower in cues["never"]
    )


def _without_genitive(core: str, lower: str, words: Words, capital: bool) -> tuple[str, str]:
    """Take the Dutch s from "Rachids": only where what is left is a name and the whole is nothing."""
    bare = lower[:-1]
    if (
        not lower.endswith("s")
        or len(bare) < FEWEST
        or first_of(lower, words)
        or last_of(lower, words)
    ):
        return core, lower
    if words.is_word(lower) or not capital or first_of(bare, words) != "sure":
        return core, lower
    return core[:-1], bare


def _after_short(before: Token, gap: str, words: Words) -> bool:
    """Tell whether a full stop only ends a title or an initial."""
    if not gap.startswith(".") or "\n" in gap:
        return False
    return before.lower in words.cues["titles"] or len(before.core) == 1 and before.core.isupper()


def _shouts(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 5 and sum(c.isupper() for c in letters) > 0.8 * len(letters)
