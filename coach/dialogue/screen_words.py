"""The person's own words for what wears them out, as they can be said back: whole, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coach.dialogue.screen_text import PlainText

MOST_WORDS = 3
LONGEST_WORDS = 10
# Where a clause ends: a sign, or a word that begins the next.
_BREAK = re.compile(
    r" (?:[.,]|en|maar|want|omdat|dus|als|wanneer|terwijl|zodat|and|but|because|so|when|if|while) "
)
_NOT = re.compile(
    r" (?:niet|nooit|geen|niks|niets|nauwelijks|amper|not|never|no|hardly|barely|can not|do not) "
)
# Words that can't stand last, since what they point to would be missing.
_LOOSE = re.compile(
    r"(?: (?:for|since|in|at|to|of|on|with|by|the|a|an|my|his|her|how|al|de|het|een|mijn|zijn|haar"
    r"|van|voor|om|te|op|aan|naar|met|sinds|hoe|moet|ik|i))+ ?$"
)


def own_words(text: PlainText, start: int, end: int) -> str:
    """Return what was typed around `plain[start:end]`, with its negation and to the end of its clause.

    "Slaap al weken" is said back as "slaap al weken niet". "" when that can't be said in a few
    words: half of it might say the opposite.
    """
    inside = [match.end() for match in _BREAK.finditer(text.plain, start, end)]
    start = max(inside, default=start)
    begins = max((match.end() for match in _BREAK.finditer(text.plain, 0, start)), default=1)
    after = _BREAK.search(text.plain, max(end - 2, start))
    stops = after.start() if after else len(text.plain)
    first = next((m.start() + 1 for m in _NOT.finditer(text.plain, begins - 1, start)), start)
    whole = text.verbatim(first, stops)
    if len(whole.split()) <= LONGEST_WORDS:
        return whole
    loose = _LOOSE.search(text.plain, first, end)
    if loose or _NOT.search(text.plain, max(end - 1, 0), stops):
        return ""
    part = text.verbatim(first, end)
    return part if len(part.split()) <= LONGEST_WORDS else ""


def said_back(fragments: Iterable[str]) -> tuple[str, ...]:
    """Return at most three fragments, none of which is part of another."""
    told = list(dict.fromkeys(each for each in fragments if each))
    kept = [
        each for each in told
        if not any(each != other and each.lower() in other.lower() for other in told)
    ]
    return tuple(kept[:MOST_WORDS])
