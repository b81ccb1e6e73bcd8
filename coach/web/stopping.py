"""Stopping gently: nobody new comes in, replies that are being given end, then the server does."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

LOOK_SECONDS = 0.1
_STOPPING = threading.Event()


def is_stopping() -> bool:
    """Tell whether the server was told to stop."""
    return _STOPPING.is_set()


def stop_gently(running: Callable[[], bool], most_seconds: float) -> None:
    """From now on, let a first SIGTERM wait until nothing is `running`, `most_seconds` at most.

    A second one, and an interrupt from the keyboard, stop at once. Call it in the main thread
    once the server has set up what it does at a signal; in another there are none, and it does
    nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    at_once = signal.getsignal(signal.SIGTERM)

    def begin(_number: int, _frame: FrameType | None) -> None:
        _STOPPING.set()
        signal.signal(signal.SIGTERM, at_once)
        threading.Thread(target=wait, name="stopping", daemon=True).start()

    def wait() -> None:
        until = time.monotonic() + most_seconds
        while running() and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGTERM, begin)
