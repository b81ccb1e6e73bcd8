"""Backups we made go with everything, or are named: nobody is told that nothing is left."""

from __future__ import annotations

import logging
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.records.backing_up import back_up, put_back
from coach.records.backups_made import NOTED, backups_noted, note_backup
from coach.records.erasing import backups_that_go, erase_everything, may_hold
from coach.records.store import Store
from coach.settings import Settings
from tests.fakes.postgres import Postgres
from tests.records.told import DOCUMENT, WORDS, left, tell

SAID = ("Zjelvana deed de wrevelnacht.", "Met een duinpantser van kwetsbloem.")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store(settings)
    tell(opened, *SAID)
    opened.documents.keep(DOCUMENT)
    yield opened
    opened.close()


def test_everything_erased_leaves_no_word_in_any_backup(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    inside, outside = settings.data_dir / "one", tmp_path / "elsewhere" / "two"
    back_up(settings, inside)
    back_up(settings, outside)
    assert stat.S_IMODE((settings.data_dir / NOTED).stat().st_mode) == 0o600
    assert backups_that_go(settings, store) == [inside, outside]
    assert erase_everything(settings, store) == []
    assert not inside.exists() and not outside.exists()
    assert left(settings, *WORDS) == []
    assert not (settings.data_dir / NOTED).exists()


def test_while_somebody_else_has_something_a_backup_stays_and_is_named(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    tell(store.for_owner("somebody"), "Van een ander.")
    backup = tmp_path / "one"
    back_up(settings, backup)
    assert backups_that_go(settings, store) == []
    assert erase_everything(settings, store) == [backup]
    assert backup.exists()
    assert may_hold(settings) == [backup]


def test_a_backup_that_is_not_there_now_is_named_and_remembered(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    disk, away = tmp_path / "disk", tmp_path / "away"
    back_up(settings, disk / "one")
    disk.rename(away)
    back_up(settings, tmp_path / "two")
    assert erase_everything(settings, store) == [disk / "one"]
    away.rename(disk)
    assert erase_everything(settings, store) == []
    assert not (disk / "one").exists()


def test_backups_that_were_thrown_away_are_forgotten_at_the_next(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    for name in ("one", "two", "three"):
        back_up(settings, tmp_path / name)
        (tmp_path / name).unlink()
    assert backups_noted(settings) == [tmp_path / "three"]


def test_another_file_in_the_place_of_a_backup_is_left_alone(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    backup = tmp_path / "one"
    back_up(settings, backup)
    backup.write_text("iets van mij")
    assert erase_everything(settings, store) == []
    assert backup.read_text() == "iets van mij"


def test_a_backup_that_was_put_back_goes_too(
    store: Store, settings: Settings, elsewhere: Settings, tmp_path: Path,
    request: pytest.FixtureRequest, kind: str,
) -> None:  # fmt: skip
    backup = tmp_path / "one"
    back_up(settings, backup)
    there = elsewhere
    if kind == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        there = Settings.model_validate(
            {"data_dir": elsewhere.data_dir, "database_url": server.database(empty=True)}
        )
    put_back(there, backup)
    back = Store(there)
    assert erase_everything(there, back) == []
    back.close()
    assert not backup.exists()


def test_what_cannot_be_erased_is_named(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = tmp_path / "one"
    back_up(settings, backup)

    def refused(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        assert erase_everything(settings, store) == [backup]
    assert may_hold(settings) == [backup]


def test_where_it_cannot_be_noted_the_backup_is_made_all_the_same(
    store: Store, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (settings.data_dir / NOTED).with_suffix(".new").mkdir(parents=True)
    back_up(settings, tmp_path / "one")
    assert (tmp_path / "one").stat().st_size
    (told,) = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert "Erase it yourself" in told.getMessage()


def test_a_damaged_note_is_read_as_far_as_it_goes(settings: Settings, tmp_path: Path) -> None:
    note_backup(settings, tmp_path / "one")
    with (settings.data_dir / NOTED).open("a") as noted:
        noted.write('"/half\n')
    assert backups_noted(settings) == [tmp_path / "one"]


@pytest.mark.only_on("postgresql")
def test_the_file_from_before_the_database_is_named(
    store: Store, settings: Settings, data_dir: Path, tmp_path: Path
) -> None:
    before = Settings(data_dir=tmp_path / "before")
    Store(before).close()
    data_dir.mkdir(exist_ok=True)
    file = Path(shutil.copy(before.data_dir / "talks.sqlite3", data_dir))
    assert erase_everything(settings, store) == [file]
    assert file.exists()
