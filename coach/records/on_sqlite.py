"""What is SQLite's own: the file and its modes, pragmas, its key number, its errors."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from coach.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreReadOnly
from coach.records.place import Place

logger = logging.getLogger(__name__)

BUSY_SECONDS = 5
WRITING = {"begin": "IMMEDIATE"}
ALONE = WRITING  # whoever writes in a file is alone there

_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
# What a quota gives in place of SQLITE_FULL, and a disk without room for the file beside the log.
_NO_ROOM = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def make_engine(place: Place, connections: int) -> Engine:
    """Return an engine on the file at `place`, made if need be.

    A new folder gets mode 0700 and the file mode 0600. A turn that was written survives
    `kill -9` and a power cut (`synchronous=FULL`).
    """
    _make_file(place.file)
    # What goes into a statement is somebody's text: it stays out of every error and log.
    engine = create_engine(place.url, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def make_reader(place: Place) -> Engine:
    """Return an engine that only reads the file at `place`, without the files SQLite puts beside.

    What can't be read so raises at its first use.
    """
    file = place.file
    log = file.with_name(f"{file.name}-wal")
    query = {"mode": "ro", "uri": "true"}
    if not log.exists() or not log.stat().st_size:  # nothing stands in the log alone
        query["immutable"] = "1"
    url = URL.create("sqlite", database=f"file:{quote(str(file))}", query=query)
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _by_hand)
    event.listen(engine, "begin", _begin)
    return engine


def tidy(engine: Engine) -> None:
    """Leave nothing of what was erased: not in the log, not in pages that came free.

    It can't always be had, with a full disk or beside a program that reads for long. What was
    erased is overwritten then, and the log goes the next time; `Store` tries again every day.
    """
    with engine.connect() as connection:
        bare = connection.execution_options(begin="")
        try:
            bare.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            bare.exec_driver_sql("VACUUM")
            bare.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        except DBAPIError as error:
            logger.warning("Free pages can't be given back now: %s", type(error.orig).__name__)


def hold(connection: Connection, table: Table) -> None:
    """Whoever writes in a file holds all of it already."""


def key_number(connection: Connection) -> int:
    """Return the number of the key this file is sealed with; 0 for none."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def set_key_number(connection: Connection, number: int) -> None:
    """Write down which key this file is sealed with."""
    connection.exec_driver_sql(f"PRAGMA user_version = {number}")


def told(error: SQLAlchemyError, place: Place) -> StoreError:
    """Return what SQLite says as one sentence that tells what was kept and what to do."""
    orig = error.orig if isinstance(error, DBAPIError) else error
    extended = getattr(orig, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if code == sqlite3.SQLITE_FULL or extended in _NO_ROOM:
        return StoreFull(
            f"The disk that holds {place.file.parent} is full, so this wasn't saved. "
            "Everything saved before is kept. Make room and send it again."
        )
    if code in _READ_ONLY:
        return _read_only(place.file)
    if code in _DAMAGED:
        return damaged(place)
    if code in _BUSY:
        return StoreBusy(
            f"Another program keeps {place} locked, so this wasn't saved. "
            "Everything saved before is kept. Close that program and send it again."
        )
    return StoreError(
        f"The database {place} couldn't be used ({orig}). "
        "Everything saved before is kept. Try again, and run `coach doctor` if it stays."
    )


def damaged(place: Place) -> StoreDamaged:
    """Return the error for a file that can't be read as our database."""
    return StoreDamaged(
        f"The database {place} is damaged and can't be read. Nothing in it was changed. "
        "Put back a copy of that file, or move it and the files beside it whose names start "
        "the same to another folder to start with an empty one."
    )


def _read_only(file: Path) -> StoreReadOnly:
    return StoreReadOnly(
        f"{file} can't be written, so nothing new is saved. Everything saved before is kept. "
        "Give yourself the right to write there, or name another folder in COACH_DATA_DIR."
    )


def _make_file(file: Path) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A file that is there isn't opened: closing it would let go of every lock this process
        # holds on it, and another process could take the log away under an open connection
        # (https://www.sqlite.org/howtocorrupt.html, 2.2).
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        if not os.access(file, os.R_OK | os.W_OK):
            raise _read_only(file)
        file.chmod(0o600)
    except OSError as error:
        raise _read_only(file) from error


def _by_hand(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy's `begin` below opens the transactions, so the driver must not.
    connection.isolation_level = None


def _set_up(connection: sqlite3.Connection, record: object) -> None:
    _by_hand(connection, record)
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # What a person erases is overwritten, not only unlinked.
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("begin", "DEFERRED")
    if kind:  # neither a checkpoint nor VACUUM can run inside a transaction
        connection.exec_driver_sql(f"BEGIN {kind}")
