"""`coach data` by hand: along, back, and gone."""

from __future__ import annotations

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from coach.records.sealing import new_key
from coach.records.store import Store
from coach.settings import Settings
from tests.cli.conftest import Run
from tests.fakes.postgres import Postgres
from tests.records.told import DOCUMENT, WORDS, holding, reply_to, tell

SAID = ("Zjelvana deed de wrevelnacht.", "Met een duinpantser van kwetsbloem.")


@pytest.fixture
def talk(settings: Settings) -> str:
    store = Store(settings)
    talk = tell(store, *SAID)
    store.add_coach_turn(talk, reply_to(2, SAID[1], route="crisis"))
    store.give_consent("2", "abc")
    store.close()
    return talk


def keep_document(settings: Settings) -> None:
    store = Store(settings)
    store.documents.keep(DOCUMENT)
    store.close()


def test_what_is_written_here_comes_back_there(
    coach: Run, talk: str, settings: Settings, data_dir: Path, tmp_path: Path
) -> None:
    keep_document(settings)
    file = tmp_path / "alles.json"
    assert coach("data", "export", "--to", str(file), data_dir=data_dir).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    there = Settings(data_dir=tmp_path / "there")
    for told in (b"1 gesprekken en 1 eigen documenten", b"Stond er al"):
        done = coach("data", "import", str(file), data_dir=there.data_dir)
        assert done.returncode == 0, done.stderr
        assert told in done.stderr
    here, back = Store(settings), Store(there)
    assert back.load(talk) == here.load(talk)
    found = json.loads(coach("search", "wie ruilt", "--json", data_dir=there.data_dir).stdout)
    assert found["results"][0]["document"] == DOCUMENT.id
    here.close()
    back.close()


def test_ones_own_export_holds_everything_a_referral_too(
    coach: Run, talk: str, data_dir: Path
) -> None:
    whole = json.loads(coach("data", "export", data_dir=data_dir).stdout)
    (kept,) = whole["talks"]
    assert [turn["text"] for turn in kept["turns"] if turn["role"] == "user"] == list(SAID)
    assert kept["sheet"].startswith("# Mijn plan")
    assert whole["consents"][0]["text_hash"] == "abc"
    readable = coach("data", "export", "--format", "md", data_dir=data_dir).stdout.decode()
    assert readable.startswith("# Stille Balans")
    for told in (*SAID, "113", "Je akkoord"):
        assert told in readable


def test_what_led_to_a_referral_is_in_no_export_for_others(
    coach: Run, talk: str, data_dir: Path
) -> None:
    for form in ("md", "json", "docx", "pdf", "ics"):
        done = coach("export", talk, "--format", form, data_dir=data_dir)
        if form == "json":
            whole = json.loads(done.stdout)
            assert SAID[0] in str(whole["turns"])
            assert SAID[1] not in str(whole["turns"])


@pytest.mark.parametrize("content", [b"geen json", b'{"format": "stille-balans", "version": 1}'])
def test_a_file_that_is_no_export_changes_nothing(
    coach: Run, talk: str, data_dir: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    before = (data_dir / "talks.sqlite3").read_bytes()
    done = coach("data", "import", str(file), data_dir=data_dir)
    assert done.returncode == 2
    assert b"what is kept is as it was" in done.stderr
    assert (data_dir / "talks.sqlite3").read_bytes() == before
    assert coach("data", "import", str(tmp_path / "none"), data_dir=data_dir).returncode == 2


def test_erasing_names_what_goes_and_needs_a_yes(
    coach: Run, talk: str, settings: Settings, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unasked = coach("data", "erase", data_dir=data_dir)
    assert unasked.returncode == 2
    assert b"1 gesprekken" in unasked.stderr
    assert b"- Zjelvana deed de wrevelnacht." in unasked.stderr
    monkeypatch.setattr("coach.terminal.own_data.at_terminal", lambda: True)
    refused = coach("data", "erase", "--talk", talk, said=b"n\n", data_dir=data_dir)
    assert b"Er is niets gewist." in refused.stderr
    assert coach("data", "erase", "--talk", "nergens", "--yes", data_dir=data_dir).returncode == 2
    store = Store(settings)
    assert store.load(talk).turns[1].text == SAID[0]
    store.close()
    done = coach("data", "erase", "--talk", talk, said=b"j\n", data_dir=data_dir)
    assert b"Gewist." in done.stderr
    assert holding(data_dir, "wrevelnacht", "duinpantser") == []


def test_the_index_of_ones_own_documents_holds_none_of_their_words_and_goes_with_them(
    coach: Run, talk: str, settings: Settings, data_dir: Path
) -> None:
    coach("knowledge", "build", data_dir=data_dir)
    (without,) = (data_dir / "index").glob("*-*/")
    keep_document(settings)
    coach("knowledge", "build", data_dir=data_dir)
    (place,) = (data_dir / "index").glob("*-*/")
    assert holding(data_dir / "index", *WORDS, DOCUMENT.id) == []
    done = coach("data", "erase", "--yes", data_dir=data_dir)
    assert done.returncode == 0
    assert b"- Afspraken Grutterheem" in done.stderr
    assert holding(data_dir, *WORDS, DOCUMENT.id) == []
    (left,) = (data_dir / "index").glob("*-*/")
    assert left.name[:16] == without.name[:16] != place.name[:16]
    with closing(sqlite3.connect(left / "chroma.sqlite3")) as database:
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_a_key_is_made_first_and_used_then(
    coach: Run, talk: str, settings: Settings, data_dir: Path
) -> None:
    fresh = coach("data", "rotate-key", data_dir=data_dir)
    key = fresh.stdout.decode().strip()
    assert b"nog niets veranderd" in fresh.stderr
    assert holding(data_dir, *WORDS)
    done = coach("data", "rotate-key", data_dir=data_dir, COACH_NEW_ENCRYPTION_KEY=key)
    assert done.returncode == 0, done.stderr
    assert holding(data_dir, *WORDS) == []
    assert coach("data", "export", data_dir=data_dir).returncode == 1
    wrong = coach("data", "export", data_dir=data_dir, COACH_ENCRYPTION_KEY=new_key())
    assert b"another key" in wrong.stderr
    right = coach("data", "export", data_dir=data_dir, COACH_ENCRYPTION_KEY=key)
    assert SAID[0] in right.stdout.decode()
    told = coach("doctor", data_dir=data_dir, COACH_ENCRYPTION_KEY=key).stdout.decode()
    assert key not in told
    assert "versleuteld met COACH_ENCRYPTION_KEY" in told


def test_every_file_is_its_owners_alone(coach: Run, settings: Settings, data_dir: Path) -> None:
    store = Store(settings)
    tell(store, *SAID)
    coach("knowledge", "build", data_dir=data_dir)
    files = [file for file in data_dir.rglob("*") if file.is_file()]
    assert len(files) > 5
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file
    for folder in (data_dir, *(each for each in data_dir.rglob("*") if each.is_dir())):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    store.close()


def test_what_is_here_moves_into_a_database_and_is_told(
    coach: Run, talk: str, data_dir: Path, postgres: Postgres
) -> None:
    there = {"data_dir": data_dir, "COACH_DATABASE_URL": postgres.database()}
    for told in (b"Overgebracht en vergeleken: 7 rijen", b"Stond er al precies zo: 7 rijen"):
        done = coach("data", "move", **there)
        assert done.returncode == 0, done.stderr
        assert told in done.stderr
    listed = json.loads(coach("data", "export", **there).stdout)
    assert [each["id"] for each in listed["talks"]] == [talk]
    assert coach("data", "move", data_dir=data_dir).returncode == 2


def test_a_backup_goes_back_in_an_empty_folder_and_nowhere_else(
    coach: Run, talk: str, data_dir: Path, tmp_path: Path
) -> None:
    backup = str(tmp_path / "kopie")
    assert coach("data", "backup", backup, data_dir=data_dir).returncode == 0
    assert coach("data", "restore", backup, data_dir=data_dir).returncode == 2
    done = coach("data", "restore", backup, data_dir=tmp_path / "leeg")
    assert done.returncode == 0
    assert b"Alles is terug" in done.stderr
    with closing(Store(Settings(data_dir=tmp_path / "leeg"))) as store:
        assert [each.id for each in store.summaries()] == [talk]


def test_erasing_everything_takes_backups_along_and_names_them_first(
    coach: Run, talk: str, data_dir: Path, tmp_path: Path
) -> None:
    backups = [data_dir / "b", tmp_path / "kopie"]
    for backup in backups:
        coach("data", "backup", str(backup), data_dir=data_dir)
    unasked = coach("data", "erase", data_dir=data_dir).stderr.decode()
    assert all(f"- {backup}\n" in unasked for backup in backups)
    assert all(backup.exists() for backup in backups)
    done = coach("data", "erase", "--yes", data_dir=data_dir).stderr.decode()
    assert "is er niets van over" in done
    assert holding(tmp_path, *WORDS) == []


def test_nobody_is_told_that_nothing_is_left_while_a_backup_may_hold_it(
    coach: Run, talk: str, data_dir: Path, tmp_path: Path
) -> None:
    backup, moved = tmp_path / "kopie", tmp_path / "verplaatst"
    coach("data", "backup", str(backup), data_dir=data_dir)
    one = coach("data", "erase", "--talk", talk, "--yes", data_dir=data_dir).stderr.decode()
    assert "niets van over" not in one
    assert one.endswith(f"nodig heeft:\n- {backup}\n")
    backup.rename(moved)
    everything = coach("data", "erase", "--yes", data_dir=data_dir).stderr.decode()
    assert "niets van over" not in everything
    assert everything.endswith(f"wis ze dan daar:\n- {backup}\n")
    assert moved.exists()
