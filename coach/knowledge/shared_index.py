"""The entries of one library, as they are found in a database that may hold more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, TimeoutError

from coach.errors import IndexUnavailable
from coach.knowledge.embedder import Embedder, Vectors
from coach.knowledge.entries import Entry, first_asked
from coach.knowledge.vectors import key

FORMAT = "1"  # raise it when what is kept there changes
SEARCH_WIDE = 800  # as in a folder: there 800 found the same as an exact search


class SharedIndex:
    """The entries of one library in a database that may hold more."""

    notice = ""

    def __init__(
        self,
        engine: Engine,
        entries: Sequence[Entry],
        embedder: Embedder,
        questions: Vectors,
        told: Callable[[Exception], str],
    ) -> None:
        """Find with `engine`; `questions` are the vectors of what is asked, (n, d).

        `told` says what to do about an error of the database.
        """
        self._engine, self._table, self._told = engine, table_of(embedder), told
        self._first_asked = first_asked(entries)
        self._questions = questions
        self.count = len(entries)
        found = entries[: self._first_asked]
        self._keys = [bytes.fromhex(key(embedder.name, entry)) for entry in found]
        self._names: dict[bytes, list[str]] = {}  # one text may stand in several places
        for digest, entry in zip(self._keys, found, strict=True):
            self._names.setdefault(digest, []).append(entry.id)

    def nearest(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """Return up to `count` (entry id, cosine similarity), nearest first, of what may be found.

        Raises `IndexUnavailable` when the database can't answer.
        """
        query = text(
            f"SELECT key, 1 - (vector <=> CAST(:to AS vector)) FROM {self._table} WHERE NOT asked"
            " ORDER BY vector <=> CAST(:to AS vector) LIMIT :count"
        )
        # Some may be of another version of the library, or the same text twice.
        wanted = {"to": written(vector), "count": min(2 * count, SEARCH_WIDE)}
        with self._asking() as connection:
            connection.execute(text(f"SET LOCAL hnsw.ef_search = {SEARCH_WIDE}"))
            rows = connection.execute(query, wanted).all()
        near = [(name, float(cosine)) for digest, cosine in dict(map(tuple, rows)).items()
                for name in self._names.get(digest, ())]  # fmt: skip
        return near[:count]

    def similarities(self, vector: Vectors, rows: slice) -> Vectors:
        """Return the cosines of `vector` with some questions, in the order they were given."""
        questions = self.vectors(rows)
        if not len(questions):
            return np.zeros(0, dtype=np.float32)
        found: Vectors = np.einsum("ij,j->i", questions, vector)
        return found

    def cosines(self, vector: Vectors, parts: Sequence[slice]) -> list[Vectors]:
        """Return the cosines of `vector` with the entries of each part, in one question.

        -1 for one that is gone meanwhile. Raises `IndexUnavailable`.
        """
        wanted = list({digest for rows in parts for digest in self._keys[rows]})
        query = text(
            f"SELECT key, 1 - (vector <=> CAST(:to AS vector)) FROM {self._table}"
            " WHERE key = ANY(CAST(:keys AS bytea[]))"
        )
        with self._asking() as connection:
            given = {"to": written(vector), "keys": written_keys(wanted)}
            rows = connection.execute(query, given).all()
        found = dict(map(tuple, rows))
        return [
            np.array([found.get(digest, -1.0) for digest in self._keys[part]], dtype=np.float32)
            for part in parts
        ]

    def vectors(self, rows: slice) -> Vectors:
        """Return the vectors of some questions, in the order they were given."""
        first = self._first_asked
        return self._questions[rows.start - first : rows.stop - first]

    def close(self) -> None:
        """The database is the place's to let go of."""

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except (DBAPIError, TimeoutError) as error:
            raise IndexUnavailable(self._told(error)) from error


def table_of(embedder: Embedder) -> str:
    """Return the table for the vectors of this embedder: those of another can't be compared."""
    return f"vectors_{hashlib.sha256(f'{FORMAT} {embedder.name}'.encode()).hexdigest()[:16]}"


def written(vector: Vectors) -> str:
    """Return `vector` as pgvector reads it."""
    return "[" + ",".join(map(str, vector.tolist())) + "]"


def written_keys(digests: Iterable[bytes]) -> str:
    """Return keys as PostgreSQL reads a list of them; the driver takes six times as long."""
    return "{" + ",".join(f'"\\\\x{digest.hex()}"' for digest in digests) + "}"
