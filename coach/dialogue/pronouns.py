"""How somebody is spoken of: she or he, where the person did so themself; nobody's sex is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coach.dialogue.extract import Reading
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.pieces import OF_SOMEBODY, Found
from coach.dialogue.state import State

SHE = {"nl": frozenset("zij ze haar d'r".split()), "en": frozenset("she her hers she's she'd she'll".split())}
HE = {"nl": frozenset("hij ie hem z'n zn".split()), "en": frozenset("he him his he's he'd he'll".split())}


def spoken_of(state: State, reading: Reading) -> tuple[str, str] | None:
    """Return (subject, other form) as the one in hand was spoken of; None when that isn't sure."""
    told = [i.clause for i in state.record.items if i.about == state.focus and i.field not in {"who", "came_back"}]
    told += [p.clause.text for p in reading.found if p.about == state.focus]
    if reading.people == (state.focus,) and not state.kept:  # nobody else is spoken of
        told += [c.text for c in reading.clauses]
    words = re.findall(r"[\w']+", " ".join(told).lower().replace("’", "'"))
    she, he = (sum(w in group[state.language] for w in words) for group in (SHE, HE))
    if bool(she) == bool(he):
        return None
    book = load_phrasebook(state.language)
    subject, other = book.variants("she") if she else book.variants("he")
    return subject, other


def by_pronoun(found: Sequence[Found], state: State) -> list[Found]:
    """Give what "he" or "she" did to the one of two who is spoken of so, where one is spoken of otherwise."""
    people = [name for name in (state.focus, *state.kept) if name[:1].isupper()]
    if state.audience != "leader" or len(people) != 2:
        return list(found)
    sexes = {name: _sex_of(name, found, state) for name in people}
    told: list[Found] = []
    for piece in found:
        words = piece.clause.words[1:] if piece.clause.words and piece.clause.words[0].kind == "coordinator" else piece.clause.words
        opens = words[0].lower if words else ""
        sex = "she" if opens in SHE[state.language] else "he" if opens in HE[state.language] else ""
        may_be = [name for name in people if sexes[name] in {"", sex}]
        known = sex and piece.field in OF_SOMEBODY and len(may_be) == 1
        told.append(replace(piece, about=may_be[0]) if known else piece)
    return told


def _sex_of(name: str, found: Sequence[Found], state: State) -> str:
    """Return "she" or "he" as somebody is spoken of where they are named; "" when that isn't sure."""
    told = [i.clause for i in state.record.items if i.about == name and i.field not in {"who", "came_back"}]
    told += [p.clause.text for p in found if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", p.clause.text)]
    words = re.findall(r"[\w']+", " ".join(told).lower().replace("’", "'"))
    she, he = (any(w in group[state.language] for w in words) for group in (SHE, HE))
    return "" if she == he else "she" if she else "he"


def with_pronoun(template: str, spoken: tuple[str, str]) -> str:
    """Put a pronoun where a question has {one}, who does something, or {who}."""
    return template.replace("{one}", spoken[0]).replace("{who}", spoken[1])
