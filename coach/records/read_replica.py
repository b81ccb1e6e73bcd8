"""Reading from a streaming replica of PostgreSQL, which is always a little behind.

Nobody may miss there what was kept before they asked. So the database is asked how far its
write-ahead log has come, and the replica is read only once it has replayed as much: what is read
then is what the database would have given. One that stays behind, is away, or hangs, or is no
replica of that database (any more) isn't read, and is left alone for a while.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from threading import Event, Thread
from typing import Literal, TypeVar, cast

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, TimeoutError

from coach.errors import StoreError
from coach.records.on_postgres import make_engine
from coach.records.opening import keep_to_key
from coach.records.place import Place
from coach.records.sealing import Seal, use_seal

logger = logging.getLogger(__name__)

T = TypeVar("T")
A = TypeVar("A")
State = Literal["level", "behind", "foreign", "away"]

CONNECT_SECONDS = 2  # somebody waits, and the database can be read as well
CATCH_UP_SECONDS = 0.2
HANG_SECONDS = 5.0  # for all of it; one that hangs ends no statement of ours by itself
LOOK_SECONDS = 0.01
ALONE_SECONDS = 10.0
_NEVER = Event()
_AWAY = (DBAPIError, TimeoutError, TookTooLong, StoreError)

# What isn't flushed yet counts too: with synchronous_commit off it may have been acknowledged.
_POSITION = text(
    "SELECT system_identifier::text AS cluster, here::text AS reached,"
    " ('x' || left(pg_walfile_name(here), 8))::bit(32)::int AS timeline"
    " FROM pg_control_system(), pg_current_wal_insert_lsn() AS here"
)
# After a failover a replica that didn't follow may have replayed more, of another history.
_STATE = text(
    "SELECT CASE WHEN NOT pg_is_in_recovery() OR system_identifier::text <> :cluster"
    " THEN 'foreign' WHEN timeline_id = :timeline"
    " AND pg_last_wal_replay_lsn() >= CAST(:reached AS pg_lsn)"
    " THEN 'level' ELSE 'behind' END FROM pg_control_system(), pg_control_checkpoint()"
)


@dataclass(frozen=True)
class Position:
    """How far the write-ahead log of a database has come."""

    cluster: str
    timeline: int
    reached: str


class NotRead(Exception):
    """The replica can't be read just now; the database can."""


class Replica:
    """The replica at `place`. Safe to use from several threads."""

    def __init__(self, place: Place, seal: Seal, connections: int) -> None:
        """Connect to nothing yet; `connections` is how many there will be at most."""
        self.place = place
        self._engine = make_engine(place, connections, CONNECT_SECONDS)
        use_seal(self._engine, seal)
        keep_to_key(self._engine, place)
        self._alone_until = 0.0
        self._is_used = True
        self._hangs: Future[object] | None = None  # what was asked of it and didn't come

    @property
    def is_tried(self) -> bool:
        """Whether it isn't being left alone: for a while, and while something hangs there."""
        hangs = self._hangs is not None and not self._hangs.done()
        return not hangs and time.monotonic() >= self._alone_until

    def read(self, wanted: Position, read: Callable[[Connection], T]) -> T:
        """Return what `read` gives there, of a moment at or after `wanted`; raise `NotRead`."""

        def ask() -> tuple[State, T | None]:
            with self._engine.connect() as connection:
                state = self._caught_up(connection, wanted)
                if state != "level":
                    return state, None
                with connection.begin():
                    return state, read(connection)

        try:
            state, found = self._in_time(ask)
            if state == "level":
                self._is_used = True
                return cast(T, found)
        except _AWAY as error:
            state, cause = "away", type(error).__name__
        else:
            cause = state
        if self._is_used:  # once, not at every try
            logger.warning("The replica isn't read (%s); the database is. Run coach doctor.", cause)
        self._is_used = False
        self._alone_until = time.monotonic() + ALONE_SECONDS
        raise NotRead(state)

    def state(self, wanted: Position) -> State:
        """Return how it stands to the database."""

        def ask() -> State:
            with self._engine.connect() as connection:
                return self._caught_up(connection, wanted)

        try:
            return self._in_time(ask)
        except _AWAY:
            return "away"

    def close(self) -> None:
        """Let go of it."""
        self._engine.dispose()

    def _in_time(self, ask: Callable[[], A]) -> A:
        """Return what `ask` gives; raise `TookTooLong` when that hangs.

        It is asked in a thread, which is left behind then: PostgreSQL's own time limits are kept
        by the very server that hangs. No pool: that would wait for it when the program ends.
        """
        given: Future[A] = Future()

        def give() -> None:
            try:
                given.set_result(ask())
            except BaseException as error:  # noqa: BLE001  # raised where it is awaited
                given.set_exception(error)

        Thread(target=give, name="replica", daemon=True).start()
        try:
            return given.result(HANG_SECONDS)
        except TookTooLong:
            if not given.done():
                self._hangs = cast("Future[object]", given)
            raise

    def _caught_up(self, connection: Connection, wanted: Position) -> State:
        """Return its state, waiting a moment while it is behind.

        Each look is a transaction of its own: one that reads sees the moment it began.
        """
        until = time.monotonic() + CATCH_UP_SECONDS
        while True:
            with connection.begin():
                state: State = connection.execute(_STATE, vars(wanted)).scalar_one()
            if state != "behind" or time.monotonic() > until:
                return state
            _NEVER.wait(LOOK_SECONDS)


def position(connection: Connection) -> Position:
    """Return how far the database has come: all that was acknowledged before, and maybe more."""
    return Position(**connection.execute(_POSITION).mappings().one())
