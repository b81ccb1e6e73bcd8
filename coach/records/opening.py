"""Opening the database file: modes, SQLite's own settings, its key, migrations, plain errors."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from coach.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
)
from coach.records.resealing import reseal
from coach.records.sealing import Seal, seal_of
from coach.settings import Settings

logger = logging.getLogger(__name__)

NEWEST = "0008"
BUSY_SECONDS = 5

_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
# What a quota gives in place of SQLITE_FULL, and a disk without room for the file beside the log.
_NO_ROOM = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def database_file(settings: Settings) -> Path:
    """Return where the database of these settings stands."""
    return Path(settings.database_url.removeprefix("sqlite:///"))


def open_database(path: Path, seal: Seal | None = None, *, reading: bool = False) -> Engine:
    """Return an engine on the SQLite file at `path`, made and brought up to date if need be.

    A new folder gets mode 0700 and the file mode 0600. A turn that was written survives
    `kill -9` and a power cut (`synchronous=FULL`). What stands there unsealed is sealed first
    when `seal` has a key. With `reading`, a file that is up to date can be read where nothing can
    be written: on a full disk, in a read-only folder. Raises a `StoreError`; `StoreLocked` when
    the key isn't the file's.
    """
    seal = seal or Seal()
    try:
        return _open_to_write(path, seal)
    except (StoreFull, StoreReadOnly):
        if not reading or not path.is_file():
            raise
        engine = _open_to_read(path, seal)
        if engine is None:
            raise
        return engine


def _open_to_write(path: Path, seal: Seal) -> Engine:
    _make_file(path)
    engine = _engine(URL.create("sqlite", database=str(path)), seal)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    with plain_errors(path):
        with engine.begin() as connection:
            ready = _key_number(connection) == seal.number and _version(connection) == NEWEST
        if ready:  # whoever writes for long keeps nobody from reading
            event.listen(engine, "begin", _same_key)
            return engine
        with writing(engine) as connection:
            found = _key_number(connection)
            if found not in (0, seal.number):
                raise _locked(path, found, seal)
            _migrate(connection, path)
            if found != seal.number:
                reseal(connection, Seal(), seal)
        if found != seal.number:
            tidy(engine)
    event.listen(engine, "begin", _same_key)
    return engine


def _open_to_read(path: Path, seal: Seal) -> Engine | None:
    """Return an engine that only reads, without the files SQLite puts beside; None if it can't."""
    log = path.with_name(f"{path.name}-wal")
    query = {"mode": "ro", "uri": "true"}
    if not log.exists() or not log.stat().st_size:  # nothing stands in the log alone
        query["immutable"] = "1"
    database = f"file:{quote(str(path))}"
    engine = _engine(URL.create("sqlite", database=database, query=query), seal)
    event.listen(engine, "connect", _by_hand)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "begin", _same_key)
    with suppress(DBAPIError), engine.begin() as connection:
        if _version(connection) == NEWEST:
            return engine
    return None


def _engine(url: URL, seal: Seal) -> Engine:
    # What goes into a statement is somebody's text: it stays out of every error and log.
    engine = create_engine(url, hide_parameters=True)
    engine.dialect.seal = seal  # type: ignore[attr-defined]

    def words(kept: Any) -> Any:
        """Open a text and fold it, so that searching ignores case outside ASCII too."""
        return seal.open(kept).casefold() if isinstance(kept, str) else kept

    def give_words(connection: sqlite3.Connection, _record: object) -> None:
        connection.create_function("words", 1, words)

    event.listen(engine, "connect", give_words)
    return engine


def rotate_key(settings: Settings, new: Seal) -> None:
    """Seal everything with `new` instead of the key of `settings`; all of it or nothing.

    Raises a `StoreError`.
    """
    path = database_file(settings)
    before = Seal(settings.encryption_key.get_secret_value())
    engine = open_database(path, before)
    try:
        with plain_errors(path):
            with writing(engine) as connection:
                reseal(connection, before, new)
            tidy(engine)
    finally:
        engine.dispose()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that holds the write lock from its first statement on."""
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        yield connection


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
    extended = getattr(error.orig, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if code == sqlite3.SQLITE_FULL or extended in _NO_ROOM:
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


def _locked(path: Path, found: int, seal: Seal) -> StoreLocked:
    if not found:
        what = "was opened with a key it isn't sealed with any more"
    elif seal.number:
        what = "is sealed with another key than the one in COACH_ENCRYPTION_KEY"
    else:
        what = "is sealed, and COACH_ENCRYPTION_KEY isn't set"
    return StoreLocked(
        f"The database {path} {what}. Everything in it is kept as it was. "
        "Put the key it was sealed with in COACH_ENCRYPTION_KEY and start again."
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


def _same_key(connection: Connection) -> None:
    """Refuse a transaction when another program sealed the file with another key meanwhile."""
    if connection.get_execution_options().get("begin", "DEFERRED"):
        seal = seal_of(connection.dialect)
        if (found := _key_number(connection)) != seal.number:
            raise _locked(Path(str(connection.engine.url.database)), found, seal)


def _key_number(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


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
