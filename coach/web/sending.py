"""The person's turn: kept first, answered at the next run of the page."""

from __future__ import annotations

import streamlit as st

from coach.errors import StoreError, TooManyTurns, TurnConflict
from coach.web.figures import count_unsaved
from coach.web.visit import NEW, NEW_SESSION, Visit

BOX = "message"  # key of the box one writes in


def send_box(visit: Visit, talk: str) -> None:
    """Keep what stands in the box; called as the box is sent."""
    send(visit, talk, st.session_state.get(BOX) or "")


def send(visit: Visit, talk: str, text: str) -> None:
    """Keep `text` as the person's next turn in `talk`.

    When that can't be, nothing is lost: the text goes back into the box and the page says why.
    """
    for name in ("unsaved", "conflict"):
        visit.forget(name)
    if not text.strip():
        return
    try:
        keeper = visit.keeper(talk)
        visit.count_turn(talk)
        if talk in (NEW, NEW_SESSION):
            outcome = visit.opening(talk)
            talk = keeper.create(outcome)
            visit.see(talk, outcome.state.turn)
            visit.forget("opening_for")
        seen = visit.seen(talk)
        if seen is None:
            seen = keeper.load(talk).state.turn
        st.query_params["talk"] = talk
        if "after" in st.query_params:
            del st.query_params["after"]
        keeper.add_user_turn(talk, seen + 1, text)
    except TurnConflict:
        visit.note("conflict", text)
    except (StoreError, TooManyTurns) as error:
        if isinstance(error, StoreError):
            count_unsaved(error)
        visit.fail(error, text)
        st.session_state[BOX] = text


def take_over(visit: Visit, talk: str) -> None:
    """Go on in this tab from what the other one kept; the unsent text comes back to the box."""
    text = visit.forget("conflict")
    try:
        visit.see(talk, visit.keeper(talk).load(talk).state.turn)
    except StoreError as error:
        visit.fail(error, text if isinstance(text, str) else "")
    if isinstance(text, str):
        st.session_state[BOX] = text


def fill_box(text: str) -> None:
    """Put the beginning of a sentence into the box, for the person to finish."""
    st.session_state[BOX] = text
