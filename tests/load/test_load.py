"""The load that is put on servers is what it says it is."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.fakes.apart import apart
from tests.fakes.loopback import Loopback, Quiet
from tests.fakes.page_client import Timed
from tests.load import bench
from tests.load.bench import floor
from tests.load.measuring import Measured, Processes
from tests.load.people import MOST_OPENINGS, Load, put_on


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
    row = Measured(4, 1, timed, seconds=10, processor=5, rested=100, before=104, peak=106).row()
    assert row["first_text"] == {"median": 50, "p95": 96, "p99": 100}
    assert row["whole_reply"] == {"median": 101, "p95": 192, "p99": 200}
    assert (row["cores"], row["processor_ms_a_turn"]) == (0.5, 50)
    memory = {"rested": 100, "before": 104, "peak": 106, "after": 0, "a_session": 1.5}
    assert row["memory_mb"] == memory


def test_who_is_refused_is_counted_and_does_not_end_the_measurement() -> None:
    class Refusing(Quiet, BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(502 if self.path.endswith("stream") else 200)
            self.send_header("content-length", "0")
            self.end_headers()

    with Loopback(Refusing) as server:
        found = apart(put_on(Load(2, ["Eén."], 0.01), server.address, Processes([]), 1))
    assert found.failures["gave up"] == 2
    assert [count for name, count in found.failures.items() if "502" in name] == [
        2 * MOST_OPENINGS
    ]


def test_each_row_is_kept_as_soon_as_it_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    results = tmp_path / "new" / "results.json"
    monkeypatch.setattr(bench, "RESULTS", results)
    rows = bench.Rows()
    with floor() as (address, processes):
        for people in (1, 2):
            rows.add(bench.one("floor", Load(people, ["Eén."], 0.01), address, processes, 1))
            kept = json.loads(results.read_text(encoding="utf-8"))
            assert [each["people"] for each in kept] == list(range(1, people + 1))
        rested = processes.rested
    assert rested > 0
    assert {each["memory_mb"]["rested"] for each in kept} == {round(rested)}


@pytest.mark.parametrize("servers", ["3", "1 3", "0"])
def test_more_servers_than_the_shipped_proxy_has_are_refused(
    monkeypatch: pytest.MonkeyPatch, servers: str
) -> None:
    monkeypatch.setenv("SERVERS", servers)
    with pytest.raises(SystemExit, match="SERVERS"):
        bench.main()
