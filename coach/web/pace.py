"""How many turns a person may send where nothing is kept: only when they came is known here.

In talks that are kept they are counted in the store, for every server of one database.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from coach.errors import TooManyTurns
from coach.settings import Settings

MINUTE, DAY = 60.0, 24 * 3600.0  # seconds


class Pace:
    """The turns of each person in the last day; it starts anew with the server."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._sent: dict[str, deque[float]] = {}

    def take(self, owner: str, settings: Settings) -> None:
        """Count one turn of `owner`; raise `TooManyTurns`, and count none, when it is too many."""
        now = self._now()
        with self._lock:
            sent = self._sent.setdefault(owner, deque())
            while sent and sent[0] <= now - DAY:
                sent.popleft()
            lately = sum(1 for moment in sent if moment > now - MINUTE)
            if 0 < settings.turns_a_minute <= lately:
                raise TooManyTurns("minute", "That was a lot in a minute. Wait one, and send it.")
            if 0 < settings.turns_a_day <= len(sent):
                raise TooManyTurns("day", "That was a lot in a day. Go on tomorrow.")
            sent.append(now)
