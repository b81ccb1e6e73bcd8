"""Waiting in line for a model that can serve only so many at once: first come, first served."""

from __future__ import annotations

import threading


class Line:
    """At most `at_once` places, one a person; 0 is no limit. Safe to use from several threads."""

    def __init__(self, at_once: int = 0) -> None:
        self._at_once = at_once
        self._changed = threading.Condition(threading.RLock())
        self._tickets: list[Ticket] = []  # in the order they came

    def join(self, whose: str = "") -> Ticket:
        """Take a place, or the last one in line; `leave` gives it back.

        `whose` it is: somebody with several pages open has one place, and keeps nobody from theirs.
        "" is somebody of their own.
        """
        with self._changed:
            ticket = Ticket(self, whose)
            self._tickets.append(ticket)
            return ticket

    def join_if_free(self) -> Ticket | None:
        """Take a place when one is free now."""
        with self._changed:
            if self._at_once and len(self._tickets) >= self._at_once:
                return None
            return self.join()

    def _ahead(self, ticket: Ticket) -> int:
        if not self._at_once or ticket not in self._tickets:
            return 0
        taken, have = 0, set()
        for number, each in enumerate(self._tickets, start=1):
            waits = taken >= self._at_once or each.whose in have
            if each is ticket:
                return max(1, number - self._at_once) if waits else 0
            if not waits:
                taken += 1
                have.update({each.whose} - {""})
        return 0

    def _leave(self, ticket: Ticket) -> None:
        with self._changed:
            if ticket in self._tickets:
                self._tickets.remove(ticket)
                self._changed.notify_all()


class Ticket:
    """A place, or a place in line."""

    def __init__(self, line: Line, whose: str = "") -> None:
        self.whose = whose
        self._line = line

    @property
    def ahead(self) -> int:
        """How many have to leave before it is this one's turn; 0 when it is."""
        with self._line._changed:
            return self._line._ahead(self)

    def wait(self, seconds: float) -> None:
        """Wait until somebody leaves, `seconds` at most; not at all when it is one's turn."""
        with self._line._changed:
            if self._line._ahead(self):
                self._line._changed.wait(seconds)

    def leave(self) -> None:
        """Give the place back; once more does nothing."""
        self._line._leave(self)
