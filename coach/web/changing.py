"""Changing one's last turn: it is answered anew, and what it was is kept."""

from __future__ import annotations

import streamlit as st

from coach.errors import StoreError
from coach.records.store import Conversation
from coach.web.keeping import Keeper
from coach.web.texts import reason
from coach.web.visit import Visit


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
        words = st.text_area(
            texts("talk.change_title"), text, key="changed_text", label_visibility="collapsed"
        )
        if st.button(texts("talk.change_send"), type="primary", key="change_send"):
            if words.strip():
                try:
                    keeper.take_back(talk.id, number, words)
                except StoreError as error:
                    st.error(reason(texts, error))
                    return
                visit.see(talk.id, number - 1)
            st.rerun()

    change()
