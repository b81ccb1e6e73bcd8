"""A backup of everything that is kept in one file, and putting it back where nothing is.

SQLite is copied by its own backup while others write; PostgreSQL by `pg_dump`, which has to be
installed. What is sealed stays sealed in it, and opens with the same key.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import inspect

from coach.errors import InputError, StoreError
from coach.records.backups_made import POSTGRES, SQLITE, note_backup
from coach.records.opening import open_database, plain_errors
from coach.records.place import Place, database_place
from coach.records.sealing import Seal
from coach.settings import Settings


def back_up(settings: Settings, to: Path) -> None:
    """Write everything to the new file `to`, mode 0600, and note where it is.

    Raises `InputError` when it can't be written, and a `StoreError` when it can't be read.
    """
    place = database_place(settings)
    if place.is_file and not place.file.is_file():
        raise InputError(f"There is nothing to back up: {place} isn't there. Nothing was written.")
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise InputError(
            f"The backup {to} can't be written ({error.strerror}). Nothing was written. "
            "Name a file that isn't there yet."
        ) from error
    note_backup(settings, to)
    try:
        if place.is_file:
            _copy(place.file, to)
        else:
            _run("pg_dump", place, f"--file={to}", "--format=custom", "--no-owner",
                 "--no-privileges")  # fmt: skip
    except BaseException:
        with suppress(OSError):
            to.unlink()
        raise


def put_back(settings: Settings, backup: Path) -> None:
    """Put what `back_up` wrote where nothing is kept yet; all of it or nothing, and note it.

    Raises `InputError` when it is no backup of this kind of database or something is kept there,
    and a `StoreError` when it can't be written or doesn't open with our key.
    """
    place = database_place(settings)
    try:
        with backup.open("rb") as opened:
            begins = opened.read(len(SQLITE))
    except OSError as error:
        raise InputError(
            f"The backup {backup} can't be read ({error.strerror}). Nothing was changed."
        ) from error
    if not begins.startswith(SQLITE if place.is_file else POSTGRES):
        kind = "a SQLite file" if place.is_file else "PostgreSQL"
        raise InputError(
            f"The file {backup} is no backup of {kind}, which COACH_DATABASE_URL asks for. Nothing "
            "was changed. Set it as it was when the backup was made."
        )
    if place.is_file:
        _put_file(place, backup)
    else:
        if _has_tables(place):
            raise _not_empty(place)
        _run("pg_restore", place, "--single-transaction", "--exit-on-error", "--no-owner",
             "--no-privileges", str(backup))  # fmt: skip
    note_backup(settings, backup)
    # The key fits, and every table is there.
    open_database(place, Seal(settings.encryption_key.get_secret_value())).dispose()


def _copy(source: Path, to: Path) -> None:
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(to)) as there:
        here.backup(there)
        sound = there.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    if not sound:
        raise StoreError(f"The database {source} is damaged, so it wasn't backed up.")


def _put_file(place: Place, backup: Path) -> None:
    if place.file.exists():
        raise _not_empty(place)
    place.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = place.file.with_name(f"{place.file.name}.restoring")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _copy(backup, fresh)
        fresh.rename(place.file)
    except sqlite3.Error as error:
        raise InputError(
            f"The backup {backup} is damaged. Nothing was changed. Take an earlier one."
        ) from error
    finally:
        fresh.unlink(missing_ok=True)


def _has_tables(place: Place) -> bool:
    from coach.records.on_postgres import make_engine

    engine = make_engine(place, 1)
    try:
        with plain_errors(place), engine.connect() as connection:
            return bool(inspect(connection).get_table_names())
    finally:
        engine.dispose()


def _not_empty(place: Place) -> InputError:
    return InputError(
        f"Something is kept in {place} already, so nothing was put back. Nothing was changed. "
        "Name an empty place: another COACH_DATA_DIR, or an empty database."
    )


def _run(program: str, place: Place, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, which only we see."""
    found = shutil.which(program)
    if found is None:
        raise StoreError(
            f"{program} isn't installed, so nothing was done. It comes with PostgreSQL; on Debian: "
            "apt-get install postgresql-client"
        )
    url = place.url
    told = {
        "PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username,
        "PGPASSWORD": url.password, "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"), "PGSSLROOTCERT": url.query.get("sslrootcert"),
    }  # fmt: skip
    environment = {**os.environ, **{name: str(value) for name, value in told.items() if value}}
    database = ["--dbname", str(url.database)] if program == "pg_restore" else []
    done = subprocess.run(
        [found, *database, *arguments], env=environment, capture_output=True, check=False
    )
    if done.returncode != 0:
        # What it says may quote a row.
        raise StoreError(
            f"{program} ended with {done.returncode}, so nothing was kept of it. See that it is as "
            f"new as the server, that {place} can be reached, and that the file is whole."
        )
