"""The talk's engine behind the page: it loads in the background while the page is drawn."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Protocol, TypeVar

from coach.dialogue.state import Audience, Language, Outcome, Phase, State

if TYPE_CHECKING:
    from coach.dialogue.turn import Tools
    from coach.knowledge.library import Library
    from coach.knowledge.search import SearchResult
    from coach.settings import Settings


T = TypeVar("T")


class Engine(Protocol):
    """What the page asks of the engine; every call waits until what it needs has loaded."""

    @property
    def ready(self) -> bool: ...
    def open_talk(self, language: Language, audience: Audience) -> Outcome: ...
    def take_turn(self, state: State, text: str) -> Outcome: ...
    def go_to(self, state: State, phase: Phase) -> Outcome: ...
    def plan(self, state: State) -> str: ...
    def library(self) -> Library: ...
    def search(self, query: str, language: Language, k: int) -> SearchResult: ...


class LoadedEngine:
    """The real engine; loading begins at once, in a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tools: Future[Tools] = Future()
        self._library: Future[Library] = Future()
        threading.Thread(target=self._load, name="load-engine", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Tell whether a turn can be taken without waiting for anything to load."""
        return self._tools.done()

    def open_talk(self, language: Language, audience: Audience) -> Outcome:
        """Return the opening of a new talk."""
        from coach.dialogue.turn import open_talk

        return open_talk(self._tools.result(), language, audience)

    def take_turn(self, state: State, text: str) -> Outcome:
        """Return the reply to `text` and the state after it."""
        from coach.dialogue.turn import take_turn

        return take_turn(self._tools.result(), state, text)

    def go_to(self, state: State, phase: Phase) -> Outcome:
        """Return the coach's turn that reopens `phase`."""
        from coach.dialogue.turn import go_to

        return go_to(self._tools.result(), state, phase)

    def plan(self, state: State) -> str:
        """Return the plan as Markdown."""
        from coach.sheets.plan import plan_markdown

        return plan_markdown(state)

    def library(self) -> Library:
        """Return the documents the coach may cite; raise `ContentError` when one can't be read."""
        return self._library.result()

    def search(self, query: str, language: Language, k: int) -> SearchResult:
        """Return the passages nearest to `query`."""
        return self._tools.result().search.search(query, language=language, k=k)

    def _load(self) -> None:
        from coach.content import content_folder
        from coach.dialogue.turn import load_tools
        from coach.knowledge.library import load_library

        _settle(self._library, lambda: load_library(content_folder("knowledge")))
        _settle(self._tools, lambda: load_tools(self._settings))


def _settle(future: Future[T], work: Callable[[], T]) -> None:
    """Give `future` what `work` returns or raises, so that whoever waits for it hears of both."""
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
