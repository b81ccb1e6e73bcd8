"""What a laptop kept comes into PostgreSQL whole, once, and over nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, Table

from coach.errors import InputError, StoreError, StoreLocked
from coach.records import moving
from coach.records.moving import Row, move
from coach.records.sealing import new_key
from coach.records.store import Store
from coach.records.tables import CountedUp, metadata
from coach.settings import Settings
from tests.fakes.postgres import Postgres, raw_rows
from tests.records.told import DOCUMENT, WORDS, fill, reply_to, rows, tell

SAID = ("Zjelvana deed de wrevelnacht.", "En half\ud83d nul\x00 🙂 \x1a.", "Ik wil niet meer.")


@pytest.fixture
def away(data_dir: Path, postgres: Postgres) -> Settings:
    return Settings(data_dir=data_dir, database_url=SecretStr(postgres.database(empty=True)))


@pytest.fixture
def here(data_dir: Path) -> Iterator[Store]:
    store = Store(Settings(data_dir=data_dir))
    talk = tell(store, *SAID)
    store.add_coach_turn(talk, reply_to(3, SAID[2], route="crisis"), shown="‘Ik", stopped=True)
    store.take_back(talk, 3, "Toch anders.")
    tell(store, "Nog onbeantwoord.", "Dit ook.")
    store.documents.keep(DOCUMENT)
    store.give_consent("1", "abc")
    store.give_consent("1", "abc")
    store.keep_for(365)
    yield store
    store.close()


def test_everything_is_there_as_it_was_here(here: Store, away: Settings) -> None:
    before = here.path.file.read_bytes()
    done = move(away)
    assert (done.there, done.different) == (0, 0)
    assert done.rows == 2 + 10 + 2 + 2 + 1 + 1  # talks, turns, earlier, consents, document, choice
    there = Store(away)
    assert there.summaries() == here.summaries()
    for talk in here.summaries():
        assert there.load(talk.id) == here.load(talk.id)
        assert there.earlier(talk.id) == here.earlier(talk.id)
    assert there.consents() == here.consents()
    assert there.documents.documents() == here.documents.documents()
    assert there.keeps_for() == 365
    assert here.path.file.read_bytes() == before
    there.close()


def test_every_row_of_every_table_comes_along_with_its_owner(away: Settings) -> None:
    with closing(Store(Settings(data_dir=away.data_dir))) as here:
        fill(here)
        before = rows(here)
    done = move(away)
    assert (done.rows, done.different) == (sum(map(len, before.values())), 0)
    with closing(Store(away)) as there:
        assert rows(there) == before
    again = move(away)
    assert (again.rows, again.there, again.different) == (0, done.rows, 0)


def test_moving_twice_changes_nothing_and_undoes_nothing(here: Store, away: Settings) -> None:
    first = move(away)
    again = move(away)
    assert (again.rows, again.there, again.different) == (0, first.rows, 0)
    there = Store(away)
    (talk,) = [each.id for each in there.summaries() if there.load(each.id).pending == "Dit ook."]
    there.add_coach_turn(talk, reply_to(2, "Dit ook."))
    went_on = there.load(talk)
    here.rename(talk, "Hier anders")
    new = tell(here, "Van daarna.")
    third = move(away)
    assert third.rows == 4  # the new talk and its three turns
    assert third.different == 1
    assert there.load(talk) == went_on
    assert there.load(new) == here.load(new)
    there.close()


def test_a_talk_comes_whole_or_not_at_all(here: Store, away: Settings) -> None:
    move(away)
    there = Store(away)
    (talk,) = [each.id for each in here.summaries() if here.load(each.id).pending == "Dit ook."]
    here.add_coach_turn(talk, reply_to(2, "Dit ook."))
    before = there.load(talk)
    done = move(away)
    assert (done.rows, done.different) == (0, 2)  # the talk, and the reply that came later
    assert there.load(talk) == before
    there.close()


def test_two_laptops_come_into_one_database(here: Store, away: Settings, tmp_path: Path) -> None:
    other = Store(Settings(data_dir=tmp_path / "other"))
    talk = tell(other, "Van een ander.", "En nog iets.")
    other.documents.keep(replace(DOCUMENT, id="own-aaaaaaaaaaaa", title="Iets anders"))
    move(away)
    done = move(away.model_copy(update={"data_dir": tmp_path / "other"}))
    assert done.different == 0
    there = Store(away)
    assert there.load(talk) == other.load(talk)
    assert len(there.summaries()) == 3
    there.close()
    other.close()


def test_what_is_sealed_stays_sealed_on_its_way(
    data_dir: Path, away: Settings
) -> None:
    sealed = {"encryption_key": SecretStr(new_key())}
    here = Store(Settings(data_dir=data_dir).model_copy(update=sealed))
    talk = tell(here, *SAID)
    there = away.model_copy(update=sealed)
    assert move(there).rows
    assert move(there).rows == 0
    written = raw_rows(there.database_url.get_secret_value())
    assert not any(word.encode() in written for word in WORDS)
    assert Store(there).load(talk) == here.load(talk)
    with pytest.raises(StoreLocked):
        move(away)
    here.close()


def test_a_row_that_comes_back_other_than_it_is_stops_it_and_leaves_nothing(
    here: Store, away: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = moving._rows

    def changed(connection: Connection, table: Table) -> list[Row]:
        found = real(connection, table)
        if table.name == "turns" and connection.dialect.name == "postgresql" and found:
            found[0]["text"] += "!"
        return found

    monkeypatch.setattr(moving, "_rows", changed)
    with pytest.raises(StoreError, match=r"1 rows came back .* so nothing was moved"):
        move(away)
    assert Store(away).summaries() == []


def test_it_says_what_is_missing(data_dir: Path, away: Settings) -> None:
    with pytest.raises(InputError, match="COACH_DATA_DIR"):
        move(away)
    with pytest.raises(InputError, match="COACH_DATABASE_URL"):
        move(Settings(data_dir=data_dir))
    assert not data_dir.exists()


def test_every_table_can_be_moved() -> None:
    """A number that was counted up is counted anew there, so nothing may refer to it."""
    for table in metadata.sorted_tables:
        for each in table.foreign_keys:
            assert [each.column] == list(each.column.table.primary_key), table.name
            assert each.column.type is not CountedUp, table.name
