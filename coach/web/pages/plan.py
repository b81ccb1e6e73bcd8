"""The plan: one page to take along."""

from __future__ import annotations

import re

import streamlit as st

from coach.errors import ConversationNotFound
from coach.web.language import choose_language
from coach.web.record import correct_drawer
from coach.web.visit import Visit


def show(visit: Visit, talk_id: str) -> None:
    """Draw the plan of `talk_id` with the ways to take it along."""
    texts = visit.texts
    try:
        keeper = visit.keeper(talk_id)
        talk = keeper.load(talk_id)
    except ConversationNotFound:
        st.info(texts("talk.missing"))
        st.button(texts("talk.to_talks"), on_click=st.query_params.clear)
        return
    plan = visit.engine.plan(talk.state)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center",
        key="plan_row",
    ):
        st.button(
            f":gray[{texts('plan.back')}]",
            key="back",
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=st.query_params.from_dict,
            args=({"talk": talk_id},),
        )
        choose_language(visit)
    with st.container(key="plan_phone", horizontal=True):
        _download(visit, plan, "phone")
    sheet, beside = st.columns((2, 1), gap="large")
    with sheet, st.container(border=True, key="sheet_plan"):
        st.markdown(plan, anchors=False)
    with beside:
        _beside(visit, plan)
    if visit.forget("drawer") == "correct":
        correct_drawer(visit, keeper, talk_id)


def _beside(visit: Visit, plan: str) -> None:
    texts = visit.texts
    with st.container(key="plan_desk"):
        st.subheader(texts("plan.take_away"), anchor=False)
        _download(visit, plan, "desk")
    with st.popover(texts("plan.copy"), icon=":material/content_copy:", type="tertiary"):
        st.markdown(f":small[{texts('plan.copy_note')}]")
        st.code(plan, language=None, wrap_lines=True, height=320)
    st.markdown(f":small[:gray[{texts('plan.print')}]]")
    st.divider()
    st.subheader(texts("plan.check"), anchor=False)
    st.markdown(f":small[{texts('plan.check_note')}]")
    st.button(
        texts("plan.correct"),
        key="correct_plan",
        icon=":material/edit:",
        width="stretch",
        on_click=visit.note,
        args=("drawer", "correct"),
    )
    st.divider()
    st.subheader(texts("plan.later"), anchor=False)
    st.markdown(f":small[{texts('plan.later_note')}]")


def _download(visit: Visit, plan: str, form: str) -> None:
    texts = visit.texts
    st.download_button(
        texts("plan.download"),
        plan,
        file_name=f"{file_name(plan) or texts('plan.file_name')}.md",
        mime="text/markdown",
        key=f"download_{form}",
        icon=":material/download:",
        type="primary",
        width="stretch",
        on_click="ignore",
    )


def file_name(plan: str) -> str:
    """Return a file name from the plan's first line, in letters every system takes."""
    words = re.findall(r"\w+", plan.strip().splitlines()[0].lower()) if plan.strip() else []
    return "-".join(words)[:60].strip("-")
