"""First come, first served; whoever leaves makes place."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from coach.models.line import Line


def test_who_comes_later_waits_behind_who_came_before() -> None:
    line = Line(2)
    tickets = [line.join() for _ in range(5)]
    assert [each.ahead for each in tickets] == [0, 0, 1, 2, 3]
    tickets[3].leave()  # gave up waiting
    assert [tickets[n].ahead for n in (2, 4)] == [1, 2]
    tickets[0].leave()
    tickets[0].leave()
    assert [tickets[n].ahead for n in (1, 2, 4)] == [0, 0, 1]


def test_a_place_that_comes_free_wakes_who_waits() -> None:
    line = Line(1)
    first, second = line.join(), line.join()
    leaving = threading.Timer(0.01, first.leave)
    leaving.start()
    second.wait(60)
    assert second.ahead == 0
    second.wait(60)  # its turn: no waiting
    leaving.join()


def test_who_can_do_without_takes_no_place_from_who_waits() -> None:
    line = Line(1)
    first = line.join_if_free()
    assert first is not None
    assert line.join_if_free() is None
    waiting = line.join()
    first.leave()
    assert line.join_if_free() is None
    waiting.leave()
    assert line.join_if_free() is not None


def test_without_a_limit_nobody_waits() -> None:
    line = Line()
    assert {line.join().ahead for _ in range(100)} == {0}


def test_never_more_than_its_places_and_everybody_comes() -> None:
    line = Line(3)
    lock = threading.Lock()
    inside, most = 0, 0

    def ask(_: int) -> bool:
        nonlocal inside, most
        ticket = line.join()
        while ticket.ahead:
            ticket.wait(60)
        with lock:
            inside += 1
            most = max(most, inside)
        with lock:
            inside -= 1
        ticket.leave()
        return True

    with ThreadPoolExecutor(16) as many:
        assert all(many.map(ask, range(300)))
    assert 1 <= most <= 3


def test_who_asks_from_several_pages_has_one_place_and_keeps_nobody_from_theirs() -> None:
    line = Line(2)
    first, again, once_more = (line.join("ann") for _ in range(3))
    other, late = line.join("ben"), line.join("cas")
    assert [each.ahead for each in (first, again, other)] == [0, 1, 0]
    assert once_more.ahead > 0
    assert late.ahead > 0
    first.leave()
    assert [each.ahead for each in (again, other)] == [0, 0]
    other.leave()
    assert [each.ahead for each in (again, late)] == [0, 0]
    assert once_more.ahead > 0
    again.leave()
    assert once_more.ahead == 0
    once_more.leave()
    late.leave()
    assert [line.join().ahead for _ in range(2)] == [0, 0]  # who didn't sign in isn't told apart
