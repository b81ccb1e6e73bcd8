"""The load that is put on servers is what it says it is."""

from __future__ import annotations

from tests.fakes.apart import apart
from tests.fakes.page_client import Timed
from tests.load.bench import floor
from tests.load.measuring import Measured
from tests.load.people import Load, put_on


def test_everybody_says_everything_and_is_answered() -> None:
    with floor() as (address, processes):
        found = apart(put_on(Load(3, ["Eén.", "Twee."], 0.01), address, processes, 1))
    assert (len(found.timed), len(found.opened), found.failures) == (6, 3, {})
    assert all(0 < each.first <= each.whole <= each.settled for each in found.timed)
    assert found.processor > 0
    assert found.peak > 0


def test_who_finds_nobody_gives_up_and_is_counted() -> None:
    with floor() as (address, processes):
        gone = Load(1, ["Eén."], 0.01)
        nowhere = address.rpartition(":")[0] + ":9"
        found = apart(put_on(gone, nowhere, processes, 1))
    assert found.failures["gave up"] == 1
    assert found.timed == []


def test_the_figures_are_those_of_the_times() -> None:
    timed = [Timed(n / 1000, n / 500, n / 250) for n in range(1, 101)]
    row = Measured(4, 1, timed, seconds=10, processor=5, before=100, peak=106).row()
    assert row["first_text"] == {"median": 50, "p95": 96, "p99": 100}
    assert row["whole_reply"] == {"median": 101, "p95": 192, "p99": 200}
    assert (row["cores"], row["processor_ms_a_turn"]) == (0.5, 50)
    assert row["memory_mb"] == {"before": 100, "peak": 106, "after": 0, "a_session": 1.5}
