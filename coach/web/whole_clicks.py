"""What a click does is done to its end, whatever is clicked next.

Streamlit asks at every look into its memory whether something else was clicked, and then breaks
off what it is doing. It does so within a callback too, and a callback that was broken off isn't
called again: the choice stands on the screen, and what somebody wrote is gone from the box, but
neither is kept. Quick hands are enough, or a field that is left by clicking a button.

And it answers the next click on a thread of its own, while the first is still being done: two that
each add to what is kept would undo one another. So a page's callbacks wait for one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.state.safe_session_state import SafeSessionState

_MARK = "_finishes_clicks"
_turns: WeakValueDictionary[int, Lock] = WeakValueDictionary()  # by the page's memory, while used
_turns_lock = Lock()


@contextmanager
def _one_at_a_time(memory: object) -> Iterator[None]:
    with _turns_lock:
        turn = _turns.setdefault(id(memory), Lock())
    with turn:
        yield


def finish_clicks() -> None:
    """Have callbacks run to their end; what was clicked meanwhile comes right after them.

    Once is enough for a process; more often does nothing.
    """
    calls = SafeSessionState.on_script_will_rerun
    if hasattr(calls, _MARK):
        return

    @wraps(calls)
    def to_the_end(self: SafeSessionState, *given: Any, **named: Any) -> None:
        runner = getattr(self._yield_callback, "__self__", None)
        if not isinstance(runner, ScriptRunner):
            calls(self, *given, **named)
            return
        # While this is off, the runner doesn't look for what was clicked next. It does right after.
        before, runner._execing = runner._execing, False
        try:
            with _one_at_a_time(self._state):
                calls(self, *given, **named)
        finally:
            runner._execing = before

    setattr(to_the_end, _MARK, True)
    SafeSessionState.on_script_will_rerun = to_the_end  # type: ignore[method-assign]
