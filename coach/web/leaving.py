"""Before the first turn goes to a model elsewhere: the exact text, and the choice."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from coach.dialogue.state import State, agreed
from coach.errors import StoreError
from coach.records.store import Conversation
from coach.web.keeping import Keeper
from coach.web.plain import line
from coach.web.texts import reason
from coach.web.visit import Visit
from coach.web.what_leaves import leaves_to


def ask_before_leaving(visit: Visit, keeper: Keeper, talk: Conversation, text: str) -> None:
    """Show what would leave this computer, and wait for a yes or for the set phrases."""
    if not is_asked(visit, talk):
        visit.note(f"leaving {talk.id}", talk.state.turn)
        st.rerun()  # so that the box below is drawn closed
    choose_leaving(visit, keeper, talk, text, "ask")


def choose_leaving(
    visit: Visit, keeper: Keeper, talk: Conversation, text: str, ask: Literal["ask", "ask_sheet"]
) -> None:
    """Draw the exact text that would leave, and the choice; `ask` says what it is for."""
    texts = visit.texts
    with st.container(key="before_leaving", border=True):
        to = leaves_to(visit.shared.settings)
        told = texts(f"leaving.{ask}" if to is None or to.hides else f"leaving.{ask}_open")
        if talk.state.leaves_to is not None:
            told = f"{texts('leaving.changed')} {told}"
        st.markdown(told.format(host=line(to.host) if to else ""))
        with st.container(horizontal=True):
            agrees = agreed(talk.state, to) if to else talk.state
            stays = replace(talk.state, set_phrases=True)
            for key, state in (("agree", agrees), ("stay", stays)):
                st.button(
                    texts(f"leaving.{key}"),
                    key=f"leaving_{key}",
                    type="primary" if key == "agree" else "secondary",
                    on_click=_settle,
                    args=(visit, keeper, talk.id, state),
                )
        with st.expander(texts("leaving.exact"), expanded=True):
            st.code(text, language=None, wrap_lines=True)


def is_asked(visit: Visit, talk: Conversation) -> bool:
    """Tell whether the page waits for that choice."""
    asked = visit.noted(f"leaving {talk.id}") == talk.state.turn
    return asked and talk.pending is not None


def choose_voice(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    """Offer the other voice for the rest of this talk, when the operator lets people choose."""
    settings = visit.shared.settings
    if not settings.model_choice or settings.model == "guided" or talk.pending is not None:
        return
    other_voice(visit, keeper, talk)


def other_voice(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    """Draw the button for the voice that doesn't speak in this talk now."""
    guided = talk.state.set_phrases
    st.button(
        f":small[:gray[{visit.texts('talk.to_model' if guided else 'talk.to_guided')}]]",
        key="choose_voice",
        type="tertiary",
        on_click=_settle,
        args=(visit, keeper, talk.id, replace(talk.state, set_phrases=not guided)),
    )


def _settle(visit: Visit, keeper: Keeper, talk: str, state: State) -> None:
    visit.forget(f"leaving {talk}")
    try:
        keeper.save_state(talk, state)
    except StoreError as error:
        st.error(reason(visit.texts, error))
