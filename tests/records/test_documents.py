"""Documents of one's own last as long as the talks do, and go when they're removed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

from coach.errors import DocumentNotFound
from coach.own_document import OwnDocument
from coach.records import opening
from coach.records.documents import open_documents
from coach.records.place import database_place
from coach.records.store import Store
from coach.settings import Settings
from tests.records.told import left

ONE = OwnDocument(
    "own-loket-1", "nl", "Loket", ("leader", "coach"), "Overleg mei",
    "## Kop\n\nHet woord zeldzaamheid staat hier.", datetime(2026, 11, 1, 12, tzinfo=UTC),
)  # fmt: skip


def test_what_is_kept_comes_back_the_same(settings: Settings) -> None:
    store = Store(settings)
    assert store.documents.keep(ONE) == ONE
    assert open_documents(settings).documents() == (ONE,)


@pytest.mark.only_on("sqlite")
def test_no_file_is_made_to_find_nothing(settings: Settings) -> None:
    documents = open_documents(settings)
    assert documents.documents() == ()
    assert not settings.data_dir.exists()
    with pytest.raises(DocumentNotFound):
        documents.remove("own-x")


def test_the_version_changes_with_every_change_and_only_then(settings: Settings) -> None:
    documents = open_documents(settings)
    seen = [documents.version()]
    documents.keep(ONE)
    seen.append(documents.version())
    documents.keep(replace(ONE, text="Anders."))
    seen.append(documents.version())
    documents.keep(replace(ONE, text="Anders.", audience=("client",)))
    seen.append(documents.version())
    assert len(set(seen)) == len(seen)
    assert open_documents(settings).version() == seen[-1]


def test_the_same_title_in_the_same_language_is_a_new_version(settings: Settings) -> None:
    documents = open_documents(settings)
    documents.keep(ONE)
    kept = documents.keep(replace(ONE, id="own-loket-2", text="Anders."))
    assert kept.id == ONE.id
    assert [each.text for each in documents.documents()] == ["Anders."]
    documents.keep(replace(ONE, id="own-loket-3", language="en"))
    assert len(documents.documents()) == 2


def test_what_is_removed_leaves_no_word(settings: Settings) -> None:
    store = Store(settings)
    store.documents.keep(ONE)
    store.documents.keep(replace(ONE, text="Het woord merkwaardigheid staat hier."))
    assert left(settings, "zeldzaamheid") == []
    assert left(settings, "merkwaardigheid")
    store.documents.remove(ONE.id)
    assert left(settings, "merkwaardigheid") == []
    with pytest.raises(DocumentNotFound):
        store.documents.remove(ONE.id)


def test_a_database_from_before_gets_the_table_and_keeps_its_talks(unmade: Settings) -> None:
    engine = create_engine(database_place(unmade).url)
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO consents (version, text_hash, given) VALUES ('1', 'x', '2026-01-01')")
        )
        assert not inspect(connection).has_table("own_documents")
    engine.dispose()
    store = Store(unmade)
    assert store.consent() is not None
    store.documents.keep(ONE)
    assert store.documents.documents() == (ONE,)


@pytest.mark.only_on("sqlite")
def test_opening_the_file_twice_keeps_the_locks_of_the_first(settings: Settings) -> None:
    """Else another process that ends takes the log away, and what is written next is lost."""
    store = Store(settings)
    store.documents.keep(ONE)
    assert open_documents(settings).documents() == (ONE,)
    script = f"""
from pathlib import Path
from coach.records.place import database_place
from coach.records.store import Store
from coach.settings import Settings
other = Store(Settings(data_dir=Path({str(settings.data_dir)!r})))
other.give_consent("1", "x")
other.close()
"""
    subprocess.run([sys.executable, "-c", script], check=True)
    assert (settings.data_dir / "talks.sqlite3-wal").exists()
    store.documents.remove(ONE.id)
    assert open_documents(settings).documents() == ()
    assert store.consent() is not None
