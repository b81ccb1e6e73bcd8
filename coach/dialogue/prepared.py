"""What a coach makes beside a talk: the intake of a session, its sheet as arranged, a table.

Plain data, kept with the state of the talk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["even", "plain", "gentle"]
Step = Literal["situation", "known", "wants", "session", "done"]
Client = Literal["leader", "giver"]
Kind = Literal["self", "person", "team", "gone", "work"]
STEPS: tuple[Step, ...] = ("situation", "known", "wants", "session", "done")
TONES: tuple[Tone, ...] = ("even", "plain", "gentle")
CLIENTS: tuple[Client, ...] = ("leader", "giver")
KINDS: tuple[Kind, ...] = ("self", "person", "team", "gone", "work")


@dataclass(frozen=True)
class Intake:
    """How far the intake is, and what was chosen for the session; `minutes` is 15 to 240.

    `client` leads others or gives without leading; None is what the story says.
    """

    step: Step = "situation"
    minutes: int | None = None
    tone: Tone | None = None
    client: Client | None = None


@dataclass(frozen=True)
class Placed:
    """A question on a sheet by its id, in which block; `text` when the coach worded it.

    With `as_set` it stays in its set wording, whatever a model made of it.
    """

    block: str
    question: str
    text: str = ""
    core: bool = False
    as_set: bool = False


@dataclass(frozen=True)
class Arranged:
    """A sheet as the coach arranged it, and as it was before each change, the last one last."""

    now: tuple[Placed, ...]
    before: tuple[tuple[Placed, ...], ...] = ()


@dataclass(frozen=True)
class Cup:
    """One cup on the table: whom or what it stands for, and where, in steps from the top left."""

    id: int
    kind: Kind
    name: str
    across: int
    down: int


@dataclass(frozen=True)
class Table:
    """A table with cups and what the coach wrote beside it; nothing is read from where they stand."""

    question: str = ""
    cups: tuple[Cup, ...] = ()
    noticed: str = ""
    check: str = ""
