"""What becomes of a follow-up: released as its person edited it, taken along, or kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from coach.dialogue.answers import Answers
from coach.dialogue.screening import Screening
from coach.records.follow_up_rows import Agreement, FollowUp
from coach.records.follow_ups import FollowUps
from coach.sheets.documents import to_docx, to_pdf
from coach.sheets.follow_up import follow_up_markdown, number_text, summary_text
from coach.sheets.house import house_of
from coach.web.following import change
from coach.web.over_time import today
from coach.web.plain import plain
from coach.web.visit import Visit

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST = 5000  # characters


def share(visit: Visit, kept: FollowUps, agreement: Agreement, current: FollowUp) -> None:
    """Draw the very text that would go, editable, with the two choices equally wide."""
    texts = visit.texts
    sent = agreement.kind == "sent"
    st.header(texts("follow_up.share_title" if sent else "follow_up.keep_title"), anchor=False)
    text = _text(visit, agreement, current)
    number = number_text(current.answers, visit.language)
    if not text and not number:
        st.markdown(texts("follow_up.empty"))
    else:
        st.markdown(texts("follow_up.share_note" if sent else "follow_up.keep_note"))
        _sheet(visit, current, text, number)
    whole = "\n\n".join(part for part in (text, number if _adds(visit, current) else "") if part)
    if sent and whole:
        with st.container(key="release_row", gap="small"):
            st.button(
                texts("follow_up.release"),
                type="primary",
                key="release",
                width="stretch",
                on_click=visit.note,
                args=("release_now", True),
            )
            _nothing(visit, kept, current, "share_none")
        st.markdown(f":small[:gray[{texts('follow_up.release_note')}]]")
        st.markdown(texts("follow_up.for_yourself"))
        _take_along(visit, agreement, current, whole)
    else:
        if whole:
            _take_along(visit, agreement, current, whole)
        _nothing(visit, kept, current, "done")
    st.button(
        f":gray[{texts('follow_up.back')}]",
        type="tertiary",
        key="back_to_questions",
        on_click=change,
        args=(visit, kept, current, _asking_again),
    )
    if visit.forget("release_now") and whole:
        _release(visit, kept, current, whole)  # what is typed with the click is in it


def marked(text: str) -> str:
    """Return a summary as Markdown: each paragraph's first words, its heading, in bold."""
    shown = []
    for part in text.split("\n\n"):
        heading, stop, rest = part.partition(". ")
        short = stop and len(heading.split()) <= 3
        shown.append(f"**{plain(heading)}.** {plain(rest)}" if short else plain(part))
    return "\n\n".join(shown)


def _text(visit: Visit, agreement: Agreement, current: FollowUp) -> str:
    """Return what would go: as it was edited in this tab, else put together from the answers."""
    edited = visit.noted(f"edited {current.id}")
    if isinstance(edited, str):
        return edited
    return summary_text(agreement.steps, current.answers, visit.language)


def _adds(visit: Visit, current: FollowUp) -> bool:
    return visit.noted(f"number {current.id}") is True


def _sheet(visit: Visit, current: FollowUp, text: str, number: str) -> None:
    texts = visit.texts
    editing = visit.noted(f"editing {current.id}") is True
    with st.container(border=True, key="sheet_release", gap="small"):
        if editing:
            key = "release_text"
            st.text_area(
                texts("follow_up.edit_label"),
                value=text,
                key=key,
                height=260,
                max_chars=LONGEST,
                on_change=lambda: visit.note(f"edited {current.id}", st.session_state[key].strip()),
            )
        elif text:
            st.markdown(marked(text), anchors=False)
        if number:
            _number(visit, current, number)
    st.button(
        texts("follow_up.edit_done" if editing else "follow_up.edit"),
        key="change_release",
        icon=":material/check:" if editing else ":material/edit:",
        on_click=visit.note,
        args=(f"editing {current.id}", not editing),
    )


def _number(visit: Visit, current: FollowUp, number: str) -> None:
    texts, adds = visit.texts, _adds(visit, current)
    if adds:
        st.markdown(marked(number), anchors=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="own_score"):
        told = texts("follow_up.number_on" if adds else "follow_up.number_off")
        st.markdown(f":small[:gray[{told}]]", width="content")
        st.button(
            f":small[{texts('follow_up.number_remove' if adds else 'follow_up.number_add')}]",
            key="add_number",
            type="tertiary",
            on_click=visit.note,
            args=(f"number {current.id}", not adds),
        )


def _nothing(visit: Visit, kept: FollowUps, current: FollowUp, label: str) -> None:
    st.button(
        visit.texts("follow_up.share_none" if label == "share_none" else "follow_up.done"),
        type="secondary" if label == "share_none" else "primary",
        key=label,
        width="stretch",
        on_click=kept.finish,
        args=(current,),
    )


def _release(visit: Visit, kept: FollowUps, current: FollowUp, text: str) -> None:
    """Release `text`; edited, it is read by the screen first, as every text is."""
    found = Screening()
    if isinstance(visit.noted(f"edited {current.id}"), str):
        found = visit.engine.screen(text, visit.language, ())
    if found.route != "none":
        visit.note(f"edited {current.id}", None)
        referred = replace(current.answers, route=found.route, variant=found.variant, gentle=False)
        kept.save(current, referred)
    else:
        kept.release(current, text)
        for name in ("edited", "editing", "number"):
            visit.forget(f"{name} {current.id}")
    st.rerun()


def _take_along(visit: Visit, agreement: Agreement, current: FollowUp, whole: str) -> None:
    texts, language = visit.texts, visit.language
    sheet = follow_up_markdown(
        agreement.steps, whole, language, today(), own=agreement.kind == "own"
    )
    name = texts("follow_up.title").lower().replace(" ", "-")
    with st.container(horizontal=True, vertical_alignment="center", key="take_row"):
        for kind, mime, make in (("word", WORD, to_docx), ("pdf", "application/pdf", to_pdf)):
            st.download_button(
                texts(f"follow_up.{kind}"),
                partial(make, sheet, language, house_of(visit.shared.settings)),
                file_name=f"{name}.{'docx' if kind == 'word' else 'pdf'}",
                mime=mime,
                icon=":material/download:",
                key=f"take_{kind}",
                on_click="ignore",
            )
        st.download_button(
            texts("follow_up.markdown"),
            sheet.encode(),
            file_name=f"{name}.md",
            mime="text/markdown",
            key="take_markdown",
            type="tertiary",
            on_click="ignore",
        )
        with st.popover(texts("follow_up.copy"), icon=":material/content_copy:"):
            st.code(whole, language=None, wrap_lines=True)


def _asking_again(answers: Answers) -> Answers:
    """Return the answers with what was passed over asked again, and the next step anew."""
    return replace(
        answers, stopped=False, skipped=(), condition="", action="", day=None
    )
