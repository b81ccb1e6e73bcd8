"""Two halves of one sheet: what was given, and what came back, as cards; nothing is weighed."""

from __future__ import annotations

import streamlit as st

from coach.dialogue.state import State
from coach.errors import ConversationNotFound
from coach.sheets.balance import Card, halves, may_be_offered, picture, source_of
from coach.sheets.blocks import sheet_title
from coach.web.bottom import open_talk
from coach.web.language import choose_language
from coach.web.plain import line
from coach.web.record import correct_drawer
from coach.web.texts import Texts
from coach.web.visit import Visit


def show(visit: Visit, talk_id: str) -> None:
    """Draw both halves of what was told in `talk_id`."""
    texts = visit.texts
    try:
        keeper = visit.keeper(talk_id)
        talk = keeper.load(talk_id)
    except ConversationNotFound:
        st.info(texts("talk.missing"))
        st.button(texts("talk.to_talks"), on_click=st.query_params.clear)
        return
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom",
        key="title_row",
    ):  # fmt: skip
        with st.container(gap=None, width="content", key="balance_title"):
            of = sheet_title(visit.engine.plan(talk.state)) or talk.title
            st.markdown(f":small[:gray[{line(of)}]]")
            st.title(texts("balance.title"), anchor=False)
        choose_language(visit)
    words = words_for(texts)
    with st.container(key="fold"):
        for side, column, cards in zip(
            ("given", "back"), st.columns(2, gap=None), halves(talk.state), strict=True
        ):
            with column:
                _half(side, cards, words)
    with st.container(key="balance_note"):
        st.markdown(f":small[:gray[{texts('balance.note')}]]")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            texts("balance.correct"),
            key="correct_balance",
            icon=":material/edit:",
            on_click=visit.note,
            args=("drawer", "correct"),
        )
        st.download_button(
            texts("balance.picture"),
            lambda: picture(talk.state, words),
            file_name=f"{texts('balance.title').lower().replace(' ', '-')}.svg",
            mime="image/svg+xml",
            key="balance_picture",
            icon=":material/image:",
            on_click="ignore",
        )
        st.button(
            texts("balance.to_talk"),
            key="balance_back",
            type="tertiary",
            on_click=open_talk,
            args=(talk_id,),
        )
    if visit.forget("drawer") == "correct":
        correct_drawer(visit, keeper, talk_id)


def words_for(texts: Texts) -> dict[str, str]:
    """Return the words of the two halves, for the page and for their picture."""
    found = {
        each: texts(f"balance.{each}") for each in ("given", "back", "promised", "empty", "note")
    }
    return {**found, **{each: texts(f"record.sources.{each}") for each in _SOURCES}}


def offer(texts: Texts, talk_id: str, state: State) -> None:
    """Draw the way here, when the two halves would say what they seem to say."""
    if may_be_offered(state):
        st.button(
            texts("balance.show"),
            key="show_balance",
            icon=":material/menu_book:",
            type="tertiary",
            on_click=st.query_params.from_dict,
            args=({"balance": talk_id},),
        )


_SOURCES = ("seen", "heard", "assumed")


def _half(side: str, cards: tuple[Card, ...], words: dict[str, str]) -> None:
    st.header(words[side], anchor=False)
    if not cards:
        st.markdown(f":gray[{words['empty']}]")
    for number, card in enumerate(cards):
        with st.container(
            border=True, key=f"{'open' if card.open else 'card'}_{side}_{number}", gap=None
        ):
            st.markdown(f"{line(card.text)}  \n:small[:gray[{source_of(card, words)}]]")
