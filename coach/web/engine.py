"""The talk's engine behind the page: it loads in the background while the page is drawn."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from coach.dialogue.state import Audience, Language, Outcome, Phase, Route, SheetWording, State
from coach.errors import CoachError, SettingsError
from coach.web.indexing import Indexing, Progress

if TYPE_CHECKING:
    from coach.dialogue.screening import Screening
    from coach.dialogue.telling import Telling
    from coach.dialogue.tools import Tools
    from coach.dialogue.voice import ModelVoice
    from coach.knowledge.library import Library
    from coach.knowledge.live import LiveSearch
    from coach.knowledge.own import LiveLibrary
    from coach.knowledge.reading import Draft
    from coach.knowledge.search import SearchResult
    from coach.settings import Settings


LOG = logging.getLogger(__name__)
T = TypeVar("T")


class Engine(Protocol):
    """What the page asks of the engine; a call waits until what it needs has loaded."""

    @property
    def ready(self) -> bool: ...
    def open_talk(self, language: Language, audience: Audience) -> Outcome: ...
    def open_intake(self, language: Language) -> Outcome: ...
    def open_again(self, language: Language, earlier: State, talk: str) -> Outcome | None: ...
    def take_turn(self, state: State, text: str) -> Outcome: ...
    def tell(
        self, before: State, text: str, outcome: Outcome, instead_of: str = "", whose: str = ""
    ) -> Telling | None: ...
    def leaving(
        self, before: State, text: str, outcome: Outcome, instead_of: str = ""
    ) -> str: ...
    def go_to(self, state: State, phase: Phase) -> Outcome: ...
    def screen(
        self,
        text: str,
        language: Language,
        previous: Sequence[str],
        *,
        denied: Sequence[Route] = (),
        faintly: bool = True,
    ) -> Screening: ...
    def sheet_leaving(self, state: State) -> str: ...
    def reword_sheet(self, state: State, whose: str) -> Iterator[SheetWording | None]: ...
    def plan(self, state: State) -> str: ...
    def sheet(self, state: State) -> str: ...
    def library(self) -> Library: ...
    def search(self, query: str, language: Language, k: int) -> SearchResult: ...
    def read_upload(self, data: bytes, name: str) -> Draft: ...
    def make_searchable(self) -> None: ...
    @property
    def indexing(self) -> Progress | None: ...
    @property
    def is_behind(self) -> bool: ...


class LoadedEngine:
    """The real engine; loading begins at once, in a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        loading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="load-engine")
        self._library = loading.submit(_twice, _load_library, settings)
        self._tools = loading.submit(_twice, _load_tools, settings)
        speaks = settings.model != "guided"
        self._voice = loading.submit(_load_voice, settings) if speaks else None
        self._reading = loading.submit(self._with_model, settings) if speaks else self._tools
        self._indexing = Indexing(settings, lambda: self._search().reload())
        loading.submit(self._catch_up)
        loading.shutdown(wait=False)

    @property
    def ready(self) -> bool:
        """Tell whether a turn can be taken without waiting for anything to load."""
        return self._reading.done() and self._reading.exception() is None

    def open_talk(self, language: Language, audience: Audience) -> Outcome:
        """Return the opening of a new talk."""
        from coach.dialogue.putting import open_talk

        return open_talk(None, language, audience)

    def open_intake(self, language: Language) -> Outcome:
        """Return the opening of a coach's intake."""
        from coach.dialogue.intake import open_intake

        return open_intake(language)

    def open_again(self, language: Language, earlier: State, talk: str) -> Outcome | None:
        """Return the opening of a talk that follows up `talk`; None when no step was chosen."""
        from coach.dialogue.again import open_again

        return open_again(language, earlier, talk)

    def take_turn(self, state: State, text: str) -> Outcome:
        """Return the reply to `text` and the state after it."""
        from coach.dialogue.intake import answer_intake
        from coach.dialogue.turn import take_turn

        if state.intake is not None:
            return answer_intake(self._reading.result(), state, text)
        return take_turn(self._reading.result(), state, text)

    def tell(
        self, before: State, text: str, outcome: Outcome, instead_of: str = "", whose: str = ""
    ) -> Telling | None:
        """Return a model's wording of `outcome`, the answer to `text`; None for the set phrases."""
        voice = self._voice_for(before)
        return None if voice is None else voice.tell(before, text, outcome, instead_of, whose)

    def leaving(self, before: State, text: str, outcome: Outcome, instead_of: str = "") -> str:
        """Return what would leave this computer for that, when the person hasn't agreed yet."""
        voice = self._voice_for(before)
        if voice is None or before.set_phrases or voice.may_be_asked(before):
            return ""
        return voice.sent(before, text, outcome, instead_of)

    def sheet_leaving(self, state: State) -> str:
        """Return what would leave this computer for the sheet, when nobody has agreed to it yet."""
        from coach.sheets.rewording import sent

        voice = self._speaking()
        if voice is None or voice.may_be_asked(state):
            return ""
        return sent(voice, state)

    def reword_sheet(self, state: State, whose: str) -> Iterator[SheetWording | None]:
        """Yield what a model makes of the sheet, as `reword` does; nothing without a model."""
        from coach.sheets.rewording import reword

        voice = self._speaking()
        if voice is not None:
            yield from reword(voice, self._tools.result().embedder, state, whose)

    def _with_model(self, settings: Settings) -> Tools:
        from coach.dialogue.voice import with_model

        return with_model(self._tools.result(), self._speaking(), settings)

    def _voice_for(self, state: State) -> ModelVoice | None:
        """An intake asks four set questions: no model has anything to say differently there."""
        return None if state.intake is not None else self._speaking()

    def _speaking(self) -> ModelVoice | None:
        return None if self._voice is None else self._voice.result()

    def go_to(self, state: State, phase: Phase) -> Outcome:
        """Return the coach's turn that reopens `phase`."""
        from coach.dialogue.putting import go_to

        return go_to(self._tools.result(), state, phase)

    def screen(
        self,
        text: str,
        language: Language,
        previous: Sequence[str],
        *,
        denied: Sequence[Route] = (),
        faintly: bool = True,
    ) -> Screening:
        """Return where a text belongs that isn't a turn of a talk."""
        screen = self._tools.result().screen
        return screen.judge(text, language, previous, denied=denied, faintly=faintly)

    def plan(self, state: State) -> str:
        """Return the plan as Markdown."""
        from coach.sheets.plan import plan_markdown

        return plan_markdown(state)

    def sheet(self, state: State) -> str:
        """Return what the person takes along, as Markdown: the plan, or the question sheet."""
        from coach.sheets.sheet import sheet_markdown

        return sheet_markdown(state)

    def library(self) -> Library:
        """Return the documents the coach may cite, one's own included.

        Raises `ContentError` when one of the library can't be read.
        """
        return self._library.result().now()

    def search(self, query: str, language: Language, k: int) -> SearchResult:
        """Return the passages nearest to `query`."""
        return self._search().search(query, language=language, k=k)

    def read_upload(self, data: bytes, name: str) -> Draft:
        """Return what a file says; raise `DocumentRefused` when it can't be taken."""
        from coach.knowledge.reading import read_upload

        return read_upload(data, name)

    def make_searchable(self) -> None:
        """Bring the index up to what is kept, in a process of its own; returns at once."""
        self._indexing.start()

    @property
    def indexing(self) -> Progress | None:
        """How far that is; None when nothing runs."""
        return self._indexing.progress

    @property
    def is_behind(self) -> bool:
        """Whether what is kept and what can be searched differ, as far as is known yet."""
        return self.ready and self._search().is_behind

    def _search(self) -> LiveSearch:
        return cast("LiveSearch", self._tools.result().search)

    def _catch_up(self) -> None:
        """Go on where a server before this one stopped."""
        if self._search().is_behind:
            self._indexing.start()


def _twice(load: Callable[[Settings], T], settings: Settings) -> T:
    """Return what `load` gives; what fails unforeseen is tried once more.

    What isn't there would be missing until somebody starts the server again.
    """
    try:
        return load(settings)
    except CoachError:
        raise
    except Exception:
        LOG.exception("Loading failed, and is tried once more.")
        return load(settings)


def _load_library(settings: Settings) -> LiveLibrary:
    from coach.content import content_folder
    from coach.knowledge.library import load_library
    from coach.knowledge.own import LiveLibrary
    from coach.records.documents import open_documents

    return LiveLibrary(load_library(content_folder("knowledge")), open_documents(settings))


def _load_tools(settings: Settings) -> Tools:
    from coach.dialogue.tools import load_tools

    return load_tools(settings)


def _load_voice(settings: Settings) -> ModelVoice | None:
    """Return the voice, ready to speak; None when that can't be, which the page then tells."""
    from coach.dialogue.voice import make_voice
    from coach.web.figures import count_call

    try:
        voice = make_voice(settings, noted=count_call)
        if voice is not None:
            voice.load()
    except SettingsError as error:
        LOG.error("%s", error)
        return None
    return voice
