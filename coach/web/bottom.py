"""What stands under the talk: the box, and the ways to move without writing."""

from __future__ import annotations

import streamlit as st

from coach.web.sending import BOX, send, send_box
from coach.web.troubles import troubles
from coach.web.visit import NEW, Visit

WIDTHS = (7, 5)  # the talk and the sheet beside it
MOVES = ("skip", "back", "sum_up", "stop")


def bottom_bar(
    visit: Visit,
    talk: str,
    *,
    paused: bool = False,
    answering: bool = False,
    begun: bool = True,
    choosing: bool = False,
    plan: bool = False,
) -> None:
    """Draw the box with what belongs to it.

    `paused`: a referral stands. `answering`: a reply is on its way. `begun`: there is a turn to
    skip or go back from. `choosing`: a choice above the box comes first. `plan`: there is
    something to put on a plan.
    """
    texts = visit.texts
    reading = visit.noted("conflict") is not None  # another tab holds the talk
    placeholder = "talk.input_paused" if paused else "talk.input"
    with st.bottom:
        beside, _ = st.columns(WIDTHS, gap="large")
        with beside:
            troubles(visit, talk)
            if begun and not reading:
                _phone_row(visit, talk, paused=paused, plan=plan)
            st.chat_input(
                texts("talk.answering" if answering and not choosing else placeholder),
                key=BOX,
                submit_mode="stop",
                disabled=reading or choosing,
                on_submit=send_box,
                args=(visit, talk),
            )
            if begun and not paused and not reading and not choosing:
                _moves(visit, talk, plan=plan)


def box_alone(visit: Visit, talk: str) -> bool:
    """Draw the box with what couldn't be kept, while `talk` can't be read; False for nothing."""
    if visit.noted("unsaved") is None:
        return False
    with st.bottom:
        troubles(visit, talk)
        st.chat_input(visit.texts("talk.input"), key=BOX, on_submit=send_box, args=(visit, talk))
    return True


def _phone_row(visit: Visit, talk: str, *, paused: bool, plan: bool) -> None:
    texts = visit.texts
    with st.container(horizontal=True, horizontal_alignment="distribute", key="record_open"):
        if paused:
            words = texts("referral.go_on")
            st.button(
                texts("referral.go_on_short"),
                key="go_on_phone",
                on_click=send,
                args=(visit, talk, words),
            )
            return
        st.button(
            texts("record.title"),
            key="record_button",
            icon=":material/article:",
            on_click=visit.note,
            args=("drawer", "record"),
        )
        options = [*MOVES, "to_plan"] if plan else [*MOVES]
        st.menu_button(
            texts("talk.more"),
            options,
            key="moves_phone",
            icon=":material/more_horiz:",
            format_func=lambda each: texts(f"talk.{each}"),
            on_click=_chosen,
            args=(visit, talk),
        )


def _moves(visit: Visit, talk: str, *, plan: bool) -> None:
    texts = visit.texts
    with st.container(horizontal=True, key="moves_desk"):
        for move in MOVES:
            st.button(
                f":small[:gray[{texts(f'talk.{move}')}]]",
                key=f"move_{move}",
                type="tertiary",
                on_click=send,
                args=(visit, talk, texts(f"talk.{move}")),
            )
        if plan:
            st.button(
                f":small[:gray[{texts('talk.to_plan')}]]",
                key="move_plan",
                type="tertiary",
                on_click=open_plan,
                args=(talk,),
            )


def open_talk(talk: str) -> None:
    """Go to `talk`."""
    st.query_params.from_dict({"talk": talk})


def open_plan(talk: str) -> None:
    """Go to the plan of `talk`."""
    st.query_params.from_dict({"plan": talk})


def follow_up(talk: str) -> None:
    """Go to a new talk that begins with the step of `talk`."""
    st.query_params.from_dict({"talk": NEW, "after": talk})


def _chosen(visit: Visit, talk: str) -> None:
    move = st.session_state["moves_phone"]
    if move == "to_plan":
        open_plan(talk)
    elif move:
        send(visit, talk, visit.texts(f"talk.{move}"))
