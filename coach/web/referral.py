"""People who can help: the card that takes the talk's place when it isn't for coaching."""

from __future__ import annotations

import re
from dataclasses import replace

import streamlit as st

from coach.dialogue.going import GENTLE
from coach.dialogue.state import Contact, Reply, State
from coach.web.answering import parts
from coach.web.plain import line, plain
from coach.web.sending import send
from coach.web.texts import Texts
from coach.web.visit import Visit

URGENT = ("crisis", "emergency")
HEADING_LENGTH = 100  # characters
SHORT = 200  # characters, about five lines on a phone
# A telephone number, or an address without its https.
_REACH = re.compile(
    r"(?<![\w.])\+?\d[\d \-]*\d\b(?!\.\w)|[\w-]+(?:\.[\w-]+)*\.(?:nl|be|com|org|uk|eu)\b"
)


def referral_card(visit: Visit, reply: Reply) -> None:
    """Draw the card of one referral: what was noticed, whom to reach, and the question under it."""
    texts = visit.texts
    body, question = parts(reply.text, reply.question)
    urgent = reply.route in URGENT
    title, rest = heading(body)
    with st.container(border=True, key="referral", gap="small"):
        st.header(line(title or texts(f"referral.titles.{reply.route}")), anchor=False)
        before, after = (rest, "")
        if urgent:
            before, after = first_things(without_rows(rest, reply.contacts))
        st.markdown(_said(before))
        for number, contact in enumerate(reply.contacts):
            _contact(contact, texts, large=urgent, first=number == 0, row=number)
        if after:
            st.markdown(_said(after))
    if question:
        with st.container(key="referral_question"):
            st.markdown(f"**{plain(question)}**")


def heading(body: str) -> tuple[str, str]:
    """Return the first sentence, when it can stand as a heading, and what follows it.

    A sentence with a number in it, a long one, or half a quotation can't; then it is "".
    """
    first, *others = sentences(body)
    whole = first.count("‘") == first.count("’")
    if not others or len(first) > HEADING_LENGTH or re.search(r"\d", first) or not whole:
        return "", body
    return first.rstrip("."), body.strip()[len(first) :].strip()


def without_rows(body: str, contacts: tuple[Contact, ...]) -> str:
    """Return `body` without what the rows of the card say: their numbers and addresses.

    Of ‘Talk to someone now: call 113.’ the part before the colon stays. A sentence that names a
    number or address without a row stays whole.
    """
    rows = {contact.phone for contact in contacts} | {site(contact) for contact in contacts}
    kept = []
    for sentence in sentences(body):
        first = _REACH.search(sentence)
        if first is None or not set(_REACH.findall(sentence)) <= rows:
            kept.append(sentence)
            continue
        before = sentence[: first.start()].rpartition(":")[0]
        if len(before.split()) > 2:
            kept.append(before + ".")
    return " ".join(kept)


def first_things(body: str) -> tuple[str, str]:
    """Return what stands above the rows, and what may come under them.

    A long text would push the numbers off a phone's screen, so only its beginning goes before.
    """
    if len(body) <= SHORT:
        return body, ""
    first, *others = sentences(body)
    return first, " ".join(others)


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`; an address such as 113.nl doesn't end one."""
    return re.split(r"(?<=[.?!])\s+(?=[A-ZÀ-Þ‘])", text.strip())


def site(contact: Contact) -> str:
    """Return a contact's address as one says it: 113.nl."""
    return contact.url.split("//")[-1].removeprefix("www.").strip("/").split("/")[0]


def is_whole(reply: Reply) -> bool:
    """Tell whether a reply is a referral in full: no repeat, and no line while one stands."""
    return any(each.startswith("refer:") and not each.endswith(GENTLE) for each in reply.blocks)


def quiet(reply: Reply) -> None:
    """Draw what was said of a referral before, or while it stands: calm, and no bubble."""
    body, question = parts(reply.text, reply.question)
    with st.container(key=f"referral_said_{reply.turn}"):
        asked = f" **{plain(question)}**" if question else ""
        st.markdown(f"{_said(body)}{asked}")


def pinned(visit: Visit, reply: Reply) -> None:
    """Draw the referral that stands in one line on top: whom to reach, whatever is said below."""
    texts = visit.texts
    contact = reply.contacts[0] if reply.contacts else None
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        key="referral_pinned",
    ):
        st.markdown(f"**{texts('referral.pinned')}**", width="content")
        if contact is not None:
            with st.container(key=f"pinned_{'name' if contact.phone else 'whom'}", width="content"):
                st.markdown(line(contact.name), width="content")
            short = contact if not contact.phone else replace(contact, url="")
            _reach(short, texts, first=True, row=0, form="pinned")


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
            # Without a country, a card in Dutch is one for the Netherlands.
            if country == (state.country or ("nl" if state.language == "nl" else "")):
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


def _said(body: str) -> str:
    """Return Markdown of `body` in which a question stands out."""
    written = (
        f"**{plain(each)}**" if each.endswith("?") else plain(each) for each in sentences(body)
    )
    return " ".join(written)


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
        st.link_button(
            texts("referral.open_site", site=line(site(contact))),
            contact.url,
            icon=":material/open_in_new:",
            type="primary" if first and not contact.phone else "secondary",
            key=f"site_{form}_{row}",
        )
