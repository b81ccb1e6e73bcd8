"""The talk: one question at a time, with one's own words in sight."""

from __future__ import annotations

import streamlit as st

from coach.dialogue.state import AUDIENCES, Audience, Reply
from coach.errors import PASSING, ConversationNotFound
from coach.records.store import Conversation
from coach.web.answering import answer, say_again, watch
from coach.web.bottom import WIDTHS, bottom_bar, box_alone, open_plan
from coach.web.changing import change_drawer
from coach.web.keeping import PRIVATE, Keeper
from coach.web.leaving import is_asked
from coach.web.passage import passage_drawer
from coach.web.record import correct_drawer, record_drawer, record_sheet
from coach.web.referral import beside, countries, is_whole, pinned, quiet, referral_card
from coach.web.scrolling import bring_into_sight
from coach.web.sending import fill_box
from coach.web.stepper import stepper
from coach.web.texts import Texts
from coach.web.turns import coach_turn, replied, said, speak
from coach.web.visit import NEW, NEW_SESSION, Visit


def show_new(visit: Visit) -> None:
    """Draw a talk that hasn't begun: the opening, some beginnings, an empty sheet."""
    outcome = visit.opening()
    _title(visit)
    stepper(visit, None, NEW, outcome.state)
    beside_left, beside_right = st.columns(WIDTHS, gap="large")
    with beside_left:
        private_note(visit, NEW)
        with st.chat_message(visit.texts("talk.coach")):
            replied(visit, outcome.reply.text, outcome.reply.question)
        if outcome.state.after:
            _sentences(visit.texts, "again")
        else:
            _beginnings(visit)
    with beside_right, st.container(key="record_inline"):
        record_sheet(visit, None, NEW, outcome.state)
    bottom_bar(visit, NEW, begun=False)
    speak(outcome.reply.text)


def show(visit: Visit, talk_id: str) -> None:
    """Draw the talk `talk_id`, answering the person's last turn when it has no reply yet."""
    try:
        keeper = visit.keeper(talk_id)
        talk = keeper.load(talk_id)
    except ConversationNotFound:
        _missing(visit)
        return
    except PASSING:
        _title(visit)
        if not box_alone(visit, talk_id):
            raise
        return
    if talk.state.intake is not None:  # a session, which has a page of its own
        visit.note("talk", talk_id)
        st.rerun()
    wanted = visit.forget("say_again")
    again = talk.pending is None and wanted == (talk_id, talk.state.turn)
    watch(keeper, talk, answering=again or talk.pending is not None)
    visit.language = talk.state.language  # a reply may have taken over the person's own
    if visit.noted("conflict") is None:
        visit.see(talk_id, talk.state.turn)
    state = talk.state
    referral = standing(talk) if state.route != "none" else None
    _title(visit)
    stepper(visit, keeper, talk_id, state)
    left, right = st.columns(WIDTHS, gap="large")
    with right, st.container(key="record_inline"):
        if referral is not None:
            beside(visit, talk_id)
        else:
            record_sheet(visit, keeper, talk_id, state)
    bottom_bar(
        visit,
        talk_id,
        paused=referral is not None,
        answering=talk.pending is not None or again,
        choosing=is_asked(visit, talk),
        plan=bool(state.record.items),
    )
    with left:
        private_note(visit, talk_id)
        turns(visit, keeper, talk, referral, without_last=again)
        if talk.pending is not None:
            answer(visit, keeper, talk, talk.pending)
        elif again:
            say_again(visit, keeper, talk)
        elif state.closed and referral is None:
            st.button(
                visit.texts("talk.to_plan"),
                type="primary",
                key="to_plan",
                on_click=open_plan,
                args=(talk_id,),
            )
    drawers(visit, keeper, talk)
    last = talk.turns[-1]
    if last.reply is not None:
        speak(last.text)
        bring_into_sight(last.number, "settled")


def turns(
    visit: Visit,
    keeper: Keeper,
    talk: Conversation,
    referral: Reply | None,
    *,
    without_last: bool,
) -> None:
    """Draw what was said; a referral is a card, and one line on top once something follows it."""
    replies = [turn for turn in talk.turns if turn.reply is not None]
    last_reply = replies[-1].number if replies else 0
    card = bool(replies) and replies[-1].reply is not None and is_whole(replies[-1].reply)
    if referral is not None and not card:
        pinned(visit, referral)
    for turn in talk.turns[:-1] if without_last else talk.turns:
        reply = turn.reply
        if turn.role == "user":
            said(visit, turn.text)
        elif reply is None or reply.route == "none":
            coach_turn(visit, keeper, talk, turn, last=turn.number == last_reply)
        elif card and turn.number == last_reply:
            referral_card(visit, reply)
            countries(visit, talk.id, talk.state)
        else:
            quiet(reply)


def standing(talk: Conversation) -> Reply | None:
    """Return the referral that stands, the last one given."""
    for turn in reversed(talk.turns):
        if turn.reply is not None and turn.reply.route != "none":
            return turn.reply
    return None


def private_note(visit: Visit, talk: str) -> None:
    """Say what ends a talk that isn't saved, before anything is said in it."""
    if visit.private and talk in (NEW, NEW_SESSION, PRIVATE):
        with st.container(key="private_note"):
            st.markdown(f":small[:gray[{visit.texts('talk.private_note')}]]")


def _beginnings(visit: Visit) -> None:
    texts = visit.texts
    st.session_state["audience_choice"] = visit.audience
    st.pills(
        texts("audience.label"),
        AUDIENCES,
        format_func=lambda each: texts(f"audience.{each}"),
        key="audience_choice",
        required=True,
        on_change=_choose_audience,
        args=(visit,),
    )
    if visit.audience == "coach":
        st.button(
            texts("begin.prepare"),
            key="to_prepare",
            icon=":material/assignment:",
            on_click=visit.note,
            args=("prepare", True),
        )
    _sentences(texts, visit.audience)
    st.markdown(f":small[:gray[{texts('begin.names')}]]")


def _sentences(texts: Texts, kind: str) -> None:
    """Offer beginnings of a sentence, which land in the box."""
    with st.container(key="beginnings", gap="xsmall"):
        label = "begin.label_again" if kind == "again" else "begin.label"
        st.markdown(f":small[:gray[{texts(label)}]]")
        for number, beginning in enumerate(texts.many(f"begin.{kind}")):
            st.button(
                f"{beginning} …",
                key=f"begin_{number}",
                type="tertiary",
                on_click=fill_box,
                args=(f"{beginning} ",),
            )


def _choose_audience(visit: Visit) -> None:
    chosen: Audience = st.session_state["audience_choice"]
    visit.audience = chosen


def drawers(visit: Visit, keeper: Keeper, talk: Conversation) -> None:
    """Open the drawer that was asked for."""
    drawer = visit.forget("drawer")
    cited = visit.forget("passage")
    if drawer == "correct":
        correct_drawer(visit, keeper, talk.id)
    elif drawer == "change":
        change_drawer(visit, keeper, talk)
    elif drawer == "record":
        record_drawer(visit, keeper, talk.id, talk.state)
    elif isinstance(cited, tuple):
        turn, number = cited
        for each in talk.turns:
            if each.reply is not None and each.number == turn:
                passage_drawer(visit, each.reply.citations[number], each.reply, talk.id)
                return


def _title(visit: Visit) -> None:
    """Name the page for readers; to the eye the stepper does that."""
    with st.container(key="spoken_title"):
        st.title(visit.texts("talk.title"), anchor=False)


def _missing(visit: Visit) -> None:
    texts = visit.texts
    st.title(texts("talk.title"), anchor=False)
    st.info(texts("talk.missing"))
    st.button(texts("talk.to_talks"), on_click=st.query_params.clear)
