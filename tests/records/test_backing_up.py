"""The rehearsal: a backup, everything lost, and everything back as it was."""

from __future__ import annotations

import shutil
import stat
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from coach.errors import InputError, StoreError, StoreLocked
from coach.records.backing_up import back_up, put_back
from coach.records.place import database_place
from coach.records.sealing import new_key
from coach.records.store import Store
from coach.settings import Settings
from tests.fakes.postgres import raw_rows
from tests.records.told import DOCUMENT, WORDS, fill, reply_to, rows, tell

SAID = ("Zjelvana deed de wrevelnacht.", "En half\ud83d nul\x00 🙂.", "Ik wil niet meer.")


def kept(settings: Settings) -> list[object]:
    """Keep something of every kind; return all of it as the store gives it back."""
    store = Store(settings)
    talk = tell(store, *SAID)
    store.add_coach_turn(talk, reply_to(3, SAID[2], route="crisis"), shown="‘Ik", stopped=True)
    store.take_back(talk, 3, "Toch anders.")
    tell(store, "Nog onbeantwoord.", "Dit ook.")
    store.documents.keep(DOCUMENT)
    store.give_consent("1", "abc")
    store.keep_for(365)
    found = everything(store)
    store.close()
    return found


def everything(store: Store) -> list[object]:
    talks = store.summaries()
    return [
        talks, [store.load(talk.id) for talk in talks], [store.earlier(talk.id) for talk in talks],
        store.documents.documents(), store.consents(), store.keeps_for(),
    ]  # fmt: skip


def destroy(settings: Settings) -> None:
    """Lose everything, as when a disk breaks."""
    if address := settings.database_url.get_secret_value():
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    else:
        shutil.rmtree(settings.data_dir)


@pytest.mark.parametrize("key", ["", new_key()])
def test_what_was_lost_comes_back_as_it_was_and_goes_on(
    settings: Settings, tmp_path: Path, key: str
) -> None:
    settings = settings.model_copy(update={"encryption_key": SecretStr(key)})
    before = kept(settings)
    backup = tmp_path / "backups" / "one"
    back_up(settings, backup)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    destroy(settings)
    put_back(settings, backup)
    store = Store(settings)
    assert everything(store) == before
    (talk,) = [each.id for each in store.summaries() if store.load(each.id).pending == "Dit ook."]
    store.add_coach_turn(talk, reply_to(2, "Dit ook."))
    store.add_user_turn(talk, 3, "Verder.")
    assert store.load(talk).pending == "Verder."
    store.close()
    if key:
        assert not any(word.encode() in backup.read_bytes() for word in WORDS)


def test_every_row_of_every_table_comes_back_with_its_owner(
    settings: Settings, tmp_path: Path
) -> None:
    with closing(Store(settings)) as store:
        fill(store)
        before = rows(store)
    back_up(settings, tmp_path / "one")
    destroy(settings)
    put_back(settings, tmp_path / "one")
    with closing(Store(settings)) as store:
        assert rows(store) == before


def test_a_backup_is_made_while_somebody_writes(settings: Settings, tmp_path: Path) -> None:
    kept(settings)
    store = Store(settings)
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE conversations SET phase = 'mirror'")
        back_up(settings, tmp_path / "meanwhile")
    store.close()
    destroy(settings)
    put_back(settings, tmp_path / "meanwhile")
    store = Store(settings)
    assert {talk.phase for talk in store.summaries()} == {"contributions"}
    store.close()


def test_nothing_that_is_kept_is_written_over(settings: Settings, tmp_path: Path) -> None:
    before = kept(settings)
    backup = tmp_path / "one"
    back_up(settings, backup)
    held = backup.read_bytes()
    with pytest.raises(InputError, match="isn't there yet"):
        back_up(settings, backup)
    assert backup.read_bytes() == held
    with pytest.raises(InputError, match=r"is kept in .* already, so nothing was put back"):
        put_back(settings, backup)
    store = Store(settings)
    assert everything(store) == before
    store.close()


def test_half_a_backup_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    kept(settings)
    backup = tmp_path / "one"
    back_up(settings, backup)
    half = tmp_path / "half"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    destroy(settings)
    with pytest.raises((InputError, StoreError)):
        put_back(settings, half)
    place = database_place(settings)
    if place.is_file:
        assert not place.file.exists()
    else:
        assert raw_rows(settings.database_url.get_secret_value()) == b"[]"
    put_back(settings, backup)


def test_another_kind_of_file_is_refused(settings: Settings, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("iets anders")
    with pytest.raises(InputError, match="is no backup of"):
        put_back(settings, wrong)
    with pytest.raises(InputError, match="can't be read"):
        put_back(settings, tmp_path / "nowhere")


def test_it_opens_with_its_own_key_alone(settings: Settings, tmp_path: Path) -> None:
    sealed = settings.model_copy(update={"encryption_key": SecretStr(new_key())})
    kept(sealed)
    back_up(sealed, tmp_path / "one")
    destroy(settings)
    with pytest.raises(StoreLocked):
        put_back(settings, tmp_path / "one")
    Store(sealed).close()


@pytest.mark.only_on("postgresql")
def test_without_postgresqls_programs_it_says_what_to_install(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(StoreError, match="postgresql-client"):
        back_up(settings, tmp_path / "one")
    assert not (tmp_path / "one").exists()


@pytest.mark.only_on("sqlite")
def test_there_must_be_something(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to back up"):
        back_up(settings, tmp_path / "one")
