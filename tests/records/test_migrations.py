"""The migrations end in exactly the tables the store uses."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from coach.errors import StoreError
from coach.records import opening
from coach.records.opening import NEWEST, open_database
from coach.records.tables import metadata
from coach.settings import Settings


def test_migrated_tables_are_those_of_the_code(settings: Settings) -> None:
    engine = open_database(settings.data_dir / "talks.sqlite3")
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert difference == []


def test_the_newest_revision_is_the_one_opening_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


def test_opening_again_changes_nothing(settings: Settings) -> None:
    path = settings.data_dir / "talks.sqlite3"
    open_database(path).dispose()
    before = path.read_bytes()
    open_database(path).dispose()
    assert path.read_bytes() == before


def test_a_database_of_a_later_version_is_left_alone(settings: Settings) -> None:
    path = settings.data_dir / "talks.sqlite3"
    engine = open_database(path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"later version of Stille Balans \(9999\)"):
        open_database(path)
