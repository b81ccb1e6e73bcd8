"""The talk's engine behind the page: it loads in the background while the page is drawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, cast

from coach.dialogue.state import Audience, Language, Outcome, Phase, State

if TYPE_CHECKING:
    from coach.dialogue.turn import Tools
    from coach.knowledge.library import Library
    from coach.knowledge.search import Search, SearchResult
    from coach.settings import Settings


class Engine(Protocol):
    """What the page asks of the engine; a call waits until what it needs has loaded."""

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
        loading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="load-engine")
        self._library = loading.submit(_load_library)
        self._tools = loading.submit(_load_tools, settings)
        loading.shutdown(wait=False)

    @property
    def ready(self) -> bool:
        """Tell whether a turn can be taken without waiting for anything to load."""
        return self._tools.done()

    def open_talk(self, language: Language, audience: Audience) -> Outcome:
        """Return the opening of a new talk."""
        from coach.dialogue.turn import open_talk

        return open_talk(None, language, audience)

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
        search = cast("Search", self._tools.result().search)
        return search.search(query, language=language, k=k)


def _load_library() -> Library:
    from coach.content import content_folder
    from coach.knowledge.library import load_library

    return load_library(content_folder("knowledge"))


def _load_tools(settings: Settings) -> Tools:
    from coach.dialogue.turn import load_tools

    return load_tools(settings)
