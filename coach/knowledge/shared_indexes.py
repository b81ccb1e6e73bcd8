"""One vector index for all servers: in PostgreSQL with pgvector, a cache like the one in a folder.

A vector stands under the digest of its text, so nothing is built beside and switched: whoever
indexes adds what is missing and takes away what was erased, and a server searches a library once
every text of it has its vector. Questions aren't searched there: each server has those in memory,
as every search compares all of them. See docs/decisions/0002-index-is-a-cache.md.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, TimeoutError

from coach.errors import IndexUnavailable
from coach.knowledge.embedder import Embedder, Vectors
from coach.knowledge.entries import first_asked
from coach.knowledge.graph import HNSW
from coach.knowledge.index import Index, in_memory
from coach.knowledge.index_folder import PATIENCE
from coach.knowledge.shared_index import SharedIndex, table_of, written, written_keys
from coach.knowledge.vectors import TOGETHER, Progress, key, load_shipped, vectors_of
from coach.own_document import OWN

if TYPE_CHECKING:
    from coach.knowledge.entries import Entry

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 2
STATEMENT_SECONDS = 5
MOST_NUMBERS = 2_000  # of a vector, that pgvector has an index for; longer ones are all compared
BATCH = 1_000
_BUILDER = 0x5717_1DE5  # whoever fills has it alone

Held = set[tuple[str, bool]]  # digest of a text, and whether it is of a document of one's own


class SharedIndexes:
    """The database at `address`, which holds nothing else. Safe to use from several threads."""

    def __init__(self, address: str, connections: int) -> None:
        """Connect to nothing yet; `connections` is how many there will be at most."""
        url = make_url(address).set(drivername="postgresql+psycopg")
        port = f":{url.port}" if url.port else ""
        self._shown = f"postgresql://{url.host or ''}{port}/{url.database or ''}"
        self._engine = create_engine(
            url,
            hide_parameters=True,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=STATEMENT_SECONDS,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "options": f"-c statement_timeout={STATEMENT_SECONDS * 1000}",
                "application_name": "stille-balans-index",
                "prepare_threshold": None,
            },
        )

    def __str__(self) -> str:
        """Return its address without user and password."""
        return self._shown

    def open(
        self,
        entries: Sequence[Entry],
        embedder: Embedder,
        *,
        rebuild: bool = False,
        progress: Progress | None = None,
        patience: float = PATIENCE,
    ) -> Index:
        """Return the index of `entries`, filled with what is missing, or all anew with `rebuild`.

        One process fills; others wait for `patience` seconds. What is in is kept when it is broken
        off. When it can't be used, what ships is searched from memory and `notice` says why; raises
        `IndexUnavailable` when anything had to be embedded for that.
        """
        if not entries:
            raise IndexUnavailable("There is nothing to index. Install the package again.")
        try:
            if rebuild or self._is_behind(entries, embedder):
                with self._alone(patience):
                    self._fill(entries, embedder, rebuild, progress)
            return self._over(entries, embedder)
        except (DBAPIError, TimeoutError, IndexUnavailable) as error:
            why = str(error) if isinstance(error, IndexUnavailable) else self._told(error)
            known = load_shipped()
            if any(key(embedder.name, entry) not in known for entry in entries):
                raise IndexUnavailable(why) from error
            return in_memory(entries, vectors_of(entries, embedder, known), why)

    def open_current(self, entries: Sequence[Entry], embedder: Embedder) -> Index | None:
        """Return the index of `entries` when none of them is missing; fill nothing."""
        try:
            if _wanted(entries, embedder).keys() - self._held(embedder):
                return None
            return self._over(entries, embedder)
        except (DBAPIError, TimeoutError) as error:
            logger.warning("%s", self._told(error))
            return None

    def known(self, embedder: Embedder) -> set[str]:
        """Return the keys of all vectors there are already; those that ship when it is away."""
        shipped = set(load_shipped())
        try:
            return shipped | {digest for digest, _ in self._held(embedder)}
        except (DBAPIError, TimeoutError):
            return shipped

    def current(self) -> Path | None:
        """Return None: there is no pointer that changes, and who is behind fills it itself."""
        return None

    def clear_away(self) -> None:
        """Do nothing: there is no index before this one."""

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _is_behind(self, entries: Sequence[Entry], embedder: Embedder) -> bool:
        held, wanted = self._held(embedder), _wanted(entries, embedder).keys()
        return bool(wanted - held) or any(own and (it, own) not in wanted for it, own in held)

    def _over(self, entries: Sequence[Entry], embedder: Embedder) -> Index:
        asked = entries[first_asked(entries) :]
        known = load_shipped()
        missing = [each for each in (key(embedder.name, one) for one in asked) if each not in known]
        if missing:
            query = text(
                f"SELECT key, CAST(vector AS real[]) FROM {table_of(embedder)}"
                " WHERE key = ANY(CAST(:keys AS bytea[]))"
            )
            given = {"keys": written_keys(map(bytes.fromhex, missing))}
            with self._working() as connection:
                found = connection.execute(query, given)
                known |= {row[0].hex(): np.array(row[1], dtype=np.float32) for row in found}
        matrix = vectors_of(asked, embedder, known) if asked else np.zeros((0, 0), np.float32)
        return SharedIndex(self._engine, entries, embedder, matrix, self._told)

    def _held(self, embedder: Embedder) -> Held:
        table = table_of(embedder)
        with self._working() as connection:
            if connection.scalar(text("SELECT to_regclass(:name)"), {"name": table}) is None:
                return set()
            rows = connection.execute(text(f"SELECT key, own FROM {table}"))
            return {(row.key.hex(), row.own) for row in rows}

    def _fill(
        self,
        entries: Sequence[Entry],
        embedder: Embedder,
        rebuild: bool,
        progress: Progress | None,
    ) -> None:
        """Add what is missing, each batch for good, and take away what isn't there any more."""
        self._require_pgvector()
        held, wanted = self._held(embedder), _wanted(entries, embedder)
        missing = [one for each, one in wanted.items() if rebuild or each not in held]
        shipped = load_shipped()
        fresh = [one for one in missing if key(embedder.name, one) not in shipped]
        ready = [one for one in missing if key(embedder.name, one) in shipped]
        for start in range(0, len(ready), BATCH):
            self._add(ready[start : start + BATCH], embedder, shipped)
        if progress is not None:
            progress(0, len(fresh))
        together = max(TOGETHER, len(fresh) // 100)
        for start in range(0, len(fresh), together):
            part = fresh[start : start + together]
            self._add(part, embedder, shipped)
            if progress is not None:
                progress(start + len(part), len(fresh))
        self._index(embedder)
        self._take_away(embedder, [digest for digest, own in wanted if own])

    def _require_pgvector(self) -> None:
        has = text("SELECT 1 FROM pg_extension WHERE extname = 'vector'")
        try:
            with self._working() as connection:
                if connection.scalar(has) is None:
                    connection.execute(text("CREATE EXTENSION vector"))
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            raise IndexUnavailable(
                f"The database {self} in COACH_INDEX_URL has no pgvector. Your talks are kept. "
                "Install it there and run CREATE EXTENSION vector, or unset COACH_INDEX_URL."
            ) from error

    def _add(
        self, entries: Sequence[Entry], embedder: Embedder, shipped: dict[str, Vectors]
    ) -> None:
        matrix, table = vectors_of(entries, embedder, shipped), table_of(embedder)
        numbers = matrix.shape[1]
        rows = [
            {
                "key": bytes.fromhex(key(embedder.name, entry)), "own": _is_own(entry),
                "asked": entry.as_query, "vector": written(vector),
            }
            for entry, vector in zip(entries, matrix, strict=True)
        ]  # fmt: skip
        with self._working() as connection:
            connection.execute(
                text(
                    f"CREATE TABLE IF NOT EXISTS {table} (key bytea, own boolean, asked boolean"
                    f" NOT NULL, vector vector({numbers}) NOT NULL, PRIMARY KEY (key, own))"
                )
            )
            connection.execute(
                text(
                    f"INSERT INTO {table} VALUES (:key, :own, :asked, CAST(:vector AS vector))"
                    " ON CONFLICT (key, own) DO UPDATE SET vector = EXCLUDED.vector"
                ),
                rows,
            )

    def _index(self, embedder: Embedder) -> None:
        """Have the nearest found without comparing all; quickest once the first are all in."""
        table = table_of(embedder)
        made = f"m = {HNSW['max_neighbors']}, ef_construction = {HNSW['ef_construction']}"
        numbers = text("SELECT atttypmod FROM pg_attribute WHERE attrelid = to_regclass(:table)"
                       " AND attname = 'vector'")  # fmt: skip
        with self._working() as connection:
            if connection.scalar(numbers, {"table": table}) <= MOST_NUMBERS:
                connection.execute(
                    text(
                        f"CREATE INDEX IF NOT EXISTS {table}_near ON {table}"
                        f" USING hnsw (vector vector_cosine_ops) WITH ({made}) WHERE NOT asked"
                    )
                )

    def _take_away(self, embedder: Embedder, keep: Sequence[str]) -> None:
        """Erase the vectors of documents of one's own that aren't there (so) any more.

        Whoever embedded otherwise before has nothing of one's own left here either.
        """
        ours = text("SELECT tablename FROM pg_tables WHERE tablename ~ '^vectors_[0-9a-f]{16}$'")
        with self._working() as connection:
            for table in connection.scalars(ours).all():
                kept = written_keys(map(bytes.fromhex, keep if table == table_of(embedder) else ()))
                gone = f"DELETE FROM {table} WHERE own AND key <> ALL(CAST(:kept AS bytea[]))"
                connection.execute(text(gone), {"kept": kept})

    @contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        """Be the one that fills, for as long as this transaction lasts."""
        with self._working() as connection:
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            connection.execute(text(f"SET LOCAL lock_timeout = {int(patience * 1000)}"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_BUILDER})"))
            yield

    @contextmanager
    def _working(self) -> Iterator[Connection]:
        """Give a transaction that takes as long as it takes."""
        with self._engine.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            yield connection

    def _told(self, error: Exception) -> str:
        code = getattr(getattr(error, "orig", None), "sqlstate", None) or "no answer"
        return (
            f"The search index in {self} can't be used ({code}). Your talks are kept. Start that "
            "database, correct COACH_INDEX_URL, or unset it: each server then has its own index."
        )


def _wanted(entries: Sequence[Entry], embedder: Embedder) -> dict[tuple[str, bool], Entry]:
    return {(key(embedder.name, entry), _is_own(entry)): entry for entry in entries}


def _is_own(entry: Entry) -> bool:
    return entry.section is not None and entry.section.document.startswith(OWN)
