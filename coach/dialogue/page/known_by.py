"""The line of the page that is meant: by a quotation, by its place, by its words, or by new words for it."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.page.editing import Editing
from coach.dialogue.page.meant import SPOKEN, Shown, norm, quotes_in
from coach.dialogue.page.requests import bare_of, heading_in

A_LINE = 4  # words
POINTS = re.compile(r"(?:it|that|this|het|dat|die|dit|er|hier|daar)", re.I)


def last_sentence(before: str) -> str:
    """Return the last of the sentences before a request, of which "it" and "that" speak."""
    return re.split(r"(?<=[.!?])\s+", before.strip())[-1]


def line_named(editing: Editing, named: str) -> Shown | None:
    """Return the line that is named: quoted, by its place, or by its words; None for none, or more than one."""
    shown = [s for s in editing.shown() if s.part and s.line.item]
    if quotes_in(named):
        return next((s for s in editing.find(named) if s.part), None)
    if editing.wording.says("first_line", named):
        key = heading_in(editing, named) or "given"
        return next((s for s in shown if s.part == key), None)
    said = editing.stems(bare_of(named, editing.wording)) - SAYS_NOTHING
    words = {w for w in norm(named).split() if len(w) >= A_WORD}  # "the leave sheet", of which every word may speak of a page
    told = [(s, set(norm(s.line.before + s.line.text).split())) for s in shown if s.part not in SPOKEN]
    others = [(s, own) for s, own in told if s.part != "own_side"]
    told = others if any(_shared(said, editing.stems(s.line.text)) for s, _ in others) else told  # whom they lean on is told of by the way
    shares = [(_shared(said, editing.stems(s.line.before + s.line.text)), len(words & own), s) for s, own in told]
    most = max((share[:2] for share in shares), default=(0, 0))
    best = [s for *share, s in shares if tuple(share) == most]
    if len(best) > 1 and most[0] and OLDER.search(named):  # "the old football line", beside what came instead
        best = sorted(best, key=lambda s: s.line.item.turn if s.line.item else 0)[:1]
    under = [s for s in shown if s.part == (heading_in(editing, named) or "none")]
    if len(under) == 1 and (not said or under[0] in best):
        return under[0]
    return best[0] if most[0] and len(best) == 1 and 2 * most[0] >= min(len(said), MOST_OF) else None


def part_named(editing: Editing, line: Shown, named: str) -> Shown:
    """Return a line, or the one clause of it that is named where it is made of several ("the bit about her husband")."""
    item = line.line.item
    told = norm(line.line.text)
    inside = [i for i in editing.state.record.items if item is not None and i.turn == item.turn and i.field not in {"when", "who"} and norm(i.text) in told]
    said = editing.stems(bare_of(named, editing.wording)) - SAYS_NOTHING
    shares = sorted(((_shared(said, editing.stems(i.text)), i.text) for i in inside), reverse=True)
    if len(shares) < 2 or shares[0][0] <= shares[1][0] or sum(share > 0 for share, _ in shares) > 1:
        return replace(line, quote="")
    return replace(line, quote=shares[0][1][:1].upper() + shares[0][1][1:])


def _shared(said: set[str], line: set[str]) -> int:
    """Return how many words stand in a line, whole or as the first or last part of a longer one ("koor", "koorrepetitie")."""
    return sum(s in line or len(s) >= A_WORD and any(w.startswith(s) or w.endswith(s) for w in line) for s in said)


OLDER = re.compile(r"\b(?:old|first|earlier|oude|eerste|eerdere|vorige)\b", re.I)
SAYS_NOTHING = frozenset("terug back wel dan".split())
MOST_OF = 4  # words of a line by which it is known, of however many that name it
A_WORD = 4  # letters


def likest_line(editing: Editing, new: str) -> Shown | None:
    """Return the one line that says most of what new words say; None for none."""
    said, shown = editing.stems(new), [s for s in editing.shown() if s.part and s.line.item]
    shares = [(_share(said, editing.stems(s.line.text)), s) for s in shown]
    most = max((share for share, _ in shares), default=0.0)
    best = [s for share, s in shares if share == most]
    return best[0] if most >= SAYS_MUCH and len(best) == 1 else None


SAYS_MUCH = 0.5


def _share(said: set[str], line: set[str]) -> float:
    """Return how much of the shorter of two lines stands in the other, 0 to 1."""
    return len(said & line) / max(min(len(said), len(line)), 2)
