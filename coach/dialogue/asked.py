"""What a turn answers."""

from __future__ import annotations

from dataclasses import dataclass

from coach.dialogue.state import Audience, Field, Phase


@dataclass(frozen=True)
class Asked:
    """What the turn answers: the phase, the field asked for and what is known of who it's about."""

    phase: Phase = "contributions"
    field: Field | None = None
    audience: Audience = "leader"
    focus: str = ""
    names: tuple[str, ...] = ()
    closed: bool = False  # the page was shown
    given_words: bool = False  # sentences to say were just offered
    nobody: tuple[str, ...] = ()  # what was taken for a person and isn't one
    reviewing: bool = False  # a summary or the page was just shown
