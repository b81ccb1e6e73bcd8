"""Whatever happens to the process, the disk or the file: what was acknowledged is there."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from coach.errors import StoreBusy, StoreReadOnly
from coach.records import on_sqlite
from coach.records.store import Store
from coach.settings import Settings
from tests.faults.cutting import tear_database
from tests.faults.filling import ROOT, fill_the_disk, on_tiny_disk, own_mounts
from tests.faults.killing import kill_at_random
from tests.records.told import reply_to, tell

SEED = 5
DAY = timedelta(days=1)


def test_a_process_killed_at_any_point_of_a_turn_loses_nothing(data_dir: Path) -> None:
    done = kill_at_random(data_dir, 20, SEED, "plain")
    assert done.kills == 20
    assert len(done.where) == 3, "The kills fell before, between and after; or they say little."
    assert done.lost == []
    assert done.broken == []


def test_a_power_cut_while_a_turn_is_written_loses_nothing_before_it(tmp_path: Path) -> None:
    turns, lost = tear_database(tmp_path, 40, SEED)
    assert turns == 81
    assert lost == []


def test_after_a_power_cut_the_index_is_itself_again(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.faults.cutting", str(tmp_path), "10", str(SEED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 10


@pytest.mark.parametrize("tiny", [False, True])
def test_a_full_disk_refuses_with_a_sentence_and_keeps_the_rest(data_dir: Path, tiny: bool) -> None:
    done = fill_the_disk(data_dir, tiny=tiny and own_mounts())
    assert done.refused == ["StoreFull"] * 3
    assert done.acknowledged == 6
    assert done.lost == []


def test_the_commands_read_on_a_full_disk_and_say_what_is_not_saved(data_dir: Path) -> None:
    """The disk fills up after a talk was kept; where there are no namespaces no file may grow."""
    data_dir.mkdir()
    script = """
        full() { if [ "$TINY" ]; then "$@"; else (ulimit -f 0; "$@"); fi; }
        printf '\\nMarjan deed alle roosters.\\n' | "$PY" -m coach chat > begun
        id=$(grep -oE '[0-9a-f]{32}' begun | head -n 1)
        "$PY" -m coach export "$id" > before
        [ "$TINY" ] && cat /dev/zero > "$COACH_DATA_DIR/filling" 2>&-
        full "$PY" -m coach export "$id" 2>&1 | cat > after
        full "$PY" -m coach data export --format md 2>&1 | cat > everything
        printf 'Veel.\\n' | full "$PY" -m coach chat --resume "$id" 2>&1 | cat > refused
    """
    command = ["sh", "-c", script]
    if own_mounts():
        command = on_tiny_disk(data_dir, command, size="1m")
    environment = {**os.environ, "PY": sys.executable, "PYTHONPATH": str(ROOT)}
    environment.update(COACH_DATA_DIR=str(data_dir), TINY="yes" if own_mounts() else "")
    subprocess.run(command, env=environment, cwd=data_dir.parent, capture_output=True, check=True)
    before, after, everything, refused = (
        (data_dir.parent / name).read_text()
        for name in ("before", "after", "everything", "refused")
    )
    assert "alle roosters" in before
    assert after.endswith(before)
    assert "Marjan deed alle roosters." in everything
    assert "is full, so this wasn't saved" in refused
    assert "Everything saved before is kept" in refused
    assert "Traceback" not in after + everything + refused


@contextmanager
def nobody_may_write(folder: Path) -> Iterator[None]:
    """Take the right to write in `folder` from this process."""
    folder.chmod(0o500)
    for file in folder.iterdir():
        file.chmod(0o400)
    yield
    folder.chmod(0o700)


def test_in_a_read_only_folder_talks_can_be_read_and_taken_along(data_dir: Path) -> None:
    with closing(Store(Settings(data_dir=data_dir))) as store:
        talk = tell(store, "Over Marjan.", "En meer.")
    if own_mounts():
        script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
        prefix = ["unshare", "-rm", "sh", "-c", script, "sh", str(data_dir)]
    else:
        prefix = []
        assert os.geteuid() != 0, "Root may write everywhere; run this as somebody else."
    environment = {**os.environ, "COACH_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*prefix, sys.executable, "-m", "coach", *arguments],
            env=environment, input="", capture_output=True, text=True,
        )  # fmt: skip

    with nobody_may_write(data_dir):
        exported, everything = run("export", talk, "--format", "json"), run("data", "export")
        refused = run("chat", "--resume", talk)
        erased = run("data", "erase", "--yes")
    assert "Over Marjan." in exported.stdout
    assert "En meer." in everything.stdout
    for done in (refused, erased):
        assert done.returncode == 1
        assert re.search(r"can't be written, so nothing new is saved", done.stderr)
        assert "Traceback" not in done.stderr
    with closing(Store(Settings(data_dir=data_dir))) as store:
        assert store.load(talk).pending == "En meer."


def test_a_store_opened_to_read_refuses_to_write(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Store(settings)) as store:
        talk = tell(store, "Over Marjan.")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with closing(Store(settings, reading=True)) as store:
        assert store.load(talk).turns[1].text == "Over Marjan."
        assert [one.id for one in store.summaries("MARJAN")] == [talk]
        with pytest.raises(StoreReadOnly):
            store.add_user_turn(talk, 2, "Kwijt?")
    with pytest.raises(StoreReadOnly):
        Store(settings)


def test_a_locked_database_can_be_read_and_says_what_is_not_saved(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_sqlite, "BUSY_SECONDS", 0)
    with closing(Store(settings)) as store:
        talk = tell(store, "Over Marjan.")
    locked = sqlite3.connect(settings.data_dir / "talks.sqlite3", isolation_level=None)
    locked.execute("BEGIN EXCLUSIVE")
    with closing(Store(settings)) as store:  # whoever writes for long keeps nobody from reading
        assert store.load(talk).turns[1].text == "Over Marjan."
        with pytest.raises(StoreBusy, match="this wasn't saved"):
            store.add_user_turn(talk, 2, "En nu?")
        locked.execute("ROLLBACK")
        store.add_user_turn(talk, 2, "En nu?")
        assert store.load(talk).pending == "En nu?"
    locked.close()


def clock(store: Store, now: datetime) -> int:
    """Look at the clock as the store does when it opens and once a day."""
    return store.erase_expired(now)


def test_a_clock_that_leaps_ahead_erases_nothing(settings: Settings) -> None:
    now = datetime.now(UTC)
    with closing(Store(settings)) as store:
        talk = tell(store, "Over Marjan.")
        far = now + 2000 * DAY
        assert clock(store, far) == 0
        assert clock(store, far + 23 * timedelta(hours=1)) == 0
        assert clock(store, now + timedelta(hours=1)) == 0  # set right again
        assert clock(store, far + 2 * DAY) == 0  # and wrong again
        assert store.load(talk).turns[1].text == "Over Marjan."


def test_a_talk_told_while_the_clock_was_wrong_stays_with_those_before(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Store(settings)) as store:
        talk = tell(store, "Over Marjan.")
        for days in (400, -400):
            wrong = SimpleNamespace(now=lambda _, ahead=days * DAY: datetime.now(UTC) + ahead)
            monkeypatch.setattr("coach.records.store.datetime", wrong)
            other = tell(store, "Op een dag die er niet is.")
            store.erase_expired()
            monkeypatch.undo()
            assert store.load(other).turns[1].text == "Op een dag die er niet is."
        store.add_user_turn(talk, 2, "Weer gewoon.")
        store.add_coach_turn(talk, reply_to(2, "Weer gewoon."))
        assert [turn.number for turn in store.load(talk).turns] == [0, 1, 1, 2, 2]


def test_after_a_long_absence_what_is_past_its_day_goes_a_day_later(settings: Settings) -> None:
    now = datetime.now(UTC)
    with closing(Store(settings)) as store:
        tell(store, "Over Marjan.")
        assert clock(store, now + 100 * DAY) == 0
        assert clock(store, now + 101 * DAY + timedelta(minutes=1)) == 1
        assert store.summaries() == []


def test_whoever_looks_in_now_and_then_is_kept_no_longer_than_promised(settings: Settings) -> None:
    now = datetime.now(UTC)
    with closing(Store(settings)) as store:
        tell(store, "Over Marjan.")
        assert [clock(store, now + days * DAY) for days in (20, 45, 70, 91)] == [0, 0, 0, 1]
