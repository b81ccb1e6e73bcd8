"""The page: which screen the address asks for, under one stylesheet and one navigation."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

from coach.errors import CoachError, SignedOut, StoreError
from coach.records.follow_up_rows import Agreement
from coach.settings import Settings, is_loopback
from coach.web.entrance import come_in
from coach.web.invited import PAGE
from coach.web.keeping import PRIVATE
from coach.web.passage import READING
from coach.web.preparing import is_session, show_prepare, show_table
from coach.web.resources import Resources, resources, server_settings
from coach.web.screens import (
    balance,
    data,
    first_visit,
    follow_up,
    home,
    library,
    plan,
    sign_in,
    talk,
    usage,
)
from coach.web.screens.sign_in import Why, page_title, watch_sign_in
from coach.web.scripts import SPEAK, run_script
from coach.web.scrolling import begin_at_top
from coach.web.server import end_server
from coach.web.signing_in import can_sign_in
from coach.web.texts import Texts, texts_for
from coach.web.theme import ICON, LOGO, STYLESHEET
from coach.web.visit import NEW, Visit
from coach.web.whole_clicks import finish_clicks

LOG = logging.getLogger(__name__)
TALKS, PREPARE, LIBRARY = 0, 1, 2  # places in the navigation


def run(shared: Resources | None = None) -> None:
    """Draw the page once; `shared` is the server's own set unless a test brings one."""
    if not _may_serve(shared.settings if shared else server_settings()):
        return
    finish_clicks()
    shared = shared or resources()
    try:
        _draw(shared)
    except StoreError as error:
        _tell(texts_for(shared.settings.language, shared.settings.has_login), error)


def _draw(shared: Resources) -> None:
    guest = Visit(shared)
    invited = guest.invited
    if invited is not None and not shared.settings.has_login:
        _only_follow_up(guest, invited)
        return
    visit, why = come_in(shared)
    if why is None:
        named = ("after", "talk", "plan", "balance", "table")
        asked = (st.query_params.get(name) for name in named)
        visit.adopt(next((each for each in asked if each), None))
    st.html(STYLESHEET)
    st.logo(LOGO, size="large")
    pages = [*_pages(visit, why), _follow_up_page(guest, invited)]
    page = st.navigation(pages, position="hidden" if why else "top")
    if why is None:
        _follow(visit, pages)
    page.run()
    if why is None:
        watch_sign_in(visit)
    _offline(visit)
    done = visit.forget("toast")
    if isinstance(done, str):
        st.toast(done)


def _pages(visit: Visit, why: Why | None) -> list[st.Page]:
    """Return the pages of this visit; each is the door while `why` keeps somebody there."""
    texts = visit.texts

    def page(draw: Callable[[Visit], None], name: str, *, shown: bool = True) -> st.Page:
        def at_the_door(visit: Visit) -> None:
            st.set_page_config(page_title=page_title(texts), page_icon=ICON, layout="centered")
            if why is not None:
                sign_in.show(visit, why)

        return st.Page(
            lambda: _guarded(visit, at_the_door if why else draw),
            title=texts(f"nav.{name}"),
            url_path=name,
            default=name == "talks",
            visibility="visible" if shown else "hidden",
        )

    found = [
        page(_talks, "talks"),
        page(show_prepare, "prepare", shown=visit.welcomed and visit.audience == "coach"),
        page(_library, "library"),
        page(_data, "data", shown=visit.welcomed),
    ]
    if visit.person is not None and visit.person.role == "operator":
        found.append(page(_usage, "usage"))
    return found


def _follow_up_page(guest: Visit, invited: Agreement | None, name: str = PAGE) -> st.Page:
    """Return the page of what somebody was invited to; who was can't sign in, and needn't."""

    def draw(guest: Visit) -> None:
        texts = guest.texts
        title = f"{texts('follow_up.title')} · {texts('name')}"
        st.set_page_config(page_title=title, page_icon=ICON, layout="centered")
        if invited is None or guest.shared.store is None:
            follow_up.show_bad_link(guest)
            return
        kept = guest.shared.store.follow_ups.for_invited(invited)
        follow_up.show(guest, kept, invited)

    return st.Page(
        lambda: _guarded(guest, draw),
        title=guest.texts("follow_up.title"),
        url_path=name,
        default=name == "talks",
        visibility="hidden",
    )


def _only_follow_up(guest: Visit, invited: Agreement) -> None:
    """Draw what somebody was invited to whatever address they ask for: there is no door here."""
    st.html(STYLESHEET)
    st.logo(LOGO, size="large")
    names = ("talks", "prepare", "library", "data", "usage", PAGE)
    pages = [_follow_up_page(guest, invited, name) for name in names]
    st.navigation(pages, position="hidden").run()
    _offline(guest)


def _offline(visit: Visit) -> None:
    with st.container(key="offline"):
        run_script(SPEAK[visit.language])
        st.info(visit.texts("offline.text"), title=visit.texts("offline.title"))


def _follow(visit: Visit, pages: list[st.Page]) -> None:
    """Go where the last click on another page led."""
    guide = visit.forget("guide")
    if isinstance(guide, tuple):
        document, section, quote, talk_id = guide
        # Somebody's words don't go into an address, which the browser keeps.
        visit.note(READING, (document, section, quote))
        st.switch_page(pages[LIBRARY], query_params={"guide": document, "talk": talk_id})
    follow_id = visit.forget("follow_up")
    if isinstance(follow_id, str):
        st.switch_page(pages[TALKS], query_params={"follow": follow_id})
    talk_id = visit.forget("talk")
    if isinstance(talk_id, str):
        page = PREPARE if is_session(visit, talk_id) else TALKS
        st.switch_page(pages[page], query_params={"talk": talk_id})
    if visit.forget("prepare"):
        st.switch_page(pages[PREPARE])


def _guarded(visit: Visit, draw: Callable[[Visit], None]) -> None:
    try:
        draw(visit)
    except SignedOut:
        st.rerun()  # to the door
    except Exception as error:  # whatever breaks is told in the person's language
        if not isinstance(error, CoachError):
            LOG.exception("The page couldn't be drawn.")
        _tell(visit.texts, error)


def _tell(texts: Texts, error: Exception) -> None:
    key = f"errors.reasons.{type(error).__name__}"
    st.error(
        texts(key) if texts.has(key) else texts("errors.went_wrong_text"),
        title=texts("errors.went_wrong"),
    )


def _talks(visit: Visit) -> None:
    texts = visit.texts
    talk_id = st.query_params.get("talk")
    plan_id = st.query_params.get("plan")
    balance_id = st.query_params.get("balance")
    follow_id = st.query_params.get("follow")
    if visit.welcomed and "table" in st.query_params:
        show_table(visit, st.query_params["table"])
        return
    elsewhere = bool(plan_id or balance_id or follow_id)
    wide = visit.welcomed and bool(talk_id or plan_id or balance_id)
    store = visit.shared.store
    at_home = visit.welcomed and not talk_id and not elsewhere
    talks = visit.talks() if at_home else []
    if at_home and (visit.private or not talks):
        talk_id, wide = NEW, True
    title = texts("nav.talks")
    st.set_page_config(
        page_title=f"{title} · {texts('name')}",
        page_icon=ICON,
        layout="wide" if wide else "centered",
    )
    if not follow_id:  # which has screens of its own
        begin_at_top(visit.screens(f"{talk_id} {plan_id} {balance_id}"))
    if not visit.welcomed:
        first_visit.show(visit)
        sign_in.sign_out_row(visit)  # the page that has it is shown once somebody agreed
    elif plan_id:
        plan.show(visit, plan_id)
    elif balance_id:
        balance.show(visit, balance_id)
    elif follow_id:
        follow_up.show_own(visit, follow_id)
    elif talk_id == NEW or (talk_id == PRIVATE and not visit.private):
        talk.show_new(visit)
    elif talk_id:
        talk.show(visit, talk_id)
    elif store is not None:
        home.show(visit, store, talks)


def _library(visit: Visit) -> None:
    texts = visit.texts
    reading = "guide" in st.query_params
    st.set_page_config(
        page_title=f"{texts('nav.library')} · {texts('name')}",
        page_icon=ICON,
        layout="centered" if reading else "wide",
    )
    library.show(visit)


def _data(visit: Visit) -> None:
    texts = visit.texts
    st.set_page_config(
        page_title=f"{texts('nav.data')} · {texts('name')}", page_icon=ICON, layout="centered"
    )
    data.show(visit)


def _usage(visit: Visit) -> None:
    texts = visit.texts
    st.set_page_config(
        page_title=f"{texts('nav.usage')} · {texts('name')}", page_icon=ICON, layout="centered"
    )
    if visit.shared.store is None:
        raise visit.shared.trouble or StoreError("The store isn't open.")
    usage.show(visit, visit.shared.store)


def _may_serve(settings: Settings) -> bool:
    """Refuse, and end the server, when others can reach it and needn't sign in.

    app.py and `coach serve` end before they listen; only this file run by itself comes here.
    """
    address = st.get_option("server.address")
    if can_sign_in(settings) if settings.has_login else is_loopback(address):
        return True
    for language in ("nl", "en"):
        texts = texts_for(language)
        st.error(
            texts("errors.outside_text", address=str(address or "0.0.0.0")),
            title=texts("errors.outside"),
        )
    end_server(address)
    return False


if __name__ == "__main__":  # as the server runs it
    run()
