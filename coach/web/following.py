"""The questions of a follow-up as a talk, each with what answers it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from coach.dialogue.answers import HIGHEST, ORDER, STATUSES, Answers, Asked
from coach.dialogue.follow_up import (
    asked_now,
    choose_done,
    choose_score,
    go_on,
    in_country,
    is_answered,
    question,
    reflection,
    skip,
    standing_referral,
    stop,
    write,
)
from coach.errors import StoreError
from coach.records.follow_up_rows import FollowUp
from coach.records.follow_ups import FollowUps
from coach.web.over_time import today
from coach.web.plain import line, plain
from coach.web.referral import referral_card
from coach.web.scrolling import bring_into_sight
from coach.web.texts import reason
from coach.web.turns import said
from coach.web.visit import Visit

BOX = "follow_up_text"
Change = Callable[[Answers], Answers]
WRITTEN: tuple[Asked, ...] = ("happened", "noticed", "why", "helped")


def converse(visit: Visit, kept: FollowUps, current: FollowUp) -> None:
    """Draw what was asked and answered so far, what is asked now, and where to answer it."""
    answers = current.answers
    asked = asked_now(answers)
    card = standing_referral(answers, visit.language)
    if card is not None:  # and nothing else, so that no number is below the fold
        referral_card(visit, card)
        _beside_referral(visit, kept, current)
    else:
        for each in ORDER:
            if each == asked or _shown(answers, each):
                _exchange(visit, kept, current, each)
    if asked is not None and card is None:
        bring_into_sight(ORDER.index(asked), "settled")
    _bottom(visit, kept, current, asked, paused=card is not None)


def _shown(answers: Answers, asked: Asked) -> bool:
    return is_answered(answers, asked) or (asked == "done" and any(answers.done))


def _exchange(visit: Visit, kept: FollowUps, current: FollowUp, asked: Asked) -> None:
    """Draw one question with its answer, or with what answers it."""
    answers, language = current.answers, visit.language
    asks = question(answers, asked, language)
    with st.chat_message(visit.texts("talk.coach")):
        says = reflection(answers, asked, language)
        st.markdown(
            "\n\n".join([*([plain(says)] if says else []), f"**{plain(asks)}**"]), anchors=False
        )
    if asked == "done":
        _done(visit, kept, current)
    elif asked == "score":
        _score(visit, kept, current, asks)
    elif asked == "next":
        _next(visit, kept, current)
    elif is_answered(answers, asked):
        said(visit, str(getattr(answers, asked)))


def _done(visit: Visit, kept: FollowUps, current: FollowUp) -> None:
    texts = visit.texts
    steps = kept.agreement(current.agreement).steps
    with st.container(key="done_steps"):
        for number, step in enumerate(steps):
            key = f"done_{number}"
            # Once only: set at every run it would undo a choice that is on its way.
            st.session_state.setdefault(key, current.answers.done[number])
            st.segmented_control(
                line(step),
                STATUSES,
                format_func=lambda each: texts(f"follow_up.statuses.{each}"),
                key=key,
                label_visibility="collapsed" if len(steps) == 1 else "visible",
                on_change=_keep_done,
                args=(visit, kept, current, number),
            )


def _keep_done(visit: Visit, kept: FollowUps, current: FollowUp, number: int) -> None:
    status = st.session_state[f"done_{number}"]
    change(visit, kept, current, lambda answers: choose_done(answers, number, status))


def _score(visit: Visit, kept: FollowUps, current: FollowUp, asks: str) -> None:
    texts = visit.texts
    st.session_state.setdefault("score", current.answers.score)
    with st.container(key="scale", gap="xsmall"):
        st.pills(
            asks,
            range(HIGHEST + 1),
            format_func=str,
            key="score",
            label_visibility="collapsed",
            on_change=_keep_score,
            args=(visit, kept, current),
        )
        with st.container(
            horizontal=True, horizontal_alignment="distribute", key="scale_ends"
        ):
            for end in ("scale_low", "scale_high"):
                st.markdown(f":small[:gray[{texts(f'follow_up.{end}')}]]", width="content")


def _keep_score(visit: Visit, kept: FollowUps, current: FollowUp) -> None:
    score = st.session_state["score"]
    change(visit, kept, current, lambda answers: choose_score(answers, score))


def _next(visit: Visit, kept: FollowUps, current: FollowUp) -> None:
    texts = visit.texts
    with st.form("next_form", border=False, enter_to_submit=False):
        left, right = st.columns(2)
        condition = left.text_input(
            texts("follow_up.condition"),
            placeholder=texts("follow_up.condition_place"),
            max_chars=300,
            key="next_condition",
        )
        action = right.text_input(
            texts("follow_up.action"),
            placeholder=texts("follow_up.action_place"),
            max_chars=300,
            key="next_action",
        )
        day = st.date_input(
            texts("follow_up.day"),
            value=None,
            min_value=today(),
            format="DD-MM-YYYY" if visit.language == "nl" else "DD/MM/YYYY",
            key="next_day",
            width=240,
        )
        if st.form_submit_button(texts("follow_up.next_save"), type="primary"):
            if not (condition.strip() or action.strip()):
                st.warning(texts("follow_up.next_empty"))
                return
            written = day.isoformat() if isinstance(day, date) else ""
            change(visit, kept, current, lambda told: write(told, condition, action, written))
            st.rerun()


def _bottom(
    visit: Visit, kept: FollowUps, current: FollowUp, asked: Asked | None, *, paused: bool
) -> None:
    texts = visit.texts
    with st.bottom:
        if isinstance(why := visit.forget("follow_up_unsaved"), str):
            told = texts("errors.not_saved_text", reason=reason(texts, why))
            st.error(told, title=texts("errors.not_saved"))
        with st.container(horizontal=True, horizontal_alignment="distribute", key="record_open"):
            _moves(visit, kept, current, "phone", paused=paused)
        if paused or asked in WRITTEN:
            st.chat_input(
                texts("talk.input_paused" if paused else "follow_up.input"),
                key=BOX,
                on_submit=_send,
                args=(visit, kept, current),
            )
        with st.container(horizontal=True, key="moves_desk"):
            _moves(visit, kept, current, "desk", paused=paused)


def _moves(
    visit: Visit, kept: FollowUps, current: FollowUp, form: str, *, paused: bool
) -> None:
    ways: tuple[tuple[str, Change], ...] = (
        (("follow_up.referral_on", go_on), ("talk.stop", _stop_at_once))
        if paused
        else (("talk.skip", skip), ("talk.stop", stop))
    )
    for key, way in ways:
        words = visit.texts(key)
        st.button(
            words if form == "phone" else f":small[:gray[{words}]]",
            key=f"{key.split('.')[1]}_{form}",
            type="secondary" if form == "phone" else "tertiary",
            on_click=change,
            args=(visit, kept, current, way),
        )


def _stop_at_once(answers: Answers) -> Answers:
    return stop(go_on(answers))


def _send(visit: Visit, kept: FollowUps, current: FollowUp) -> None:
    """Keep what stands in the box, to be read at the next run; it goes back when that can't be."""
    text = st.session_state.get(BOX) or ""
    if not text.strip():
        return
    change(visit, kept, current, lambda answers: write(answers, text))
    if visit.noted("follow_up_unsaved"):
        st.session_state[BOX] = text


def change(visit: Visit, kept: FollowUps, current: FollowUp, how: Change) -> None:
    """Keep the answers as `how` changes them; when that can't be, the page says why."""
    try:
        kept.save(current, how(kept.follow_up(current.id).answers))
    except StoreError as error:
        visit.note("follow_up_unsaved", type(error).__name__)


def _beside_referral(visit: Visit, kept: FollowUps, current: FollowUp) -> None:
    texts = visit.texts
    st.markdown(f":small[:gray[{texts('follow_up.referral_note')}]]")
    with st.container(horizontal=True, key="countries"):
        for country in texts.keys("referral.countries"):
            code = "int" if country == "other" else country
            if code == (current.answers.country or ("nl" if visit.language == "nl" else "")):
                continue
            st.button(
                f":small[{texts(f'referral.countries.{country}')}]",
                key=f"country_{country}",
                type="tertiary",
                on_click=change,
                args=(visit, kept, current, partial(in_country, country=code)),
            )
