"""What somebody writes beside the talk: the screen reads it before it is kept, as every turn."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from coach.dialogue.refer import referral
from coach.dialogue.screening import Screening
from coach.dialogue.state import Language, State
from coach.web.plain import plain
from coach.web.visit import Visit


def may_be_kept(visit: Visit, state: State, text: str, where: str) -> bool:
    """Tell whether `text` may be kept at `where`; what may not is shown there by `refused`.

    A faint likeness counts for nothing here: this is the middle of a talk.
    """
    found = visit.engine.screen(text, state.language, (), faintly=False)
    if found.route == "none":
        visit.forget(f"refused {where}")
        return True
    coach = state.audience == "coach"
    visit.note(f"refused {where}", replace(found, coach=found.coach or coach))
    return False


def refused(visit: Visit, state: State, where: str) -> None:
    """Draw whom to turn to, where something was just written that isn't kept."""
    found = visit.noted(f"refused {where}")
    if isinstance(found, Screening):
        turn_to(visit, found, state.language, state.country, visit.texts("record.refused"))


def turn_to(
    visit: Visit, found: Screening, language: Language, country: str, instead: str
) -> None:
    """Draw a referral outside the talk: what isn't done for it, its text, and the places."""
    st.warning(instead)
    reply = referral(found, language, country, 0)
    places = [f"- {', '.join(p for p in (c.name, c.phone, c.url) if p)}" for c in reply.contacts]
    st.markdown("\n\n".join([plain(reply.text), "\n".join(plain(each) for each in places)]))
