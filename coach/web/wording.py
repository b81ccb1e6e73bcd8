"""A model's wording of a question sheet on the page: asked in the background, taken in as it comes.

The sheet is drawn in its set wording and never waits. A thread asks; the page looks whether it
has something, keeps it, and draws itself anew. While a drawer is open it doesn't look: a page
drawn anew would close it.
"""

from __future__ import annotations

import logging
import threading
from functools import partial
from queue import SimpleQueue

import streamlit as st

from coach.dialogue.state import SheetWording, State
from coach.errors import CoachError
from coach.models.named import GUIDED
from coach.records.store import Conversation
from coach.sheets.question_sheet import QuestionSheet
from coach.sheets.told import told_hash
from coach.web.changing_sheet import keep
from coach.web.engine import Engine
from coach.web.figures import count_refused
from coach.web.keeping import Keeper
from coach.web.leaving import choose_leaving, other_voice
from coach.web.visit import Visit

LOG = logging.getLogger(__name__)
LOOK_EVERY = 0.5  # seconds


class Asking:
    """A model that is asked for the wording of one sheet, in a thread of its own."""

    def __init__(self, engine: Engine, state: State, whose: str, key: object) -> None:
        """`key` tells what is asked for from anything else."""
        self.key = key
        self.leaving = ""  # what would leave, when somebody has to agree to that first
        self._came: SimpleQueue[SheetWording] = SimpleQueue()
        self._thread = threading.Thread(
            target=self._ask, args=(engine, state, whose), name="wording", daemon=True
        )
        self._thread.start()

    @property
    def going(self) -> bool:
        """Whether more may come."""
        return self._thread.is_alive()

    @property
    def has_come(self) -> bool:
        """Whether something waits to be taken."""
        return not self._came.empty()

    def wait(self) -> None:
        """Wait until nothing more comes."""
        self._thread.join()

    def take(self) -> list[SheetWording]:
        """Return what came since this was asked last."""
        came = []
        while self.has_come:
            came.append(self._came.get())
        return came

    def _ask(self, engine: Engine, state: State, whose: str) -> None:
        from coach.sheets.rewording import refused

        try:
            self.leaving = engine.sheet_leaving(state)
            if self.leaving:
                return
            for wording in engine.reword_sheet(state, whose):
                if wording is not None:
                    count_refused(refused(wording))
                    self._came.put(wording)
        except CoachError as error:
            LOG.warning("A sheet keeps its set wording: %s", error)


def take_in_wording(visit: Visit, keeper: Keeper, talk: Conversation) -> Conversation:
    """Keep what a model has worded since the page was drawn last; return the talk with it.

    What is still to be worded is asked for, once for each thing to ask.
    """
    if visit.shared.settings.model == GUIDED:
        return talk
    # The page is drawn without these where no model speaks.
    from coach.sheets.rewording import with_wording

    asking = _asking(visit, talk)
    going = asking is not None and asking.going  # before it is taken: what comes last is among it
    for wording in asking.take() if asking else ():
        keep(visit, keeper, talk.id, partial(with_wording, fresh=wording))
    if asking is not None:
        talk = keeper.load(talk.id)
    key = _key(talk.state)
    if key and not going and not (asking and asking.key == key):
        asked = Asking(visit.engine, talk.state, visit.owner, key)
        visit.note(_name(talk), asked)
    return talk


def show_wording(
    visit: Visit, keeper: Keeper, talk: Conversation, sheet: QuestionSheet
) -> None:
    """Draw how it stands with the model's words, and the way back to the set ones."""
    texts, asking = visit.texts, _asking(visit, talk)
    worded = sum(asked.by == "model" for asked in sheet.questions)
    total = len(sheet.questions)
    tried = talk.state.sheet_wording
    if asking is not None and asking.leaving and not talk.state.set_phrases:
        if asking.key == _key(talk.state):
            choose_leaving(visit, keeper, talk, asking.leaving, "ask_sheet")
        return
    told = ""
    if talk.state.set_phrases:
        told = texts("sheet.wording.set")
    elif asking is not None and asking.going:
        told = texts("sheet.wording.going")
    elif worded:
        told = texts(f"sheet.wording.{'one' if worded == 1 else 'some'}", count=worded, total=total)
    elif tried is not None and tried.told == told_hash(talk.state):
        told = texts("sheet.wording.none")
    with st.container(key="wording_row", horizontal=True, vertical_alignment="center"):
        if told:
            st.markdown(f":small[{told}]", width="content")
        if talk.state.set_phrases or worded:
            other_voice(visit, keeper, talk)
        elif tried is not None and told and not (asking and asking.going):
            st.button(
                f":small[:gray[{texts('sheet.wording.again')}]]",
                key="reword_again",
                type="tertiary",
                on_click=_again,
                args=(visit, keeper, talk),
            )


def watch_wording(visit: Visit, talk: Conversation) -> None:
    """Have the page drawn anew once something has come of asking."""
    asking = _asking(visit, talk)
    if asking is None:
        return
    going = asking.going

    @st.fragment(key="wording_watch", run_every=LOOK_EVERY if going else None)
    def look() -> None:
        if asking.has_come or (going and not asking.going):
            st.rerun(scope="app")

    with st.container(key="arrived_wording"):
        look()


def _again(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    from coach.sheets.rewording import without_failed

    visit.forget(_name(talk))
    keep(visit, keeper, talk.id, without_failed)


def _key(state: State) -> object:
    """Return what is to be asked for, and whether it may leave; None when there is nothing."""
    from coach.sheets.rewording import to_reword

    wanted = tuple((asked.id, asked.set_text) for asked in to_reword(state))
    agreed = (state.leaves_since, state.leaves_to)
    return (told_hash(state), wanted, agreed) if wanted else None


def _asking(visit: Visit, talk: Conversation) -> Asking | None:
    asking = visit.noted(_name(talk))
    return asking if isinstance(asking, Asking) else None


def _name(talk: Conversation) -> str:
    return f"wording {talk.id}"
