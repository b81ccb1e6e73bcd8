"""Your data: what there is, where it stands, taking it along, erasing it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from coach.errors import ConversationNotFound, StoreError
from coach.records.store import Store
from coach.web.language import choose_language
from coach.web.plain import line, plain
from coach.web.screens.first_visit import consent_sheet
from coach.web.screens.home import title_of
from coach.web.texts import Texts, reason
from coach.web.visit import Visit
from coach.web.what_leaves import what_leaves


def show(visit: Visit) -> None:
    """Draw what is kept and the ways to take it along or erase it."""
    texts = visit.texts
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="title_row",
    ):
        st.title(texts("data.title"), anchor=False, width="content")
        choose_language(visit)
    store = visit.shared.store
    talks = store.summaries() if store is not None else []
    with st.container(border=True, key="sheet_data", gap="small"):
        _what_there_is(visit, texts, len(talks))
    erased = visit.noted("erased")
    if isinstance(erased, str):
        st.success(erased)
    if store is None or not talks:
        return
    st.subheader(texts("data.take"), anchor=False)
    st.markdown(texts("data.take_note"))
    st.download_button(
        texts("data.readable"),
        lambda: readable(texts, store),
        file_name="stille-balans.md",
        mime="text/markdown",
        icon=":material/download:",
        key="take_readable",
        on_click="ignore",
    )
    st.subheader(texts("data.erase"), anchor=False)
    st.markdown(texts("data.erase_note"))
    with st.container(horizontal=True):
        if st.button(texts("data.erase_one"), key="erase_one"):
            _erase_one(texts, store)
        if st.button(texts("data.erase_all"), key="erase_all"):
            _erase_all(texts, store, len(talks))


def readable(texts: Texts, store: Store) -> str:
    """Return every talk as one Markdown text, newest first."""
    written = [f"# {texts('name')}"]
    for each in store.summaries():
        talk = store.load(each.id)
        written.append(f"## {line(title_of(texts, each))}")
        written.append(texts.date(talk.created))
        for turn in talk.turns:
            who = texts("talk.coach" if turn.role == "coach" else "talk.you")
            written.append(f"**{who}**\n\n{plain(turn.text)}")
        if earlier := store.earlier(each.id):
            written.append(f"### {texts('data.earlier')}")
            written += [plain(turn.text) for turn in earlier]
    return "\n\n".join(written) + "\n"


def _what_there_is(visit: Visit, texts: Texts, count: int) -> None:
    st.subheader(texts("data.what"), anchor=False)
    store = visit.shared.store
    own = len(store.documents.documents()) if store is not None else 0
    if count == 0 and own == 0:
        st.markdown(texts("data.count_none"))
    if count:
        number = texts("data.count_one") if count == 1 else texts("data.count", count=count)
        place = line(str(visit.shared.settings.data_dir))
        stands = texts("data.place_one" if count == 1 else "data.place")
        st.markdown(f"{number} {stands} {place}.")
    if own:
        st.markdown(texts("data.own_one") if own == 1 else texts("data.own", count=own))
    leaving = line(what_leaves(texts, visit.shared.settings))
    st.markdown(texts("data.leaves_some", what=leaving) if leaving else texts("data.leaves"))
    consent = store.consent() if store is not None else None
    if consent is None:
        st.markdown(f":small[:gray[{texts('data.no_consent')}]]")
        return
    given = texts("data.consent", date=texts.date(consent.given), version=consent.version)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":small[:gray[{given}]]", width="content")
        if st.button(f":small[{texts('data.read_text')}]", key="read_text", type="tertiary"):
            _read_text(visit)


def _read_text(visit: Visit) -> None:
    @st.dialog(visit.texts("data.read_text"), position="right", width=600)
    def text() -> None:
        consent_sheet(visit)

    text()


def _erase_one(texts: Texts, store: Store) -> None:
    talks = {talk.id: talk for talk in store.summaries()}

    @st.dialog(texts("data.erase_one_title"))
    def erase_one() -> None:
        chosen = st.selectbox(
            texts("data.pick"),
            list(talks),
            format_func=lambda each: title_of(texts, talks[each]),
            key="erase_pick",
        )
        with st.container(horizontal=True):
            if st.button(texts("data.confirm"), type="primary", key="erase_yes"):
                _erase(texts, store, [chosen], title_of(texts, talks[chosen]))
            if st.button(texts("data.leave"), key="erase_no"):
                st.rerun()

    erase_one()


def _erase_all(texts: Texts, store: Store, count: int) -> None:
    @st.dialog(texts("data.erase_all_title"))
    def erase_all() -> None:
        one = count == 1
        st.markdown(
            texts("data.erase_all_one") if one else texts("data.erase_all_text", count=count)
        )
        with st.container(horizontal=True):
            if st.button(texts("data.confirm"), type="primary", key="erase_yes"):
                ids = [talk.id for talk in store.summaries()]
                _erase(texts, store, ids, texts("data.erased_all"))
            if st.button(texts("data.leave"), key="erase_no"):
                st.rerun()

    erase_all()


def _erase(texts: Texts, store: Store, talks: list[str], what: str) -> None:
    for talk in talks:
        try:
            store.delete(talk)
        except ConversationNotFound:
            continue  # another tab erased it first
        except StoreError as error:
            st.error(reason(texts, error))
            return
    now = texts.date(datetime.now(UTC))
    st.session_state["erased"] = texts("data.erased", date=now, what=line(what))
    st.rerun()
