"""A library of two short documents, the bundled embedder, and a search over both."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.knowledge.embedder import BundledEmbedder
from coach.knowledge.library import Library, load_library
from coach.knowledge.search import Search

FIXTURES = Path(__file__).with_name("fixtures")


@pytest.fixture(scope="session")
def embedder() -> BundledEmbedder:
    """Return the embedder that ships; loaded once."""
    return BundledEmbedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a library folder of its own, to break."""
    return Path(shutil.copytree(FIXTURES, tmp_path / "knowledge"))


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the small library."""
    return load_library(FIXTURES)


@pytest.fixture(scope="session")
def small(
    library: Library, embedder: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Search]:
    """Return a search over the small library."""
    search = Search.over(library, embedder, tmp_path_factory.mktemp("index"))
    yield search
    search.close()
