"""Which line of the page a part of a turn means, and what somebody told that isn't on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from coach.dialogue.changes import HEADINGS
from coach.dialogue.clauses import Clause, clauses, lemma
from coach.dialogue.fields import Asked, label_clauses
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.pieces import source_of
from coach.dialogue.review_wording import Wording
from coach.dialogue.state import Field, Item, Source, State

HALF, QUARTER = 0.5, 0.25  # shares of a line's words
QUOTED = re.compile(r"(?<!\w)[‘“\"']([^‘’“”\"']{3,80})[’”\"'](?!\w)")
ASIDE = frozenset({"who", "when"})  # lines that go along with another
POINTS_ONLY = 12  # words of a part that may speak of the line before it without naming it


@dataclass
class Work:
    """A review going on: the record as it becomes, and the lines spoken of last."""

    state: State
    wording: Wording
    lexicon: Lexicon
    shown: str  # what the coach said last
    last: tuple[Item, ...] = ()
    there: tuple[Item, ...] = ()
    before: str = ""  # the part before, when it told something and asked nothing

    @property
    def items(self) -> tuple[Item, ...]:
        """The lines of the record as it is by now."""
        return self.state.record.items

    def become(self, items: Iterable[Item], last: Sequence[Item]) -> bool:
        """Make `items` the record, `last` the lines spoken of; True, for it is done."""
        record = replace(self.state.record, items=tuple(items))
        self.state = replace(self.state, record=record)
        self.last = tuple(last)
        return True

    def file(self, lines: Sequence[Item], field: Field, about: str | None = None) -> bool:
        """File `lines` under `field`, where the page leaves them; give them to `about`, if told."""
        moved = {i.id: replace(i, field=field, about=i.about if about is None else about) for i in lines}
        back = [i for i in moved.values() if i.id not in {held.id for held in self.items}]
        self._place(moved)
        return self.become([*(moved.get(i.id, i) for i in self.items), *back], list(moved.values()))

    def _place(self, ids: Iterable[str]) -> None:
        self.state = replace(self.state, placed=tuple(dict.fromkeys((*self.state.placed, *ids))))

    def write(self, field: Field, text: str, clause: str, turn: int = 0, source: Source = "seen") -> bool:
        """Put a new line of theirs on, told in `turn`; 0 is the turn at hand."""
        text = text.strip(" .,;:!?'\"‘’“”")
        about = self.state.focus if field in {"what", "cost", "extra"} else ""
        number, turn = self.state.next_item, turn or self.state.turn + 1
        self.state = replace(self.state, next_item=number + 1)
        item = Item(f"i{number}", field, text, source, turn, about, "", clause)
        self._place([item.id])
        return self.become((*self.items, item), (item,))

    def write_again(self, told: tuple[Clause, int], field: Field) -> bool:
        """Put on what was told in an earlier turn, as it was told there."""
        clause, turn = told
        asked = Asked(audience=self.state.audience, focus=self.state.focus)
        source = source_of(clause, field, asked, self.lexicon)
        return self.write(field, clause.text, clause.text, turn, source)

    def off_by_now(self, items: Iterable[Item]) -> list[Item]:
        """Return those of `items` that are on the page no more."""
        held = {i.id for i in self.items}
        return [i for i in items if i.id not in held]


def plain(part: str, work: Work) -> str:
    """Return `part` without the words that name a part of the page or ask for something to be on it."""
    asking = (work.wording.patterns["missing"], work.wording.patterns["restores"])
    for pattern in (*work.wording.headings.values(), *asking):
        part = pattern.sub(" ", part)
    return part


def stems(text: str, work: Work) -> set[str]:
    """Return the dictionary forms of the words of `text` that may say which line is meant."""
    kinds = {"word", "name", "month", "weekday", "number", "participle", "verb", "infinitive"}
    found = {
        lemma(t.lower.removesuffix("'s"), work.lexicon.language)
        for c in clauses(text, work.lexicon) for t in c.words if t.kind in kinds
    }  # fmt: skip
    return found - work.wording.rest


def meant_by(
    work: Work, part: str, among: Iterable[Item] | None = None, every: bool = False
) -> tuple[Item, ...]:
    """Return the lines `part` speaks of: those it quotes, else the one with most words in common.

    `every` takes all that share as much, best first.
    """
    lines = [i for i in (work.items if among is None else among) if i.field not in ASIDE]
    for quote in QUOTED.findall(part):
        told = quote.lower().strip(" .,")
        hit = [i for i in lines if told in i.clause.lower().replace("’", "'") or i.text.lower() in told]
        whole = [i for i in hit if told in i.text.lower()]
        if whole:
            shortest = min(len(i.text) for i in whole)
            return tuple(i for i in hit if len(i.text) == shortest)
        if hit:
            return tuple(hit)
    if work.wording.says("first_line", part):
        placed = [(work.shown.lower().find(_opening(i.text)), i) for i in lines]
        first = min((p for p in placed if p[0] >= 0), key=lambda p: p[0], default=None)
        return (first[1],) if first else ()
    words = stems(plain(part, work), work) or stems(part, work)
    counts: dict[str, int] = {}
    for item in lines:
        for stem in stems(item.text, work):
            counts[stem] = counts.get(stem, 0) + 1
    people = {p for i in lines for p in i.about.lower().split()}
    names = {t.lower for c in clauses(part, work.lexicon) for t in c.words if t.kind == "name"}
    people |= names if words - names else set()  # "Bo has a band: off" is about the band

    def score(item: Item) -> tuple[float, float]:
        own = stems(item.text, work)
        shared = {s for s in own & words if s not in people}
        telling = sum(1.0 / counts[s] for s in shared)
        return telling, len(shared) / max(len(own), 1)

    scored = [(score(i), i) for i in lines]
    best = max((s for s, _ in scored), default=(0.0, 0.0))
    if best[0] < HALF and best[1] < HALF:
        return ()
    alike = [(s, i) for s, i in scored if s == best or every and s[0] >= best[0] and s[1] >= QUARTER]
    return tuple(i for _, i in sorted(alike, key=lambda told: told[0], reverse=True))


def _opening(text: str) -> str:
    return " ".join(text.lower().split()[:3])


def spoken_of(
    work: Work, part: str, among: Iterable[Item] | None = None, every: bool = False
) -> tuple[Item, ...]:
    """Return the lines meant, or those spoken of before when `part` only points at them ("that")."""
    meant = meant_by(work, part, among, every)
    points = work.wording.says("pointing", part) and len(part.split()) <= POINTS_ONLY
    if not meant and points:
        off = work.off_by_now(work.last)
        return tuple(i for i in work.last if i not in off)
    return meant


def gone(work: Work) -> bool:
    """Tell whether what was spoken of last is off the page."""
    return bool(work.last) and len(work.off_by_now(work.last)) == len(work.last)


def told_before(work: Work, words: set[str]) -> tuple[Clause, int] | None:
    """Return the clause of an earlier turn that shares most with `words`, and its turn."""
    best: tuple[float, Clause | None, int] = (0.0, None, 0)
    for exchange in work.state.history:
        for clause in clauses(exchange.user, work.lexicon):
            own = stems(clause.text, work)
            shared = len(own & words)
            if shared and (shared >= 2 or shared / max(len(own), 1) >= HALF) and len(clause.words) >= 3:
                best = max(best, (shared + shared / len(own), clause, exchange.turn), key=lambda b: b[0])
    return None if best[1] is None else (best[1], best[2])


def field_of(text: str, work: Work) -> Field:
    """Return what the reader takes a line for, asked nothing; "said" when it stands under no heading."""
    parts = clauses(text, work.lexicon)
    asked = Asked(audience=work.state.audience, focus=work.state.focus)
    labels = [label for label, _, _ in label_clauses(parts, text, asked, work.lexicon)]
    return cast(Field, next((label for label in labels if label in HEADINGS), "said"))
