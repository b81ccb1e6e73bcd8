"""Asking a model: its words as they come, within time limits, and ended at once when told to.

The call runs on an event loop in a thread of its own, because only a cancelled task closes its
connection also while it waits for a word that doesn't come.
"""

from __future__ import annotations

import asyncio
import queue
import sys
import threading
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import aclosing, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from coach.errors import ModelFailed
from coach.models.awaited import is_awaited

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

T = TypeVar("T")
LOOK = 0.05  # seconds between two looks at the clock, and at who waits
ATTEMPTS = 3
BACKOFF = 0.5  # seconds before the second attempt, twice that before the third
PATIENCE = 10.0  # seconds a server may ask us to wait; when it asks for more, we don't ask again
FINISHED = ("finish_reason", "stop_reason", "done_reason")  # as providers say that all was said
RAN_OUT = frozenset({"length", "max_tokens", "model_length"})  # of tokens, as they say that
AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
_opened: ContextVar[list[AsyncGenerator[Any, Any]] | None] = ContextVar("opened", default=None)


@dataclass(frozen=True)
class Limits:
    """Seconds: until the first word, between two words, and for the whole reply."""

    first: float
    between: float
    whole: float


@dataclass
class Usage:
    """Tokens as the model's server counted them; zero when it didn't say."""

    tokens_in: int = 0
    tokens_out: int = 0

    def count(self, used: Mapping[str, Any] | None) -> None:
        """Add what LangChain says of a message or a piece of one."""
        if used:
            self.tokens_in += used.get("input_tokens", 0)
            self.tokens_out += used.get("output_tokens", 0)


class _End:
    """The last thing put in the queue; with an error when the call failed.

    `cut` tells that the model ran out of the tokens it may write.
    """

    def __init__(self, error: BaseException | None = None, *, cut: bool = False) -> None:
        self.error = error
        self.cut = cut


class ModelStream:
    """One call of a model. Iterate over it for its words; an empty one only says it still waits.

    Iterating raises `ModelFailed` when a limit passes or the call fails. `close` ends the call
    and closes its connection; leaving the iteration does so too.
    """

    def __init__(
        self,
        model: BaseChatModel,
        messages: Sequence[tuple[str, str]],
        limits: Limits,
        backoff: float = BACKOFF,
    ) -> None:
        self.usage = Usage()
        self.written = 0  # pieces that came, about a token each
        self._limits = limits
        self._over = threading.Event()
        self._queue: queue.SimpleQueue[str | _End] = queue.SimpleQueue()
        self._task = _run(self._ask(model, list(messages), backoff))

    def close(self) -> None:
        """End the call; nothing happens when it has ended."""
        self._over.set()  # a cancellation alone can get lost in `asyncio.wait_for` (Python 3.11)
        self._task.cancel()

    def __iter__(self) -> Iterator[str]:
        started = last = time.monotonic()
        spoken = False
        try:
            while True:
                try:
                    item = self._queue.get(timeout=LOOK)
                except queue.Empty:
                    item = ""
                now = time.monotonic()
                if isinstance(item, _End):
                    if item.error is not None:
                        raise _failure(item.error) from item.error
                    if not spoken and item.cut:
                        raise ModelFailed(
                            "length",
                            "The model used all its tokens before it said a word. If it thinks "
                            "first, give it more in COACH_MODEL_ANSWER.",
                        )
                    if not spoken:
                        raise ModelFailed("empty", "The model said nothing.")
                    return
                if item:
                    last, spoken = now, True
                    self.written += 1
                elif now - last > (self._limits.between if spoken else self._limits.first):
                    raise ModelFailed(
                        "between" if spoken else "first", "The model kept silent for too long."
                    )
                if now - started > self._limits.whole:
                    raise ModelFailed("whole", "The model's reply took too long.")
                yield item
        finally:
            self.close()

    async def _ask(
        self, model: BaseChatModel, messages: list[tuple[str, str]], backoff: float
    ) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            spoken, finished = False, ""
            try:
                asked = cast(AsyncGenerator[Any, None], model.astream(messages))
                async with aclosing(asked) as chunks:
                    async for chunk in chunks:
                        if self._over.is_set():
                            return
                        self.usage.count(chunk.usage_metadata)
                        ends = map(chunk.response_metadata.get, FINISHED)
                        finished = finished or next((str(end) for end in ends if end), "")
                        if chunk.text:
                            spoken = True
                            self._queue.put(str(chunk.text))
                if not finished:
                    raise ConnectionError("the connection closed before the end")
                self._queue.put(_End(cut=finished.lower() in RAN_OUT))
                return
            except asyncio.CancelledError:
                self._queue.put(_End())
                raise
            except Exception as error:  # noqa: BLE001  # every provider has errors of its own
                asked_to_wait = _asked_to_wait(error)
                over = spoken or attempt == ATTEMPTS or asked_to_wait > PATIENCE
                if over or not may_try_again(error):
                    self._queue.put(_End(error))
                    return
                await asyncio.sleep(max(backoff * 2 ** (attempt - 1), asked_to_wait))


def ask_once(call: Callable[[], Coroutine[Any, Any, T]], seconds: float) -> T:
    """Return what `call` gives within `seconds`; raise `ModelFailed` otherwise.

    The call ends at once, its connection too, when nobody awaits it any more (`as_long_as`).
    """
    task = _run(call())
    until = time.monotonic() + seconds
    try:
        while not task.done():
            if not is_awaited():
                raise ModelFailed("stopped", "Nobody waits for the model's answer any more.")
            left = until - time.monotonic()
            if left <= 0:
                raise ModelFailed("whole", "The model's answer took too long.")
            wait([task], timeout=min(LOOK, left))
        return task.result()
    except ModelFailed:
        raise
    except Exception as error:
        raise _failure(error) from error
    finally:
        task.cancel()


def may_try_again(error: BaseException) -> bool:
    """Tell whether asking again can help: too busy, failing, or not reached."""
    status = status_of(error)
    if status is not None:
        return status in AGAIN
    return any(
        isinstance(cause, OSError) or _names(cause) & {"TransportError", "APIConnectionError"}
        for cause in _causes(error)
    )


def status_of(error: BaseException) -> int | None:
    """Return the HTTP status an error of any provider carries, or None."""
    for cause in _causes(error):
        for holder in (cause, getattr(cause, "response", None)):
            for name in ("status_code", "code", "status"):
                value = getattr(holder, name, None)
                if isinstance(value, int) and 400 <= value < 600:
                    return value
    return None


def _failure(error: BaseException) -> ModelFailed:
    status = status_of(error)
    # What a server writes in an error may hold the prompt, so only its kind is told.
    reason = str(status) if status else "unreached" if may_try_again(error) else "broken"
    return ModelFailed(reason, f"The model couldn't be asked ({type(error).__name__}).")


def _asked_to_wait(error: BaseException) -> float:
    """Return for how many seconds the server asks us to wait."""
    for cause in _causes(error):
        headers = getattr(getattr(cause, "response", None), "headers", None) or {}
        told = str(headers.get("retry-after", ""))
        if told.isdigit():
            return float(told)
    return 0.0


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _names(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _run(work: Coroutine[Any, Any, T]) -> Future[T]:
    return asyncio.run_coroutine_threadsafe(_alone(work), _loop())


async def _alone(work: Coroutine[Any, Any, T]) -> T:
    """Do `work` unreported, and close every asynchronous generator it left half-way.

    Providers' packages drop theirs when a call ends early. The garbage collector would then close
    them one by one from whatever thread it runs in, across each other (Python 3.11).
    """
    from langsmith import tracing_context

    opened: list[AsyncGenerator[Any, Any]] = []
    _opened.set(opened)
    try:
        with tracing_context(enabled=False):
            return await work
    finally:
        for generator in opened:
            with suppress(Exception):
                await generator.aclose()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Return the loop all calls of this process run on."""
    loop = asyncio.new_event_loop()
    loop.call_soon(_note_generators)
    threading.Thread(target=loop.run_forever, name="models", daemon=True).start()
    return loop


def _note_generators() -> None:
    """Keep, for the call it belongs to, each asynchronous generator that begins in this thread."""
    loops_own = sys.get_asyncgen_hooks().firstiter
    assert loops_own is not None  # this runs on the loop, which has set it

    def begun(generator: AsyncGenerator[Any, Any]) -> None:
        loops_own(generator)
        if (opened := _opened.get()) is not None:
            opened.append(generator)

    sys.set_asyncgen_hooks(firstiter=begun)
