"""`python -m coach.knowledge.ship`: embed the shipped library and keep its vectors beside it."""

from __future__ import annotations

import sys

from coach.content import content_folder
from coach.knowledge import topics
from coach.knowledge.embedder import BundledEmbedder
from coach.knowledge.entries import entries_of, first_asked
from coach.knowledge.library import load_library
from coach.knowledge.vectors import SHIPPED, load_shipped, ship_vectors, vectors_of


def main() -> None:
    """Rewrite what ships of the vectors; raise `ContentError` when the library can't be read."""
    embedder = BundledEmbedder()
    entries = entries_of(load_library(content_folder("knowledge")))
    kept, fresh = ship_vectors(entries, embedder)
    asked = entries[first_asked(entries) :]
    fitted = topics.fit(asked, vectors_of(asked, embedder, load_shipped()))
    topics.save(fitted, topics.digest(asked, embedder.name))
    sys.stderr.write(
        f"{SHIPPED.name} holds {kept} vectors, {fresh} of them new; "
        f"{topics.SHIPPED.name} knows {len(asked)} questions.\n"
    )


if __name__ == "__main__":
    main()
