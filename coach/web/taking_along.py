"""The ways to take a sheet along: files, and its text to copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from coach.records.store import Conversation
from coach.sheets.blocks import sheet_title, to_text
from coach.sheets.diary import step_moment, to_ics
from coach.sheets.documents import to_docx, to_pdf
from coach.sheets.house import House
from coach.sheets.sheet import has_questions
from coach.web.due import days_of
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
class SheetFile:
    """One way to take a sheet along; `make` gives its bytes."""

    kind: Literal["pdf", "docx", "ics", "md"]
    name: str
    mime: str
    make: Callable[[], bytes]
    label: str = ""


def file_name(sheet: str) -> str:
    """Return a file name from the sheet's title, in letters every system takes."""
    return "-".join(re.findall(r"\w+", sheet_title(sheet).lower()))[:60].strip("-")


def sheet_files(
    texts: Texts, talk: Conversation, sheet: str, house: House
) -> list[SheetFile]:
    """Return what a sheet can be taken along as, best first; each is made when it is asked for."""
    name, language = file_name(sheet) or texts("plan.file_name"), talk.state.language
    pdf = SheetFile("pdf", f"{name}.pdf", "application/pdf", lambda: to_pdf(sheet, language, house))
    word = SheetFile("docx", f"{name}.docx", WORD, lambda: to_docx(sheet, language, house))
    text = SheetFile("md", f"{name}.md", "text/markdown", lambda: sheet.encode())
    if has_questions(talk.state):  # a coach's sheet is one to write in, and longer than a page
        files = [word, replace(pdf, label=texts("plan.pdf_sheet")), text]
    else:
        files = [pdf, word, *_calendar(talk, sheet, name), text]
    return [replace(each, label=each.label or texts(f"plan.{each.kind}")) for each in files]


def _calendar(talk: Conversation, sheet: str, name: str) -> list[SheetFile]:
    days = days_of(talk)
    if step_moment(talk.state, days) is None:
        return []
    title, zone = sheet_title(sheet), st.context.timezone or ""
    make = lambda: to_ics(talk.state, days, title, talk.id, zone=zone)  # noqa: E731
    return [SheetFile("ics", f"{name}.ics", "text/calendar", make)]


def phone_row(texts: Texts, files: list[SheetFile], label: str) -> None:
    """Draw the files above a sheet, for narrow screens: the first one, the others behind it."""
    with st.container(key="plan_phone", horizontal=True):
        download(files[0], "phone", type="primary", label=label)
        with st.popover(texts("plan.more"), icon=":material/more_horiz:"):
            for each in files[1:]:
                download(each, "phone")


def check(visit: Visit, note: str) -> None:
    """Draw the question whether the sheet is right, with `note` and the button that mends it."""
    st.subheader(visit.texts("plan.check"), anchor=False)
    st.markdown(f":small[{note}]")
    st.button(
        visit.texts("plan.correct"),
        key="correct_plan",
        icon=":material/edit:",
        width="stretch",
        on_click=visit.note,
        args=("drawer", "correct"),
    )


def take_away(texts: Texts, files: list[SheetFile], sheet: str) -> None:
    """Draw the files beside a sheet, and its text to copy."""
    for number, each in enumerate(files[:-1]):
        download(each, "desk", type="primary" if number == 0 else "secondary")
    with st.container(horizontal=True, vertical_alignment="center", key="plan_text"):
        with st.popover(texts("plan.copy"), icon=":material/content_copy:", type="tertiary"):
            st.markdown(f":small[{texts('plan.copy_note')}]")
            st.code(to_text(sheet), language=None, wrap_lines=True, height=320)
        download(files[-1], "desk", type="tertiary")


def download(
    file: SheetFile,
    form: str,
    *,
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
    label: str = "",
) -> None:
    """Draw the button of one file; `form` tells it from the same file's elsewhere."""
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
