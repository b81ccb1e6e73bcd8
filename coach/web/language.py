"""Choosing the language, and telling the browser which one the page speaks."""

from __future__ import annotations

import streamlit as st

from coach.dialogue.state import LANGUAGES, Language
from coach.web.visit import Visit

# Constant on purpose: nobody's text ever goes into a script.
SCRIPTS: dict[Language, str] = {
    language: f"<script>document.documentElement.lang='{language}'</script>"
    for language in LANGUAGES
}


def tell_browser(language: Language) -> None:
    """Set the page's `lang`, so that readers speak it and hyphenation fits."""
    st.html(SCRIPTS[language], unsafe_allow_javascript=True)


def choose_language(visit: Visit, short: bool = True) -> None:
    """Draw the choice of language; `short` says NL and EN."""
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
        args=(visit,),
    )


def _choose(visit: Visit) -> None:
    chosen: Language = st.session_state["language_choice"]
    visit.language = chosen
