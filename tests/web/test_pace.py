"""How many turns one person may send, and that it is counted for each alone."""

from __future__ import annotations

from coach.errors import TooManyTurns
from coach.settings import Settings
from coach.web.pace import DAY, MINUTE, Pace


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def refused(pace: Pace, owner: str, settings: Settings) -> str:
    try:
        pace.take(owner, settings)
    except TooManyTurns as error:
        return error.reason
    return ""


def test_a_minute_and_a_day_have_an_end_for_each_alone() -> None:
    clock = Clock()
    pace, settings = Pace(clock), Settings(turns_a_minute=2, turns_a_day=3)
    assert [refused(pace, "ann", settings) for _ in range(3)] == ["", "", "minute"]
    assert refused(pace, "ben", settings) == ""
    clock.now += MINUTE
    assert [refused(pace, "ann", settings) for _ in range(2)] == ["", "day"]
    clock.now += DAY - MINUTE
    assert refused(pace, "ann", settings) == ""


def test_nought_is_any_number() -> None:
    settings = Settings(turns_a_minute=0, turns_a_day=0)
    pace = Pace(Clock())
    assert {refused(pace, "ann", settings) for _ in range(1000)} == {""}
