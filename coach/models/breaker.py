"""A circuit breaker: a model that failed several times in a row is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Opens after `most` failures in a row; after `rest` seconds one attempt may try it again.

    `clock` gives seconds that only go up. Safe to use from several threads.
    """

    def __init__(
        self, most: int = 3, rest: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._rest, self._clock = most, rest, clock
        self._failures = 0
        self._again = 0.0
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether the model failed too often in a row, and hasn't answered since."""
        with self._lock:
            return self._failures >= self._most

    def allows(self) -> bool:
        """Tell whether the model may be asked now; when it was open, one caller is let through."""
        with self._lock:
            if self._failures < self._most:
                return True
            now = self._clock()
            if now < self._again:
                return False
            self._again = now + self._rest  # until this attempt tells otherwise
            return True

    def succeeded(self) -> None:
        """Close it: the model answers."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Count a failure in a row."""
        with self._lock:
            self._failures += 1
            self._again = self._clock() + self._rest
