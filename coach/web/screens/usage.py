"""For the operator: how much the coach is used, in four numbers and no word of anybody's."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from coach.records.store import Store
from coach.web.language import choose_language
from coach.web.visit import Visit


def show(visit: Visit, store: Store) -> None:
    """Draw the numbers of everybody together; raise `OperatorsOnly` for anybody else."""
    texts = visit.texts
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="title_row",
    ):
        st.title(texts("usage.title"), anchor=False, width="content")
        choose_language(visit)
    with st.container(border=True, key="sheet_usage", gap="small"):
        st.subheader(texts("usage.sheet"), anchor=False)
        counts = asdict(store.counts())
        told = [f"- {texts(f'usage.{name}')}: **{count}**" for name, count in counts.items()]
        st.markdown("\n".join(told))
        st.markdown(f":small[:gray[{texts('usage.note')}]]")
