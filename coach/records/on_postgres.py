"""What is PostgreSQL's own: the pool and its limits, locks, the key number, its errors.

What is erased goes from the rows at once. Its place in the tables' files is given back by
autovacuum and its trace in the write-ahead log goes as that is recycled, so there is nothing to
tidy here; with a key, neither can be read.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, TimeoutError

from coach.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)
from coach.records.place import Place

CONNECT_SECONDS = 5
POOL_SECONDS = 5  # to wait for one of our own connections
LOCK_SECONDS = 5
STATEMENT_SECONDS = 15
WRITING = {"begin": "SHARED", "isolation_level": "READ COMMITTED"}
ALONE = {"begin": "ALONE", "isolation_level": "READ COMMITTED"}

# Whoever writes shares it; whoever migrates or seals anew has it alone.
_WRITERS = 0x5717_BA1A

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_FULL = {"53100"}
_READ_ONLY = {"25006", "42501"}
_DAMAGED = {"XX001", "XX002"}
_BUSY = {"40001", "40P01", "53300", "55P03", "57014", "25P03"}
_GONE = {"57P01", "57P02", "57P03"}
# Who is refused a connection is told no code, so PostgreSQL's and PgBouncer's words have to do.
_ALL_TAKEN = re.compile(
    "too many (clients|connections)|connection slots are reserved|no more connections allowed"
)


def make_engine(
    place: Place, connections: int, connect_seconds: int = CONNECT_SECONDS
) -> Engine:
    """Return an engine with at most `connections` connections to the database at `place`.

    A transaction that reads sees one moment; one that writes sees what others kept before it, and
    holds the talk it writes in. A connection that broke while idle is replaced unnoticed.
    """
    if find_spec("psycopg") is None:
        raise StoreError(
            "COACH_DATABASE_URL is set, and what talks to PostgreSQL isn't installed. Nothing was "
            "changed. Install it: pip install 'stille-balans[postgresql]'"
        )
    settings = {
        "statement_timeout": STATEMENT_SECONDS * 1000,
        "lock_timeout": LOCK_SECONDS * 1000,
        "idle_in_transaction_session_timeout": 60_000,
    }
    engine = create_engine(
        place.url,
        # What goes into a statement is somebody's text: it stays out of every error and log.
        hide_parameters=True,
        isolation_level="REPEATABLE READ",
        pool_size=connections,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": connect_seconds,
            "tcp_user_timeout": (STATEMENT_SECONDS + CONNECT_SECONDS) * 1000,
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
            "application_name": "stille-balans",
            # PgBouncer gives each transaction another connection, which knows no such statements.
            "prepare_threshold": None,
        },
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def tidy(engine: Engine) -> None:
    """Autovacuum does it."""


def hold(connection: Connection, table: Table) -> None:
    """Let nobody else write in `table` until this transaction ends; reading goes on."""
    connection.exec_driver_sql(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE")


def key_number(connection: Connection) -> int:
    """Return the number of the key this database is sealed with; 0 for none."""
    found = connection.exec_driver_sql("SELECT to_regclass('key_number')").scalar()
    if found is None:
        return 0
    return int(connection.exec_driver_sql("SELECT number FROM key_number").scalar() or 0)


def set_key_number(connection: Connection, number: int) -> None:
    """Write down which key this database is sealed with."""
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS key_number (number integer NOT NULL)")
    connection.exec_driver_sql("DELETE FROM key_number")
    connection.exec_driver_sql(f"INSERT INTO key_number VALUES ({number})")


def told(error: SQLAlchemyError, place: Place) -> StoreError:
    """Return what PostgreSQL says as one sentence that tells what was kept and what to do.

    Never PostgreSQL's own words: they may quote what was to be written.
    """
    if isinstance(error, TimeoutError):  # of our pool
        return _busy(place)
    code = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    if code in _FULL:
        return StoreFull(
            f"The disk of the database {place} is full, so this wasn't saved. "
            "Everything saved before is kept. Make room and send it again."
        )
    if code in _READ_ONLY:
        return StoreReadOnly(
            f"The database {place} may not be written, so nothing new is saved. Everything saved "
            "before is kept. Give the user in COACH_DATABASE_URL the right to write there."
        )
    if code in _DAMAGED:
        return damaged(place)
    if code in _BUSY or not code and _ALL_TAKEN.search(str(getattr(error, "orig", ""))):
        return _busy(place)
    broken = isinstance(error, DBAPIError) and error.connection_invalidated
    if not code or code[:2] in ("08", "28", "3D") or code in _GONE or broken:
        return StoreUnreachable(
            f"The database {place} can't be reached ({code or 'no answer'}), so this wasn't "
            "saved. Everything saved before is kept. Start it, or correct COACH_DATABASE_URL, and "
            "send it again."
        )
    return StoreError(
        f"The database {place} couldn't be used ({code}). "
        "Everything saved before is kept. Try again, and run `coach doctor` if it stays."
    )


def damaged(place: Place) -> StoreDamaged:
    """Return the error for rows that can't be read as ours."""
    return StoreDamaged(
        f"The database {place} is damaged and can't be read. Nothing in it was changed. "
        "Put back a backup, or name an empty database in COACH_DATABASE_URL."
    )


def _busy(place: Place) -> StoreBusy:
    return StoreBusy(
        f"The database {place} is too busy, so this wasn't saved. "
        "Everything saved before is kept. Send it again in a moment."
    )


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("begin")
    if kind == "SHARED":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({_WRITERS})")
    elif kind == "ALONE":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def _set_up(connection: object, _record: object) -> None:
    """Carry NUL signs, which people paste and PostgreSQL can't hold, in another way."""
    from coach.records.nul_signs import carry

    carry(connection)
