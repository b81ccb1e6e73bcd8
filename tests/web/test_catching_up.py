"""What is put on the shelf at one server can be found at another within moments."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from coach.errors import StoreUnreachable
from coach.records.documents import open_documents
from coach.settings import Settings
from coach.web import catching_up
from coach.web.catching_up import keep_up
from coach.web.engine import LoadedEngine
from tests.fakes.engine import ScriptedEngine
from tests.fakes.postgres import Postgres
from tests.records.told import DOCUMENT

_AGAIN = threading.Event()
PATIENCE = 120.0  # seconds, on a busy computer


@pytest.fixture(params=["an index each", "one index"])
def two(
    tmp_path: Path, postgres: Postgres, pgvector: Postgres, request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[tuple[Settings, LoadedEngine, LoadedEngine]]:  # fmt: skip
    """Return two servers' engines on one database, each with its own index or with one for both."""
    monkeypatch.setattr(catching_up, "LOOK_SECONDS", 0.05)
    address = SecretStr(postgres.database())
    index = SecretStr(pgvector.database(empty=True) if request.param == "one index" else "")
    here, there = (
        Settings(data_dir=tmp_path / name, database_url=address, index_url=index)
        for name in ("here", "there")
    )
    engines = LoadedEngine(here), LoadedEngine(there)
    over = threading.Event()
    threads = [threading.Thread(target=keep_up, args=(each, over.wait)) for each in engines]
    for thread in threads:
        thread.start()
    yield here, *engines
    over.set()
    for thread in threads:
        thread.join()


def found(engine: LoadedEngine, query: str) -> list[str]:
    """Return the documents `engine` finds; the library's own must always be among them."""
    hits = engine.search(query, "nl", 10).hits
    assert any(not hit.document.startswith("own-") for hit in hits), "a half-built moment"
    return [hit.document for hit in hits]


def until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end
        _AGAIN.wait(0.2)


def test_a_change_at_one_server_is_found_at_the_other_without_a_half_built_moment(
    two: tuple[Settings, LoadedEngine, LoadedEngine],
) -> None:
    settings, here, there = two
    documents = open_documents(settings)
    assert DOCUMENT.id not in found(there, "wie ruilt een rooster")

    documents.keep(DOCUMENT)
    for engine in (there, here):
        until(lambda engine=engine: DOCUMENT.id in found(engine, "wie ruilt een rooster"))  # type: ignore[misc]

    documents.keep(replace(DOCUMENT, text="## Kantine\n\nDe soep is op dinsdag altijd op."))
    until(lambda: DOCUMENT.id in found(there, "op welke dag is de soep op"))

    documents.remove(DOCUMENT.id)
    assert DOCUMENT.id not in found(there, "op welke dag is de soep op")
    until(lambda: not there.is_behind and there.indexing is None)
    documents.close()


def test_a_build_that_fails_is_tried_again_later_and_later() -> None:
    class Behind(ScriptedEngine):
        built = 0

        @property
        def is_behind(self) -> bool:
            if self.built == 3:
                raise StoreUnreachable("gone for a moment")
            return self.built < 4

        def make_searchable(self) -> None:
            self.built += 1

    engine = Behind()
    waits: list[float] = []

    def waited(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 5:
            engine.built = 4  # it came right
        return len(waits) == 6

    keep_up(engine, waited)
    assert waits == [2.0, 4.0, 8.0, 16.0, 16.0, 2.0]
