"""Who waits for a model's answer may stop waiting: then the call ends at once, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_look: ContextVar[Callable[[], bool] | None] = ContextVar("looks whether it is awaited", default=None)


@contextmanager
def as_long_as(look: Callable[[], bool]) -> Iterator[None]:
    """Have `look` asked every moment, within the block, while this thread waits for a model's answer.

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
