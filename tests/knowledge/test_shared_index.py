"""One index in a real PostgreSQL with pgvector: found as in a folder, filled by one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import psycopg
import pytest
from pydantic import SecretStr

from coach.content import content_folder
from coach.dialogue.explain import answer
from coach.errors import IndexUnavailable, SettingsError
from coach.knowledge import live
from coach.knowledge.embedder import BundledEmbedder, Vectors
from coach.knowledge.entries import entries_of, first_asked
from coach.knowledge.folder_indexes import FolderIndexes
from coach.knowledge.library import Library, load_library
from coach.knowledge.live import LiveSearch, build_index, place_of
from coach.knowledge.own import LiveLibrary
from coach.knowledge.search import Search
from coach.knowledge.shared_index import table_of, written
from coach.knowledge.shared_indexes import SharedIndexes
from coach.settings import Settings, load_settings
from tests.fakes.postgres import Postgres, with_pgvector
from tests.knowledge.test_live import LOKET, QUERY, Counting, Shelf
from tests.knowledge.test_live import found as found_by


@pytest.fixture
def address(pgvector: Postgres) -> str:
    return pgvector.database(empty=True)


@pytest.fixture
def settings(address: str, settings: Settings) -> Settings:
    """Return settings of a server whose index is shared; its store isn't asked here."""
    return settings.model_copy(update={"index_url": SecretStr(address)})


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


def server(library: Library, shelf: Shelf, counting: Counting, settings: Settings) -> LiveSearch:
    """Return a search as each server has one."""
    return LiveSearch(LiveLibrary(library, shelf), counting, place_of(settings))


@pytest.fixture
def two(
    library: Library, shelf: Shelf, counting: Counting, settings: Settings
) -> Iterator[tuple[LiveSearch, LiveSearch]]:
    both = tuple(server(library, shelf, counting, settings) for _ in range(2))
    counting.passed.clear()
    yield both[0], both[1]
    for each in both:
        each.close()


def own_rows(address: str) -> int:
    """Return how many vectors of documents of one's own there are, in whatever table."""
    with psycopg.connect(address) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE tablename ~ 'vectors_'")
        return sum(
            connection.execute(f"SELECT count(*) FROM {name} WHERE own".encode()).fetchall()[0][0]
            for (name,) in tables.fetchall()
        )


def test_the_same_is_found_as_in_a_folder(
    address: str, embedder: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with psycopg.connect(address, autocommit=True) as connection:  # so few it would compare all
        connection.execute(f"ALTER DATABASE {address.rpartition('/')[2]} SET enable_seqscan = off")
    whole = load_library(content_folder("knowledge"))
    entries = entries_of(whole)
    shared = SharedIndexes(address, 4)
    local = FolderIndexes(tmp_path_factory.mktemp("index"))
    one = Search(whole, entries, embedder, shared.open(entries, embedder))
    other = Search(whole, entries, embedder, local.open(entries, embedder))
    for query in ("hoe bedank ik iemand", "wat is de spiegelvraag", "how do I thank someone",
                  "mag ik hem ontslaan", "iemand neemt alles op zich"):  # fmt: skip
        mine, theirs = (each.search(query, k=10) for each in (one, other))
        assert mine.answerable == theirs.answerable
        assert [hit.section for hit in mine.hits] == [hit.section for hit in theirs.hits]
        scores = [[hit.score for hit in each.hits] for each in (mine, theirs)]
        assert np.allclose(scores[0], scores[1], atol=1e-3)

    index = one._index
    found = slice(0, first_asked(entries))
    vector: Vectors
    for vector in embedder.queries(["een gesprek over geven en nemen", "teruggeven"]):
        exact = sorted(index.cosines(vector, [found])[0].tolist(), reverse=True)[:100]
        near = [cosine for _, cosine in index.nearest(vector, 100)]
        assert np.allclose(near, exact, atol=1e-5)
    with psycopg.connect(address) as connection:
        near_first = (
            f"EXPLAIN SELECT key FROM {table_of(embedder)} WHERE NOT asked"
            f" ORDER BY vector <=> '{written(vector)}' LIMIT 200"
        )
        assert "_near on" in repr(connection.execute(near_first.encode()).fetchall())
    one.close()
    other.close()
    shared.close()


def test_one_embeds_and_the_other_finds_it_too(
    two: tuple[LiveSearch, LiveSearch], shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    here, there = two
    shelf.put(LOKET)
    assert here.is_behind
    assert there.is_behind
    assert LOKET.id not in found_by(there)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(build_index, settings, shelf, counting) for _ in two]
        assert [each.result() for each in both] == ["", ""]
    assert len(counting.passed) == len(set(counting.passed)) > 0
    for each in two:
        each.reload()
        assert not each.is_behind
        result = each.search(QUERY, "nl")
        assert result.answerable
        assert result.hits[0].document == LOKET.id
        assert result.hits[0].quote == "De achterwacht in het weekend rouleert per maand."


def test_what_was_erased_or_changed_leaves_no_vector(
    two: tuple[LiveSearch, LiveSearch], shelf: Shelf, counting: Counting, settings: Settings,
    address: str,
) -> None:  # fmt: skip
    shelf.put(LOKET)
    build_index(settings, shelf, counting)
    before = own_rows(address)
    counting.passed.clear()
    shelf.put(replace(LOKET, text=LOKET.text.rpartition("\n\n")[0]))
    build_index(settings, shelf, counting)
    assert 0 < own_rows(address) < before
    assert counting.passed == []  # what stayed isn't embedded again
    two[0].reload()
    assert found_by(two[0])[0] == LOKET.id
    shelf.held.clear()
    assert LOKET.id not in found_by(two[0])
    build_index(settings, shelf, counting)
    assert own_rows(address) == 0


def test_another_embedder_has_a_table_of_its_own_and_leaves_nothing_of_ones_own_in_the_first(
    two: tuple[LiveSearch, LiveSearch], shelf: Shelf, counting: Counting, settings: Settings,
    address: str,
) -> None:  # fmt: skip

    class Other(Counting):
        name = "another"

    shelf.put(LOKET)
    build_index(settings, shelf, counting)
    before = own_rows(address)
    build_index(settings, shelf, Other(BundledEmbedder()))
    assert own_rows(address) == before
    assert found_by(two[0])  # who hasn't been renewed yet goes on


def test_a_build_that_is_broken_off_goes_on_where_it_was(
    two: tuple[LiveSearch, LiveSearch], shelf: Shelf, counting: Counting, settings: Settings,
    library: Library,
) -> None:  # fmt: skip
    sections = (f"## Kop {n}\n\nZin {n} gaat over {n}." for n in range(20))
    shelf.put(replace(LOKET, text="\n\n".join(sections)))

    def die(done: int, total: int) -> None:
        if done >= total / 2 > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(settings, shelf, counting, die)
    first = list(counting.passed)
    again = server(library, shelf, counting, settings)  # a start takes nothing of it away
    assert again.is_behind
    again.close()
    counting.passed.clear()
    assert build_index(settings, shelf, counting) == ""
    assert counting.passed
    assert not set(first) & set(counting.passed)
    two[0].reload()
    assert not two[0].is_behind


def test_a_start_waits_for_nobody_who_builds(
    two: tuple[LiveSearch, LiveSearch], shelf: Shelf, counting: Counting, settings: Settings,
    library: Library,
) -> None:  # fmt: skip
    shelf.put(LOKET)
    begun, over = threading.Event(), threading.Event()

    def hold(done: int, total: int) -> None:
        begun.set()
        over.wait()

    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(build_index, settings, shelf, counting, hold)
        begun.wait()
        try:
            third = server(library, shelf, counting, settings)
            assert third.is_behind
            assert third.notice.startswith("Documents of your own are kept")
            assert found_by(third)
            third.close()
        finally:
            over.set()
        assert building.result() == ""


def test_a_vector_of_the_callers_isnt_taken_after_a_switch_either(
    library: Library, shelf: Shelf, counting: Counting, settings: Settings
) -> None:
    search = LiveSearch(
        LiveLibrary(library, shelf), counting, place_of(settings), takes_vectors=False
    )
    shelf.put(LOKET)
    build_index(settings, shelf, counting)
    search.reload()
    other: Vectors = np.ones(7, dtype=np.float32)  # of another embedder
    assert search.search(QUERY, "nl", vector=other).hits[0].document == LOKET.id
    search.close()


def test_while_it_is_away_what_ships_is_searched_from_memory_and_it_comes_back(
    library: Library, shelf: Shelf, embedder: BundledEmbedder, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    own = with_pgvector()
    try:
        away = settings.model_copy(update={"index_url": SecretStr(own.database(empty=True))})
        counting = Counting(embedder)
        known = {entry.id for entry in entries_of(library)}
        assert known
        open_ = server(library, shelf, counting, away)
        own.stop()
        with pytest.raises(IndexUnavailable, match="Your talks are kept") as error:
            open_.search(QUERY, "nl")
        assert "coach@" not in str(error.value)
        assert answer(open_, QUERY, "nl", "repair", "leader") is None  # and the talk goes on
        shelf.put(LOKET)
        with pytest.raises(IndexUnavailable, match="COACH_INDEX_URL"):
            build_index(away, shelf, counting)
        whole = load_library(content_folder("knowledge"))
        begun = LiveSearch(LiveLibrary(whole, shelf), embedder, place_of(away))
        assert "COACH_INDEX_URL" in begun.notice
        assert found_by(begun, "hoe bedank ik iemand")
        own.start()
        assert build_index(away, shelf, counting) == ""
        open_.reload()
        assert found_by(open_)[0] == LOKET.id
        for each in (open_, begun):
            each.close()
    finally:
        own.remove()


def test_a_database_without_pgvector_is_told_with_what_to_do(
    postgres: Postgres, settings: Settings, shelf: Shelf, counting: Counting
) -> None:
    without = settings.model_copy(update={"index_url": SecretStr(postgres.database(empty=True))})
    with pytest.raises(IndexUnavailable, match="CREATE EXTENSION vector"):
        build_index(without, shelf, counting)


@pytest.mark.parametrize(
    ("database", "index", "wanted"),
    [
        ("", "postgresql://host/x", "servers that share a COACH_DATABASE_URL"),
        ("postgresql://host/x", "postgresql://host/x", "a database of its own"),
        ("postgresql://host/x", "http://host:8000", "COACH_INDEX_URL: .*postgresql://"),
    ],
)
def test_one_that_cannot_be_is_named_at_the_start(
    database: str, index: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_DATABASE_URL", database)
    monkeypatch.setenv("COACH_INDEX_URL", index)
    with pytest.raises(SettingsError, match=wanted):
        load_settings()
