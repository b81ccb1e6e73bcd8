"""Searching the library as it is now: with whatever documents of one's own stand on the shelf.

Whoever changes the set of documents builds its index beside the one in use and switches the
pointer. Every reader sees the pointer change, opens the new index behind its back, and goes on
with the old one until then. A document that was taken off the shelf is never given, whichever
index is in use.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.dialogue.state import Audience, Language, Phase
from coach.errors import CoachError
from coach.knowledge.document import Section
from coach.knowledge.embedder import Embedder, Vectors
from coach.knowledge.entries import entries_of
from coach.knowledge.library import Library
from coach.knowledge.own import LiveLibrary, is_own
from coach.knowledge.search import Hit, Search, SearchResult
from coach.knowledge.vectors import Progress, key
from coach.own_document import EmptyShelf, Shelf

if TYPE_CHECKING:
    from coach.knowledge.folder_indexes import FolderIndexes
    from coach.knowledge.shared_indexes import SharedIndexes
    from coach.settings import Settings

logger = logging.getLogger(__name__)

UNTIL_BUILT = 3600.0  # seconds to wait for another process that builds, when ours has to follow


class LiveSearch:
    """Searches what is on the shelf and in the library. Safe to share between threads."""

    def __init__(
        self,
        live: LiveLibrary,
        embedder: Embedder,
        place: FolderIndexes | SharedIndexes,
        *,
        rebuild: bool = False,
        takes_vectors: bool = True,
    ) -> None:
        """Open what can be searched without embedding a document; `build_index` does the rest.

        `takes_vectors` is as for `Search`.
        """
        self._live = live
        self._embedder = embedder
        self._place = place
        self._takes_vectors = takes_vectors
        self._lock = threading.Lock()
        self._reloading = threading.Lock()
        self._users: dict[Search, int] = {}
        library = live.now() if rebuild else self._ready(live.now())
        entries = entries_of(library)
        ready = None if rebuild else place.open_current(entries, embedder)
        index = ready or place.open(entries, embedder, rebuild=rebuild)
        self._search = Search(library, entries, embedder, index, takes_vectors=takes_vectors)
        self._seen = self._place.current()

    @property
    def library(self) -> Library:
        """The library as it is now."""
        return self._live.now()

    @property
    def is_behind(self) -> bool:
        """Whether a document on the shelf can't be searched yet, or one taken off still stands."""
        return self._search.library.documents != self._live.now().documents

    @property
    def notice(self) -> str:
        """What whoever runs the coach should know about the index; empty when all is well."""
        if self._search.notice or not self.is_behind:
            return self._search.notice
        return (
            "Documents of your own are kept, and not all of them can be found yet. "
            "`coach knowledge build` makes them searchable; so does a page that runs."
        )

    def search(
        self,
        query: str,
        language: Language | None = None,
        k: int = 10,
        phase: Phase | None = None,
        *,
        vector: Vectors | None = None,
        audience: Audience | None = None,
    ) -> SearchResult:
        """Return what `Search.search` finds, without what isn't there any more."""
        self._look()
        with self._leased() as search:
            found = search.search(query, language, k, phase, vector=vector, audience=audience)
        library = self._live.now()
        hits = tuple(hit for hit in found.hits if _stands(hit, library))
        sure = found.answerable and hits[:1] == found.hits[:1]
        return replace(found, answerable=sure, hits=hits)

    def passage(self, document: str, section: str, language: Language) -> Section | None:
        """Return the section a citation names, or None when it isn't there any more."""
        return self._live.now().section(document, section, language)

    def reload(self) -> None:
        """Go on with the index in use, if it is of what stands on the shelf; build nothing."""
        with self._reloading:
            self._seen = self._place.current()
            library = self._live.now()
            if library.documents == self._search.library.documents:
                return
            entries = entries_of(library)
            index = self._place.open_current(entries, self._embedder)
            if index is not None:
                self._switch(
                    Search(
                        library, entries, self._embedder, index, takes_vectors=self._takes_vectors
                    )
                )

    def close(self) -> None:
        """Let go of the index."""
        self._search.close()
        self._place.close()

    def _look(self) -> None:
        """Open what another process built, in a thread, once its pointer shows."""
        if self._place.current() != self._seen and not self._reloading.locked():
            threading.Thread(target=self._reload_quietly, name="reload-index", daemon=True).start()

    def _reload_quietly(self) -> None:
        try:
            self.reload()
        except CoachError as error:
            logger.warning("The new index can't be opened: %s", type(error).__name__)

    def _ready(self, library: Library) -> Library:
        """Return `library` without the documents of one's own that would have to be embedded."""
        own = {name: one for name, one in library.documents.items() if is_own(one.id)}
        if not own:
            return library
        known = self._place.known(self._embedder)
        waiting = {
            name
            for name, one in own.items()
            if any(
                key(self._embedder.name, entry) not in known
                for entry in entries_of(Library({name: one}, {}))
            )
        }
        documents = {name: one for name, one in library.documents.items() if name not in waiting}
        return replace(library, documents=documents)

    @contextmanager
    def _leased(self) -> Iterator[Search]:
        """Give the search in use, which stays open until everybody gave it back."""
        with self._lock:
            search = self._search
            self._users[search] = self._users.get(search, 0) + 1
        try:
            yield search
        finally:
            with self._lock:
                self._users[search] -= 1
                idle = self._users[search] == 0
                if idle:
                    del self._users[search]
                if idle and search is not self._search:
                    self._let_go(search)

    def _switch(self, search: Search) -> None:
        with self._lock:
            before, self._search = self._search, search
            if before not in self._users:
                self._let_go(before)

    def _let_go(self, search: Search) -> None:
        """Close an index nobody uses here any more, and take it off the disk.

        It may hold headings of a document that was erased, and its file isn't vacuumed but gone.
        """
        search.close()
        self._place.clear_away()


def build_index(
    settings: Settings,
    shelf: Shelf,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> str:
    """Build the index of the library and what is on `shelf`, and switch to it.

    Done at once when it is there; what is put on the shelf meanwhile comes along. `progress`
    hears how many texts had to be embedded: those of unchanged passages aren't. Returns why the
    index couldn't be kept, if so; raises `IndexUnavailable` when the embedder can't load.
    """
    from coach.knowledge.embedder import library_embedder, make_embedder

    live, place = _live(shelf), place_of(settings)
    searching = library_embedder(settings) or embedder or make_embedder(settings)
    built: Library | None = None
    try:
        while (library := live.now()) is not built:
            index = place.open(
                entries_of(library), searching, progress=progress, patience=UNTIL_BUILT
            )
            index.close()
            if index.notice:
                return index.notice
            built = library
        return ""
    finally:
        place.close()


def open_search(
    settings: Settings,
    embedder: Embedder | None = None,
    *,
    shelf: Shelf | None = None,
    rebuild: bool = False,
) -> LiveSearch:
    """Return a search over the library and what is on `shelf`, its index in `settings.data_dir`.

    `embedder` is the talk's own, used here as well unless `settings.embeddings` names another.
    Raises `SettingsError` when that other one can't be made, `ContentError` when the library can't
    be read and `IndexUnavailable` when the embedder fails; an index that can't be kept on disk only
    gives a `notice`.
    """
    from coach.knowledge.embedder import library_embedder, make_embedder

    own = library_embedder(settings)
    return LiveSearch(
        _live(shelf or EmptyShelf()),
        own or embedder or make_embedder(settings),
        place_of(settings),
        rebuild=rebuild,
        takes_vectors=own is None,
    )


def place_of(settings: Settings) -> FolderIndexes | SharedIndexes:
    """Return where the index of these settings is kept."""
    if address := settings.index_url.get_secret_value():
        from coach.knowledge.shared_indexes import SharedIndexes

        return SharedIndexes(address, settings.database_connections)
    from coach.knowledge.folder_indexes import FolderIndexes

    return FolderIndexes(settings.data_dir / "index")


def _live(shelf: Shelf) -> LiveLibrary:
    from coach.content import content_folder
    from coach.knowledge.library import load_library

    return LiveLibrary(load_library(content_folder("knowledge")), shelf)


def _stands(hit: Hit, library: Library) -> bool:
    if not is_own(hit.document):
        return True
    section = library.section(hit.document, hit.section, hit.language)
    return section is not None and hit.quote in section.text
