"""What a turn leans on: the embedder, the screen, the library's search, and who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.explain import Searcher
from coach.dialogue.screen import Screen
from coach.dialogue.state import Away, Speaker, State
from coach.dialogue.understand import Understanding


class Embedder(Protocol):
    """What a turn needs of an embedder: unit vectors of shape (n, 384)."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Reader(Protocol):
    """Something that may add to how a turn was understood; see `coach.dialogue.reader`."""

    def read(self, state: State, text: str, understood: Understanding) -> Understanding: ...


@dataclass(frozen=True)
class Tools:
    """What a turn leans on; each can be replaced at its seam in a test."""

    embedder: Embedder
    screen: Screen
    search: Searcher
    reader: Reader | None = None
    speaker: Speaker = "guided"
    away: Away = field(default_factory=Away)


def load_tools(settings: Any) -> Tools:
    """Load the embedder, the screen and the library's search; takes a second or so."""
    from coach.dialogue.reader_network import network
    from coach.knowledge.embedder import make_embedder
    from coach.knowledge.live import open_search
    from coach.records.documents import open_documents

    network()  # so that the first turn doesn't wait for it
    embedder = make_embedder(settings)
    search = open_search(settings, embedder, shelf=open_documents(settings))
    return Tools(embedder, Screen(embedder), search, away=who_gets_what(settings))


def who_gets_what(settings: Any) -> Away:
    """Return who else gets something by these settings: a provider, an index, a database elsewhere."""
    from coach.records.place import database_place, replica_place, server_place

    address = settings.index_url.get_secret_value()
    index = server_place(address).elsewhere if address else ""
    places = (database_place(settings), replica_place(settings))
    kept = dict.fromkeys(p.elsewhere for p in places if p is not None and p.elsewhere)
    looked_up = filter(None, (settings.embeddings_provider, index))
    return Away(", ".join(looked_up), ", ".join(kept))
