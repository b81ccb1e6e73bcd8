"""Your data: what there is, where it stands, taking it along, how long it stays, erasing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from coach.errors import ConversationNotFound, StoreError
from coach.own_document import OwnDocument
from coach.records.erasing import backups_that_go, erase_everything, may_hold
from coach.records.store import ConversationSummary, Store
from coach.web.language import choose_language
from coach.web.looking_back import looking_back, open_invitation
from coach.web.plain import line
from coach.web.readable import readable, title_of
from coach.web.retention import choose_retention
from coach.web.screens.first_visit import consent_sheet
from coach.web.screens.sign_in import sign_out_row
from coach.web.texts import Texts, reason
from coach.web.visit import Visit
from coach.web.what_leaves import what_leaves

MOST_NAMED = 8  # titles in the question before everything is erased


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
    sign_out_row(visit)
    store = visit.shared.store
    talks = store.summaries() if store is not None else []
    own = store.documents.documents() if store is not None else ()
    with st.container(border=True, key="sheet_data", gap="small"):
        _what_there_is(visit, talks, len(own))
    for done in ("erased", "kept_for"):
        if isinstance(told := visit.noted(done), str):
            st.success(told)
    if store is None:
        return
    looking_back(visit, store)
    if visit.welcomed and not visit.private:
        open_invitation(visit, store)
    if talks or own or store.follow_ups.agreements():
        _take(visit, store)
    choose_retention(visit, store, talks)
    if talks or own or store.follow_ups.agreements() or store.consent() is not None:
        _erase(visit, store, talks, own)


def _take(visit: Visit, store: Store) -> None:
    texts = visit.texts
    st.subheader(texts("data.take"), anchor=False)
    st.markdown(texts("data.take_note"))
    with st.container(horizontal=True, key="take_row"):
        st.download_button(
            texts("data.readable"),
            lambda: readable(texts, store),
            file_name="stille-balans.md",
            mime="text/markdown",
            icon=":material/download:",
            key="take_readable",
            on_click="ignore",
        )
        st.download_button(
            texts("data.whole"),
            lambda: _whole(visit, store),
            file_name="stille-balans.json",
            mime="application/json",
            icon=":material/download:",
            key="take_whole",
            on_click="ignore",
        )
    st.markdown(f":small[:gray[{texts('data.back')}]]")


def _whole(visit: Visit, store: Store) -> str:
    from coach.records.archive import archive_of

    archive = archive_of(store, lambda talk: visit.engine.sheet(talk.state))
    return archive.model_dump_json(indent=1)


def _what_there_is(visit: Visit, talks: list[ConversationSummary], own: int) -> None:
    texts = visit.texts
    st.subheader(texts("data.what"), anchor=False)
    store, settings = visit.shared.store, visit.shared.settings
    looks_back = store is not None and store.follow_ups.agreements()
    if not talks and not own and not looks_back:
        st.markdown(texts("data.count_none"))
    if talks:
        one = len(talks) == 1
        count = _number(texts, len(talks))
        told = [texts("data.count_one") if one else texts("data.count", count=count)]
        if visit.person is None:  # where it stands on a server tells nobody anything
            told.append(f"{texts('data.place_one' if one else 'data.place')} {_place(visit)}.")
        if until := min(talks, key=lambda talk: talk.updated).kept_until(visit.keeps_for):
            key = "data.oldest_one" if one else "data.oldest"
            told.append(texts(key, date=texts.date(until)))
        st.markdown(" ".join(told))
    if own:
        st.markdown(texts("data.own_one") if own == 1 else texts("data.own", count=own))
    if settings.encryption_key.get_secret_value():
        st.markdown(texts("data.sealed"))
    leaving = line(what_leaves(texts, settings))
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


def _number(texts: Texts, count: int) -> str:
    """Return `count` in a word as far as twelve."""
    words = texts.many("data.counts")
    return words[count] if count < len(words) else str(count)


def _place(visit: Visit) -> str:
    return line(str(visit.shared.settings.data_dir))


def _read_text(visit: Visit) -> None:
    @st.dialog(visit.texts("data.read_text"), position="right", width=600)
    def text() -> None:
        consent_sheet(visit)

    text()


def _erase(
    visit: Visit, store: Store, talks: list[ConversationSummary], own: tuple[OwnDocument, ...]
) -> None:
    texts = visit.texts
    st.subheader(texts("data.erase"), anchor=False)
    st.markdown(texts("data.erase_note"))
    with st.container(horizontal=True):
        if talks and st.button(texts("data.erase_one"), key="erase_one"):
            _erase_one(visit, store, talks)
        if st.button(texts("data.erase_all"), key="erase_all"):
            _erase_all(visit, store, talks, own)


def _erase_one(visit: Visit, store: Store, talks: list[ConversationSummary]) -> None:
    texts = visit.texts
    by_id = {talk.id: talk for talk in talks}

    def erase(talk: str) -> list[Path]:
        store.delete(talk)
        return [] if visit.person is not None else may_hold(visit.shared.settings)

    @st.dialog(texts("data.erase_one_title"))
    def erase_one() -> None:
        chosen = st.selectbox(
            texts("data.pick"),
            list(by_id),
            format_func=lambda each: title_of(texts, by_id[each]),
            key="erase_pick",
        )
        st.markdown(texts("data.erase_one_text"))
        _yes_or_no(texts, lambda: erase(chosen), title_of(texts, by_id[chosen]))

    erase_one()


def _erase_all(
    visit: Visit, store: Store, talks: list[ConversationSummary], own: tuple[OwnDocument, ...]
) -> None:
    texts = visit.texts
    names = [title_of(texts, talk) for talk in talks]
    names += [texts("data.erase_own", title=one.title) for one in own]
    if len(names) > MOST_NAMED:
        rest = texts("data.erase_more", count=len(names) - MOST_NAMED + 1)
        names = [*names[: MOST_NAMED - 1], rest]

    settings, alone = visit.shared.settings, visit.person is None
    backups = backups_that_go(settings, store) if alone else []

    def erase() -> list[Path]:
        left = erase_everything(settings, store) if alone else []
        if not alone:
            store.erase_all()
        if own:
            visit.engine.make_searchable()
        return left

    @st.dialog(texts("data.erase_all_title"))
    def erase_all() -> None:
        if names:
            listed = "\n".join(f"- {line(name)}" for name in names)
            st.markdown(f"{texts('data.erase_all_text')}\n\n{listed}")
        if backups:
            st.markdown(texts("data.erase_backups", files=_listed(backups)))
        st.markdown(texts("data.erase_rest"))
        _yes_or_no(texts, erase, texts("data.erased_all"))

    erase_all()


def _listed(files: list[Path]) -> str:
    return ", ".join(line(str(file)) for file in files)


def _yes_or_no(texts: Texts, erase: Callable[[], list[Path]], what: str) -> None:
    """Ask; `erase` returns the files that may still hold `what`."""
    left: list[Path] = []
    with st.container(horizontal=True):
        if st.button(texts("data.confirm"), type="primary", key="erase_yes"):
            try:
                left = erase()
            except ConversationNotFound:
                pass  # another tab erased it first
            except StoreError as error:
                st.error(reason(texts, error))
                return
            now = texts.date(datetime.now(UTC))
            told = texts("data.erased", date=now, what=line(what))
            if left:
                told += " " + texts("data.still_in", files=_listed(left))
            st.session_state["erased"] = told
            st.rerun()
        if st.button(texts("data.leave"), key="erase_no"):
            st.rerun()
