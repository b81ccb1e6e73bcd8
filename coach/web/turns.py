"""The turns of a talk as they stand on the page."""

from __future__ import annotations

import streamlit as st

from coach.dialogue.state import Reply
from coach.errors import ContentError, StoreError, TooManyTurns
from coach.records.store import Conversation, StoredTurn
from coach.web.answering import parts
from coach.web.keeping import Keeper
from coach.web.leaving import choose_voice
from coach.web.passage import citation_label
from coach.web.plain import line, plain
from coach.web.visit import Visit


def said(visit: Visit, text: str) -> None:
    """Draw what the person said, exactly as typed."""
    with st.chat_message(visit.texts("talk.you")):
        st.text(text)


def replied(visit: Visit, text: str, question: str) -> None:
    """Draw what the coach said, its question in a paragraph of its own."""
    body, asked = parts(text, question)
    written = [plain(body)] if body else []
    if asked:
        written.append(f"**{plain(asked)}**")
    st.markdown("\n\n".join(written), anchors=False)


def coach_turn(
    visit: Visit, keeper: Keeper, talk: Conversation, turn: StoredTurn, *, last: bool
) -> None:
    """Draw a turn of the coach: the words, where they come from, and how they ended."""
    reply = turn.reply
    if reply is None:
        return
    cut = turn.stopped and not visit.noted(f"whole {talk.id} {turn.number}")
    with st.chat_message(visit.texts("talk.coach")):
        if cut:
            _cut_short(visit, talk, turn, last=last)
        else:
            replied(visit, reply.text, reply.question)
            _underneath(visit, keeper, talk, reply, last=last)


def speak(text: str) -> None:
    """Repeat a finished reply in a place only readers notice, which tells them it has come."""
    with st.container(key="spoken"):
        st.info(plain(text))


def _cut_short(visit: Visit, talk: Conversation, turn: StoredTurn, *, last: bool) -> None:
    texts = visit.texts
    st.markdown(plain(turn.text + " …"), anchors=False)
    with st.container(key=f"note_stopped_{turn.number}"):
        st.markdown(f":small[:gray[{texts('talk.stopped')}]]")
    if not last or visit.noted(f"settled {talk.id} {turn.number}"):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="after_stop"):
        st.button(
            texts("talk.again"),
            key="again",
            on_click=visit.note,
            args=(f"whole {talk.id} {turn.number}", True),
        )
        st.button(
            f":gray[{texts('talk.go_on')}]",
            key="go_on",
            type="tertiary",
            on_click=visit.note,
            args=(f"settled {talk.id} {turn.number}", True),
        )


def _underneath(
    visit: Visit, keeper: Keeper, talk: Conversation, reply: Reply, *, last: bool
) -> None:
    if not reply.citations and not last:
        return
    texts = visit.texts
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"under_{reply.turn}", gap="small"
    ):
        for number, citation in enumerate(reply.citations):
            try:
                label = citation_label(visit.engine.library(), citation, texts)
            except ContentError:
                label = citation.document
            st.button(
                f":small[{line(label)}]",
                key=f"cite_{reply.turn}_{number}",
                icon=":material/menu_book:",
                type="tertiary",
                wrap=True,
                on_click=visit.note,
                args=("passage", (reply.turn, number)),
            )
        if last:
            st.markdown(f":small[:gray[{texts(f'talk.{reply.voice}')}]]", width="content")
            again = talk.before is not None and talk.pending is None
            if again and reply.voice != "guided" and not talk.state.set_phrases:
                st.button(
                    f":small[:gray[{texts('talk.say_again')}]]",
                    key="say_again",
                    type="tertiary",
                    on_click=_say_again,
                    args=(visit, talk.id, reply.turn),
                )
            choose_voice(visit, keeper, talk)
            if again:
                st.button(
                    f":small[:gray[{texts('talk.change')}]]",
                    key="change",
                    type="tertiary",
                    on_click=visit.note,
                    args=("drawer", "change"),
                )


def _say_again(visit: Visit, talk: str, turn: int) -> None:
    try:
        visit.count_turn(talk)  # a model is asked once more
    except (StoreError, TooManyTurns) as error:
        visit.fail(error)
    else:
        visit.note("say_again", (talk, turn))
