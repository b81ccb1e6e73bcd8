"""The sheet to take along: the plan on one page, for a coach the question sheet."""

from __future__ import annotations

import re
from typing import get_args

import streamlit as st

from coach.dialogue.state import Source
from coach.errors import ConversationNotFound
from coach.records.store import Conversation
from coach.sheets.house import house_of
from coach.sheets.sheet import has_questions
from coach.web.inviting import how_it_went, invite
from coach.web.language import choose_language
from coach.web.record import correct_drawer
from coach.web.screens import balance, question_sheet
from coach.web.stepper import speak
from coach.web.taking_along import SheetFile, check, phone_row, sheet_files, take_away
from coach.web.texts import Texts
from coach.web.visit import Visit


def show(visit: Visit, talk_id: str) -> None:
    """Draw the sheet of `talk_id` with the ways to take it along."""
    texts = visit.texts
    try:
        keeper = visit.keeper(talk_id)
        talk = keeper.load(talk_id)
    except ConversationNotFound:
        st.info(texts("talk.missing"))
        st.button(texts("talk.to_talks"), on_click=st.query_params.clear)
        return
    if has_questions(talk.state):
        question_sheet.show(visit, keeper, talk)
        return
    plan = visit.engine.sheet(talk.state)
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
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
        choose_language(visit, chosen=lambda language: speak(visit, keeper, talk_id, language))
    files = sheet_files(texts, talk, plan, house_of(visit.shared.settings))
    phone_row(texts, files, texts("plan.pdf_phone"))
    sheet, beside = st.columns((2, 1), gap="large")
    with sheet, st.container(border=True, key="sheet_plan"):
        st.markdown(on_page(plan, texts), anchors=False)
    with beside:
        _beside(visit, talk, plan, files)
    if visit.noted("drawer") == "correct":
        visit.forget("drawer")
        correct_drawer(visit, keeper, talk_id)


def on_page(plan: str, texts: Texts) -> str:
    """Return the plan for the page: its bold lines as headings, sources quiet, signs as typed."""
    heading = "###" if re.search(r"^## ", plan, re.M) else "##"
    sources = "|".join(re.escape(texts(f"record.sources.{each}")) for each in get_args(Source))
    shown = re.sub(r"([$])|(:)(?=\w)", lambda sign: f"\\{sign[1]}" if sign[1] else ":\u2060", plan)
    shown = re.sub(r"^\*\*(.+?)\*\* ?(\S.*)$", rf"{heading} \1 :gray[\2]\n", shown, flags=re.M)
    shown = re.sub(r"^\*\*(.+?)\*\*$", rf"{heading} \1\n", shown, flags=re.M)
    return re.sub(rf"(\((?:{sources})(?:, [^()\n]*)?\)\.?)$", r":gray[\1]", shown, flags=re.M)


def _beside(visit: Visit, talk: Conversation, plan: str, files: list[SheetFile]) -> None:
    texts = visit.texts
    with st.container(key="plan_desk"):
        st.subheader(texts("plan.take_away"), anchor=False)
        take_away(texts, files, plan)
        st.divider()
    check(visit, texts("plan.check_note"))
    balance.offer(texts, talk.id, talk.state)
    st.divider()
    how_it_went(visit, talk)
    invite(visit, talk)
