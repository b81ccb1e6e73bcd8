"""The page with an engine that answers by the words it is given, and a disk that can be full."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import streamlit as st
from sqlalchemy import Connection

from coach.dialogue.state import BalanceRecord, Contact, Item, Outcome, State
from coach.records.store import Store
from coach.settings import load_settings
from coach.web.main import run
from coach.web.resources import Resources
from tests.fakes.engine import CITATION, ScriptedEngine, ask_on, say

FOLDER = Path(os.environ["COACH_TEST_FOLDER"])
LONG = " ".join(f"Woord {number} van een lang antwoord." for number in range(1, 25))
ITEMS = (
    Item("i1", "who", "Marjan", "seen", 1),
    Item("i2", "what", "alle roosters gedaan", "seen", 1, "Marjan"),
    Item("i3", "cost", "haar vader # op *woensdag*", "heard", 1, "Marjan"),
)
LINE = Contact("113 Zelfmoordpreventie", "113", "https://www.113.nl", "Gratis, dag en nacht.")


class WordedEngine(ScriptedEngine):
    """Answers by what the turn holds, so that many tabs can talk with it at once."""

    def take_turn(self, state: State, text: str) -> Outcome:
        """Return the answer the words ask for; wait as long as the test wants it asleep."""
        while (FOLDER / "asleep").exists():
            time.sleep(0.02)
        if "breekt op" in text:
            raise RuntimeError(text)
        if "eindeloos antwoord" in text:
            return say(" ".join([LONG] * 20), "Wat valt je op?")(state, text)
        if "lang antwoord" in text:
            return say(LONG, "Wat valt je op?")(state, text)
        if "verder met" in text:
            return say("Goed.", "Waar waren we?", change=lambda s: replace(s, route="none"))(
                state, text
            )
        if state.route != "none":
            return say(
                "De verwijzing blijft staan.", "", route=state.route, act="refer",
                blocks=("referral-stays/0",), contacts=(LINE,),
            )(state, text)  # fmt: skip
        if "zonder mij" in text:
            return say(
                "Ik wil hier even stilstaan bij wat je net schreef. Praat nu met iemand: bel 113.",
                "Is er iemand bij je in de buurt?",
                change=lambda s: replace(s, route="crisis"),
                route="crisis",
                act="refer",
                blocks=("refer:crisis:self",),
                contacts=(LINE, Contact("Alarmnummer", "112", "", "Bij gevaar.")),
            )(state, text)
        if "onderdag" in text:
            step = Item("i9", "next_step", text, "seen", state.turn + 1)
            return say(
                "Donderdag dus.",
                "Wat bied je aan?",
                change=lambda s: replace(
                    s, record=BalanceRecord((*s.record.items, step)), phase="closing"
                ),
            )(state, text)
        if "Marjan" in text:
            return say(
                "Marjan dus, alle roosters.",
                "Wat heeft het gekost?",
                phase="contributions",
                change=lambda s: replace(s, record=BalanceRecord(ITEMS)),
                citations=(CITATION,),
            )(state, text)
        if "echo" in text:
            return say(f"‘{text}’ schreef je.", "Klopt dat?")(state, text)
        return ask_on(state, text)


class FillingDisk(Store):
    """A store for which no file may grow, for as long as the test wants the disk full."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write for real, where there may be no room."""
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        if (FOLDER / "disk-full").exists():
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
        try:
            with super().writing() as connection:
                yield connection
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@st.cache_resource
def shared() -> Resources:
    """Return the one set of this server."""
    settings = load_settings()
    return Resources(settings, WordedEngine(), FillingDisk(settings))


run(shared())
