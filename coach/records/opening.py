"""Opening the database file: modes, SQLite's own settings, migrations, errors in plain words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from coach.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreReadOnly

NEWEST = "0003"
BUSY_SECONDS = 5

_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def open_database(path: Path) -> Engine:
    """Return an engine on the SQLite file at `path`, made and brought up to date if need be.

    A new folder gets mode 0700 and the file mode 0600. A turn that was written survives
    `kill -9` and a power cut (`synchronous=FULL`). Raises a `StoreError`.
    """
    _make_file(path)
    engine = create_engine(URL.create("sqlite", database=str(path)))
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    with plain_errors(path), writing(engine) as connection:
        _migrate(connection, path)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that holds the write lock from its first statement on."""
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        yield connection


def overwrite_log(engine: Engine) -> None:
    """Empty the write-ahead log: what was erased would stay readable in it."""
    with engine.connect() as connection:
        connection.execution_options(begin="").exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into one sentence that tells what was kept and what to do."""
    try:
        yield
    except DBAPIError as error:
        raise _plain(error, path) from error


def damaged(path: Path) -> StoreDamaged:
    """Return the error for a file at `path` that can't be read as our database."""
    return StoreDamaged(
        f"The database {path} is damaged and can't be read. Nothing in it was changed. "
        "Put back a copy of that file, or move it and the files beside it whose names start "
        "the same to another folder to start with an empty one."
    )


def _plain(error: DBAPIError, path: Path) -> StoreError:
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StoreFull(
            f"The disk that holds {path.parent} is full, so this wasn't saved. "
            "Everything saved before is kept. Make room and send it again."
        )
    if code in _READ_ONLY:
        return _read_only(path)
    if code in _DAMAGED:
        return damaged(path)
    if code in _BUSY:
        return StoreBusy(
            f"Another program keeps {path} locked, so this wasn't saved. "
            "Everything saved before is kept. Close that program and send it again."
        )
    return StoreError(
        f"The database {path} couldn't be used ({error.orig}). "
        "Everything saved before is kept. Try again, and run `coach doctor` if it stays."
    )


def _read_only(path: Path) -> StoreReadOnly:
    return StoreReadOnly(
        f"{path} can't be written, so nothing new is saved. Everything saved before is kept. "
        "Give yourself the right to write there, or name another folder in COACH_DATA_DIR."
    )


def _make_file(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A file that is there isn't opened: closing it would let go of every lock this process
        # holds on it, and another process could take the log away under an open connection
        # (https://www.sqlite.org/howtocorrupt.html, 2.2).
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        if not os.access(path, os.R_OK | os.W_OK):
            raise _read_only(path)
        path.chmod(0o600)
    except OSError as error:
        raise _read_only(path) from error


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy's `begin` below opens the transactions, so the driver must not.
    connection.isolation_level = None
    # So that searching ignores case outside ASCII too.
    connection.create_function("lower", 1, _fold, deterministic=True)
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # What a person erases is overwritten, not only unlinked.
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _fold(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("begin", "DEFERRED")
    if kind:  # a checkpoint can't run inside a transaction
        connection.exec_driver_sql(f"BEGIN {kind}")


def _migrate(connection: Connection, path: Path) -> None:
    """Bring the tables up to `NEWEST`; a database of a later version is left alone."""
    found = _version(connection)
    if found == NEWEST:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"The database {path} was made by a later version of Stille Balans ({found}). "
            "Nothing in it was changed. Install that version again."
        ) from error


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
