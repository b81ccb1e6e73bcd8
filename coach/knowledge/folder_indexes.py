"""Where a server keeps its own index: in a folder, built beside the one in use and switched to."""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import suppress
from pathlib import Path

from coach.knowledge import index_folder
from coach.knowledge.embedder import Embedder
from coach.knowledge.index import VectorIndex, known_vectors, open_current, open_index
from coach.knowledge.vectors import Indexed, Progress


class FolderIndexes:
    """Where one server keeps its own index: a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __str__(self) -> str:
        """Return the folder."""
        return str(self._folder)

    def open(
        self,
        entries: Sequence[Indexed],
        embedder: Embedder,
        *,
        rebuild: bool = False,
        progress: Progress | None = None,
        patience: float = index_folder.PATIENCE,
    ) -> VectorIndex:
        """Return what `open_index` gives."""
        return open_index(
            self._folder, entries, embedder, rebuild=rebuild, progress=progress, patience=patience
        )

    def open_current(self, entries: Sequence[Indexed], embedder: Embedder) -> VectorIndex | None:
        """Return the index in use when it is the one of `entries` and whole; build nothing."""
        return open_current(self._folder, entries, embedder)

    def known(self, embedder: Embedder) -> Container[str]:
        """Return the keys of all vectors there are already."""
        return known_vectors(self._folder)

    def current(self) -> Path | None:
        """Return what changes once another process has built."""
        return index_folder.current(self._folder)

    def clear_away(self) -> None:
        """Remove indexes that nobody uses any more."""
        with suppress(OSError):
            index_folder.clear_away(self._folder)

    def close(self) -> None:
        """Nothing is held open but by an index."""
