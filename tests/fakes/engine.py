"""An engine that says what it was told to say, for tests of the page."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from coach.dialogue.again import open_again
from coach.dialogue.intake import open_intake
from coach.dialogue.screening import Screening
from coach.dialogue.state import (
    Audience,
    Citation,
    Exchange,
    Language,
    Outcome,
    Phase,
    Reply,
    Route,
    SheetWording,
    State,
)
from coach.dialogue.telling import Telling
from coach.dialogue.voice import ModelVoice
from coach.knowledge.document import Document, Section
from coach.knowledge.embedder import BundledEmbedder
from coach.knowledge.library import Library, Reference
from coach.knowledge.reading import Draft, read_upload
from coach.knowledge.search import Hit, SearchResult
from coach.sheets.rewording import reword
from coach.web.indexing import Progress

Step = Callable[[State, str], Outcome] | Exception

QUOTE = "Erkenning werkt als ze klopt: wie, wat, wanneer en wat het kostte."
CITATION = Citation("naming-contributions", "core", "nl", QUOTE)


class ScriptedEngine:
    """Takes its replies from a queue, exceptions included; with an empty queue it asks on.

    `wake` lets a test hold the engine back as if it were still loading.
    """

    def __init__(self, steps: list[Step] | None = None, *, asleep: bool = False) -> None:
        self.steps = deque(steps or [])
        self.made_searchable = 0
        self.voice: ModelVoice | None = None
        self.leaves = ""
        self.wake = threading.Event()
        if not asleep:
            self.wake.set()

    @property
    def ready(self) -> bool:
        """Tell whether the test let the engine go."""
        return self.wake.is_set()

    def open_talk(self, language: Language, audience: Audience) -> Outcome:
        """Return an opening that says it is a computer."""
        text, question = OPENINGS[language]
        state = State(language=language, audience=audience)
        return Outcome(state, Reply(0, language, "opening", "ask", None, text, question))

    def open_intake(self, language: Language) -> Outcome:
        """Return the real opening: it is authored text."""
        return open_intake(language)

    def open_again(self, language: Language, earlier: State, talk: str) -> Outcome | None:
        """Return the real opening with an earlier step."""
        return open_again(language, earlier, talk)

    def take_turn(self, state: State, text: str) -> Outcome:
        """Return the next outcome of the queue, when the engine is awake."""
        self.wake.wait(timeout=30)
        step = self.steps.popleft() if self.steps else ask_on
        if isinstance(step, Exception):
            raise step
        return step(state, text)

    def tell(
        self, before: State, text: str, outcome: Outcome, instead_of: str = "", whose: str = ""
    ) -> Telling | None:
        """Have the voice of the test word the reply, when it has one."""
        if self.voice is None:
            return None
        return self.voice.tell(before, text, outcome, instead_of, whose)

    def leaving(self, before: State, text: str, outcome: Outcome, instead_of: str = "") -> str:
        """Return what would leave, when the test says that something does."""
        return "" if before.leaves_to or before.set_phrases else self.leaves

    def sheet_leaving(self, state: State) -> str:
        """Return what would leave for a sheet, when the test says that something does."""
        return "" if state.leaves_to else self.leaves

    def reword_sheet(self, state: State, whose: str) -> Iterator[SheetWording | None]:
        """Have the voice of the test word the sheet, when it has one."""
        if self.voice is not None:
            yield from reword(self.voice, BundledEmbedder(), state, whose)

    def go_to(self, state: State, phase: Phase) -> Outcome:
        """Return a turn that reopens `phase`."""
        return say(f"Terug naar {phase}.", "Wat wil je daar nog over kwijt?", phase=phase)(
            state, ""
        )

    def screen(
        self,
        text: str,
        language: Language,
        previous: Sequence[str],
        *,
        denied: Sequence[Route] = (),
        faintly: bool = True,
    ) -> Screening:
        """Return a crisis for one set of words, and nothing amiss for all others."""
        self.wake.wait(timeout=30)
        return Screening("crisis") if "zonder mij" in text else Screening()

    def plan(self, state: State) -> str:
        """Return a page with what was told."""
        told = "\n".join(f"- {item.text}" for item in state.record.items)
        return f"# Plan\n\n{told}\n"

    def sheet(self, state: State) -> str:
        """Return the same page."""
        return self.plan(state)

    def library(self) -> Library:
        """Return one guide in two languages."""
        return LIBRARY

    def search(self, query: str, language: Language, k: int) -> SearchResult:
        """Return the one guide, as an answer when the query mentions thanks."""
        del k
        document = LIBRARY.documents["naming-contributions", language]
        section = document.sections[0]
        hit = Hit(document.id, section.id, language, 0.9, section.text.split("\n")[0])
        return SearchResult(answerable="bedank" in query or "thank" in query, hits=(hit,))

    def read_upload(self, data: bytes, name: str) -> Draft:
        """Read the file as the real engine does."""
        return read_upload(data, name)

    def make_searchable(self) -> None:
        """Count that it was asked."""
        self.made_searchable += 1

    @property
    def indexing(self) -> Progress | None:
        """Tell that nothing runs."""
        return None

    @property
    def is_behind(self) -> bool:
        """Tell that everything can be searched."""
        return False


def say(
    body: str,
    question: str,
    *,
    phase: Phase | None = None,
    change: Callable[[State], State] | None = None,
    **fields: object,
) -> Callable[[State, str], Outcome]:
    """Return a step that answers with `body` and `question`; `fields` go into the reply."""

    def step(state: State, text: str) -> Outcome:
        here = phase or state.phase
        visited = state.visited if here in state.visited else (*state.visited, here)
        whole = f"{body} {question}".strip()
        exchange = Exchange(state.turn + 1, "", text, "answer_concrete", whole)
        after = replace(
            state,
            turn=state.turn + 1,
            phase=here,
            visited=visited,
            history=(*state.history, exchange),
        )
        if change is not None:
            after = change(after)
        reply = Reply(
            after.turn,
            after.language,
            here,
            "ask",
            "answer_concrete",
            whole,
            question,
        )
        return Outcome(after, replace(reply, **fields))  # type: ignore[arg-type]

    return step


def ask_on(state: State, text: str) -> Outcome:
    """Ask one more thing."""
    return say("Dat staat er.", "Wanneer was dat?", phase="contributions")(state, text)


OPENINGS: dict[Language, tuple[str, str]] = {
    "nl": (
        "Hallo. Ik ben een digitale coach, geen mens. Ik stel één vraag tegelijk, en aan het eind "
        "heb je één pagina met wat jij verteld hebt. Wat speelt er in je team?",
        "Wat speelt er in je team?",
    ),
    "en": (
        "Hello. I’m a digital coach, not a person. I ask one question at a time, and at the end "
        "you’ll have one page with what you said. What’s going on in your team?",
        "What’s going on in your team?",
    ),
}


def _guide(language: Language, title: str, heading: str, text: str) -> Document:
    section = Section(
        "core", heading, f"{title} > {heading}", text, "naming-contributions", language
    )
    return Document(
        "naming-contributions",
        language,
        title,
        ("leader",),
        ("contributions",),
        ("example2020",),
        date(2026, 11, 1),
        (section,),
    )


LIBRARY = Library(
    {
        ("naming-contributions", "nl"): _guide(
            "nl",
            "Benoem concreet wat er gegeven is",
            "De kern",
            "‘Bedankt voor je inzet’ is aardig bedoeld, en toch komt het vaak niet aan.\n\n"
            f"{QUOTE} Dat laatste weet je meestal niet precies.\n\n"
            "Scheid daarbij gewoon van extra.",
        ),
        ("naming-contributions", "en"): _guide(
            "en",
            "Name what was actually given",
            "The core",
            "‘Thanks for your commitment’ is kindly meant and often doesn’t land.\n\n"
            "Recognition works when it is accurate.",
        ),
    },
    {
        "example2020": Reference(
            text="Voorbeeld, A. (2020). Een boek.", cite_for={"nl": "iets", "en": "something"}
        )
    },
)
