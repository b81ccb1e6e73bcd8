"""Chroma's part of an index: what may be found, but for documents of one's own.

Filling Chroma with the library takes most of a build, and what ships changes with the version
alone. Documents of one's own change while people talk; they are compared exactly instead, so that
a change of theirs needs Chroma's files copied and nothing in them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from coach.knowledge import index_folder
from coach.own_document import OWN

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

    from coach.knowledge.embedder import Vectors
    from coach.knowledge.vectors import Indexed

COLLECTION = "passages"
# Searching 800 wide over 48 neighbours finds the same as an exact search on the shipped library: no
# query of 143 missed one in eight builds; 500 wide over 32 missed one in six of eight. It must be
# set at creation, since changing it on an open collection is silently ignored.
HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 800, "max_neighbors": 48}
BATCH = 4_000
_HELD = "graph"  # the file that names what Chroma holds


def rows_in_graph(entries: Sequence[Indexed]) -> list[int]:
    """Return the rows Chroma finds among: all that may be found, but what is one's own."""
    return [
        row for row, one in enumerate(entries) if not one.as_query and not one.id.startswith(OWN)
    ]


def rows_of_ones_own(entries: Sequence[Indexed]) -> list[int]:
    """Return the rows of documents of one's own, which are compared exactly."""
    return [row for row, one in enumerate(entries) if not one.as_query and one.id.startswith(OWN)]


def take_over(before: Path, place: Path, held: str, count: int) -> bool:
    """Copy Chroma's files from `before` to `place`, if it is whole and holds what `held` names.

    `count` is of how many vectors that is. Tells whether it did.
    """
    with suppress(FileNotFoundError), index_folder.hold(before):
        named = (before / _HELD).read_text(encoding="ascii") == held
        if named and index_folder.is_whole(before) and _counts(before) == count:
            index_folder.copy(before, place)
            note(place, held)
            return True
    return False


def note(place: Path, held: str) -> None:
    """Write down what Chroma holds in `place`."""
    (place / _HELD).write_text(held, encoding="ascii")


def fill(client: Client, name: str, entries: Sequence[Indexed], matrix: Vectors) -> Collection:
    """Return a new collection of the rows Chroma finds among, each by its place among them."""
    rows = rows_in_graph(entries)
    # A count below the default of 1,000 has Chroma write its vector files out, however few.
    hnsw: Any = {**HNSW, "sync_threshold": max(2, min(len(rows), 1_000))}
    collection = client.create_collection(
        name, configuration={"hnsw": hnsw}, embedding_function=None
    )
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        collection.add(
            ids=[str(start + number) for number in range(len(part))], embeddings=matrix[part]
        )
    return collection


def _counts(place: Path) -> int:
    """Return how many vectors Chroma finds in `place`; 0 when it can't open it."""
    from chromadb.errors import ChromaError

    try:
        with closing(persistent(place)) as client:
            return client.get_collection(COLLECTION, embedding_function=None).count()
    except (ChromaError, OSError, sqlite3.Error, ValueError):
        return 0


def persistent(place: Path) -> Client:
    """Return Chroma with its files in `place`."""
    import chromadb

    return cast("Client", chromadb.PersistentClient(place, _settings()))


def ephemeral() -> Client:
    """Return Chroma in memory; all of a process share one store."""
    import chromadb

    return cast("Client", chromadb.EphemeralClient(_settings()))


def _settings() -> Any:
    """Return Chroma's settings: nothing is reported, whatever stands in the environment."""
    from chromadb.config import Settings

    values: dict[str, Any] = {
        "_env_file": None,  # a .env in somebody's folder is none of ours
        "anonymized_telemetry": False,
        "chroma_otel_collection_endpoint": "",
        "chroma_api_impl": "chromadb.api.rust.RustBindingsAPI",
    }
    return Settings(**values)
