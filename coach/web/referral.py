"""People who can help: the card that takes the talk's place when it isn't for coaching."""

from __future__ import annotations

import streamlit as st

from coach.dialogue.state import Contact, Reply, State
from coach.web.answering import parts
from coach.web.plain import line, plain
from coach.web.sending import send
from coach.web.texts import Texts
from coach.web.visit import Visit

URGENT = ("crisis", "emergency")


def referral_card(visit: Visit, reply: Reply) -> None:
    """Draw the card of one referral: what was noticed, whom to reach, and the question under it."""
    texts = visit.texts
    body, question = parts(reply.text, reply.question)
    with st.container(border=True, key="referral", gap="small"):
        st.header(texts(f"referral.titles.{reply.route}"), anchor=False)
        st.markdown(plain(body))
        for number, contact in enumerate(reply.contacts):
            _contact(contact, texts, large=reply.route in URGENT, first=number == 0, row=number)
    if question:
        with st.container(key="referral_question"):
            st.markdown(f"**{plain(question)}**")


def pinned(visit: Visit, reply: Reply) -> None:
    """Draw the card of an earlier turn in one line: it stays while the referral stands."""
    texts = visit.texts
    contact = reply.contacts[0] if reply.contacts else None
    with st.container(
        border=True,
        key="referral",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        name = f" · {line(contact.name)}" if contact else ""
        st.markdown(f"**{texts('referral.pinned')}**{name}", width="content")
        if contact is not None:
            _reach(contact, texts, first=True, row=0, form="pinned")


def beside(visit: Visit, talk: str) -> None:
    """Draw what stands beside the card: that it stays, and the way back to the talk."""
    texts = visit.texts
    st.markdown(texts("referral.stays_private" if visit.private else "referral.stays"))
    st.button(
        texts("referral.go_on"),
        key="go_on_desk",
        on_click=send,
        args=(visit, talk, texts("referral.go_on")),
    )
    st.markdown(f":small[:gray[{texts('referral.privacy')}]]")


def countries(visit: Visit, talk: str, state: State) -> None:
    """Ask for the country, as buttons that say it, while it isn't known or is another one."""
    texts = visit.texts
    with st.container(horizontal=True, key="countries"):
        for country in texts.keys("referral.countries"):
            if country == state.country or (not state.country and country == "nl"):
                continue
            words = texts(f"referral.countries.{country}")
            st.button(
                f":small[{words}]",
                key=f"country_{country}",
                type="tertiary",
                on_click=send,
                args=(visit, talk, words),
            )


def _contact(contact: Contact, texts: Texts, *, large: bool, first: bool, row: int) -> None:
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key=f"contact_{row}",
    ):
        with st.container(width="content", gap=None, key=f"contact_who_{row}"):
            if large and contact.phone:
                st.markdown(f"### :orange[{line(contact.phone)}]", anchors=False)
                st.markdown(f":small[{line(_named(contact))}]")
            else:
                st.markdown(f"**{line(contact.name)}**")
                if contact.note:
                    st.markdown(f":small[{line(contact.note)}]")
        with st.container(horizontal=True, width="content", key=f"contact_how_{row}"):
            _reach(contact, texts, first=first, row=row, form="card")


def _named(contact: Contact) -> str:
    name = contact.name.removeprefix(contact.phone).strip()
    return f"{name}. {contact.note}" if contact.note else name


def _reach(contact: Contact, texts: Texts, *, first: bool, row: int, form: str) -> None:
    if contact.phone:
        st.link_button(
            texts("referral.call", number=line(contact.phone)),
            "tel:" + "".join(each for each in contact.phone if each.isdigit() or each == "+"),
            icon=":material/call:",
            type="primary" if first else "secondary",
            key=f"call_{form}_{row}",
        )
    if contact.url:
        site = contact.url.split("//")[-1].removeprefix("www.").strip("/")
        st.link_button(
            texts("referral.open_site", site=line(site.split("/")[0])),
            contact.url,
            icon=":material/open_in_new:",
            type="primary" if first and not contact.phone else "secondary",
            key=f"open_{form}_{row}",
        )
