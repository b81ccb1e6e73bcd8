"""A map on the table: cups for who and what plays a part, and one's own notes."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from coach.dialogue.prepared import KINDS, Table
from coach.dialogue.state import State
from coach.errors import ConversationNotFound
from coach.sheets.question_sheet import find_section
from coach.sheets.situation import load_texts
from coach.sheets.table import LONGEST_NAME, MOST_CUPS, put_down, shifted, taken_away
from coach.sheets.table_picture import to_png, to_svg, where
from coach.web.changing_sheet import keep
from coach.web.keeping import Keeper
from coach.web.passage import section_drawer
from coach.web.plain import line
from coach.web.screened import may_be_kept, refused
from coach.web.texts import Texts
from coach.web.troubles import troubles
from coach.web.visit import Visit

ARROWS = {"left": (-1, 0), "up": (0, -1), "down": (0, 1), "right": (1, 0)}
ICONS = {
    "left": ":material/arrow_back:",
    "up": ":material/arrow_upward:",
    "down": ":material/arrow_downward:",
    "right": ":material/arrow_forward:",
}
LONGEST_NOTE = 600  # characters


def show(visit: Visit, talk_id: str) -> None:
    """Draw the table of `talk_id`, the steps beside it."""
    texts = visit.texts
    try:
        keeper = visit.keeper(talk_id)
        state = keeper.load(talk_id).state
    except ConversationNotFound:
        st.info(texts("talk.missing"))
        st.button(texts("talk.to_talks"), on_click=st.query_params.clear)
        return
    visit.language = state.language
    table = state.table or Table()
    st.button(
        f":gray[{texts('table.back')}]",
        key="back",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=st.query_params.from_dict,
        args=({"talk" if state.intake is not None else "plan": talk_id},),
    )
    st.title(load_texts(state.language)["table"]["title"], anchor=False)
    troubles(visit, talk_id)
    left, right = st.columns((3, 2), gap="large")
    selected = _selected(table)
    with left:
        st.markdown(texts("table.intro"))
        _note(visit, keeper, talk_id, table, "question")
        _picture(texts, state, table, selected)
        with st.container(key="cups"):
            _put(visit, keeper, talk_id, state, table)
            if selected is not None:
                _shift(visit, keeper, talk_id, table, selected)
    with right:
        _beside(visit, keeper, talk_id, state, table)
    if visit.forget("drawer") == "table_guide":
        steps = find_section("table-constellation/steps", state.language)
        section_drawer(visit, steps, state.language, talk_id)


def _picture(texts: Texts, state: State, table: Table, selected: int | None) -> None:
    """Draw the table as a picture, in which nothing can run; the notes stand in their fields."""
    svg = to_svg(Table(cups=table.cups), state.language, selected)
    with st.container(border=True, key="cloth"):
        # What anybody wrote stands in the picture alone, so that the markup holds none of it.
        source = base64.b64encode(svg.encode()).decode()
        st.html(f'<img alt="{texts("table.alt")}" src="data:image/svg+xml;base64,{source}">')
    cup = next((each for each in table.cups if each.id == selected), None)
    if cup is not None:
        with st.container(key="spoken"):  # heard when a cup was moved
            st.info(line(where(cup, state.language)))


def _beside(visit: Visit, keeper: Keeper, talk: str, state: State, table: Table) -> None:
    texts = visit.texts
    for name in ("noticed", "check"):
        _note(visit, keeper, talk, table, name)
    if table.cups:
        with st.expander(texts("table.in_words"), type="compact"):
            st.markdown("\n".join(f"- {line(where(cup, state.language))}" for cup in table.cups))
    with st.container(horizontal=True, key="table_files"):
        name = texts("table.file_name")
        st.download_button(
            texts("table.png"),
            lambda: to_png(table, state.language),
            file_name=f"{name}.png",
            mime="image/png",
            icon=":material/image:",
            key="table_png",
            on_click="ignore",
        )
        st.download_button(
            texts("table.svg"),
            lambda: to_svg(table, state.language).encode(),
            file_name=f"{name}.svg",
            mime="image/svg+xml",
            key="table_svg",
            on_click="ignore",
        )
    st.markdown(f":small[:gray[{texts('table.keep_note')}]]")
    st.divider()
    st.markdown(f":small[{texts('table.not')}]")
    st.button(
        f":small[{texts('table.guide')}]",
        key="table_guide",
        icon=":material/menu_book:",
        type="tertiary",
        on_click=visit.note,
        args=("drawer", "table_guide"),
    )


def _selected(table: Table) -> int | None:
    """Return the cup in hand: the one that was chosen, or the last put down."""
    ids = [cup.id for cup in table.cups]
    chosen = st.session_state.get("cup")
    return chosen if chosen in ids else (ids[-1] if ids else None)


def _put(visit: Visit, keeper: Keeper, talk: str, state: State, table: Table) -> None:
    texts, kinds = visit.texts, load_texts(state.language)["table"]["kinds"]
    st.subheader(texts("table.put"), anchor=False)
    if len(table.cups) >= MOST_CUPS:
        st.markdown(texts("table.full"))
        return
    with st.form("cup_form", border=False, clear_on_submit=True):
        st.pills(
            texts("table.kind"),
            KINDS,
            default="person",
            required=True,
            format_func=kinds.__getitem__,
            key="cup_kind",
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(texts("table.name"), max_chars=LONGEST_NAME, key="cup_name", width=190)
            st.form_submit_button(
                texts("table.put_down"), on_click=_put_down, args=(visit, keeper, talk)
            )
    refused(visit, state, f"{talk} cup")


def _put_down(visit: Visit, keeper: Keeper, talk: str) -> None:
    kind, name = st.session_state["cup_kind"], st.session_state["cup_name"]
    if may_be_kept(visit, keeper.load(talk).state, name, f"{talk} cup"):
        _change(visit, keeper, talk, lambda table: put_down(table, kind, name))
    st.session_state.pop("cup", None)


def _shift(visit: Visit, keeper: Keeper, talk: str, table: Table, selected: int) -> None:
    texts = visit.texts
    names = {cup.id: cup.name for cup in table.cups}
    st.subheader(texts("table.shift"), anchor=False)
    st.session_state["cup"] = selected
    st.pills(
        texts("table.which"),
        [*names],
        format_func=lambda each: line(names[each]),
        required=True,
        key="cup",
    )
    with st.container(horizontal=True, key="arrows", gap="small"):
        for name, (across, down) in ARROWS.items():
            st.button(
                texts(f"table.{name}"),
                key=f"shift_{name}",
                icon=ICONS[name],
                on_click=_change,
                args=(visit, keeper, talk, _by(selected, across, down)),
            )
        st.button(
            texts("table.remove"),
            key="cup_remove",
            type="tertiary",
            on_click=_change,
            args=(visit, keeper, talk, lambda table: taken_away(table, selected)),
        )


def _by(cup: int, across: int, down: int) -> Callable[[Table], Table]:
    return lambda table: shifted(table, cup, across, down)


def _note(visit: Visit, keeper: Keeper, talk: str, table: Table, name: str) -> None:
    texts: Texts = visit.texts
    hint = f"table.{name}_hint"
    st.text_area(
        texts(f"table.{name}"),
        getattr(table, name),
        max_chars=LONGEST_NOTE,
        height=70 if name == "question" else 110,
        placeholder=texts(hint) if texts.has(hint) else None,
        key=f"note_{name}",
        on_change=_write,
        args=(visit, keeper, talk, name),
    )
    refused(visit, keeper.load(talk).state, f"{talk} {name}")


def _write(visit: Visit, keeper: Keeper, talk: str, name: str) -> None:
    words = str(st.session_state[f"note_{name}"])
    changes: dict[str, Callable[[Table], Table]] = {
        "question": lambda table: replace(table, question=words),
        "noticed": lambda table: replace(table, noticed=words),
        "check": lambda table: replace(table, check=words),
    }
    if may_be_kept(visit, keeper.load(talk).state, words, f"{talk} {name}"):
        _change(visit, keeper, talk, changes[name])


def _change(visit: Visit, keeper: Keeper, talk: str, make: Callable[[Table], Table]) -> None:
    keep(
        visit, keeper, talk, lambda state: replace(state, table=make(state.table or Table()))
    )
