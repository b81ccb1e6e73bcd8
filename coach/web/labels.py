"""Labels on talks: giving them, and looking at the talks that have one."""

from __future__ import annotations

import streamlit as st

from coach.errors import ConversationNotFound, StoreError
from coach.records.labelling import LONGEST
from coach.records.store import ConversationSummary, Store
from coach.web.plain import line
from coach.web.texts import Texts, reason

CHOICE = "label_choice"


def names_of(talks: list[ConversationSummary]) -> list[str]:
    """Return every label once, in the order of the alphabet."""
    return sorted({name for talk in talks for name in talk.labels}, key=str.casefold)


def with_label(texts: Texts, talks: list[ConversationSummary]) -> str:
    """Draw the choice of a label, when there are any; return the one chosen, or ""."""
    names = names_of(talks)
    if not names:
        return ""
    if st.session_state.get(CHOICE) not in names:
        st.session_state[CHOICE] = None
    chosen = st.pills(
        texts("home.labels"),
        names,
        format_func=line,
        key=CHOICE,
        label_visibility="collapsed",
    )
    return chosen or ""


def ask_for_labels(
    texts: Texts, store: Store, talk: ConversationSummary, talks: list[ConversationSummary]
) -> None:
    """Ask which labels `talk` has: of those there are, and a new one."""

    @st.dialog(texts("home.label_title"))
    def label() -> None:
        st.markdown(f":small[:gray[{texts('home.label_note')}]]")
        with st.form("label", border=False):
            names = names_of(talks)
            chosen: list[str] = []
            if names:
                chosen = st.pills(
                    texts("home.labels"),
                    names,
                    default=list(talk.labels),
                    selection_mode="multi",
                    format_func=line,
                    key=f"labels_{talk.id}",
                )
            new = st.text_input(texts("home.label_new"), max_chars=LONGEST, key="label_new")
            if st.form_submit_button(texts("home.label_save"), type="primary"):
                _keep(texts, store, talk.id, [*chosen, new])

    label()


def _keep(texts: Texts, store: Store, talk: str, names: list[str]) -> None:
    try:
        store.label(talk, names)
    except ConversationNotFound:
        pass  # another tab erased it first
    except StoreError as error:
        st.error(reason(texts, error))
        return
    st.session_state["toast"] = texts("home.label_saved")
    st.rerun()
