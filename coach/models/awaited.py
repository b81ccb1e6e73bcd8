"""Who waits for a model's answer may stop waiting: then the call ends at once, and it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_look: ContextVar[Callable[[], bool] | None] = ContextVar("is it awaited", default=None)


@contextmanager
def as_long_as(look: Callable[[], bool]) -> Iterator[None]:
    """Within the block, have `look` asked every moment while this thread waits for an answer.

    Once it returns False the answer is awaited no longer. It is also where a page can be drawn.
    """
    before = _look.set(look)
    try:
        yield
    finally:
        _look.reset(before)


def is_awaited() -> bool:
    """Tell whether somebody still waits; outside such a block somebody always does."""
    look = _look.get()
    return look is None or look()
