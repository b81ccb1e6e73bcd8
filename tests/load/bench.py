"""`make bench-load`: many people at once, at one and two servers, beside the floors of Streamlit
and Chainlit: a page of each that only echoes.

On loopback alone, with a PostgreSQL and an nginx of its own. Whoever plays the people takes
processor time of the same computer; how much stands in the figures.

    PEOPLE   how many at once, one measurement each      1 10 50 100 200
    SERVERS  of the page, two at most                    1 2
    THINK    seconds between two turns, on average       20
    TURNS    of each person                              6
    WAVES    of people who come and go, 0 for none: the memory after each tells whether it grows
    PAUSE    seconds of quiet after a wave, in which the
             server forgets the pages that were closed   130
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import yaml

from coach.web.settling import QUIET_SECONDS
from tests.browser.serving import ROOT, Served, free_port
from tests.fakes.apart import apart
from tests.fakes.nginx import Nginx
from tests.fakes.page_client import open_page
from tests.fakes.postgres import Postgres
from tests.load.chainlit_client import open_chainlit
from tests.load.measuring import Measured, Processes
from tests.load.people import Load, Opens, put_on

RESULTS = ROOT / ".make" / "bench-load.json"
WALK = ROOT / "coach" / "evaluation" / "bench.yaml"
HELLO = Path(__file__).with_name("hello_app.py")
HELLO_CHAINLIT = Path(__file__).with_name("hello_chainlit.py")
CHAINLIT = ROOT / ".make" / "chainlit-env" / "bin" / "chainlit"
MOST_PEOPLE = 500
MOST_SERVERS = 2  # as the nginx that ships has
FORGOTTEN = 130  # seconds after which Streamlit has forgotten a page that was closed
REMEMBERS = 120  # seconds until it does
WARM = 2  # turns before anything is measured
AT_REST = 3 * QUIET_SECONDS  # until a server that started is at rest


def main() -> None:
    """Measure everything and print it, one line each; nothing fails for being slow."""
    people = _numbers("PEOPLE", "1 10 50 100 200", MOST_PEOPLE)
    numbers = _numbers("SERVERS", "1 2", MOST_SERVERS)
    think, turns, rows = _number("THINK", 20), _turns(), Rows()
    with tempfile.TemporaryDirectory(prefix="bench-load-") as folder, ExitStack() as stack:
        server = Postgres("fsync=on")
        stack.callback(server.remove)
        with floor() as (address, processes):
            for count in people:
                load = Load(count, turns, think)
                rows.add(one("Streamlit's floor", load, address, processes, 1))
        with chainlit_floor(Path(folder) / "chainlit") as (address, processes):
            for count in people:
                load = Load(count, turns, think)
                rows.add(one("Chainlit's floor", load, address, processes, 1, open_chainlit))
        for number in numbers:
            with _page(Path(folder) / f"servers-{number}", server, number) as (address, processes):
                for count in people:
                    load = Load(count, turns, think)
                    rows.add(one("Stille Balans", load, address, processes, number))
                for wave in range(int(_number("WAVES", 0))):
                    load = Load(max(people), turns[:2], 1, seed=wave)
                    row = one(f"wave {wave + 1}", load, address, processes, number)
                    time.sleep(_number("PAUSE", FORGOTTEN))
                    left = round(processes.memory, 1)
                    print(left, "MB after the pause", flush=True)
                    rows.add(row | {"memory_mb_after_pause": left})
    print(f"All of it is in {RESULTS.relative_to(ROOT)}.")


class Rows:
    """What was measured, in the file of results as soon as it is there."""

    def __init__(self) -> None:
        self._rows: list[dict[str, object]] = []

    def add(self, row: dict[str, object]) -> None:
        """Add a row, and write them all."""
        self._rows.append(row)
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(self._rows, indent=1), encoding="utf-8")


def one(
    name: str, load: Load, address: str, processes: Processes, servers: int,
    opens: Opens = open_page,
) -> dict[str, object]:  # fmt: skip
    """Put `load` on the servers; print and return the row."""
    found: Measured = apart(put_on(load, address, processes, servers, opens))
    row = {"what": name, "think": load.think, **found.row()}
    print(json.dumps(row), flush=True)
    return row


@contextmanager
def _page(folder: Path, database: Postgres, number: int) -> Iterator[tuple[str, Processes]]:
    """Give `number` servers of the page, behind nginx when there are two."""
    remembers = REMEMBERS * _number("PAUSE", FORGOTTEN) / FORGOTTEN
    environment = {
        "COACH_DATABASE_URL": database.database(),
        "OMP_NUM_THREADS": "1",
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(int(remembers)),
    }
    servers: list[Served] = []
    with ExitStack() as stack:
        for each in range(number):
            place = folder / str(each)
            place.mkdir(parents=True)
            server = Served(place, scripted=False, environment=environment)
            if not servers:
                server.agree()
            server.start()
            stack.callback(server.stop)
            servers.append(server)
            while httpx.get(f"{server.url}/readyz", timeout=60).status_code != 200:
                pass
        address = servers[0].url
        if number == 2:
            proxy = Nginx(folder / "nginx", *(server.port for server in servers))
            stack.callback(proxy.stop)
            address = proxy.url
        processes = Processes([server.process.pid for server in servers])
        time.sleep(AT_REST)
        for server in servers:
            apart(put_on(Load(1, _turns()[:WARM], 0), server.url, processes, number))
        processes.rest()
        yield address, processes


@contextmanager
def floor() -> Iterator[tuple[str, Processes]]:
    """Give a page of Streamlit that only echoes."""
    port = free_port()
    command = [
        sys.executable, "-m", "streamlit", "run", str(HELLO), "--server.address", "127.0.0.1",
        "--server.port", str(port), "--server.headless", "true",
        "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    yield from _floor(command, f"http://127.0.0.1:{port}", "/_stcore/health", open_page)


@contextmanager
def chainlit_floor(folder: Path) -> Iterator[tuple[str, Processes]]:
    """Give a page of Chainlit that only echoes; what it writes goes into `folder`."""
    folder.mkdir()
    port = free_port()
    command = [
        str(CHAINLIT), "run", str(HELLO_CHAINLIT), "--headless", "--host", "127.0.0.1",
        "--port", str(port),
    ]  # fmt: skip
    environment = {**os.environ, "CHAINLIT_APP_ROOT": str(folder), "DO_NOT_TRACK": "1"}
    environment.pop("PYTHONPATH", None)
    address = f"http://127.0.0.1:{port}"
    yield from _floor(command, address, "/", open_chainlit, environment)


def _floor(
    command: list[str], address: str, answers: str, opens: Opens,
    environment: dict[str, str] | None = None,
) -> Iterator[tuple[str, Processes]]:  # fmt: skip
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                if httpx.get(f"{address}{answers}").status_code == 200:
                    break
            except httpx.TransportError:
                assert process.poll() is None
        processes = Processes([process.pid])
        apart(put_on(Load(1, ["Eén.", "Twee."], 0), address, processes, 1, opens))
        processes.rest()
        yield address, processes
    finally:
        process.terminate()
        process.wait()


def _turns() -> list[str]:
    walk = yaml.safe_load(WALK.read_text(encoding="utf-8"))["walk"]["nl"]
    return [str(each) for each in walk[: int(_number("TURNS", 6))]]


def _number(name: str, usual: float) -> float:
    return float(os.environ.get(name) or usual)


def _numbers(name: str, usual: str, most: int) -> list[int]:
    found = [int(each) for each in (os.environ.get(name) or usual).split()]
    if not all(1 <= each <= most for each in found):
        raise SystemExit(f"{name}: from 1 to {most} each. Nothing was measured.")
    return found


if __name__ == "__main__":
    main()
