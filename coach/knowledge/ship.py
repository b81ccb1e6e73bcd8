"""`python -m coach.knowledge.ship`: embed the shipped library and keep its vectors beside it."""

from __future__ import annotations

import sys

from coach.content import content_folder
from coach.knowledge.embedder import BundledEmbedder
from coach.knowledge.entries import entries_of
from coach.knowledge.library import load_library
from coach.knowledge.vectors import SHIPPED, ship_vectors


def main() -> None:
    """Rewrite the shipped vectors; raise `ContentError` when the library can't be read."""
    library = load_library(content_folder("knowledge"))
    kept, fresh = ship_vectors(entries_of(library), BundledEmbedder())
    sys.stderr.write(f"{SHIPPED.name} holds {kept} vectors, {fresh} of them new.\n")


if __name__ == "__main__":
    main()
