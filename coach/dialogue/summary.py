"""The summary: what was told, per person, in the person's own words, and what is still open."""

from __future__ import annotations

import re

from coach.dialogue.lexicon import Lexicon
from coach.dialogue.phrasebook import Phrasebook, fill, sentence
from coach.dialogue.reflect import TANGIBLE
from coach.dialogue.remember import items_of
from coach.dialogue.state import Field, Item, State
from coach.dialogue.words import low, noun_groups, pieces, quote, span, swap, telegram

MOST_WORDS = 60


def summarise(state: State, book: Phrasebook, lexicon: Lexicon) -> str:
    """Return at most about sixty words; "" when nothing can be told safely."""
    lines = [_about(name, state, book, lexicon) for name in people(state)]
    for field, phrase in (
        ("came_back", "sum-came-back"), ("promised", "sum-promised"), ("not_possible", "sum-not-possible"),
        ("offer", "sum-offer"),
    ):  # fmt: skip
        told = _listed(state, field, lexicon)  # type: ignore[arg-type]
        if told:
            lines.append(fill(book.variants(phrase)[0], {"a": told}) or "")
    wish = next((o for o in state.record.open if o.key == "their_wish"), None)
    if wish:
        lines.append(fill(book.variants("sum-their-wish-unknown")[0], {"who": wish.about}) or "")
    return _within([_formed(line, state.formal) for line in lines if line], MOST_WORDS)


def people(state: State) -> list[str]:
    """Return whose contributions were told, in order; [""] for one's own."""
    names = [i.about for i in items_of(state.record, "what", "cost")]
    return list(dict.fromkeys(names))


def _formed(text: str, formal: bool) -> str:
    return re.sub(r"\[([^|\]]*)\|([^\]]*)\]", lambda m: m[2] if formal else m[1], text)


def _within(lines: list[str], most: int) -> str:
    taken: list[str] = []
    for line in lines:
        if len(" ".join([*taken, line]).split()) > most:
            break
        taken.append(line)
    return " ".join(taken)


def _about(name: str, state: State, book: Phrasebook, lexicon: Lexicon) -> str:
    parts: list[str] = []
    for item in items_of(state.record, "what", about=name)[:2]:
        if item.about == name:
            parts.append(_short(item, lexicon))
    for item in items_of(state.record, "extra", about=name)[:1]:
        if item.about == name and not any(item.text in p for p in parts):
            parts.append(_short(item, lexicon))
    moments = [i.text for i in items_of(state.record, "when", about=name) if i.about == name]
    period = span(moments, lexicon)
    if period and not any(period in p for p in parts):
        parts.append(period)
    costs = [i for i in items_of(state.record, "cost", about=name) if i.about == name]
    parts += [pieces(i.text, lexicon) or _short(i, lexicon) for i in costs[:2]]
    if not costs and any(o.key == "cost" and o.about == name for o in state.record.open):
        parts.append(book.variants("sum-cost-unknown")[0])
    parts = list(dict.fromkeys(p for p in parts if p))
    if not parts:
        return ""
    told = ", ".join([parts[0], *(low(p, lexicon) for p in parts[1:])])
    return f"{sentence(name)}: {told}." if name else f"{sentence(told)}."


def _short(item: Item, lexicon: Lexicon) -> str:
    told = telegram(item.text, lexicon, 9)
    if told is None:
        swapped = swap(item.text, lexicon)
        told = telegram(swapped, lexicon, 9) if swapped else None
    if told:
        return told
    said = quote(item.text, lexicon)
    return f"‘{said}’" if said else ""


def _listed(state: State, field: Field, lexicon: Lexicon) -> str:
    told: list[str] = []
    if field == "came_back":
        return ", ".join(_returns(state, lexicon)[:3])
    for item in items_of(state.record, field):
        if (
            field == "promised"
            and lexicon.cue("predecessor", item.text.lower())
            and len(item.text.split()) <= 4
        ):
            continue
        short = _thing(item, lexicon)
        if short and not any(short in t or t in short for t in told):
            told.append(short)
    return ", ".join(told[:3])


def _returns(state: State, lexicon: Lexicon) -> list[str]:
    """Return what came back, each as one noun group or a short quote."""
    told: list[str] = []
    for item in items_of(state.record, "came_back"):
        thanks = re.search(r"\b(?:bedankt|thanked)\b", item.text, re.I)
        tangible = TANGIBLE[lexicon.language].search(item.text)
        group = next(
            (g for g in noun_groups(item.text, lexicon) if tangible and tangible.group() in g), ""
        )
        short = (
            low(group, lexicon) if group else thanks.group() if thanks else _thing(item, lexicon)
        )
        if short and not any(short in t or t in short for t in told):
            told.append(short)
    return told


def _thing(item: Item, lexicon: Lexicon) -> str:
    said = quote(item.text, lexicon)
    if said and not any(w in {"ik", "i", "we"} for w in said.lower().split()):
        return f"‘{said}’" if any(c in said for c in "'’") or _has_verb(said, lexicon) else said
    groups = [g for g in noun_groups(item.text, lexicon) if len(g.split()) <= 6]
    bare = [g for g in groups if not _prepositional(g, lexicon)]
    things = [
        b
        for b in bare
        if not lexicon.cue("predecessor", b) and not b.lower().endswith(("leider", "manager"))
    ]
    chosen = (things or bare or [""])[-1 if item.field == "came_back" else 0]
    return low(chosen, lexicon) if chosen else ""


def _has_verb(text: str, lexicon: Lexicon) -> bool:
    from coach.dialogue.clauses import tokenise

    return any(t.kind in {"verb", "auxiliary"} for t in tokenise(text, lexicon))


def _prepositional(text: str, lexicon: Lexicon) -> bool:
    from coach.dialogue.clauses import tokenise

    tokens = tokenise(text, lexicon)
    return bool(tokens) and tokens[0].kind == "preposition"
