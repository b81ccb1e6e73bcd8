"""The page: which screen the address asks for, under one stylesheet and one navigation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from coach.errors import CoachError, StoreError
from coach.web.guard import is_loopback
from coach.web.keeping import PRIVATE
from coach.web.passage import READING
from coach.web.resources import Resources, resources
from coach.web.screens import data, first_visit, home, library, plan, prepare, table, talk
from coach.web.scripts import SPEAK, run_script
from coach.web.scrolling import begin_at_top
from coach.web.server import end_server
from coach.web.theme import STYLESHEET
from coach.web.visit import NEW, NEW_SESSION, Visit

LOGO = Path(__file__).parent / "logo.svg"
ICON = Path(__file__).parent / "icon.svg"
TALKS, PREPARE, LIBRARY = 0, 1, 2  # places in the navigation


def run(shared: Resources | None = None) -> None:
    """Draw the page once; `shared` is the server's own set unless a test brings one."""
    if not _only_here():
        return
    visit = Visit(shared or resources())
    asked = (st.query_params.get(name) for name in ("talk", "plan", "table"))
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
        st.Page(
            lambda: _guarded(visit, _prepare),
            title=texts("nav.prepare"),
            url_path="prepare",
            visibility="visible" if welcomed and visit.audience == "coach" else "hidden",
        ),
        st.Page(lambda: _guarded(visit, _library), title=texts("nav.library"), url_path="library"),
        st.Page(
            lambda: _guarded(visit, _data),
            title=texts("nav.data"),
            url_path="data",
            visibility="visible" if welcomed else "hidden",
        ),
    ]
    page = st.navigation(pages, position="top")
    _follow(visit, pages)
    page.run()
    with st.container(key="offline"):
        run_script(SPEAK[visit.language])
        st.info(texts("offline.text"), title=texts("offline.title"))
    done = visit.forget("toast")
    if isinstance(done, str):
        st.toast(done)


def _follow(visit: Visit, pages: list[st.Page]) -> None:
    """Go where the last click on another page led."""
    guide = visit.forget("guide")
    if isinstance(guide, tuple):
        document, section, quote, talk_id = guide
        # Somebody's words don't go into an address, which the browser keeps.
        visit.note(READING, (document, section, quote))
        st.switch_page(pages[LIBRARY], query_params={"guide": document, "talk": talk_id})
    talk_id = visit.forget("talk")
    if isinstance(talk_id, str):
        page = PREPARE if _is_session(visit, talk_id) else TALKS
        st.switch_page(pages[page], query_params={"talk": talk_id})
    if visit.forget("prepare"):
        st.switch_page(pages[PREPARE])


def _is_session(visit: Visit, talk_id: str) -> bool:
    """Tell whether this is a session that a coach prepares, and no talk."""
    if talk_id in (NEW, NEW_SESSION):
        return talk_id == NEW_SESSION
    try:
        return visit.keeper(talk_id).load(talk_id).state.intake is not None
    except StoreError:
        return False  # its page says what is wrong with it


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
    if visit.welcomed and "table" in st.query_params:
        _table(visit, st.query_params["table"])
        return
    wide = visit.welcomed and bool(talk_id or plan_id)
    store = visit.shared.store
    talks = store.summaries() if visit.welcomed and store is not None else []
    talks = [each for each in talks if each.kind == "talk"]
    if visit.welcomed and not talk_id and not plan_id and (visit.private or not talks):
        talk_id, wide = NEW, True
    title = texts("nav.talks")
    st.set_page_config(
        page_title=f"{title} · {texts('name')}",
        page_icon=ICON,
        layout="wide" if wide else "centered",
    )
    begin_at_top(visit.screens(f"plan {plan_id}" if plan_id else f"talk {talk_id}"))
    if not visit.welcomed:
        first_visit.show(visit)
    elif plan_id:
        plan.show(visit, plan_id)
    elif talk_id == NEW or (talk_id == PRIVATE and not visit.private):
        talk.show_new(visit)
    elif talk_id:
        talk.show(visit, talk_id)
    elif store is not None:
        home.show(visit, store, talks)


def _prepare(visit: Visit) -> None:
    texts, store = visit.texts, visit.shared.store
    talk_id = st.query_params.get("talk")
    if visit.welcomed and "table" in st.query_params:
        _table(visit, st.query_params["table"])
        return
    sessions = store.summaries() if visit.welcomed and store is not None else []
    sessions = [each for each in sessions if each.kind == "session"]
    if visit.welcomed and not talk_id and (visit.private or not sessions):
        talk_id = NEW_SESSION
    st.set_page_config(
        page_title=f"{texts('nav.prepare')} · {texts('name')}",
        page_icon=ICON,
        layout="wide" if visit.welcomed and talk_id else "centered",
    )
    if not visit.welcomed:
        first_visit.show(visit)
    elif talk_id == NEW_SESSION or (talk_id == PRIVATE and not visit.private):
        prepare.show_new(visit)
    elif talk_id:
        prepare.show(visit, talk_id)
    elif store is not None:
        prepare.show_list(visit, store, sessions)


def _table(visit: Visit, talk_id: str) -> None:
    texts = visit.texts
    st.set_page_config(
        page_title=f"{texts('table.open')} · {texts('name')}", page_icon=ICON, layout="wide"
    )
    begin_at_top(visit.screens(f"table {talk_id}"))
    table.show(visit, talk_id)


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
