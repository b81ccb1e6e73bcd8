"""Whatever is read back as an export, or said in a turn: taken whole, or refused, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coach.errors import InputError
from coach.records.archive import archive_of, read_archive, restore
from coach.records.store import Store
from coach.settings import Settings
from tests.records.told import DOCUMENT, opening, tell

quiet = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archives")


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    with closing(Store(Settings(data_dir=folder / "mine"))) as opened:
        tell(opened, "Over Marjan.", "En meer.")
        opened.documents.keep(DOCUMENT)
        yield opened


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where something stands in `value`, however deep."""
    keys = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, inner in keys if isinstance(value, dict | list) else ():
        found.append((*here, key))
        if isinstance(inner, dict | list):
            found += places(inner, (*here, key))
    return found


odd: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", 0, -1, 2**70, 1e300, True, [], {}, "x" * 300, "\ud800", "\x00", [[]], "2026-13-45",
     "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "own-", "0" * 32]
)  # fmt: skip


@given(data=st.data())
@settings(quiet, max_examples=100)
def test_a_changed_export_comes_in_whole_or_not_at_all(
    store: Store, folder: Path, data: st.DataObject
) -> None:
    archive = json.loads(archive_of(store, lambda _: "").model_dump_json())
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(places(archive)))
        inner = archive
        for key in path:
            inner = inner[key]
        if data.draw(st.booleans()) and isinstance(inner, dict):
            del inner[last]
        else:
            inner[last] = data.draw(odd)
    with closing(Store(Settings(data_dir=folder / "other"))) as other:
        mine = tell(other, "Van mij.")
        before = len(other.summaries())
        try:
            done = restore(other, read_archive(json.dumps(archive).encode()))
        except InputError as error:
            assert "Nothing was read from it" in str(error)
            assert len(other.summaries()) == before
        else:
            assert len(other.summaries()) == before + done.talks
            for summary in other.summaries():
                other.load(summary.id)
                until = summary.kept_until(90)
                assert until is not None
                assert until.astimezone() < datetime.now(UTC) + timedelta(days=91)
        assert other.load(mine).turns[1].text == "Van mij."
        other.erase_all()


@given(data=st.one_of(st.binary(max_size=80), st.text(max_size=80).map(str.encode)))
@example(data=b"[" * 100_000)
@example(data=b'{"format": "stille-balans", "version": ' + b"9" * 5_000 + b"}")
@quiet
def test_what_is_no_export_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(InputError) as refused:
        read_archive(data)
    assert len(str(refused.value).splitlines()) == 1


@given(said=st.text(st.characters(), max_size=200) | odd.filter(lambda each: isinstance(each, str)))
@settings(quiet, max_examples=60)
def test_whatever_is_said_is_kept_and_found(store: Store, said: str) -> None:
    talk = store.create(opening())
    store.add_user_turn(talk, 1, said)
    kept = said.encode("utf-8", "replace").decode()
    assert store.load(talk).pending == kept
    store.rename(talk, said)
    if wanted := kept.strip():
        assert talk in [one.id for one in store.summaries(wanted)]
    store.delete(talk)
