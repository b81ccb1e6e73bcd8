"""Choosing how long talks are kept; what that would erase at once is named first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from coach.errors import StoreError
from coach.records.store import ConversationSummary, Store
from coach.web.plain import line
from coach.web.readable import title_of
from coach.web.texts import Texts, reason
from coach.web.visit import Visit

OFFERED = (30, 90, 365)  # days
CHOICE = "keep_choice"


def choose_retention(visit: Visit, store: Store, talks: list[ConversationSummary]) -> None:
    """Draw the choice; a shorter time asks once, when a talk would go by it."""
    texts, now = visit.texts, store.keeps_for()
    also = {visit.shared.settings.retention_days, now}
    offered = sorted({*OFFERED, *also} - {0}) + ([0] if 0 in also else [])
    st.subheader(texts("data.keep"), anchor=False)
    st.session_state[CHOICE] = now
    st.pills(
        texts("data.keep_label"),
        offered,
        format_func=lambda days: _told(texts, days),
        key=CHOICE,
        required=True,
        on_change=_choose,
        args=(visit, store, talks),
    )
    asked = visit.forget("keep_asked")
    if isinstance(asked, int):
        _ask(visit, store, talks, asked)


def expired(talks: list[ConversationSummary], days: int) -> list[ConversationSummary]:
    """Return the talks that would go when talks are kept for `days`; 0 keeps all."""
    last = datetime.now(UTC) - timedelta(days=days)
    return [talk for talk in talks if days and talk.updated < last]


def _told(texts: Texts, days: int) -> str:
    if not days:
        return texts("data.keep_for_good")
    return texts("data.keep_year") if days == 365 else texts("data.keep_days", days=days)


def _choose(visit: Visit, store: Store, talks: list[ConversationSummary]) -> None:
    days: int = st.session_state[CHOICE]
    if expired(talks, days):
        visit.note("keep_asked", days)
    else:
        _keep(visit, store, days)


def _keep(visit: Visit, store: Store, days: int) -> None:
    texts = visit.texts
    try:
        store.keep_for(days)
    except StoreError as error:
        visit.note("kept_for", reason(texts, error))
        return
    done = texts("data.keep_done", days=days) if days else texts("data.keep_done_for_good")
    visit.note("kept_for", done)


def _ask(visit: Visit, store: Store, talks: list[ConversationSummary], days: int) -> None:
    texts = visit.texts

    @st.dialog(texts("data.keep_title"))
    def ask() -> None:
        st.markdown(texts("data.keep_text", days=days))
        st.markdown("\n".join(f"- {line(title_of(texts, one))}" for one in expired(talks, days)))
        with st.container(horizontal=True):
            if st.button(texts("data.confirm"), type="primary", key="erase_yes"):
                _keep(visit, store, days)
                st.rerun()
            if st.button(texts("data.leave"), key="erase_no"):
                st.rerun()

    ask()
