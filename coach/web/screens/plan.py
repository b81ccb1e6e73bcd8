"""The sheet to take along: the plan on one page, for a coach the question sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

import streamlit as st

from coach.dialogue.again import step_of
from coach.dialogue.state import Source
from coach.errors import ConversationNotFound
from coach.records.store import Conversation
from coach.sheets.blocks import sheet_title
from coach.sheets.diary import step_moment, to_ics
from coach.sheets.documents import to_docx, to_pdf
from coach.sheets.sheet import has_questions
from coach.web.bottom import follow_up
from coach.web.due import days_of
from coach.web.keeping import PRIVATE
from coach.web.language import choose_language
from coach.web.record import correct_drawer
from coach.web.stepper import speak
from coach.web.texts import Texts
from coach.web.visit import Visit

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ICONS = {
    "pdf": ":material/picture_as_pdf:",
    "docx": ":material/description:",
    "ics": ":material/event:",
    "md": ":material/notes:",
}


@dataclass(frozen=True)
class _File:
    """One way to take the plan along; `make` gives its bytes."""

    kind: Literal["pdf", "docx", "ics", "md"]
    name: str
    mime: str
    make: Callable[[], bytes]
    label: str = ""


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
    files = _files(texts, talk, plan)
    with st.container(key="plan_phone", horizontal=True):
        _download(files[0], "phone", type="primary", label=texts("plan.pdf_phone"))
        with st.popover(texts("plan.more"), icon=":material/more_horiz:"):
            for each in files[1:]:
                _download(each, "phone")
    sheet, beside = st.columns((2, 1), gap="large")
    with sheet, st.container(border=True, key="sheet_plan"):
        st.markdown(on_page(plan, texts), anchors=False)
    with beside:
        _beside(visit, talk, plan, files)
    if visit.forget("drawer") == "correct":
        correct_drawer(visit, keeper, talk_id)


def on_page(plan: str, texts: Texts) -> str:
    """Return the plan for the page: its bold lines as headings, sources quiet, signs as typed."""
    heading = "###" if re.search(r"^## ", plan, re.M) else "##"
    sources = "|".join(re.escape(texts(f"record.sources.{each}")) for each in get_args(Source))
    shown = re.sub(r"([$])|(:)(?=\w)", lambda sign: f"\\{sign[1]}" if sign[1] else ":\u2060", plan)
    shown = re.sub(r"^\*\*(.+?)\*\* ?(\S.*)$", rf"{heading} \1 :gray[\2]\n", shown, flags=re.M)
    shown = re.sub(r"^\*\*(.+?)\*\*$", rf"{heading} \1\n", shown, flags=re.M)
    return re.sub(rf"(\((?:{sources})(?:, [^()\n]*)?\)\.?)$", r":gray[\1]", shown, flags=re.M)


def file_name(plan: str) -> str:
    """Return a file name from the plan's title, in letters every system takes."""
    return "-".join(re.findall(r"\w+", sheet_title(plan).lower()))[:60].strip("-")


def _files(texts: Texts, talk: Conversation, plan: str) -> list[_File]:
    """Return what the plan can be taken along as; each is made when it is asked for."""
    name, language = file_name(plan) or texts("plan.file_name"), talk.state.language
    files = [
        _File("pdf", f"{name}.pdf", "application/pdf", lambda: to_pdf(plan, language)),
        _File("docx", f"{name}.docx", WORD, lambda: to_docx(plan, language)),
    ]
    days = days_of(talk)
    if step_moment(talk.state, days) is not None:
        title, zone = sheet_title(plan), st.context.timezone or ""
        files.append(
            _File(
                "ics",
                f"{name}.ics",
                "text/calendar",
                lambda: to_ics(talk.state, days, title, talk.id, zone=zone),
            )
        )
    files.append(_File("md", f"{name}.md", "text/markdown", lambda: plan.encode()))
    labels = {each.kind: texts(f"plan.{each.kind}") for each in files}
    if has_questions(talk.state):
        labels["pdf"] = texts("plan.pdf_sheet")  # it takes more than one page
    return [replace(each, label=labels[each.kind]) for each in files]


def _beside(visit: Visit, talk: Conversation, plan: str, files: list[_File]) -> None:
    texts = visit.texts
    with st.container(key="plan_desk"):
        st.subheader(texts("plan.take_away"), anchor=False)
        for number, each in enumerate(files[:-1]):
            _download(each, "desk", type="primary" if number == 0 else "secondary")
        with st.container(horizontal=True, vertical_alignment="center", key="plan_text"):
            with st.popover(texts("plan.copy"), icon=":material/content_copy:", type="tertiary"):
                st.markdown(f":small[{texts('plan.copy_note')}]")
                st.code(plan, language=None, wrap_lines=True, height=320)
            _download(files[-1], "desk", type="tertiary")
        st.divider()
    st.subheader(texts("plan.check"), anchor=False)
    note = "plan.check_note_sheet" if has_questions(talk.state) else "plan.check_note"
    st.markdown(f":small[{texts(note)}]")
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
    if step_of(talk.state) and talk.id != PRIVATE:
        st.button(
            texts("home.told"),
            key="tell",
            width="stretch",
            on_click=follow_up,
            args=(talk.id,),
        )


def _download(
    file: _File,
    form: str,
    *,
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
    label: str = "",
) -> None:
    st.download_button(
        label or file.label,
        file.make,
        file_name=file.name,
        mime=file.mime,
        key=f"download_{form}_{file.kind}",
        icon=ICONS.get(file.kind) if type != "tertiary" else None,
        type=type,
        width="content" if type == "tertiary" else "stretch",
        on_click="ignore",
    )
