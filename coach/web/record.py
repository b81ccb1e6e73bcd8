"""What the person told, beside the talk: read it, and correct it in one's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast, get_args

import streamlit as st

from coach.dialogue.state import Field, Item, Source, State, edit_item, remove_item
from coach.errors import StoreError, TurnConflict
from coach.web.keeping import Keeper
from coach.web.plain import line
from coach.web.screened import may_be_kept, refused
from coach.web.texts import Texts
from coach.web.visit import Visit

# Headings in the order of the sheet, each with the fields that stand under it.
HEADINGS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    ("given", ("who", "what", "extra", "when")),
    ("normal", ("normal",)),
    ("cost", ("cost",)),
    ("enabled", ("enabled",)),
    ("came_back", ("came_back", "said")),
    ("promised", ("promised",)),
    ("their_view", ("their_view",)),
    ("own_share", ("own_share",)),
    ("mandate", ("mandate",)),
    ("not_possible", ("not_possible",)),
    ("offer", ("offer",)),
    ("sentence", ("sentence",)),
    ("pattern", ("pattern",)),
    ("habit", ("habit",)),
    ("own_giving", ("own_giving",)),
    ("own_getting", ("own_getting",)),
    ("wish", ("wish",)),
    ("next_step", ("next_step",)),
    ("context", ("context",)),
)


def record_sheet(visit: Visit, keeper: Keeper | None, talk: str, state: State) -> None:
    """Draw the sheet beside the talk."""
    texts = visit.texts
    with st.container(border=True, key="sheet_record", gap="xsmall"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.subheader(texts("record.title"), anchor=False, width="content")
            if keeper is not None and state.record.items:
                st.button(
                    f":gray[{texts('record.correct')}]",
                    key="correct",
                    icon=":material/edit:",
                    type="tertiary",
                    on_click=visit.note,
                    args=("drawer", "correct"),
                )
        _told(visit, state)


def record_drawer(visit: Visit, keeper: Keeper, talk: str, state: State) -> None:
    """Open the same sheet as a drawer, for narrow screens."""
    texts = visit.texts

    @st.dialog(texts("record.title"), position="right", width=420)
    def drawer() -> None:
        _told(visit, state, "_drawer")
        if state.record.items and st.button(
            texts("record.correct"), key="correct_drawer", icon=":material/edit:"
        ):
            visit.note("drawer", "correct")
            st.rerun()

    drawer()


def correct_drawer(visit: Visit, keeper: Keeper, talk: str) -> None:
    """Open the drawer in which each item can be reworded, given another source, or taken away."""
    texts = visit.texts

    @st.dialog(
        texts("record.correct_title"),
        position="right",
        width=520,
        # Closing by Escape would lose what stands in a field that wasn't left yet.
        dismissible=False,
    )
    def drawer() -> None:
        state = keeper.load(talk).state
        st.markdown(f":small[:gray[{texts('record.correct_note')}]]")
        if not state.record.items:
            st.markdown(texts("record.nothing"))
        for heading, items in grouped(state, texts):
            st.markdown(f"#### {heading}", anchors=False)
            for item in items:
                _editable(visit, keeper, talk, state, item, heading)
        with st.container(key="edit_done"):
            if st.button(texts("record.done"), type="primary", key="done"):
                st.rerun()

    drawer()


def grouped(state: State, texts: Texts) -> Iterator[tuple[str, list[Item]]]:
    """Yield each heading that has something under it, with its items in the order of telling."""
    for name, fields in HEADINGS:
        items = [item for item in state.record.items if item.field in fields]
        if name == "given":
            items.sort(key=lambda item: (item.turn, fields.index(item.field)))
        if items:
            own = f"record.headings.{name}_coach"
            coach = state.audience == "coach" and texts.has(own)
            yield texts(own if coach else f"record.headings.{name}"), items


def _told(visit: Visit, state: State, form: str = "") -> None:
    texts = visit.texts
    if not state.record.items and not state.record.open:
        st.markdown(f":gray[{texts('record.empty')}]")
        return
    blocks = [
        f"#### {line(heading)}\n\n" + "\n".join(bullets(items, texts))
        for heading, items in grouped(state, texts)
    ]
    with st.container(key=f"told{form}"):
        st.markdown("\n\n".join([*blocks, *_open(state, texts)]), anchors=False)
    note = texts("record.note_private" if visit.private else "record.note")
    st.markdown(f":small[:gray[{note}]]")


def bullets(items: list[Item], texts: Texts) -> Iterator[str]:
    """Yield a line for each item; one that already stands in another line has none."""
    for item in items:
        source = texts(f"record.sources.{item.source}")
        about = ""
        if (
            item.field == "what"
            and item.about
            and item.about.casefold() not in item.text.casefold()
        ):
            about = f"{line(item.about)}: "
        elif item.field == "who" and any(
            other.field == "what" and other.about == item.text for other in items
        ):
            continue  # the name stands before what was given
        elif item.field == "when" and any(
            other.field == "what" and item.text.casefold() in other.text.casefold()
            for other in items
        ):
            continue  # the moment stands in what was given
        yield f"- {about}{line(item.text)} :small[:gray[· {source}]]"


def _open(state: State, texts: Texts) -> Iterator[str]:
    by_person: dict[str, list[str]] = {}
    for question in state.record.open:
        key = f"record.open.{question.key.split('@')[0]}"
        words = texts(key if texts.has(key) else "record.open.other")
        by_person.setdefault(question.about, []).append(f"- {words}")
    for about, lines in by_person.items():
        heading = (
            texts("record.headings.open_about", about=line(about))
            if about
            else texts("record.headings.open")
        )
        yield f"#### {heading}\n\n" + "\n".join(lines)


def _editable(
    visit: Visit, keeper: Keeper, talk: str, state: State, item: Item, heading: str
) -> None:
    texts = visit.texts
    text_key, source_key = f"text_{item.id}", f"source_{item.id}"
    with st.container(border=True, key=f"edit_{item.id}", gap="xsmall"):
        st.text_area(
            heading,
            value=item.text,
            key=text_key,
            height=80,
            label_visibility="collapsed",
            on_change=_save,
            args=(visit, keeper, talk, item.id),
        )
        refused(visit, state, f"{talk} {item.id}")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.pills(
                texts("record.source"),
                get_args(Source),
                default=item.source,
                required=True,
                format_func=lambda each: texts(f"record.sources.{each}"),
                key=source_key,
                label_visibility="collapsed",
                on_change=_save,
                args=(visit, keeper, talk, item.id),
            )
            st.button(
                texts("record.remove"),
                key=f"remove_{item.id}",
                type="tertiary",
                on_click=_remove,
                args=(visit, keeper, talk, item.id),
            )


def _save(visit: Visit, keeper: Keeper, talk: str, item_id: str) -> None:
    text = str(st.session_state[f"text_{item_id}"]).strip()
    source = cast(Source, st.session_state[f"source_{item_id}"])
    if not text:
        return

    def change(state: State) -> State:
        before = next((item.text for item in state.record.items if item.id == item_id), text)
        where = f"{talk} {item_id}"
        kept = text == before or may_be_kept(visit, state, text, where)
        return edit_item(state, item_id, text if kept else before, source)

    _keep(visit, keeper, talk, change)


def _remove(visit: Visit, keeper: Keeper, talk: str, item_id: str) -> None:
    _keep(visit, keeper, talk, lambda state: remove_item(state, item_id))


def _keep(visit: Visit, keeper: Keeper, talk: str, change: Callable[[State], State]) -> None:
    try:
        state = keeper.load(talk).state
        changed = change(state)
        if changed != state:
            keeper.save_state(talk, changed)
    except TurnConflict:
        visit.note("conflict", "")
    except StoreError as error:
        visit.fail(error)
