"""Bringing a server to rest once it has started, so that everything after costs less."""

from __future__ import annotations

import ctypes
import gc
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from coach.dialogue.state import Language

if TYPE_CHECKING:
    from coach.web.engine import Engine

QUIET_SECONDS = 5.0  # in which the first page is drawn
SAID: dict[Language, str] = {"nl": "Marjan deed de roosters.", "en": "Ann did the rota."}


M_ARENA_MAX = -8  # of mallopt(3)
ARENAS = 2


def share_memory() -> None:
    """Have all threads take their memory from two places; before they start.

    Every run of a page is a thread, and glibc gives threads up to eight places a core, each of
    which keeps what it once needed. Elsewhere than with glibc nothing is changed.
    """
    choose = getattr(ctypes.CDLL(None), "mallopt", None)
    if choose is not None:
        choose(M_ARENA_MAX, ARENAS)


def settle(engine: Engine, quiet: float = QUIET_SECONDS) -> None:
    """Take a first turn of nobody, and take what is loaded out of the garbage collector's sight.

    Streamlit collects garbage after every run of the page: 130 ms each with our dictionaries and
    indexes in sight, a few without them. They never go, so nothing is lost by it.
    """
    Event().wait(quiet)
    for language, said in SAID.items():
        opening = engine.open_talk(language, "leader")
        # In set phrases, so that no model is asked.
        engine.take_turn(replace(opening.state, set_phrases=True), said)
    gc.collect()
    gc.freeze()
