"""The vector index: Chroma in a folder of its own, a cache that is rebuilt whenever it isn't right.

Chroma holds what may be found of the library. Questions and documents of one's own stand beside it
in the file of vectors: every search compares all of them.
`index/current` names the folder in use. A new index is built beside it and the name switched, so
a reader never sees half of one; see docs/decisions/0002-index-is-a-cache.md.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

import numpy as np

from coach.errors import IndexUnavailable
from coach.knowledge import graph, index_folder
from coach.knowledge.embedder import Embedder, Vectors
from coach.knowledge.vectors import Indexed, Progress, key, load_shipped, vectors_of

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

logger = logging.getLogger(__name__)

VECTORS = "vectors.npy"  # the same vectors by row: Chroma gives single ones back slowly
KEYS = "keys.npy"  # what each row is found by, so that the next index embeds only what is new
FORMAT = "6"  # raise it when what is kept in the index changes


class Index(Protocol):
    """An opened index, wherever it is kept; see `VectorIndex` for what each gives."""

    @property
    def count(self) -> int: ...
    @property
    def notice(self) -> str: ...
    def nearest(self, vector: Vectors, count: int) -> list[tuple[str, float]]: ...
    def similarities(self, vector: Vectors, rows: slice) -> Vectors: ...
    def cosines(self, vector: Vectors, parts: Sequence[slice]) -> list[Vectors]: ...
    def vectors(self, rows: slice) -> Vectors: ...
    def close(self) -> None: ...


class VectorIndex:
    """One opened index; `notice` says why it lives in memory only, if it does."""

    def __init__(
        self,
        client: Client,
        collection: Collection,
        matrix: Vectors,
        entries: Sequence[Indexed],
        held: IO[bytes] | None = None,
        notice: str = "",
    ) -> None:
        self._client = client
        self._collection = collection
        self._matrix = matrix.view(np.ndarray)  # a memory map of its own type is slow to slice
        self._names = [entries[row].id for row in graph.rows_in_graph(entries)]
        own = graph.rows_of_ones_own(entries)
        self._own = slice(own[0], own[-1] + 1) if own else slice(0)
        self._own_names = [entries[row].id for row in own]
        self._held = held
        self._closed = False
        self._found = max(1, collection.count())
        self.notice = notice

    @property
    def count(self) -> int:
        """Number of vectors; nobody adds to an index once it is built."""
        return len(self._matrix)

    def nearest(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """Return up to `count` (entry id, cosine similarity), nearest first, of what may be found.

        Questions aren't among them: they are compared by `similarities`. `vector` has shape
        (384,). Raises `IndexUnavailable` when Chroma can't answer.
        """
        from chromadb.errors import ChromaError

        if self._closed:
            raise IndexUnavailable("The search index is closed. Your talks are kept. Start again.")
        try:
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=min(count, self._found),
                include=["distances"],
            )
        except ChromaError as error:
            raise IndexUnavailable(
                "The search index doesn't answer. Your talks are kept. "
                "Start again: the index is then built anew."
            ) from error
        pairs = zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)
        near = [(self._names[int(row)], 1.0 - distance) for row, distance in pairs]
        near += self._nearest_of_ones_own(vector, count)
        return sorted(near, key=lambda pair: pair[1], reverse=True)[:count]

    def _nearest_of_ones_own(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        cosines = self.similarities(vector, self._own)
        best = np.argsort(-cosines)[:count].tolist()
        return [(self._own_names[row], float(cosines[row])) for row in best]

    def similarities(self, vector: Vectors, rows: slice) -> Vectors:
        """Return the cosines of `vector` with some entries, in the order they were given."""
        # Not `@`: that wakes OpenBLAS's threads, which wait for each other on a busy machine
        # (p95 12 ms for 4,600 rows, against 0.2 ms).
        found: Vectors = np.einsum("ij,j->i", self._matrix[rows], vector)
        return found

    def cosines(self, vector: Vectors, parts: Sequence[slice]) -> list[Vectors]:
        """Return the `similarities` of `vector` with the entries of each part."""
        return [self.similarities(vector, rows) for rows in parts]

    def vectors(self, rows: slice) -> Vectors:
        """Return the vectors of some entries, in the order they were given; shape (n, 384)."""
        return np.array(self._matrix[rows])

    def close(self) -> None:
        """Let go of the files; searching afterwards isn't possible."""
        self._closed = True
        self._client.close()
        if self._held is not None:
            self._held.close()


def open_index(
    folder: Path,
    entries: Sequence[Indexed],
    embedder: Embedder,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    patience: float = index_folder.PATIENCE,
) -> VectorIndex:
    """Return the index of `entries`, opened from `folder`, or built there when it isn't right.

    Built anew when content, settings, embedder or Chroma's version changed, when files are
    missing or damaged, or when `rebuild` asks for it; what the index before it holds of the same
    texts isn't embedded again, nor put into Chroma again. Documents of one's own stand side by
    side, as `entries_of` has them. One process builds; others wait for `patience` seconds. When the
    folder can't be written, the index lives in memory and its `notice` says so. Raises
    `IndexUnavailable` only when the embedder can't load or nothing is there to index.
    """
    from chromadb.errors import ChromaError

    if not entries:
        raise IndexUnavailable("There is nothing to index. Install the package again.")
    wanted = fingerprint(entries, embedder.name)

    @cache
    def vectors() -> Vectors:
        known = load_shipped() if rebuild else known_vectors(folder)
        return vectors_of(entries, embedder, known, progress)

    keys = [key(embedder.name, entry) for entry in entries]
    in_graph = [entries[row] for row in graph.rows_in_graph(entries)]
    named = fingerprint(in_graph, embedder.name)
    try:
        ready = None if rebuild else _open_current(folder, wanted, entries)
        if ready is not None:
            return ready
        with index_folder.only_writer(folder, patience):
            ready = None if rebuild else _open_current(folder, wanted, entries)
            before = None if rebuild else index_folder.current(folder)
            return ready or _build(folder, wanted, entries, vectors, keys, named, before)
    except (OSError, sqlite3.Error, ChromaError) as error:
        logger.warning("The index can't be kept on disk: %s", error)
        return in_memory(entries, vectors(), _cannot_be_kept(folder, error))


def open_current(
    folder: Path, entries: Sequence[Indexed], embedder: Embedder
) -> VectorIndex | None:
    """Return the index in use when it is the one of `entries` and whole; build nothing."""
    return _open_current(folder, fingerprint(entries, embedder.name), entries)


def known_vectors(folder: Path) -> dict[str, Vectors]:
    """Return every vector there is already by its key: what ships, and what the index holds."""
    known = load_shipped()
    place = index_folder.current(folder)
    if place is None or not index_folder.is_whole(place):
        return known
    try:
        keys, matrix = np.load(place / KEYS), np.load(place / VECTORS)
    except (OSError, ValueError):
        return known
    return {row.tobytes().hex(): matrix[number] for number, row in enumerate(keys)} | known


def fingerprint(entries: Sequence[Indexed], embedder_name: str) -> str:
    """Return 16 hex digits that change with whatever would make another index."""
    from importlib.metadata import version

    digest = hashlib.sha256()
    for part in (FORMAT, json.dumps(graph.HNSW), version("chromadb"), embedder_name):
        digest.update(part.encode() + b"\0")
    for entry in entries:
        digest.update(f"{entry.id}\0{entry.as_query}\0{entry.embedding_text}\0".encode())
    return digest.hexdigest()[:16]


def _open_current(folder: Path, wanted: str, entries: Sequence[Indexed]) -> VectorIndex | None:
    """Open the index the pointer names; None when it isn't there, isn't ours or isn't whole."""
    from chromadb.errors import ChromaError

    place = index_folder.current(folder)
    if place is None or not place.name.startswith(wanted):
        return None
    try:
        held = index_folder.hold(place)
    except OSError:
        return None
    # Opening comes last: Chroma crashes the process on a damaged vector file, and finds
    # nothing, without a word, when one is missing.
    if not index_folder.is_whole(place, wanted):
        held.close()
        return None
    count, found = len(entries), len(graph.rows_in_graph(entries))
    client: Client | None = None
    try:
        client = graph.persistent(place)
        collection = client.get_collection(graph.COLLECTION, embedding_function=None)
        matrix = np.load(place / VECTORS, mmap_mode="r")
        if len(matrix) == count and collection.count() == found:
            return VectorIndex(client, collection, matrix, entries, held)
    except (ChromaError, OSError, sqlite3.Error, ValueError) as error:
        logger.warning("The index in %s can't be opened and is built anew: %s", place, error)
    if client is not None:
        client.close()
    held.close()
    return None


def _build(
    folder: Path,
    wanted: str,
    entries: Sequence[Indexed],
    vectors: Callable[[], Vectors],
    keys: Sequence[str],
    in_graph: str,
    before: Path | None,
) -> VectorIndex:
    """Build beside `before`, switch the pointer, and clear away what nobody uses.

    Of that, what Chroma is to hold is taken over when it is `in_graph`.
    """
    matrix = vectors()
    place = index_folder.new_place(folder, wanted)
    try:
        held = index_folder.hold(place)
        count = len(graph.rows_in_graph(entries))
        if before is None or not graph.take_over(before, place, in_graph, count):
            client = graph.persistent(place)
            try:
                graph.fill(client, graph.COLLECTION, entries, matrix)
            finally:
                client.close()
            graph.note(place, in_graph)
        np.save(place / VECTORS, matrix)
        rows = np.frombuffer(bytes.fromhex("".join(keys)), dtype=np.uint8)
        np.save(place / KEYS, rows.reshape(len(keys), -1))
        index_folder.vacuum(place)
        index_folder.seal(place, wanted)
        client = graph.persistent(place)
        collection = client.get_collection(graph.COLLECTION, embedding_function=None)
        index_folder.switch(folder, place)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    index_folder.clear_away(folder)
    return VectorIndex(client, collection, matrix, entries, held)


def in_memory(entries: Sequence[Indexed], matrix: Vectors, notice: str) -> VectorIndex:
    """Return an index of `entries` that is kept nowhere; `notice` says why."""
    client = graph.ephemeral()
    # All in-memory clients of a process share one store: every index needs a name of its own.
    name = f"{graph.COLLECTION}-{secrets.token_hex(8)}"
    collection = graph.fill(client, name, entries, matrix)
    return VectorIndex(client, collection, matrix, entries, notice=notice)


def _cannot_be_kept(folder: Path, error: Exception) -> str:
    reason = (getattr(error, "strerror", None) or str(error)).strip().rstrip(".")
    return (
        f"The search index can't be kept in {folder} ({reason}). Searching works, from memory. "
        "Give that folder room and write access, or set COACH_DATA_DIR to another one."
    )
