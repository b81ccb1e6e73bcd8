"""Every test of the store runs on SQLite and on PostgreSQL, but those about SQLite's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from coach.settings import Settings
from tests.fakes.postgres import Postgres


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of a store once for each of the databases it is about."""
    if "kind" in metafunc.fixturenames:
        about = metafunc.definition.get_closest_marker("only_on")
        kinds = about.args if about else ("sqlite", "postgresql")
        metafunc.parametrize("kind", kinds, scope="function")


@pytest.fixture
def settings(kind: str, data_dir: Path, request: pytest.FixtureRequest) -> Settings:
    """Return settings with a database of this test's own."""
    if kind == "sqlite":
        return Settings(data_dir=data_dir)
    server: Postgres = request.getfixturevalue("postgres")
    return Settings(data_dir=data_dir, database_url=SecretStr(server.database()))


@pytest.fixture
def unmade(kind: str, data_dir: Path, request: pytest.FixtureRequest) -> Settings:
    """Return settings with an empty database, of which no table is there yet."""
    if kind == "sqlite":
        data_dir.mkdir()
        return Settings(data_dir=data_dir)
    server: Postgres = request.getfixturevalue("postgres")
    return Settings(data_dir=data_dir, database_url=SecretStr(server.database(empty=True)))


@pytest.fixture
def elsewhere(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """Return settings of another computer, with another database of the same kind."""
    if kind == "sqlite":
        return Settings(data_dir=tmp_path / "there")
    server: Postgres = request.getfixturevalue("postgres")
    return Settings(data_dir=tmp_path / "there", database_url=SecretStr(server.database()))
