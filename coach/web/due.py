"""What is due: the step of a plan whose day is near."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from coach.records.store import Conversation, ConversationSummary, Store
from coach.sheets.blocks import sheet_title
from coach.sheets.diary import step_moment
from coach.web.bottom import open_plan
from coach.web.inviting import look_back
from coach.web.plain import line
from coach.web.texts import Texts
from coach.web.visit import Visit

BEFORE = timedelta(days=14)
AFTER = timedelta(days=7)
LOOKED_AT = 10  # of the latest talks, so that a long list doesn't slow the page


def days_of(talk: Conversation) -> dict[int, date]:
    """Return the day each turn of `talk` was said on, in local time."""
    return {turn.number: turn.created.astimezone().date() for turn in talk.turns}


def find_due(
    store: Store, talks: list[ConversationSummary], today: date
) -> tuple[Conversation, date] | None:
    """Return the talk whose step is nearest to `today`, with that day; None when none is near."""
    near = []
    for each in talks[:LOOKED_AT]:
        talk = store.load(each.id)
        moment = step_moment(talk.state, days_of(talk))
        if moment is not None and -AFTER <= moment.day - today <= BEFORE:
            near.append((abs(moment.day - today), talk, moment.day))
    if not near:
        return None
    _, talk, day = min(near, key=lambda found: found[0])
    return talk, day


def due_sheet(visit: Visit, store: Store, talk: Conversation, day: date, today: date) -> None:
    """Draw the sheet of a step that is due: its day, its plan, its words."""
    texts = visit.texts
    steps = [item.text for item in talk.state.record.items if item.field == "next_step"]
    with st.container(border=True, key="sheet_due", gap="xsmall"):
        st.markdown(f":small[:gray[{_when(texts, day, today)}]]")
        title = sheet_title(visit.engine.plan(talk.state)) or talk.title
        st.subheader(line(title), anchor=False)
        with st.container(key="due_step"):
            st.markdown(line(steps[-1]))
        with st.container(horizontal=True):
            st.button(
                texts("home.read_plan"),
                type="primary",
                key="read_plan",
                on_click=open_plan,
                args=(talk.id,),
            )
            if day <= today:
                st.button(texts("home.told"), key="tell", on_click=look_back, args=(store, talk))


def _when(texts: Texts, day: date, today: date) -> str:
    weekday = texts.many("date.weekdays")[day.weekday()]
    if day == today:
        return texts("home.due_today", weekday=weekday)
    written = texts("date.day", day=day.day, month=texts.many("date.months")[day.month - 1])
    key = "home.due_later" if day > today else "home.due_past"
    return texts(key, weekday=weekday, date=written)
