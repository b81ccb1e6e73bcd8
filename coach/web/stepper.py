"""The phases of the walk: where one is, where one was and may go back to, what is still to come."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from coach.dialogue.state import PHASES, Language, Phase, State
from coach.errors import StoreError, TurnConflict
from coach.web.keeping import Keeper
from coach.web.language import choose_language
from coach.web.plain import line
from coach.web.visit import Visit

Place = Literal["here", "skipped", "visited", "ahead"]
ICONS: dict[Place, str] = {
    "here": ":material/radio_button_checked:",
    "skipped": ":material/remove:",
    "visited": ":material/check:",
    "ahead": ":material/radio_button_unchecked:",
}


def place(state: State, phase: Phase) -> Place:
    """Tell where `phase` stands on the person's road."""
    if phase == state.phase:
        return "here"
    if phase in state.skipped:
        return "skipped"
    if phase in state.visited:
        return "visited"
    return "ahead"


def stepper(visit: Visit, keeper: Keeper | None, talk: str, state: State) -> None:
    """Draw the line above the talk: phases, whether it is saved, language."""
    texts = visit.texts
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="stepper",
    ):
        if state.route != "none":
            st.markdown(f":small[:gray[{texts('phases.paused')}]]", width="content")
        else:
            with st.container(
                horizontal=True,
                vertical_alignment="center",
                key="stepper_desk",
                gap="small",
                width="content",
            ):
                _phases(visit, keeper, talk, state, "desk")
            _phone(visit, keeper, talk, state)
        with st.container(
            horizontal=True, vertical_alignment="center", width="content", key="stepper_end"
        ):
            if visit.private:
                st.markdown(f":small[:gray[{texts('talk.private')}]]", width="content")
            choose_language(visit, chosen=lambda language: speak(visit, keeper, talk, language))


def speak(visit: Visit, keeper: Keeper | None, talk: str, language: Language) -> None:
    """Go on in `language` from the next reply; what was said stays as it was."""
    if keeper is None:
        return
    try:
        keeper.save_state(talk, replace(keeper.load(talk).state, language=language))
    except TurnConflict:
        visit.note("conflict", "")
    except StoreError as error:
        visit.fail(error)


def _phone(visit: Visit, keeper: Keeper | None, talk: str, state: State) -> None:
    texts = visit.texts
    count = texts("phases.count", number=PHASES.index(state.phase) + 1, total=len(PHASES))
    here = texts(f"phases.{state.phase}")
    with (
        st.container(key="stepper_phone", width="content"),
        st.popover(f"**{here}**  :small[:gray[{count}]]", icon=ICONS["here"], type="tertiary"),
    ):
        _phases(visit, keeper, talk, state, "phone")


def _phases(visit: Visit, keeper: Keeper | None, talk: str, state: State, form: str) -> None:
    for phase in PHASES:
        where = place(state, phase)
        name = visit.texts(f"phases.{phase}")
        if where == "here":
            st.markdown(f"{ICONS[where]} **{line(name)}**", width="content")
        elif keeper is not None and phase in state.visited:
            st.button(
                f":gray[{name}]" if where == "skipped" else name,
                key=f"go_{form}_{phase}",
                icon=ICONS[where],
                type="tertiary",
                on_click=_go,
                args=(visit, keeper, talk, phase),
            )
        else:
            st.markdown(f":gray[{ICONS[where]} {line(name)}]", width="content")


def _go(visit: Visit, keeper: Keeper, talk: str, phase: Phase) -> None:
    try:
        outcome = visit.engine.go_to(keeper.load(talk).state, phase)
        keeper.add_coach_turn(talk, outcome)
    except TurnConflict:
        visit.note("conflict", "")
        return
    except StoreError as error:
        visit.fail(error)
        return
    visit.see(talk, outcome.state.turn)
