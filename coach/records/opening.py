"""Opening the database: its key, its migrations, transactions that write, plain errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, Table, event, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, TimeoutError

from coach.errors import StoreDamaged, StoreError, StoreFull, StoreLocked, StoreReadOnly
from coach.records import on_postgres, on_sqlite
from coach.records.place import Place, database_place
from coach.records.resealing import reseal
from coach.records.sealing import Seal, seal_of, use_seal
from coach.settings import Settings

NEWEST = "0009"
MIGRATIONS = Path(__file__).parent / "migrations"
FEW = 2  # connections for what reads now and then


class _Kind(Protocol):
    """What SQLite and PostgreSQL each do in their own way."""

    WRITING: Mapping[str, str]
    ALONE: Mapping[str, str]

    def make_engine(self, place: Place, connections: int) -> Engine: ...
    def tidy(self, engine: Engine) -> None: ...
    def hold(self, connection: Connection, table: Table) -> None: ...
    def key_number(self, connection: Connection) -> int: ...
    def set_key_number(self, connection: Connection, number: int) -> None: ...
    def told(self, error: SQLAlchemyError, place: Place) -> StoreError: ...
    def damaged(self, place: Place) -> StoreDamaged: ...


def open_database(
    place: Place, seal: Seal | None = None, connections: int = FEW, *, reading: bool = False
) -> Engine:
    """Return an engine on the database at `place`, made and brought up to date if need be.

    What stands there unsealed is sealed first when `seal` has a key. Of several programs that
    open it at once, one does the work and the others wait. `connections` counts for PostgreSQL.
    With `reading`, a file that is up to date can be read where nothing can be written: on a full
    disk, in a read-only folder. Raises a `StoreError`; `StoreLocked` when the key isn't the
    database's.
    """
    seal = seal or Seal()
    try:
        engine = _open_to_write(place, seal, connections)
    except (StoreFull, StoreReadOnly):
        if not (reading and place.is_file and place.file.is_file()):
            raise
        found = _open_to_read(place, seal)
        if found is None:
            raise
        engine = found
    keep_to_key(engine, place)
    return engine


def _open_to_write(place: Place, seal: Seal, connections: int) -> Engine:
    kind = _kind(place.is_file)
    engine = kind.make_engine(place, connections)
    use_seal(engine, seal)
    with plain_errors(place):
        with engine.begin() as connection:
            found = kind.key_number(connection)
            ready = found == seal.number and _version(connection) == NEWEST
        if not ready:  # whoever writes for long keeps nobody from reading
            _make_ready(engine, place, seal)
    return engine


def _open_to_read(place: Place, seal: Seal) -> Engine | None:
    """Return an engine that only reads a file; None when it can't be read as it is."""
    engine = on_sqlite.make_reader(place)
    use_seal(engine, seal)
    with suppress(DBAPIError), engine.begin() as connection:
        if _version(connection) == NEWEST:
            return engine
    return None


def keep_to_key(engine: Engine, place: Place) -> None:
    """Refuse a transaction when another program sealed everything anew meanwhile."""
    kind = _kind_of(engine)

    def same_key(connection: Connection) -> None:
        if connection.get_execution_options().get("begin") != "":
            found, seal = kind.key_number(connection), seal_of(connection.dialect)
            if found != seal.number:
                raise _locked(place, found, seal)

    event.listen(engine, "begin", same_key)


def rotate_key(settings: Settings, new: Seal) -> None:
    """Seal everything with `new` instead of the key of `settings`; all of it or nothing.

    Raises a `StoreError`.
    """
    place = database_place(settings)
    before = Seal(settings.encryption_key.get_secret_value())
    engine = open_database(place, before)
    try:
        with plain_errors(place):
            with _alone(engine) as connection:
                reseal(connection, before, new)
                set_key_number(connection, new)
            tidy(engine)
    finally:
        engine.dispose()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that writes; in SQLite it holds the file from its first statement on."""
    with engine.execution_options(**_kind_of(engine).WRITING).begin() as connection:
        yield connection


def is_writing(connection: Connection) -> bool:
    """Tell whether the transaction is one of `writing`."""
    return "begin" in connection.get_execution_options()


def hold(connection: Connection, table: Table) -> None:
    """Let nobody else write in `table` until this transaction, one of `writing`, ends."""
    _kind_of(connection).hold(connection, table)


def tidy(engine: Engine) -> None:
    """Leave nothing of what was erased, as far as that is ours to do."""
    _kind_of(engine).tidy(engine)


@contextmanager
def plain_errors(place: Place) -> Iterator[None]:
    """Turn what the database says into one sentence that tells what was kept and what to do."""
    try:
        yield
    except (DBAPIError, TimeoutError) as error:
        raise _kind(place.is_file).told(error, place) from error


def damaged(place: Place) -> StoreDamaged:
    """Return the error for a database that can't be read as ours."""
    return _kind(place.is_file).damaged(place)


def set_key_number(connection: Connection, seal: Seal) -> None:
    """Write down that everything is sealed with `seal` now."""
    _kind_of(connection).set_key_number(connection, seal.number)


def migrate(connection: Connection, place: Place) -> None:
    """Bring the tables up to `NEWEST`; a database of a later version is left alone."""
    found = _version(connection)
    if found == NEWEST:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"The database {place} was made by a later version of Stille Balans ({found}). "
            "Nothing in it was changed. Install that version again."
        ) from error


def _kind(is_file: bool) -> _Kind:
    return on_sqlite if is_file else on_postgres


def _kind_of(where: Engine | Connection) -> _Kind:
    return _kind(where.dialect.name == "sqlite")


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Give a transaction beside which nobody writes."""
    with engine.execution_options(**_kind_of(engine).ALONE).begin() as connection:
        yield connection


def _make_ready(engine: Engine, place: Place, seal: Seal) -> None:
    with _alone(engine) as connection:
        found = _kind_of(engine).key_number(connection)
        if found not in (0, seal.number):
            raise _locked(place, found, seal)
        migrate(connection, place)
        if found != seal.number:
            reseal(connection, Seal(), seal)
            set_key_number(connection, seal)
    if found != seal.number:
        tidy(engine)


def _locked(place: Place, found: int, seal: Seal) -> StoreLocked:
    if not found:
        what = "was opened with a key it isn't sealed with any more"
    elif seal.number:
        what = "is sealed with another key than the one in COACH_ENCRYPTION_KEY"
    else:
        what = "is sealed, and COACH_ENCRYPTION_KEY isn't set"
    return StoreLocked(
        f"The database {place} {what}. Everything in it is kept as it was. "
        "Put the key it was sealed with in COACH_ENCRYPTION_KEY and start again."
    )


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
