"""A breaker opens after failures in a row, and lets one attempt through after a while."""

from __future__ import annotations

from coach.models.breaker import Breaker


def test_it_opens_rests_tries_once_and_closes_again() -> None:
    now = [0.0]
    breaker = Breaker(most=2, rest=10, clock=lambda: now[0])
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    assert breaker.is_open
    now[0] = 10
    assert breaker.allows()  # one attempt
    assert breaker.is_open  # until it went well
    assert not breaker.allows()  # and no second one beside it
    breaker.failed()
    now[0] = 19
    assert not breaker.allows()
    now[0] = 20
    assert breaker.allows()
    breaker.succeeded()
    assert not breaker.is_open
    assert breaker.allows()


def test_only_failures_in_a_row_count() -> None:
    breaker = Breaker(most=2, rest=10, clock=lambda: 0.0)
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()
