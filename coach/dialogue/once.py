"""What was read once in a turn isn't read again; nothing of it outlives the turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from coach.dialogue.state import State

P = ParamSpec("P")
T = TypeVar("T")

_read: ContextVar[dict[Any, Any] | None] = ContextVar("read in this turn", default=None)


@contextmanager
def one_turn() -> Iterator[None]:
    """Keep, within the block, what functions under `kept_within_a_turn` return."""
    before = _read.set({})
    try:
        yield
    finally:
        _read.reset(before)


def kept_within_a_turn(function: Callable[P, T]) -> Callable[P, T]:
    """Compute `function` once for the same arguments in a turn; they must be hashable, its results frozen.

    A state, which is long, is the same when it is the very same one.
    Outside a turn it is computed each time: a cache of what people said would keep it after they erased it.
    """

    @wraps(function)
    def kept(*arguments: P.args, **named: P.kwargs) -> T:
        read = _read.get()
        if read is None:
            return function(*arguments, **named)
        key = (function, *(_known_by(a) for a in arguments), tuple(named.items()))
        if key not in read:
            read[key] = arguments, function(*arguments, **named)  # held, so that no other state gets its id
        result: T = read[key][1]
        return result

    return kept


def _known_by(argument: Any) -> Any:
    return (State, id(argument)) if isinstance(argument, State) else argument
