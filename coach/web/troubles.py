"""What went wrong with the person's last turn, said right above the box it is back in."""

from __future__ import annotations

import streamlit as st

from coach.web.sending import take_over
from coach.web.texts import reason
from coach.web.visit import Visit


def troubles(visit: Visit, talk: str) -> None:
    """Draw why the last turn wasn't saved, or that another tab holds the talk; else nothing."""
    texts = visit.texts
    unsaved = visit.noted("unsaved")
    if unsaved in ("minute", "day"):
        with st.container(key="too_many"):
            st.info(texts(f"errors.too_many_{unsaved}"), title=texts("errors.too_many"))
    elif unsaved is not None:
        with st.container(key="not_saved"):
            st.error(
                texts("errors.not_saved_text", reason=reason(texts, str(unsaved))),
                title=texts("errors.not_saved"),
            )
    if visit.noted("conflict") is not None:
        with st.container(key="second_tab"):
            st.info(texts("errors.second_tab_text"), title=texts("errors.second_tab"))
            st.button(
                texts("errors.take_over"), key="take_over", on_click=take_over, args=(visit, talk)
            )
