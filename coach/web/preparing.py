"""The coach's own page: which screen of preparing a session the address asks for."""

from __future__ import annotations

import streamlit as st

from coach.errors import StoreError
from coach.web.keeping import PRIVATE
from coach.web.screens import first_visit, prepare, sign_in, table
from coach.web.scrolling import begin_at_top
from coach.web.theme import ICON
from coach.web.visit import NEW, NEW_SESSION, Visit


def is_session(visit: Visit, talk_id: str) -> bool:
    """Tell whether this is a session that a coach prepares, and no talk."""
    if talk_id in (NEW, NEW_SESSION):
        return talk_id == NEW_SESSION
    try:
        return visit.keeper(talk_id).load(talk_id).state.intake is not None
    except StoreError:
        return False  # its page says what is wrong with it


def show_prepare(visit: Visit) -> None:
    """Draw the list of sessions, an intake, a question sheet or the table with cups."""
    texts, store = visit.texts, visit.shared.store
    talk_id = st.query_params.get("talk")
    if visit.welcomed and "table" in st.query_params:
        show_table(visit, st.query_params["table"])
        return
    sessions = visit.talks() if visit.welcomed else []
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
        sign_in.sign_out_row(visit)
    elif talk_id == NEW_SESSION or (talk_id == PRIVATE and not visit.private):
        prepare.show_new(visit)
    elif talk_id:
        prepare.show(visit, talk_id)
    elif store is not None:
        prepare.show_list(visit, store, sessions)


def show_table(visit: Visit, talk_id: str) -> None:
    """Draw the table with cups of `talk_id`, which has no page of its own in the navigation."""
    texts = visit.texts
    st.set_page_config(
        page_title=f"{texts('table.open')} · {texts('name')}", page_icon=ICON, layout="wide"
    )
    begin_at_top(visit.screens(f"table {talk_id}"))
    table.show(visit, talk_id)
