"""How somebody is spoken of: she or he, where the person did so themself; nobody's sex is guessed."""

from __future__ import annotations

import re

from coach.dialogue.extract import Reading
from coach.dialogue.phrasebook import load_phrasebook
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


def with_pronoun(template: str, spoken: tuple[str, str]) -> str:
    """Put a pronoun where a question has {one}, who does something, or {who}."""
    return template.replace("{one}", spoken[0]).replace("{who}", spoken[1])
