"""The index is a cache: rebuilt when it isn't right, in memory when it can't be kept."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.errors import IndexUnavailable
from coach.knowledge import graph, index_folder
from coach.knowledge.embedder import Vectors
from coach.knowledge.index import VectorIndex, fingerprint, open_index

DIRECTIONS = np.random.default_rng(7).standard_normal((40, 384)).astype(np.float32)
DIRECTIONS /= np.linalg.norm(DIRECTIONS, axis=1, keepdims=True)


@dataclass(frozen=True)
class Entry:
    """Something to index: its text is the number of its direction."""

    id: str
    embedding_text: str
    as_query: bool = False


class Directions:
    """An embedder that knows forty texts and counts what it is asked."""

    name = "directions"

    def __init__(self) -> None:
        self.asked = 0

    def queries(self, texts: Sequence[str]) -> Vectors:
        return DIRECTIONS[[int(text) for text in texts]]

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return self.queries(texts)


ENTRIES = [Entry(f"entry-{number}", str(number)) for number in range(40)]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return where the index goes; it doesn't exist yet."""
    return tmp_path / "data" / "index"


@pytest.fixture
def opened(place: Path) -> Iterator[Callable[..., VectorIndex]]:
    """Return a function that opens the index; what it opened is closed afterwards."""
    held: list[VectorIndex] = []

    def opens(entries: Sequence[Entry] = ENTRIES, rebuild: bool = False) -> VectorIndex:
        embedder = Directions()
        found = open_index(place, entries, embedder, rebuild=rebuild)
        held.append(found)
        assert [name for name, _ in found.nearest(DIRECTIONS[3], 1)] == ["entry-3"]
        return found

    yield opens
    for found in held:
        found.close()


def in_use(place: Path) -> Path:
    """Return the folder the pointer names."""
    found = index_folder.current(place)
    assert found is not None
    return found


def build(place: Path) -> Path:
    """Build an index and close it; return its folder."""
    open_index(place, ENTRIES, Directions()).close()
    return in_use(place)


def test_nearest_gives_cosines_in_order(opened: Callable[..., VectorIndex]) -> None:
    found = opened().nearest(DIRECTIONS[5], 40)
    cosines = DIRECTIONS @ DIRECTIONS[5]
    assert [name for name, _ in found] == [f"entry-{row}" for row in np.argsort(-cosines)]
    assert np.allclose([value for _, value in found], np.sort(cosines)[::-1], atol=1e-5)


def test_similarities_are_those_of_the_entries_in_order(
    opened: Callable[..., VectorIndex],
) -> None:
    found = opened().similarities(DIRECTIONS[5], slice(4, 9))
    assert np.allclose(found, DIRECTIONS[4:9] @ DIRECTIONS[5], atol=1e-5)


def test_questions_are_compared_but_not_found(opened: Callable[..., VectorIndex]) -> None:
    asked = [*ENTRIES[:30], *(Entry(one.id, one.embedding_text, True) for one in ENTRIES[30:])]
    for _ in range(2):  # built, then opened again
        index = opened(asked)
        assert index.count == 40
        assert {name for name, _ in index.nearest(DIRECTIONS[35], 40)} == {
            entry.id for entry in ENTRIES[:30]
        }
        assert np.allclose(index.similarities(DIRECTIONS[35], slice(35, 36)), 1, atol=1e-5)


def with_own(*numbers: int) -> list[Entry]:
    """Return entries of the library, and in their midst some of documents of one's own."""
    own = [Entry(f"own-{number}", str(number)) for number in numbers]
    return [*ENTRIES[:15], *own, *ENTRIES[35:]]


def test_what_is_ones_own_is_found_among_the_rest_in_order(
    opened: Callable[..., VectorIndex], tmp_path: Path
) -> None:
    entries = with_own(*range(20, 30))
    (tmp_path / "file").write_text("")
    in_memory = open_index(tmp_path / "file" / "index", entries, Directions())
    rows = [int(entry.embedding_text) for entry in entries]
    names = {row: entry.id for row, entry in zip(rows, entries, strict=True)}
    for index in (opened(entries), opened(entries), in_memory):  # built, opened again, in memory
        for asked in (2, 22, 37):
            nearest = sorted(rows, key=lambda row: -float(DIRECTIONS[row] @ DIRECTIONS[asked]))
            found = index.nearest(DIRECTIONS[asked], 12)
            assert [name for name, _ in found] == [names[row] for row in nearest[:12]]
            assert found[0][1] == pytest.approx(1, abs=1e-5)
    in_memory.close()


def test_a_change_of_what_is_ones_own_fills_chroma_with_nothing(
    opened: Callable[..., VectorIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filling it with the library takes most of a build, and nothing of the library changed."""
    opened(with_own(20, 21))
    monkeypatch.setattr(graph, "fill", None)
    for own in ((20, 22), (), (23,)):
        index = opened(with_own(*own))
        assert index.notice == ""
        assert index.count == 20 + len(own)
        found = {name for name, _ in index.nearest(DIRECTIONS[22], 40)}
        assert found == {entry.id for entry in with_own(*own)}


@pytest.mark.parametrize(
    "change",
    [
        lambda place: garble(vector_file(place, "data_level0.bin")),
        lambda place: garble(place / "chroma.sqlite3"),
        lambda place: os.truncate(place / "chroma.sqlite3", 0),
        lambda place: (place / "graph").unlink(),
        lambda place: shutil.rmtree(place),
    ],
    ids=["vectors garbled", "database garbled", "database empty", "unnamed", "gone"],
)
def test_what_chroma_holds_is_taken_over_only_when_it_is_whole_and_the_same(
    place: Path, opened: Callable[..., VectorIndex], change: Callable[[Path], None]
) -> None:
    open_index(place, with_own(20), Directions()).close()
    change(in_use(place))
    index = opened(with_own(21))
    assert index.notice == ""
    assert {name for name, _ in index.nearest(DIRECTIONS[21], 40)} == {
        entry.id for entry in with_own(21)
    }


def test_a_rebuild_fills_chroma_anew_and_can_be_taken_over_after_it(
    opened: Callable[..., VectorIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    filled, fill = [], graph.fill

    def counted(*given: Any) -> Any:
        filled.append(1)
        return fill(*given)

    monkeypatch.setattr(graph, "fill", counted)
    opened(with_own(20))
    opened(with_own(20), rebuild=True)
    assert len(filled) == 2
    opened(with_own(21))
    assert len(filled) == 2


def test_nothing_of_a_document_that_was_removed_stays_in_the_folder(place: Path) -> None:
    gone = DIRECTIONS[20].tobytes()

    def kept() -> bytes:
        return b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())

    open_index(place, with_own(20, 21), Directions()).close()
    assert gone in kept()
    open_index(place, with_own(21), Directions()).close()
    assert gone not in kept()


def test_asking_for_more_than_there_is_gives_all(opened: Callable[..., VectorIndex]) -> None:
    assert len(opened().nearest(DIRECTIONS[0], 500)) == len(ENTRIES)


def test_what_is_there_and_whole_is_opened_without_embedding(place: Path) -> None:
    build(place)
    before = in_use(place)
    embedder = Directions()
    open_index(place, ENTRIES, embedder).close()
    assert embedder.asked == 0
    assert in_use(place) == before


def test_changed_content_builds_anew_and_removes_the_old(
    place: Path, opened: Callable[..., VectorIndex]
) -> None:
    before = build(place)
    found = opened([*ENTRIES[:39], Entry("entry-39b", "39")])
    assert found.count == 40
    assert in_use(place) != before
    assert not before.exists()


def test_a_rebuild_that_is_asked_for_happens(
    place: Path, opened: Callable[..., VectorIndex]
) -> None:
    before = build(place)
    opened(rebuild=True)
    assert in_use(place) != before


def test_the_fingerprint_changes_with_text_id_role_and_embedder() -> None:
    prints = {
        fingerprint(ENTRIES, "a"),
        fingerprint(ENTRIES, "b"),
        fingerprint(ENTRIES[1:], "a"),
        fingerprint([Entry("other", "0"), *ENTRIES[1:]], "a"),
        fingerprint([Entry("entry-0", "other"), *ENTRIES[1:]], "a"),
        fingerprint([Entry("entry-0", "0", as_query=True), *ENTRIES[1:]], "a"),
    }
    assert len(prints) == 6
    assert fingerprint(ENTRIES, "a") in prints


def garble(path: Path) -> None:
    """Overwrite every seventh byte."""
    data = bytearray(path.read_bytes())
    data[::7] = bytes(len(data[::7]))
    path.write_bytes(bytes(data))


def vector_file(place: Path, name: str) -> Path:
    """Return one of Chroma's own files."""
    return next(place.glob(f"*/{name}"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda place: garble(vector_file(place, "data_level0.bin")),
        lambda place: os.truncate(vector_file(place, "data_level0.bin"), 100),
        lambda place: shutil.rmtree(vector_file(place, "header.bin").parent),
        lambda place: garble(place / "vectors.npy"),
        lambda place: garble(place / "chroma.sqlite3"),
        lambda place: os.truncate(place / "chroma.sqlite3", 0),
        lambda place: (place / "chroma.sqlite3").unlink(),
        lambda place: (place / "manifest.json").write_text("{}"),
        lambda place: (place / "manifest.json").unlink(),
        lambda place: (place.parent / "current").write_text("../../elsewhere"),
        lambda place: (place.parent / "current").write_bytes(b"\xff\xfe"),
        lambda place: (place.parent / "current").unlink(),
        lambda place: shutil.rmtree(place),
    ],
    ids=[
        "vectors garbled", "vectors cut off", "vectors gone", "rows garbled", "database garbled",
        "database empty", "database gone", "manifest empty", "manifest gone",
        "pointer leads elsewhere", "pointer no text", "pointer gone", "folder gone",
    ],
)
def test_a_damaged_index_is_built_anew(
    place: Path, opened: Callable[..., VectorIndex], damage: Callable[[Path], None]
) -> None:
    before = build(place)
    damage(before)
    found = opened()
    assert found.notice == ""
    assert found.count == 40
    assert in_use(place) != before


def test_a_build_that_breaks_off_leaves_the_old_index_in_use(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(place)

    def cut_short(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(graph, "fill", cut_short)
    with pytest.raises(KeyboardInterrupt):
        open_index(place, ENTRIES[1:], Directions())
    assert in_use(place) == before
    assert [path for path in place.iterdir() if path.is_dir()] == [before]


def test_an_index_another_reader_holds_is_not_removed(place: Path) -> None:
    first = open_index(place, ENTRIES, Directions())
    before = in_use(place)
    second = open_index(place, ENTRIES[1:], Directions())
    assert before.exists()
    assert first.nearest(DIRECTIONS[3], 1)[0][0] == "entry-3"
    first.close()
    second.close()
    open_index(place, ENTRIES[2:], Directions()).close()
    assert not before.exists()


def test_what_the_pointer_names_stays_though_nobody_holds_it(place: Path) -> None:
    """Who lets go of an index may do so after another process switched to the next."""
    before, after = build(place), in_use(place)
    index_folder.clear_away(place)
    assert after.exists()
    open_index(place, ENTRIES[1:], Directions()).close()
    index_folder.clear_away(place)
    assert in_use(place).exists()
    assert not before.exists()


def test_foreign_files_beside_the_index_stay(place: Path) -> None:
    build(place)
    (place / "mine").mkdir()
    (place / "mine" / "notes.txt").write_text("keep")
    open_index(place, ENTRIES[1:], Directions()).close()
    assert (place / "mine" / "notes.txt").read_text() == "keep"


def test_a_folder_that_cannot_be_made_gives_an_index_in_memory(
    tmp_path: Path,
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    found = open_index(tmp_path / "data" / "index", ENTRIES, Directions())
    assert str(tmp_path / "data" / "index") in found.notice
    assert "Searching works, from memory" in found.notice
    assert found.nearest(DIRECTIONS[3], 1)[0][0] == "entry-3"
    found.close()


def test_a_full_disk_gives_an_index_in_memory_and_embeds_once(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(index_folder, "seal", full)
    embedder = Directions()
    found = open_index(place, ENTRIES, embedder)
    assert "No space left on device" in found.notice
    assert embedder.asked == len(ENTRIES)
    assert found.count == len(ENTRIES)
    assert not [path for path in place.iterdir() if path.is_dir()]
    found.close()


def test_two_indexes_in_memory_do_not_mix(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    one = open_index(blocked / "index", ENTRIES[:10], Directions())
    other = open_index(blocked / "index", ENTRIES[10:], Directions())
    assert (one.count, other.count) == (10, 30)
    one.close()
    assert other.nearest(DIRECTIONS[20], 1)[0][0] == "entry-20"
    other.close()


def test_a_writer_that_takes_too_long_is_not_waited_for(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_folder, "PATIENCE", 0.0)
    with index_folder.only_writer(place):
        found = open_index(place, ENTRIES, Directions())
    assert "another process is building it" in found.notice
    found.close()


def test_processes_that_start_together_all_answer(place: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.knowledge.test_index import DIRECTIONS, ENTRIES, Directions\n"
        "from coach.knowledge.index import open_index\n"
        "found = open_index(Path(sys.argv[1]), ENTRIES, Directions())\n"
        "assert found.notice == '' and found.nearest(DIRECTIONS[3], 1)[0][0] == 'entry-3'\n"
    )
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(place)], cwd=root, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    ended = [(process.communicate()[1], process.returncode) for process in running]
    assert [code for _, code in ended] == [0, 0, 0], ended
    assert len([path for path in place.iterdir() if path.is_dir()]) == 1


def test_nothing_to_index_is_said(place: Path) -> None:
    with pytest.raises(IndexUnavailable, match="nothing to index"):
        open_index(place, [], Directions())
