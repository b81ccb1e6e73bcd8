"""What is loaded once isn't looked through again after every run of the page."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from coach.web.settling import ARENAS, SAID, settle
from tests.fakes.engine import ScriptedEngine


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_what_is_loaded_is_out_of_sight_after_a_first_turn_in_each_language() -> None:
    taken: list[str] = []

    class Listening(ScriptedEngine):
        def take_turn(self, state, text):  # type: ignore[no-untyped-def]
            assert state.set_phrases, "a model would be asked"
            taken.append(text)
            return super().take_turn(state, text)

    gc.collect()
    in_sight = len(gc.get_objects())
    settle(Listening(), quiet=0)
    assert taken == list(SAID.values())
    assert gc.get_freeze_count() > 0.9 * in_sight
    assert len(gc.get_objects()) < 0.1 * in_sight


# Eight threads that each hold memory at once; glibc tells of each place it was taken from.
_THREADS = """
import ctypes, sys, threading
from coach.web.settling import share_memory

if sys.argv[1:] == ["shared"]:
    share_memory()
together = threading.Barrier(9)
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p

def hold():
    libc.malloc(100_000)
    together.wait()
    together.wait()

for _ in range(8):
    threading.Thread(target=hold, daemon=True).start()
together.wait()
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
together.wait()
"""


def _places(*how: str) -> int:
    command = [sys.executable, "-c", _THREADS, *how]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.count("<heap nr=")


def test_threads_share_two_places_for_memory() -> None:
    assert _places() > ARENAS
    assert _places("shared") == ARENAS
