"""The page: which screen the address asks for, under one stylesheet and one navigation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from coach.errors import CoachError
from coach.records.follow_up_rows import Agreement
from coach.web.guard import is_loopback
from coach.web.invited import PAGE
from coach.web.keeping import PRIVATE
from coach.web.passage import READING
from coach.web.resources import Resources, resources
from coach.web.screens import balance, data, first_visit, follow_up, home, library, plan, talk
from coach.web.scripts import SPEAK, run_script
from coach.web.scrolling import begin_at_top
from coach.web.server import end_server
from coach.web.theme import STYLESHEET
from coach.web.visit import NEW, Visit

LOGO = Path(__file__).parent / "logo.svg"
ICON = Path(__file__).parent / "icon.svg"


def run(shared: Resources | None = None) -> None:
    """Draw the page once; `shared` is the server's own set unless a test brings one."""
    if not _only_here():
        return
    visit = Visit(shared or resources())
    invited = visit.invited
    if invited is not None:
        _invited(visit, invited)
        return
    asked = (st.query_params.get(name) for name in ("talk", "plan", "balance"))
    visit.adopt(next((each for each in asked if each), None))
    texts = visit.texts
    st.html(STYLESHEET)
    st.logo(LOGO, size="large")
    welcomed = visit.welcomed
    pages = [
        st.Page(
            lambda: _guarded(visit, _talks),
            title=texts("nav.talks"),
            url_path="talks",
            default=True,
        ),
        st.Page(lambda: _guarded(visit, _library), title=texts("nav.library"), url_path="library"),
        st.Page(
            lambda: _guarded(visit, _data),
            title=texts("nav.data"),
            url_path="data",
            visibility="visible" if welcomed else "hidden",
        ),
        st.Page(
            lambda: _guarded(visit, _no_invitation),
            title=texts("follow_up.title"),
            url_path=PAGE,
            visibility="hidden",
        ),
    ]
    page = st.navigation(pages, position="top")
    _follow(visit, pages)
    page.run()
    _offline(visit)
    done = visit.forget("toast")
    if isinstance(done, str):
        st.toast(done)


def _invited(visit: Visit, agreement: Agreement) -> None:
    """Draw what somebody was invited to, and nothing else, whatever address they ask for."""
    st.html(STYLESHEET)
    st.logo(LOGO, size="large")

    def draw(visit: Visit) -> None:
        _follow_up_page(visit)
        if visit.shared.store is not None:
            follow_up.show(visit, visit.shared.store.follow_ups, agreement)

    title = visit.texts("follow_up.title")
    # Every address there is, so that none of them opens anything else.
    pages = [
        st.Page(lambda: _guarded(visit, draw), title=title, url_path=each, default=each == "talks")
        for each in ("talks", "library", "data", PAGE)
    ]
    st.navigation(pages, position="hidden").run()
    _offline(visit)


def _follow_up_page(visit: Visit) -> None:
    title = visit.texts("follow_up.title")
    st.set_page_config(
        page_title=f"{title} · {visit.texts('name')}", page_icon=ICON, layout="centered"
    )


def _no_invitation(visit: Visit) -> None:
    _follow_up_page(visit)
    follow_up.show_bad_link(visit)


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
        st.switch_page(pages[1], query_params={"guide": document, "talk": talk_id})
    follow_id = visit.forget("follow_up")
    if isinstance(follow_id, str):
        st.switch_page(pages[0], query_params={"follow": follow_id})
    talk_id = visit.forget("talk")
    if isinstance(talk_id, str):
        st.switch_page(pages[0], query_params={"talk": talk_id})


def _guarded(visit: Visit, draw: Callable[[Visit], None]) -> None:
    try:
        draw(visit)
    except CoachError as error:
        texts = visit.texts
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
    elsewhere = bool(plan_id or balance_id or follow_id)
    wide = visit.welcomed and bool(talk_id or plan_id or balance_id)
    store = visit.shared.store
    talks = store.summaries() if visit.welcomed and store is not None else []
    if visit.welcomed and not talk_id and not elsewhere and (visit.private or not talks):
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


def _only_here() -> bool:
    """Refuse, and end the server, when it can be reached from outside this computer.

    app.py and `coach serve` end before they listen; only this file run by itself comes here.
    """
    address = st.get_option("server.address")
    if is_loopback(address):
        return True
    from coach.web.texts import texts_for

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
