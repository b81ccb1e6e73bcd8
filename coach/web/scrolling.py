"""Keeping the newest words in sight and the writing hand where it was."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from coach.web.scripts import FOLLOW, SETTLE, TO_MARK, TO_TOP, run_script

Moment = Literal["answering", "settled"]


def begin_at_top(number: int) -> None:
    """Show the top of a screen, once for each `number`."""
    with st.container(key="arrived_top"):
        run_script(TO_TOP, number)


def bring_mark_into_sight(number: int) -> None:
    """Scroll to the marked sentence of a guide, else to the section asked for, once a `number`."""
    with st.container(key="arrived_mark"):
        run_script(TO_MARK, number)


def bring_into_sight(turn: int, moment: Moment) -> None:
    """Scroll to the end of the talk once for this `moment` of `turn`."""
    with st.container(key=f"arrived_{moment}"):
        run_script(FOLLOW if moment == "answering" else SETTLE, turn)
