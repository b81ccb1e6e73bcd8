"""What stands beside a question sheet: the session, its pitfalls, and ways to take it along."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from coach.dialogue.prepared import CLIENTS, Client, Intake
from coach.records.store import Conversation
from coach.sheets.question_sheet import QuestionSheet
from coach.sheets.situation import read_situation
from coach.web.changing_sheet import keep, take_back
from coach.web.inviting import invite
from coach.web.keeping import Keeper
from coach.web.plain import plain
from coach.web.taking_along import SheetFile, check, take_away
from coach.web.visit import Visit

LENGTHS = (30, 45, 60, 90, 120)  # minutes


def session_beside(
    visit: Visit,
    keeper: Keeper,
    talk: Conversation,
    sheet: QuestionSheet,
    markdown: str,
    files: list[SheetFile],
) -> None:
    """Draw the column; the length of a session can be changed there."""
    texts = visit.texts
    st.subheader(texts("sheet.session"), anchor=False)
    key = "sheet.length" if sheet.told_minutes else "sheet.length_assumed"
    st.markdown(texts(key, minutes=sheet.minutes, count=len(sheet.questions)))
    if talk.state.intake is not None:
        _length(visit, keeper, talk, sheet)
        _client(visit, keeper, talk)
    with st.container(key="pitfalls"):
        told = [plain(text) for text, _ in sheet.pitfalls]
        st.info("\n\n".join([f"**{texts('sheet.pitfalls')}** {told[0]}", *told[1:]]))
    with st.container(key="changes", gap="small"):
        st.button(
            texts("sheet.add"),
            key="add_question",
            icon=":material/add:",
            width="stretch",
            on_click=visit.note,
            args=("drawer", "add"),
        )
        if talk.state.arranged is not None and talk.state.arranged.before:
            st.button(
                texts("sheet.take_back"),
                key="take_back",
                icon=":material/undo:",
                width="stretch",
                on_click=take_back,
                args=(visit, keeper, talk.id),
            )
        st.button(
            texts("table.open"),
            key="to_table",
            icon=":material/coffee:",
            width="stretch",
            on_click=st.query_params.from_dict,
            args=({"table": talk.id},),
        )
    with st.container(key="plan_desk"):
        st.divider()
        st.subheader(texts("plan.take_away"), anchor=False)
        take_away(texts, files, markdown)
    st.divider()
    check(visit, texts("plan.check_note_sheet"))
    invite(visit, talk)


def _length(visit: Visit, keeper: Keeper, talk: Conversation, sheet: QuestionSheet) -> None:
    texts = visit.texts
    lengths = sorted({*LENGTHS, sheet.minutes})
    st.session_state["session_length"] = sheet.minutes
    st.selectbox(
        texts("sheet.length_label"),
        lengths,
        key="session_length",
        format_func=lambda each: texts("sheet.minutes", minutes=each),
        on_change=_lasts,
        args=(visit, keeper, talk.id),
    )


def _client(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    texts = visit.texts
    st.session_state["session_client"] = read_situation(talk.state).client
    st.selectbox(
        texts("sheet.client_label"),
        CLIENTS,
        key="session_client",
        format_func=lambda each: texts(f"sheet.clients.{each}"),
        on_change=_is_for,
        args=(visit, keeper, talk.id),
    )


def _is_for(visit: Visit, keeper: Keeper, talk: str) -> None:
    client: Client = st.session_state["session_client"]
    keep(
        visit,
        keeper,
        talk,
        lambda state: replace(state, intake=replace(state.intake or Intake(), client=client)),
    )


def _lasts(visit: Visit, keeper: Keeper, talk: str) -> None:
    minutes = int(st.session_state["session_length"])
    keep(
        visit,
        keeper,
        talk,
        lambda state: replace(state, intake=replace(state.intake or Intake(), minutes=minutes)),
    )
