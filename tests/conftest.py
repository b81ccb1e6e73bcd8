"""What all tests share: a data folder of their own, and no way out but loopback.

`pytest-socket` (see pyproject.toml) refuses every connection but loopback; `make test` runs
the whole in a namespace without a network besides, where the system can.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.settings import Settings
from tests.fakes.postgres import Postgres, with_pgvector


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep every test away from the settings and the data of whoever runs it."""
    for name in [name for name in os.environ if name.startswith(("COACH_", "STREAMLIT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COACH_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def own_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give pytest back what it hears of uncaught exceptions by, after a test of the command."""
    for where, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(where, name, getattr(where, name))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Return the data folder of this test; it doesn't exist yet."""
    return tmp_path / "data"


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    """Return the default settings with `data_dir` for a data folder."""
    return Settings(data_dir=data_dir)


@pytest.fixture(scope="session")
def chromium_args() -> list[str]:
    """Return what Chromium needs to start here: root can't use its sandbox."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Return a PostgreSQL that runs until the tests end."""
    server = Postgres()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def pgvector() -> Iterator[Postgres]:
    """Return a PostgreSQL with pgvector that runs until the tests end."""
    server = with_pgvector()
    yield server
    server.remove()
