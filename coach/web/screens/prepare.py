"""Preparing a session: a few short turns, and then the question sheet."""

from __future__ import annotations

import streamlit as st

from coach.dialogue.prepared import TONES
from coach.dialogue.pseudonyms import names_in
from coach.errors import PASSING, ConversationNotFound, StoreError
from coach.records.rows import ConversationSummary
from coach.records.store import Conversation, Store
from coach.web.answering import answer, watch
from coach.web.bottom import WIDTHS, box_alone, open_talk
from coach.web.keeping import Keeper
from coach.web.labels import with_label
from coach.web.language import choose_language
from coach.web.plain import line
from coach.web.record import record_sheet
from coach.web.referral import beside
from coach.web.screens import home, question_sheet
from coach.web.screens.talk import drawers, private_note, standing, turns
from coach.web.scrolling import begin_at_top, bring_into_sight
from coach.web.sending import BOX, send, send_box
from coach.web.stepper import speak as speak_in
from coach.web.troubles import troubles
from coach.web.turns import replied, speak
from coach.web.visit import NEW_SESSION, Visit

MINUTES = (30, 45, 60, 90)


def show_list(visit: Visit, store: Store, sessions: list[ConversationSummary]) -> None:
    """Draw the sessions that were prepared, newest first."""
    begin_at_top(visit.screens("sessions"))
    texts = visit.texts
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="title_row",
    ):
        st.title(texts("prepare.title"), anchor=False, width="content")
        choose_language(visit)
    st.button(
        texts("prepare.new"),
        key="new_session",
        icon=":material/add:",
        type="primary",
        on_click=open_talk,
        args=(NEW_SESSION,),
    )
    label = with_label(texts, sessions)
    days = store.keeps_for()
    with st.container(key="talks", gap=None):
        for each in sessions:
            if label and label not in each.labels:
                continue
            home.row(visit, each, days)
    home.dialogs(visit, store)


def show(visit: Visit, talk_id: str) -> None:
    """Draw the intake `talk_id`, or its sheet once that is there."""
    try:
        keeper = visit.keeper(talk_id)
        talk = keeper.load(talk_id)
    except ConversationNotFound:
        st.title(visit.texts("prepare.title"), anchor=False)
        st.info(visit.texts("talk.missing"))
        st.button(visit.texts("prepare.to_list"), on_click=st.query_params.clear)
        return
    except PASSING:
        if not box_alone(visit, talk_id):
            raise
        return
    visit.language = talk.state.language
    if visit.noted("conflict") is None:
        visit.see(talk_id, talk.state.turn)
    intake = talk.state.intake
    done = intake is None or intake.step == "done"
    done = done and talk.pending is None and talk.state.route == "none"
    begin_at_top(visit.screens(f"{'sheet' if done else 'session'} {talk_id}"))
    if done:
        question_sheet.show(visit, keeper, talk)
        return
    _intake(visit, keeper, talk)


def show_new(visit: Visit) -> None:
    """Draw an intake that hasn't begun."""
    begin_at_top(visit.screens("new session"))
    outcome = visit.opening(NEW_SESSION)
    _head(visit, None, NEW_SESSION)
    left, right = st.columns(WIDTHS, gap="large")
    with left:
        private_note(visit, NEW_SESSION)
        with st.chat_message(visit.texts("talk.coach")):
            replied(visit, outcome.reply.text, outcome.reply.question)
    with right, st.container(key="record_inline"):
        record_sheet(visit, None, NEW_SESSION, outcome.state)
    _bottom(visit, NEW_SESSION)
    speak(outcome.reply.text)


def _intake(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    watch(keeper, talk, answering=talk.pending is not None)
    state = talk.state
    referral = standing(talk) if state.route != "none" else None
    _head(visit, keeper, talk.id)
    left, right = st.columns(WIDTHS, gap="large")
    with right, st.container(key="record_inline"):
        if referral is not None:
            beside(visit, talk.id)
        else:
            record_sheet(visit, keeper, talk.id, state)
    asking = talk.pending is None and referral is None
    last_step = asking and state.intake is not None and state.intake.step == "session"
    _bottom(visit, talk.id, paused=referral is not None, session=last_step)
    with left:
        private_note(visit, talk.id)
        turns(visit, keeper, talk, referral, without_last=False)
        if talk.pending is not None:
            answer(visit, keeper, talk, talk.pending)
        elif asking:
            _names(visit, keeper, talk)
    drawers(visit, keeper, talk)
    last = talk.turns[-1]
    if last.reply is not None:
        speak(last.text)
        bring_into_sight(last.number, "settled")


def _head(visit: Visit, keeper: Keeper | None, talk: str) -> None:
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="plan_row",
    ):
        st.title(visit.texts("prepare.heading"), anchor=False, width="content")
        choose_language(visit, chosen=lambda language: speak_in(visit, keeper, talk, language))


def _bottom(visit: Visit, talk: str, *, paused: bool = False, session: bool = False) -> None:
    texts = visit.texts
    with st.bottom:
        under, _ = st.columns(WIDTHS, gap="large")
        with under:
            troubles(visit, talk)
            if session:
                _session(visit, talk)
            if paused:
                st.button(
                    texts("referral.go_on_short"),
                    key="go_on_intake",
                    on_click=send,
                    args=(visit, talk, texts("referral.go_on")),
                )
            st.chat_input(
                texts("talk.input_paused" if paused else "prepare.input"),
                key=BOX,
                submit_mode="stop",
                disabled=visit.noted("conflict") is not None,
                on_submit=send_box,
                args=(visit, talk),
            )


def _session(visit: Visit, talk: str) -> None:
    """Draw the length and tone to choose from; the box under it takes them in words too."""
    texts = visit.texts
    with st.container(key="session_choice", gap="small"):
        st.pills(
            texts("prepare.minutes"),
            MINUTES,
            default=60,
            required=True,
            format_func=lambda each: texts("sheet.minutes", minutes=each),
            key="session_minutes",
        )
        st.pills(
            texts("prepare.tone"),
            TONES,
            default="even",
            required=True,
            format_func=lambda each: texts(f"prepare.tones.{each}"),
            key="session_tone",
        )
        st.button(
            texts("prepare.make"),
            key="make_sheet",
            type="primary",
            on_click=_make,
            args=(visit, talk),
        )


def _make(visit: Visit, talk: str) -> None:
    texts = visit.texts
    minutes = texts("sheet.minutes", minutes=st.session_state["session_minutes"])
    tone = texts(f"prepare.tones.{st.session_state['session_tone']}")
    send(visit, talk, f"{minutes}, {tone[0].lower()}{tone[1:]}.")


def _names(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    """Suggest a role or initial for the first name in the talk that is still there."""
    texts = visit.texts
    found: dict[str, str] = {}
    for turn in talk.turns:
        if turn.role == "user":
            found = {**names_in(turn.text, talk.state.language), **found}
    for known in found:  # a name that was replaced before is replaced again, without asking
        if isinstance(by := visit.noted(f"named {talk.id} {known}"), str):
            keeper.rename_person(talk.id, known, by)
            st.rerun()
    name = next((each for each in found if not visit.noted(f"named {talk.id} {each}")), None)
    if name is None:
        return
    with st.container(border=True, key="names", gap="small"):
        st.markdown(texts("prepare.named", name=line(name)))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                texts("prepare.instead", name=line(name)),
                found[name],
                max_chars=40,
                key=f"instead_{talk.state.turn}_{found[name]}",
                width=180,
            )
            st.button(
                texts("prepare.replace"),
                key="replace_name",
                on_click=_replace,
                args=(visit, keeper, talk, name, f"instead_{talk.state.turn}_{found[name]}"),
            )
            st.button(
                f":gray[{texts('prepare.leave')}]",
                key="leave_name",
                type="tertiary",
                on_click=visit.note,
                args=(f"named {talk.id} {name}", True),
            )


def _replace(visit: Visit, keeper: Keeper, talk: Conversation, name: str, key: str) -> None:
    by = str(st.session_state.get(key) or "").strip()
    if not by:
        return
    try:
        keeper.rename_person(talk.id, name, by)
    except StoreError as error:
        visit.fail(error)
    else:
        visit.note(f"named {talk.id} {name}", by)
