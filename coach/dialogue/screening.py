"""What the screen found in a turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coach.dialogue.state import Route

Layer = Literal["", "phrase", "example", "context", "network"]


@dataclass(frozen=True)
class Screening:
    """Where a turn belongs: `route` none means coaching.

    `variant` says whom it is about or which template fits: self, other, own (the speaker
    threatens), accused, discrimination, private, conflict; a route none with the variant
    conflict may have mediation mentioned. `coach` is true when a coach tells what a client said.
    `words` are verbatim fragments of the person's turns (at most three). `layer` tells which
    part of the screen decided, for inspection. `faint` is true of a crisis or an emergency that
    only a likeness points to, and not a strong one. `denies` is crisis or emergency
    when the turn names one to say that there is none.
    """

    route: Route = "none"
    variant: str = "self"
    words: tuple[str, ...] = ()
    layer: Layer = ""
    coach: bool = False
    faint: bool = False
    denies: Route = "none"
