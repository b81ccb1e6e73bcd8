"""The door: signing in, and why somebody can't come in or has to come in again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from coach.errors import SignedOut, StoreError
from coach.web.language import choose_language
from coach.web.plain import line
from coach.web.screens.first_visit import consent_sheet
from coach.web.texts import Texts, reason
from coach.web.visit import UNSENT, Visit

Why = Literal["new", "ended", "old", "refused"]
LOOK_EVERY = 4.0  # seconds in which an open tab notices that its person signed out elsewhere


def show(visit: Visit, why: Why) -> None:
    """Draw the way in; `why` is what led here."""
    texts = visit.texts
    with st.container(key="door_title"):
        st.title(texts(f"sign_in.{_time_of_day()}"), anchor=False)
    if why == "refused":
        _refused(visit)
    else:
        _way_in(visit, why)
    with st.container(key="door_language"):
        choose_language(visit, short=False)


def sign_out_row(visit: Visit) -> None:
    """Draw who is signed in, and the way out; nothing where nobody signs in."""
    texts, person = visit.texts, visit.person
    if person is None:
        return
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="signed_in_row",
    ):
        who = texts("sign_in.signed_in_as", name=f"**{line(person.name)}**")
        note = f":small[:gray[{texts('sign_in.leave_note')}]]"
        st.markdown(f"{who}  \n{note}", width="content")
        if st.button(texts("sign_in.leave"), key="sign_out", icon=":material/logout:"):
            _sign_out(visit)


def watch_sign_in(visit: Visit) -> None:
    """Lead this tab to the door once its person signed out in another one."""
    store = visit.shared.store
    if visit.person is None or store is None:
        return

    @st.fragment(key="watch_sign_in", run_every=LOOK_EVERY)
    def watch() -> None:
        try:
            store.arrive()
        except SignedOut:
            st.rerun(scope="app")
        except StoreError:
            pass  # the page itself tells, when it needs the store

    with st.container(key="arrived_sign_in"):
        watch()


def _way_in(visit: Visit, why: Why) -> None:
    texts = visit.texts
    if why in ("ended", "old"):
        st.info(texts(f"sign_in.{why}_text"), title=texts(f"sign_in.{why}"))
    else:
        st.markdown(texts("sign_in.intro"))
    unsent = visit.noted(UNSENT)
    if isinstance(unsent, str):
        st.markdown(texts("sign_in.unsent"))
        st.code(unsent, language=None, wrap_lines=True)
    with st.container(border=True, key="sheet_door", gap="small"):
        st.subheader(texts("sign_in.sees"), anchor=False)
        st.markdown(texts("sign_in.sees_text"))
        with st.container(horizontal=True, vertical_alignment="center", key="door_row"):
            st.button(
                texts("sign_in.enter"),
                key="sign_in",
                icon=":material/login:",
                type="primary",
                on_click=st.login,
            )
            if st.button(texts("sign_in.more"), key="read_more", type="tertiary"):
                _read_more(visit)


def _refused(visit: Visit) -> None:
    texts, contact = visit.texts, visit.shared.settings.login_contact
    with st.container(border=True, key="sheet_door", gap="small"):
        st.subheader(texts("sign_in.refused"), anchor=False)
        asked = texts("sign_in.refused_ask", contact=line(contact))
        st.markdown(asked if contact else texts("sign_in.refused_ask_nobody"))
        with st.container(horizontal=True, vertical_alignment="center", key="door_row"):
            if st.button(texts("sign_in.leave"), key="sign_out", icon=":material/logout:"):
                _sign_out(visit)
            if visit.person is not None:
                told = texts("sign_in.signed_in_as", name=line(visit.person.name))
                st.markdown(f":small[:gray[{told}]]", width="content")


def _read_more(visit: Visit) -> None:
    @st.dialog(visit.texts("sign_in.more"), position="right", width=600)
    def text() -> None:
        consent_sheet(visit)

    text()


def _sign_out(visit: Visit) -> None:
    """End every sign-in of this person, then have the browser and the provider forget theirs."""
    store = visit.shared.store
    try:
        if store is not None:
            store.sign_out()
    except SignedOut:
        pass  # another tab was first
    except StoreError as error:
        st.error(reason(visit.texts, error))
        return
    st.logout()
    st.stop()  # drawing on would lead to the door, before the browser heard where to go


def _time_of_day() -> Literal["morning", "afternoon", "evening"]:
    try:
        zone: ZoneInfo | None = ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError):
        zone = None  # the server's own
    hour = datetime.now(UTC).astimezone(zone).hour
    return "morning" if 5 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"


def page_title(texts: Texts) -> str:
    """Return what the browser calls the door."""
    return f"{texts('sign_in.page')} · {texts('name')}"
