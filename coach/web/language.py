"""Choosing the language."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from coach.dialogue.state import LANGUAGES, Language
from coach.web.visit import Visit


def choose_language(
    visit: Visit, *, short: bool = True, chosen: Callable[[Language], None] | None = None
) -> None:
    """Draw the choice of language; `short` says NL and EN, `chosen` hears of a new choice."""
    texts = visit.texts
    st.session_state["language_choice"] = visit.language
    st.segmented_control(
        texts("language.label"),
        LANGUAGES,
        format_func=lambda each: texts(f"language.short_{each}" if short else f"language.{each}"),
        key="language_choice",
        required=True,
        label_visibility="collapsed",
        on_change=_choose,
        args=(visit, chosen),
    )


def _choose(visit: Visit, chosen: Callable[[Language], None] | None) -> None:
    language: Language = st.session_state["language_choice"]
    visit.language = language
    if chosen is not None:
        chosen(language)
