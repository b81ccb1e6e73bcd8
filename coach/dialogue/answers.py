"""What a follow-up is made of: what was agreed, and what somebody answered looking back on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from coach.dialogue.state import Route

Status = Literal["done", "partly", "not_yet"]
Asked = Literal["done", "happened", "noticed", "score", "why", "helped", "next"]
Stage = Literal["agreed", "happened", "balance", "next", "share"]

STATUSES: tuple[Status, ...] = ("done", "partly", "not_yet")
ORDER: tuple[Asked, ...] = ("done", "happened", "noticed", "score", "why", "helped", "next")
STAGES: tuple[Stage, ...] = ("agreed", "happened", "balance", "next", "share")
HIGHEST = 10


@dataclass(frozen=True)
class Answers:
    """One time somebody looked back; "" and None are not answered (yet).

    `done` has one entry for each step that was agreed. `pending` is what the person just wrote, as
    it was kept before the screen read it: one text, or the two halves and the day of a next step.
    What led to a referral stands nowhere here: only that one stands.
    """

    done: tuple[Status | None, ...] = ()
    happened: str = ""
    noticed: str = ""
    score: int | None = None  # 0 to 10
    why: str = ""
    helped: str = ""
    condition: str = ""
    action: str = ""
    day: date | None = None
    skipped: tuple[Asked, ...] = ()
    stopped: bool = False
    pending: tuple[str, ...] = ()
    route: Route = "none"  # the referral that stands
    variant: str = "self"
    gentle: bool = False  # it was said once already
    stays: bool = False  # and once more, gently: from then on a quiet line says that it stays
    denied: tuple[Route, ...] = ()  # referrals of which the person said that they are mistaken
    country: str = ""


def reworded(answers: Answers, word: Callable[[str], str]) -> Answers:
    """Return `answers` with every text as `word` gives it."""
    return replace(
        answers,
        happened=word(answers.happened),
        noticed=word(answers.noticed),
        why=word(answers.why),
        helped=word(answers.helped),
        condition=word(answers.condition),
        action=word(answers.action),
        pending=tuple(word(part) for part in answers.pending),
    )
