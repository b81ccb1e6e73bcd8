"""Changing one's last turn: it is answered anew, and what it was is kept."""

from __future__ import annotations

import streamlit as st

from coach.errors import StoreError, TooManyTurns, TurnConflict
from coach.records.store import Conversation
from coach.web.keeping import Keeper
from coach.web.sending import BOX as MESSAGE
from coach.web.visit import Visit

BOX = "changed_text"


def change_drawer(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    """Open the drawer with the person's last turn, to write it otherwise."""
    texts = visit.texts
    last = next((turn for turn in reversed(talk.turns) if turn.role == "user"), None)
    if last is None:
        return
    number, text = last.number, last.text

    @st.dialog(texts("talk.change_title"), position="right", width=600)
    def change() -> None:
        st.markdown(texts("talk.change_note"))
        st.text_area(texts("talk.change_title"), text, key=BOX, label_visibility="collapsed")
        if st.button(
            texts("talk.change_send"),
            type="primary",
            key="change_send",
            on_click=_send,
            args=(visit, keeper, talk.id, number),
        ):
            st.rerun()

    change()


def _send(visit: Visit, keeper: Keeper, talk: str, number: int) -> None:
    words = st.session_state.get(BOX) or ""
    if not words.strip():
        return
    try:
        visit.count_turn(talk)
        keeper.take_back(talk, number, words)
    except TurnConflict:
        visit.note("conflict", words)
    except (StoreError, TooManyTurns) as error:
        visit.fail(error, words)
        st.session_state[MESSAGE] = words
    else:
        visit.see(talk, number - 1)
