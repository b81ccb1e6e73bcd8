"""What is due: the step of a plan whose day is near."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from coach.dialogue.again import step_of
from coach.records.store import Conversation, ConversationSummary, Store
from coach.sheets.blocks import sheet_title
from coach.sheets.diary import step_moment
from coach.web.bottom import follow_up, open_plan
from coach.web.plain import line
from coach.web.texts import Texts
from coach.web.visit import Visit

BEFORE = timedelta(days=14)
AFTER = timedelta(days=7)
ALSO = 4  # steps on the sheet
LOOKED_AT = 10  # of the latest talks, so that a long list doesn't slow the page


def days_of(talk: Conversation) -> dict[int, date]:
    """Return the day each turn of `talk` was said on, in local time."""
    return {turn.number: turn.created.astimezone().date() for turn in talk.turns}


Due = tuple[Conversation, date]


def find_due(store: Store, talks: list[ConversationSummary], today: date) -> list[Due]:
    """Return the talks whose step is near `today` with that day, the nearest first.

    A talk that was followed up by another, or that its person looked back on, isn't due any more.
    """
    loaded = [store.load(each.id) for each in talks[:LOOKED_AT]]
    told = {talk.state.after for talk in loaded}
    near = []
    for talk in loaded:
        moment = step_moment(talk.state, days_of(talk))
        if moment is None or talk.id in told:
            continue
        if -AFTER <= moment.day - today <= BEFORE and not _looked_back(store, talk.id):
            near.append((abs(moment.day - today), talk, moment.day))
    return [(talk, day) for _, talk, day in sorted(near, key=lambda found: found[0])]


def _looked_back(store: Store, talk: str) -> bool:
    kept = store.follow_ups
    own = [each.id for each in kept.agreements(talk) if each.kind == "own"]
    return any(told.finished for each in own for told in kept.follow_ups(each))


def due_sheet(visit: Visit, due: list[Due], today: date) -> None:
    """Draw the sheet of what is due: the first step with its words and plan, then the others."""
    texts = visit.texts
    talk, day = due[0]
    with st.container(border=True, key="sheet_due", gap="xsmall"):
        st.markdown(f":small[:gray[{_when(texts, day, today)}]]")
        st.subheader(_title(visit, talk), anchor=False)
        with st.container(key="due_step"):
            st.markdown(line(step_of(talk.state)))
        with st.container(horizontal=True):
            st.button(
                texts("home.read_plan"),
                type="primary",
                key="read_plan",
                on_click=open_plan,
                args=(talk.id,),
            )
            if day <= today:
                st.button(texts("home.told"), key="tell", on_click=follow_up, args=(talk.id,))
        for number, (other, when) in enumerate(due[1:ALSO], start=1):
            told = f"{_when(texts, when, today)}: {_title(visit, other)}"
            st.button(
                f":small[{told}]",
                key=f"due_also_{number}",
                type="tertiary",
                on_click=open_plan,
                args=(other.id,),
            )


def _title(visit: Visit, talk: Conversation) -> str:
    return line(sheet_title(visit.engine.plan(talk.state)) or talk.title)


def _when(texts: Texts, day: date, today: date) -> str:
    weekday = texts.many("date.weekdays")[day.weekday()]
    if day == today:
        return texts("home.due_today", weekday=weekday)
    written = texts("date.day", day=day.day, month=texts.many("date.months")[day.month - 1])
    key = "home.due_later" if day > today else "home.due_past"
    return texts(key, weekday=weekday, date=written)
