"""Documents of one's own are found once they're indexed, and never after they're removed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.knowledge import index_folder, live
from coach.knowledge.embedder import BundledEmbedder, Vectors
from coach.knowledge.library import Library
from coach.knowledge.live import LiveSearch, build_index, place_of
from coach.knowledge.own import LiveLibrary
from coach.own_document import OwnDocument
from coach.settings import Settings

ADDED = datetime(2026, 11, 1, tzinfo=UTC)
LOKET = OwnDocument(
    "own-loket-1", "nl", "Afspraken van het loket", ("leader",), "Overleg",
    "## Achterwacht\n\nDe achterwacht in het weekend rouleert per maand.\n\n"
    "## Inwerken\n\nElke nieuwe collega krijgt een maatje voor de eerste zes weken.",
    ADDED,
)  # fmt: skip
QUERY = "wie heeft de achterwacht in het weekend"


class Shelf:
    """Documents somebody can put on it and take off."""

    def __init__(self) -> None:
        self.held: dict[str, OwnDocument] = {}

    def put(self, document: OwnDocument) -> None:
        self.held[document.id] = document

    def version(self) -> str:
        return repr(self.held)

    def documents(self) -> tuple[OwnDocument, ...]:
        return tuple(self.held.values())


class Counting:
    """The bundled embedder, which remembers what it embedded."""

    def __init__(self, embedder: BundledEmbedder) -> None:
        self._embedder = embedder
        self.passed: list[str] = []
        self.meanwhile: list[OwnDocument] = []
        self.shelf: Shelf | None = None

    @property
    def name(self) -> str:
        return self._embedder.name

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.passed += texts
        while self.meanwhile and self.shelf is not None:
            self.shelf.put(self.meanwhile.pop())
        return self._embedder.passages(texts)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def counting(embedder: BundledEmbedder) -> Counting:
    return Counting(embedder)


@pytest.fixture(autouse=True)
def small_library(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the library of two short documents in the place of the shipped one."""
    monkeypatch.setattr(live, "_live", lambda shelf: LiveLibrary(library, shelf))


@pytest.fixture
def search(
    library: Library, shelf: Shelf, counting: Counting, settings: Settings
) -> Iterator[LiveSearch]:
    """Return a search as a page that runs has it, opened before anything was added."""
    opened = LiveSearch(LiveLibrary(library, shelf), counting, place_of(settings))
    counting.passed.clear()
    yield opened
    opened.close()


def found(search: LiveSearch, query: str = QUERY) -> list[str]:
    return [hit.document for hit in search.search(query, "nl").hits]


def test_a_document_is_found_and_quoted_once_the_index_is_built(
    search: LiveSearch, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    shelf.put(LOKET)
    assert search.is_behind
    assert "knowledge build" in search.notice
    assert LOKET.id not in found(search)
    assert build_index(settings, shelf, counting) == ""
    search.reload()
    assert not search.is_behind
    assert search.notice == ""
    result = search.search(QUERY, "nl")
    assert result.answerable
    best = result.hits[0]
    assert (best.document, best.section) == (LOKET.id, "achterwacht")
    assert best.quote == "De achterwacht in het weekend rouleert per maand."
    section = search.passage(best.document, best.section, "nl")
    assert section is not None
    assert best.quote in section.text


def test_only_what_changed_is_embedded_again_and_progress_is_told(
    search: LiveSearch, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    shelf.put(LOKET)
    told: list[tuple[int, int]] = []
    build_index(settings, shelf, counting, lambda done, total: told.append((done, total)))
    assert told[0] == (0, 4)
    assert told[-1] == (4, 4)
    assert len(counting.passed) == 4  # two passages, and a sentence in each
    counting.passed.clear()
    shelf.put(replace(LOKET, text=LOKET.text.replace("zes weken", "acht weken")))
    build_index(settings, shelf, counting)
    assert len(counting.passed) == 2
    assert all("acht weken" in text for text in counting.passed)


def test_what_is_added_during_the_building_comes_along(
    search: LiveSearch, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    later = replace(LOKET, id="own-later-1", title="Later", text="De koffie is om tien uur klaar.")
    counting.shelf, counting.meanwhile = shelf, [later]
    shelf.put(LOKET)
    build_index(settings, shelf, counting)
    search.reload()
    assert not search.is_behind
    assert found(search, "hoe laat is de koffie klaar")[0] == later.id


def test_a_removed_document_is_never_given_whatever_the_index_holds(
    search: LiveSearch, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    shelf.put(LOKET)
    build_index(settings, shelf, counting)
    search.reload()
    assert found(search)[0] == LOKET.id
    shelf.held.clear()
    result = search.search(QUERY, "nl")
    assert LOKET.id not in [hit.document for hit in result.hits]
    assert not result.answerable
    assert search.passage(LOKET.id, "achterwacht", "nl") is None


def test_a_sentence_that_was_changed_is_not_quoted_from_the_old_index(
    search: LiveSearch, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    shelf.put(LOKET)
    build_index(settings, shelf, counting)
    search.reload()
    shelf.put(replace(LOKET, text=LOKET.text.replace("per maand", "per week")))
    library = search.library
    for hit in search.search(QUERY, "nl").hits:
        section = library.section(hit.document, hit.section, hit.language)
        assert section is not None
        assert hit.quote in section.text


def test_a_reader_follows_the_pointer_by_itself(
    search: LiveSearch, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    shelf.put(LOKET)
    build_index(settings, shelf, counting)
    found(search)  # sees the pointer, and answers from what it has
    for thread in threading.enumerate():
        if thread.name == "reload-index":
            thread.join()
    assert found(search)[0] == LOKET.id
    assert len(counting.passed) == 4  # nothing was embedded a second time


def test_a_search_under_way_keeps_its_index_while_another_is_switched_to(
    search: LiveSearch, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    shelf.put(LOKET)
    build_index(settings, shelf, counting)
    with search._leased() as before:
        search.reload()
        assert before.search("bedankt", "nl").hits
        assert found(search)[0] == LOKET.id
    with pytest.raises(CoachError, match="closed"):
        before.search("bedankt", "nl")


def test_starting_does_not_wait_for_documents_that_must_be_embedded(
    library: Library, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    shelf.put(LOKET)
    opened = LiveSearch(LiveLibrary(library, shelf), counting, place_of(settings))
    assert opened.is_behind
    assert not any("achterwacht" in text for text in counting.passed)
    assert found(opened, "bedankt")
    opened.close()


def test_after_an_upgrade_of_the_library_nothing_of_ones_own_is_embedded_again(
    library: Library, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    shelf.put(LOKET)
    build_index(settings, shelf, counting)
    counting.passed.clear()
    fewer = {key: each for key, each in library.documents.items() if key[0] != "repair"}
    upgraded = LiveLibrary(replace(library, documents=fewer), shelf)
    opened = LiveSearch(upgraded, counting, place_of(settings))
    assert not opened.is_behind
    assert found(opened)[0] == LOKET.id
    assert counting.passed == []
    opened.close()


def test_a_build_that_dies_leaves_the_index_in_use(
    search: LiveSearch, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    before = index_folder.current(settings.data_dir / "index")

    def die(done: int, total: int) -> None:
        raise KeyboardInterrupt

    shelf.put(LOKET)
    with pytest.raises(KeyboardInterrupt):
        build_index(settings, shelf, counting, die)
    assert index_folder.current(settings.data_dir / "index") == before
    assert found(search, "bedankt")
    assert Path(str(before)).is_dir()


def test_a_reader_builds_nothing(
    search: LiveSearch, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    """Else its older view of the shelf could replace what a builder just made."""
    shelf.put(LOKET)
    build_index(settings, shelf, counting)
    shelf.put(replace(LOKET, text=LOKET.text + "\n\nEen zin erbij."))
    before = index_folder.current(settings.data_dir / "index")
    search.reload()
    assert index_folder.current(settings.data_dir / "index") == before
    assert search.is_behind
