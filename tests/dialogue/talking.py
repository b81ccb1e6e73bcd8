"""A talk with the coach, turn by turn."""

from __future__ import annotations

from coach.dialogue.page.meant import norm
from coach.dialogue.page.page import page
from coach.dialogue.putting import open_talk
from coach.dialogue.state import Audience, Language, Outcome, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn


def talk(tools: Tools, language: Language, *turns: str, audience: Audience = "leader") -> Outcome:
    """Return the outcome of the last of `turns`."""
    out = open_talk(None, language, audience)
    for said in turns:
        out = take_turn(tools, out.state, said)
    return out


def lines(state: State, key: str = "") -> str:
    """Return the lines of the page, or of its part `key`, in lower case and without marks."""
    parts = [part for part in page(state) if not key or part.key == key]
    return " | ".join(norm(line.before + line.text) for part in parts for line in part.lines)
