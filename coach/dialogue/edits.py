"""Edits people dictate for the page: "it should say: …", "change ‘…’ to ‘…’", "my step is …".

What they dictate goes on word for word, under the part they name; what they quote as old comes off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.dialogue.state import Field

OPEN, CLOSE = r"(?<!\w)[‘“\"']", r"[’”\"'](?!\w)"
QUOTE = rf"{OPEN}(?P<{{name}}>.{{{{3,300}}}}?){CLOSE}"
OLD, NEW = QUOTE.format(name="old"), QUOTE.format(name="new")
SWAP = re.compile(
    rf"\b(?:change|replace|swap|vervang|verander|wijzig)\b[^‘“\"']{{0,40}}(?:{OLD})?[^‘“\"']{{0,30}}?\b(?:to|with|by|for|into|door|in|naar)\b\s*:?\s*{NEW}",
    re.I | re.S,
)
DICTATED = re.compile(
    rf"\b(?:should (?:be|read|say)|needs to (?:be|read|say)|put (?:on|down|in)|write(?: down)?|moet(?:en)? (?:zijn|worden|luiden|staan)|zet (?:er|daar)?(?:bij|op|neer)?|schrijf)\s*(?:er|op)?\s*:?\s*{NEW}",
    re.I | re.S,
)
AFTER_COLON = re.compile(
    r"\b(?P<part>first sentences?|opening(?: sentence| line)?|eerste zin(?:nen)?|openingszin|it should (?:read|say)|er moet staan|put on|zet erop|zet erbij)\b[^:.!?]{0,25}:\s*(?P<new>[^‘“\"'\s].{8,300}?)(?=[;.!?](?:\s|$)|$)",
    re.I | re.S,
)
STEP = re.compile(
    r"\b(?:my |the |mijn |de )?(?:step|stap)\b(?: (?:is missing:|ontbreekt:|is|should be|wordt|moet zijn)| ?[=:])\s*(?P<new>[^;.!?]{4,200})", re.I
)
PARTS: tuple[tuple[str, Field], ...] = (
    (r"first sentence|opening|words|eerste zin|openingszin|woorden|request|vraag", "sentence"),
    (r"\bstep\b|\bstap\b", "next_step"), (r"offer|aanbied", "offer"), (r"came back|terug ?kwam|terugkreeg", "came_back"),
    (r"promised|toegezegd|beloofd|put right|herstel", "promised"), (r"their side|hun kant|other side|andere kant", "their_view"),
)  # fmt: skip
NAMED_LINE = re.compile(
    r"\b(?:the|de|het|die|dat|that) (?P<word>[\w-]{3,}) (?:lines?|bits?|parts?|thing|regels?|zin(?:nen)?|stukjes?)\b", re.I
)


# Words that say which line by its place, and not what stands in it.
WHICH = frozenset("eerste tweede derde laatste vorige andere hele enige first second third last other whole only same".split())


@dataclass(frozen=True)
class Edit:
    """One line to put on the page, word for word, and what goes for it; either may be ""."""

    new: str
    old: str = ""
    field: Field | None = None  # the part they name, None when they name none


def edits_in(text: str) -> tuple[Edit, ...]:
    """Return the lines a turn dictates for the page, in order."""
    found: list[Edit] = []
    for pattern in (SWAP, DICTATED, AFTER_COLON, STEP):
        for match in pattern.finditer(text):
            new = match["new"].strip(" ,;")
            told = match.groupdict().get("old") or ""
            before = text[max(match.start() - 40, 0) : match.start("new")]
            field: Field | None = "next_step" if pattern is STEP else _part(before)
            if len(new.split()) >= 2 and not any(new in e.new or e.new in new for e in found):
                found.append(Edit(new, told.strip(), field))
    return tuple(found)


def lines_named(text: str) -> tuple[str, ...]:
    """Return the words by which somebody points at lines ("the lintel line")."""
    return tuple(w for m in NAMED_LINE.finditer(text) if (w := m["word"].lower()) not in WHICH)


def _part(before: str) -> Field | None:
    told = before.lower()
    return next((field for words, field in PARTS if re.search(words, told)), None)
