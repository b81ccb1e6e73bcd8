"""However building the index ends, nobody waits for it for ever, and it can begin again."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.errors import IndexUnavailable
from coach.settings import Settings
from coach.web.indexing import Indexing, Progress

PATIENCE = 60.0  # seconds, on a busy computer
_AGAIN = threading.Event()


class Built:
    """What is called once an index was built; raises the first time if a test wants it to."""

    def __init__(self, wrong: Exception | None = None) -> None:
        self.count = 0
        self._wrong = wrong

    def __call__(self) -> None:
        self.count += 1
        if self._wrong is not None:
            wrong, self._wrong = self._wrong, None
            raise wrong


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what puts a shell script in the place of the process that builds."""
    file = tmp_path / "python"

    def put(script: str) -> None:
        file.unlink(missing_ok=True)
        if script:
            file.write_text(f"#!/bin/sh\n{script}\n")
            file.chmod(0o700)

    monkeypatch.setattr(sys, "executable", str(file))
    return put


def until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "It stays busy for ever."
        _AGAIN.wait(0.01)


def run(indexing: Indexing) -> None:
    """Start it, and wait until nothing runs."""
    indexing.start()
    until(lambda: indexing.progress is None)


@pytest.mark.parametrize(
    "script",
    [
        "",  # it can't be started at all
        "printf '{\"done\": 3, \"tot'; kill -9 $$",
        "echo '{\"done\": 3, \"total\": 4}'; exit 1",
        "echo '[]'; exit 1",
    ],
)
def test_a_build_that_dies_can_be_asked_for_again(
    program: Callable[[str], None], settings: Settings, script: str
) -> None:
    built = Built()
    indexing = Indexing(settings, built)
    program(script)
    run(indexing)
    assert built.count == 0
    program("exit 0")
    run(indexing)
    assert built.count == 1


@pytest.mark.parametrize("wrong", [RuntimeError("over Zjelvana"), IndexUnavailable("It is gone.")])
def test_an_index_that_cannot_be_used_ends_it_too(
    program: Callable[[str], None], settings: Settings, wrong: Exception
) -> None:
    built = Built(wrong)
    indexing = Indexing(settings, built)
    program("exit 0")
    run(indexing)
    run(indexing)
    assert built.count == 2


def test_without_a_thread_to_be_had_nothing_runs(
    program: Callable[[str], None], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    built = Built()
    indexing = Indexing(settings, built)
    program("exit 0")
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", none_left)
        indexing.start()
        assert indexing.progress is None
    run(indexing)
    assert built.count == 1


def test_what_else_the_process_says_is_no_progress(
    program: Callable[[str], None], settings: Settings, tmp_path: Path
) -> None:
    built, go_on = Built(), tmp_path / "go_on"
    indexing = Indexing(settings, built)
    program(f"echo '{{\"done\": 3, \"total\": 4}}'; echo hello; read line < {go_on}; exit 0")
    os.mkfifo(go_on)
    indexing.start()
    until(lambda: indexing.progress == Progress(3, 4))
    go_on.write_text("now\n")
    until(lambda: indexing.progress is None)
    assert built.count == 1


def test_what_is_asked_for_meanwhile_is_built_after_it(
    program: Callable[[str], None], settings: Settings
) -> None:
    program("exit 0")

    def once_more() -> None:
        if built.count == 0:
            indexing.start()
        built()

    built = Built()
    indexing = Indexing(settings, once_more)
    run(indexing)
    assert built.count == 2
