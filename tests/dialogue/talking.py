"""A talk with the coach, turn by turn."""

from __future__ import annotations

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Audience, Language, Outcome
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn


def talk(tools: Tools, language: Language, *turns: str, audience: Audience = "leader") -> Outcome:
    """Return the outcome of the last of `turns`."""
    out = open_talk(None, language, audience)
    for said in turns:
        out = take_turn(tools, out.state, said)
    return out
