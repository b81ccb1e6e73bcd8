"""Home: what is due, and going on with one tap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from coach.errors import ConversationNotFound, StoreError
from coach.records.in_transaction import title_of as shortened
from coach.records.store import ConversationSummary, Store
from coach.web.answering import parts
from coach.web.bottom import follow_up, open_talk
from coach.web.due import due_sheet, find_due
from coach.web.labels import ask_for_labels, with_label
from coach.web.language import choose_language
from coach.web.looking_back import looking_back
from coach.web.plain import line
from coach.web.readable import title_of
from coach.web.sending import BOX, send_box
from coach.web.texts import Texts, reason
from coach.web.troubles import troubles
from coach.web.visit import NEW, NEW_SESSION, Visit

STEP = 80  # signs of a step on its row


def show(visit: Visit, store: Store, talks: list[ConversationSummary]) -> None:
    """Draw the list of talks and prepared sessions, newest first; under it the box to begin."""
    texts = visit.texts
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="title_row",
    ):
        st.title(texts("home.title"), anchor=False, width="content")
        choose_language(visit)
    today = datetime.now(UTC).astimezone().date()
    told = [each for each in talks if each.kind == "talk"]
    due = find_due(store, told, today)
    if due:
        due_sheet(visit, due, today)
    with st.container(horizontal=True, vertical_alignment="center", key="new_row"):
        st.button(
            texts("home.new"),
            key="new_talk",
            icon=":material/add:",
            type="secondary" if due else "primary",
            on_click=open_talk,
            args=(NEW,),
        )
        if visit.audience == "coach":
            st.button(
                texts("prepare.new"),
                key="new_session",
                icon=":material/add:",
                on_click=visit.note,
                args=("talk", NEW_SESSION),
            )
        if told:
            st.button(
                f":gray[{texts('home.last')}]",
                key="last_talk",
                type="tertiary",
                on_click=open_talk,
                args=(told[0].id,),
            )
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="earlier_row",
    ):
        st.subheader(texts("home.earlier"), anchor=False, width="content")
        search = st.text_input(
            texts("home.search"),
            key="search_talks",
            placeholder=texts("home.search"),
            icon=":material/search:",
            label_visibility="collapsed",
            type="search",
            width=290,
        )
    label = with_label(texts, talks)
    found = store.summaries(search) if search else talks
    if label:
        found = [talk for talk in found if label in talk.labels]
    days = store.keeps_for()
    with st.container(key="talks", gap=None):
        for talk in found:
            row(visit, talk, days)
    if not found:
        st.info(texts("home.nothing_found"))
    kept = texts("home.kept", days=days) if days else texts("home.kept_for_good")
    st.markdown(f":small[:gray[{kept}]]")
    looking_back(visit, store)
    dialogs(visit, store)
    _box(visit)


def _words(texts: Texts, talk: ConversationSummary) -> tuple[str, str]:
    """Return where a talk or session stands, and what its button says."""
    if talk.kind == "session":
        done = talk.phase == "closing"
        where = texts("prepare.ready" if done else "prepare.asking")
        return where, texts("home.read" if done else "home.go_on")
    phase = texts(f"phases.{talk.phase}")
    if talk.phase == "closing":
        where = texts("home.done")
        if talk.step:
            where = texts("home.done_step", step=line(shortened(talk.step, STEP)))
        return where, texts("home.read")
    where = texts("home.at", phase=phase)
    if talk.question:
        where = texts("home.open_question", phase=phase, question=line(talk.question))
    return where, texts("home.go_on")


def row(visit: Visit, talk: ConversationSummary, days: int) -> None:
    """Draw a talk or session in a list, with where it stands and the button that opens it."""
    texts = visit.texts
    where, word = _words(texts, talk)
    title, kept = line(title_of(texts, talk)), ["rename", "label", "delete"]
    about = [f":small[:gray[{where}]]"]
    if talk.labels:
        names = line(" · ".join(talk.labels))
        about.append(f":small[:gray[{texts('home.labelled', names=names)}]]")
    if until := talk.kept_until(days):
        about.append(f":small[:gray[{texts('home.goes', date=texts.date(until))}]]")
    with st.container(key=f"row_talk_{talk.id}", horizontal=True, vertical_alignment="center"):
        with st.container(gap=None, key=f"row_about_{talk.id}"):
            st.markdown("  \n".join((f"**{title}**", *about)))
        day = texts.day(talk.updated, datetime.now(UTC))
        with st.container(key=f"row_day_{talk.id}", width="content"):
            st.markdown(f":small[:gray[{day}]]", width="content")
        # The title is for readers, who hear the button without its row; theme.css hides it.
        st.button(
            f"{word}:small[: {title}]",
            key=f"row_go_{talk.id}",
            on_click=open_talk if talk.kind == "talk" else partial(visit.note, "talk"),
            args=(talk.id,),
        )
        st.menu_button(
            texts("home.more"),
            ["told", *kept] if talk.step and talk.kind == "talk" else kept,
            key=f"row_menu_{talk.id}",
            icon=":material/more_vert:",
            type="tertiary",
            format_func=lambda each: texts(f"home.{each}"),
            on_click=_chosen,
            args=(talk.id,),
        )


def _chosen(talk: str) -> None:
    choice = st.session_state[f"row_menu_{talk}"]
    if choice == "told":
        follow_up(talk)
    elif choice:
        st.session_state["dialog"] = (choice, talk)


def dialogs(visit: Visit, store: Store) -> None:
    """Open the dialog a row's menu asked for."""
    asked = visit.forget("dialog")
    if not isinstance(asked, tuple):
        return
    choice, talk_id = asked
    talks = store.summaries()
    found = [talk for talk in talks if talk.id == talk_id]
    if not found:
        return
    if choice == "rename":
        _rename(visit.texts, store, found[0])
    elif choice == "label":
        ask_for_labels(visit.texts, store, found[0], talks)
    else:
        ask_to_delete(visit.texts, store, found[0])


def _rename(texts: Texts, store: Store, talk: ConversationSummary) -> None:
    @st.dialog(texts("home.rename_title"))
    def rename() -> None:
        with st.form("rename", border=False):
            title = st.text_input(texts("home.rename_label"), value=talk.title, max_chars=120)
            if st.form_submit_button(texts("home.rename_save"), type="primary") and title.strip():
                _try(texts, lambda: store.rename(talk.id, title), texts("home.renamed"))

    rename()


def ask_to_delete(texts: Texts, store: Store, talk: ConversationSummary) -> None:
    """Ask once, naming what goes; gone is gone."""

    @st.dialog(texts("home.delete_title"))
    def delete() -> None:
        st.markdown(texts("home.delete_text", title=line(title_of(texts, talk))))
        with st.container(horizontal=True):
            if st.button(texts("home.delete_yes"), type="primary", key="delete_yes"):
                _try(texts, lambda: store.delete(talk.id), texts("home.deleted"))
            if st.button(texts("home.delete_no"), key="delete_no"):
                st.rerun()

    delete()


def _try(texts: Texts, work: Callable[[], None], done: str) -> None:
    try:
        work()
    except ConversationNotFound:
        pass  # another tab erased it first
    except StoreError as error:
        st.error(reason(texts, error))
        return
    st.session_state["toast"] = done
    st.rerun()


def _box(visit: Visit) -> None:
    texts = visit.texts
    with st.bottom, st.container(key="begin_here", gap="xsmall"):
        troubles(visit, NEW)
        outcome = visit.opening()
        body, question = parts(outcome.reply.text, outcome.reply.question)
        with st.container(key="begin_here_body"):
            st.markdown(line(body))
        st.markdown(f"**{line(question)}**")
        st.chat_input(
            texts("talk.input"), key=BOX, submit_mode="stop", on_submit=send_box, args=(visit, NEW)
        )
