"""A coach's question sheet: read it, and put it in the order and words of one's own session."""

from __future__ import annotations

import streamlit as st

from coach.models.named import GUIDED
from coach.records.store import Conversation
from coach.sheets.arranging import OWN, added, moved, put_back, removed, replaced, reworded
from coach.sheets.house import house_of
from coach.sheets.question_sheet import Asked, Block, QuestionSheet, question_sheet
from coach.web.changing_sheet import Change, change
from coach.web.keeping import Keeper
from coach.web.language import choose_language
from coach.web.passage import section_drawer
from coach.web.plain import line, plain
from coach.web.record import correct_drawer
from coach.web.screened import may_be_kept, refused
from coach.web.session import session_beside
from coach.web.stepper import speak
from coach.web.taking_along import phone_row, sheet_files
from coach.web.texts import Texts
from coach.web.troubles import troubles
from coach.web.visit import Visit
from coach.web.wording import show_wording, take_in_wording, watch_wording


def show(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    """Draw the sheet of `talk` with what can be done to it, and beside it the session."""
    texts = visit.texts
    talk = take_in_wording(visit, keeper, talk)
    sheet = question_sheet(talk.state)
    _head(visit, keeper, talk)
    markdown = visit.engine.sheet(talk.state)
    files = sheet_files(texts, talk, markdown, house_of(visit.shared.settings))
    phone_row(texts, files, texts("sheet.take_phone"))
    troubles(visit, talk.id)
    if visit.shared.settings.model != GUIDED:
        with st.container(key="wording", gap="small"):
            show_wording(visit, keeper, talk, sheet)
    left, right = st.columns((2, 1), gap="large")
    with left, st.container(border=True, key="sheet_questions", gap="xsmall"):
        number = 0
        for block in sheet.blocks:
            _block_head(texts, block)
            for asked in block.questions:
                number += 1
                _question(visit, keeper, talk, sheet, asked, number)
    with right:
        session_beside(visit, keeper, talk, sheet, markdown, files)
    if not _drawers(visit, keeper, talk, sheet):
        watch_wording(visit, talk)


def _head(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    texts = visit.texts
    session = talk.state.intake is not None
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="plan_row",
    ):
        st.button(
            f":gray[{texts('sheet.back' if session else 'plan.back')}]",
            key="back",
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=st.query_params.from_dict,
            args=({} if session else {"talk": talk.id},),
        )
        choose_language(visit, chosen=lambda language: speak(visit, keeper, talk.id, language))
    with st.container(key="questions_title", gap=None):
        st.markdown(f":small[:gray[{texts('sheet.kind')}]]")
        # Of ‘Team lead, hospital. Her planner …’ the first part names the session.
        title = talk.title.split(". ")[0].rstrip(".") or texts("sheet.untitled")
        st.title(line(title), anchor=False)


def _block_head(texts: Texts, block: Block) -> None:
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key=f"block_{block.id}",
    ):
        st.subheader(line(block.name), anchor=False, width="content")
        key = "sheet.minute" if block.minutes == 1 else "sheet.minutes"
        st.markdown(f":small[:gray[{texts(key, minutes=block.minutes)}]]", width="content")


def _question(
    visit: Visit,
    keeper: Keeper,
    talk: Conversation,
    sheet: QuestionSheet,
    asked: Asked,
    number: int,
) -> None:
    texts, total = visit.texts, len(sheet.questions)
    with st.container(horizontal=True, key=f"question_{asked.id}", gap="small"):
        with st.container(width="content", key=f"number_{asked.id}"):
            # ‘Question 2 of 12’ is heard; the number alone is seen.
            st.markdown(texts("sheet.number", number=number, total=total), width="content")
        with st.container(gap=None, key=f"asked_{asked.id}"):
            marks = [texts("sheet.core")] if asked.core else []
            marks += [texts("sheet.by_model")] if asked.by == "model" else []
            mark = f" :small[:gray[{' · '.join(marks)}]]" if marks else ""
            st.markdown(f"{line(asked.text)}{mark}", anchors=False)
            if asked.source is not None:
                _behind(visit, asked)
        options = ["up", "down", "another", "reword", "put_back", "remove"]
        if asked.by == "bank" or not asked.set_text:
            options.remove("put_back")
        if asked.id.startswith(OWN):
            options.remove("another")
        if number == 1:
            options.remove("up")
        if number == total:
            options.remove("down")
        st.menu_button(
            texts("sheet.change", number=number),
            options,
            key=f"row_menu_{asked.id}",
            icon=":material/more_vert:",
            type="tertiary",
            format_func=lambda each: texts(f"sheet.{each}"),
            on_click=_chosen,
            args=(visit, keeper, talk.id, asked.id),
        )


def _behind(visit: Visit, asked: Asked) -> None:
    """Draw why a question is on the sheet, and what to do with an evasive answer, folded away."""
    texts = visit.texts
    with st.expander(texts("sheet.behind"), type="compact", key=f"behind_{asked.id}"):
        told = [
            (texts("sheet.set_question"), asked.by == "model" and line(asked.set_text)),
            (texts("sheet.why"), plain(asked.why)),
            (texts("sheet.known"), asked.known and f"‘{line(asked.known)}’"),
            (texts("sheet.evasive"), asked.evasive and f"‘{line(asked.evasive)}’"),
        ]
        st.markdown("\n\n".join(f"**{label}** {text}" for label, text in told if text))
        if asked.then:
            with st.container(key=f"then_{asked.id}"):
                st.markdown(f"**{texts('sheet.then')}** {line(asked.then)}")
        if asked.source is not None:
            st.button(
                f":small[{line(asked.source.title)}]",
                key=f"source_{asked.id}",
                icon=":material/menu_book:",
                type="tertiary",
                on_click=visit.note,
                args=("drawer", ("source", asked.id)),
            )


def _chosen(visit: Visit, keeper: Keeper, talk: str, question: str) -> None:
    choice = st.session_state[f"row_menu_{question}"]
    if choice == "reword":
        visit.forget(f"refused {talk} question")
        visit.note("drawer", ("reword", question))
        return
    changes: dict[str, Change] = {
        "up": lambda sheet, _: moved(sheet, question, -1),
        "down": lambda sheet, _: moved(sheet, question, 1),
        "another": lambda sheet, state: replaced(sheet, question, state),
        "put_back": lambda sheet, _: put_back(sheet, question),
        "remove": lambda sheet, _: removed(sheet, question),
    }
    if choice in changes:
        change(visit, keeper, talk, changes[choice])


def _drawers(visit: Visit, keeper: Keeper, talk: Conversation, sheet: QuestionSheet) -> bool:
    """Draw the drawer that was asked for; tell whether one was."""
    drawer = visit.forget("drawer")
    if drawer == "correct":
        correct_drawer(visit, keeper, talk.id)
    elif drawer == "add":
        _add_drawer(visit, keeper, talk.id, sheet)
    elif isinstance(drawer, tuple):
        what, name = drawer
        asked = next((each for each in sheet.questions if each.id == name), None)
        if asked is not None and what == "reword":
            _reword_drawer(visit, keeper, talk.id, asked)
        elif asked is not None and asked.source is not None:
            section_drawer(visit, asked.source, talk.state.language, talk.id)
    return drawer is not None


def _reword_drawer(visit: Visit, keeper: Keeper, talk: str, asked: Asked) -> None:
    texts = visit.texts

    @st.dialog(texts("sheet.reword_title"), position="right", width=520)
    def drawer() -> None:
        st.markdown(f":small[:gray[{texts('sheet.reword_note')}]]")
        with st.form("reword", border=False):
            text = st.text_area(texts("sheet.question"), asked.text, max_chars=400, height=120)
            saved = st.form_submit_button(texts("sheet.save"), type="primary")
            if saved and may_be_kept(visit, keeper.load(talk).state, text, f"{talk} question"):
                change(visit, keeper, talk, lambda sheet, _: reworded(sheet, asked.id, text))
                st.rerun()
        refused(visit, keeper.load(talk).state, f"{talk} question")

    drawer()


def _add_drawer(visit: Visit, keeper: Keeper, talk: str, sheet: QuestionSheet) -> None:
    texts = visit.texts
    names = {block.id: block.name for block in sheet.blocks}

    @st.dialog(texts("sheet.add"), position="right", width=520)
    def drawer() -> None:
        with st.form("add", border=False):
            text = st.text_area(texts("sheet.question"), max_chars=400, height=120)
            block = st.selectbox(texts("sheet.where"), [*names], format_func=names.__getitem__)
            saved = st.form_submit_button(texts("sheet.save"), type="primary") and text.strip()
            if saved and may_be_kept(visit, keeper.load(talk).state, text, f"{talk} question"):
                change(visit, keeper, talk, lambda sheet, _: added(sheet, block, text))
                st.rerun()
        refused(visit, keeper.load(talk).state, f"{talk} question")

    drawer()
