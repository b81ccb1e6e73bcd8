"""A server that starts while its database is away ends, so that it can be started again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from coach.errors import StoreBusy, StoreDamaged, StoreError, StoreUnreachable
from coach.settings import Settings
from coach.web import resources as shared_by_all
from coach.web import server
from coach.web.resources import Resources
from tests.browser.serving import ROOT, Served, free_port
from tests.fakes.engine import ScriptedEngine
from tests.fakes.postgres import Postgres

PATIENCE = 120.0  # seconds, on a busy computer


@pytest.fixture
def database() -> Iterator[Postgres]:
    """Return a PostgreSQL of this test's own, to stop and start."""
    own = Postgres()
    yield own
    own.remove()


def test_it_ends_with_a_sentence_while_the_database_is_away_and_serves_once_it_is_back(
    tmp_path: Path, database: Postgres
) -> None:
    address = database.database()
    database.stop()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "coach", "serve", "--port", str(free_port())],
            env={
                **os.environ,
                "COACH_DATABASE_URL": address.replace("coach@", "coach:geheim@"),
                "COACH_DATA_DIR": str(tmp_path / "data"),
                "PYTHONPATH": str(ROOT),
            },
            cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    finally:
        database.start()
    assert done.returncode == 1
    assert "can't be reached" in done.stderr
    assert server.AWAY in done.stderr
    assert "geheim" not in done.stdout + done.stderr
    served = Served(tmp_path, scripted=False, environment={"COACH_DATABASE_URL": address})
    served.start()
    try:
        while httpx.get(f"{served.url}/readyz", timeout=PATIENCE).status_code != 200:
            assert served.process.poll() is None
    finally:
        served.stop()


class Away(ScriptedEngine):
    """An engine that loaded without its database."""

    def take_turn(self, state, text):  # type: ignore[no-untyped-def]
        raise StoreUnreachable("The database went while it loaded.")


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[int]:
    """Return with which statuses the server ended; its settings name a database."""
    settings = Settings(data_dir=tmp_path, database_url=SecretStr("postgresql://here/coach"))
    monkeypatch.setattr(server, "load_settings", lambda: settings)
    return []


def shares(
    monkeypatch: pytest.MonkeyPatch, engine: ScriptedEngine, trouble: StoreError | None
) -> None:
    found = Resources(Settings(), engine, None, trouble)
    monkeypatch.setattr(shared_by_all, "resources", lambda: found)


@pytest.mark.parametrize("trouble", [StoreUnreachable("It is away."), StoreBusy("It is full.")])
def test_what_passes_by_itself_ends_it(
    monkeypatch: pytest.MonkeyPatch, ends: list[int], trouble: StoreError
) -> None:
    shares(monkeypatch, ScriptedEngine(), trouble)
    server._warm_up(ends.append)
    assert ends == [1]


def test_a_database_that_goes_while_it_loads_ends_it(
    monkeypatch: pytest.MonkeyPatch, ends: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("coach.web.settling.settle", lambda engine: engine.take_turn(None, ""))
    shares(monkeypatch, Away(), None)
    server._warm_up(ends.append)
    assert ends == [1]
    assert "The database went while it loaded." in caplog.text


def test_what_starting_again_does_not_mend_is_told_on_the_page(
    monkeypatch: pytest.MonkeyPatch, ends: list[int]
) -> None:
    settled: list[object] = []
    monkeypatch.setattr("coach.web.settling.settle", settled.append)
    shares(monkeypatch, ScriptedEngine(), StoreDamaged("It is damaged."))
    server._warm_up(ends.append)
    assert (ends, len(settled)) == ([], 1)


def test_a_file_that_is_busy_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, ends: list[int], tmp_path: Path
) -> None:
    monkeypatch.setattr(server, "load_settings", lambda: Settings(data_dir=tmp_path))
    shares(monkeypatch, ScriptedEngine(), StoreBusy("Somebody holds it."))
    server._warm_up(ends.append)
    assert ends == []


def test_systemd_and_compose_start_it_again_for_as_long_as_it_takes() -> None:
    unit = (ROOT / "deploy" / "stille-balans@.service").read_text(encoding="utf-8")
    assert "Restart=always" in unit
    assert re.search(r"^\[Unit\][^\[]*^StartLimitIntervalSec=0$", unit, re.M)
