"""Vectors of passages: the ones that ship with the product, and fresh ones for the rest."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coach.knowledge.embedder import DIMENSIONS, Embedder, Vectors

SHIPPED = Path(__file__).with_name("vectors.npz")
TOGETHER = 8  # texts embedded between two words of progress, or a hundredth of all

Progress = Callable[[int, int], None]  # how many are done, of how many


class Indexed(Protocol):
    """Something in the index: an id of its own, the text that is embedded, and in which role."""

    @property
    def id(self) -> str: ...

    @property
    def embedding_text(self) -> str: ...

    @property
    def as_query(self) -> bool: ...


def key(embedder_name: str, entry: Indexed) -> str:
    """Return what a shipped vector is found by: it changes with the text and with the embedder."""
    role = "query" if entry.as_query else "passage"
    return hashlib.sha256(f"{embedder_name}\n{role}\n{entry.embedding_text}".encode()).hexdigest()


def load_shipped(path: Path = SHIPPED) -> dict[str, Vectors]:
    """Return the shipped vectors by key, each of shape (384,); none when the file can't be used.

    A missing or damaged file costs time, not answers: those passages are embedded afresh.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            keys = [row.tobytes().hex() for row in stored["keys"]]
            matrix = stored["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if matrix.shape != (len(keys), DIMENSIONS):
        return {}
    return dict(zip(keys, _unit(matrix), strict=True))


def vectors_of(
    entries: Sequence[Indexed],
    embedder: Embedder,
    known: Mapping[str, Vectors],
    progress: Progress | None = None,
) -> Vectors:
    """Return one row per entry, shape (n, d): known where the key matches, else embedded.

    `progress` hears how many of how many had to be embedded, before the first and as it goes on.
    """
    name = embedder.name
    found: dict[int, Vectors] = {}
    missing: dict[bool, list[int]] = {False: [], True: []}
    for row, entry in enumerate(entries):
        ready = known.get(key(name, entry))
        if ready is not None:
            found[row] = ready
        else:
            missing[entry.as_query].append(row)
    done, total = 0, sum(len(rows) for rows in missing.values())
    if progress is not None:
        progress(0, total)
    together = max(TOGETHER, total // 100)
    for as_query, rows in missing.items():
        embed = embedder.queries if as_query else embedder.passages
        for start in range(0, len(rows), together):
            part = rows[start : start + together]
            fresh = embed([entries[row].embedding_text for row in part])
            found.update(zip(part, fresh, strict=True))
            done += len(part)
            if progress is not None:
                progress(done, total)
    return np.stack([found[row] for row in range(len(entries))])


def ship_vectors(
    entries: Sequence[Indexed], embedder: Embedder, path: Path = SHIPPED
) -> tuple[int, int]:
    """Rewrite the shipped vectors for `entries`; return (all, embedded just now).

    Kept as 8-bit numbers, which moves a cosine by less than 0.001, and in the order of the keys,
    so that the same content gives the same file.
    """
    before = load_shipped(path)
    matrix = vectors_of(entries, embedder, before)
    rows = {key(embedder.name, entry): row for row, entry in enumerate(entries)}
    keys = sorted(rows)
    np.savez(
        path,
        keys=np.frombuffer(bytes.fromhex("".join(keys)), dtype=np.uint8).reshape(-1, 32),
        vectors=_eight_bits(matrix[[rows[name] for name in keys]]),
    )
    return len(keys), sum(name not in before for name in keys)


def _eight_bits(matrix: Vectors) -> NDArray[np.int8]:
    """Scale every row to the range of 8 bits; its length is restored when it's read."""
    highest = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-12)
    scaled: NDArray[np.int8] = np.rint(matrix / highest * 127).astype(np.int8)
    return scaled


def _unit(matrix: Vectors) -> Vectors:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: Vectors = (matrix / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled
