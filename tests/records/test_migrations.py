"""The migrations end in exactly the tables the store uses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import text

from coach.errors import StoreError
from coach.records import opening
from coach.records.opening import NEWEST, open_database
from coach.records.place import database_place
from coach.records.sealing import new_key
from coach.records.store import Store
from coach.records.tables import metadata
from coach.settings import Settings
from tests.fakes.postgres import Postgres
from tests.records.told import tell


def test_migrated_tables_are_those_of_the_code(settings: Settings) -> None:
    engine = open_database(database_place(settings))
    with engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert difference == []


def test_the_newest_revision_is_the_one_opening_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


@pytest.mark.only_on("sqlite")
def test_opening_again_changes_nothing(settings: Settings) -> None:
    place = database_place(settings)
    open_database(place).dispose()
    before = place.file.read_bytes()
    open_database(place).dispose()
    assert place.file.read_bytes() == before


def test_a_database_of_a_later_version_is_left_alone(settings: Settings) -> None:
    place = database_place(settings)
    engine = open_database(place)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"later version of Stille Balans \(9999\)"):
        open_database(place)


def test_of_many_that_open_an_empty_database_one_makes_it(
    postgres: Postgres, data_dir: Path
) -> None:
    address, key = SecretStr(postgres.database(empty=True)), SecretStr(new_key())
    settings = Settings(data_dir=data_dir, database_url=address, encryption_key=key)
    with ThreadPoolExecutor(6) as several:
        stores = list(several.map(Store, [settings] * 6))
    talk = tell(stores[0], "Over de roosters.")
    assert [store.load(talk).pending for store in stores] == [None] * 6
    for store in stores:
        store.close()
