"""The first visit: knowing what this is, and saying yes."""

from __future__ import annotations

import streamlit as st

from coach.dialogue.state import AUDIENCES, Audience
from coach.errors import StoreError
from coach.web.consent_text import consent_facts, consent_whole
from coach.web.language import choose_language
from coach.web.plain import line
from coach.web.texts import CONSENT_VERSION, reason
from coach.web.visit import Visit
from coach.web.what_leaves import consent_of


def show(visit: Visit) -> None:
    """Draw the sheet that is consented to; its one button is the consent."""
    texts = visit.texts
    with st.container(horizontal=True, horizontal_alignment="distribute", key="title_row"):
        with st.container(key="welcome_title", width="content"):
            # Underlined with ===, as only that form of heading holds two lines.
            st.markdown(texts("welcome.title").replace("\n", "  \n") + "\n===", anchors=False)
        choose_language(visit, short=False)
    with st.container(key="intro"):
        st.markdown(texts("welcome.intro"))
    store = visit.shared.store
    consent = store.consent() if store is not None else None
    if consent is not None:
        st.info(texts("welcome.changed", date=texts.date(consent.given)))
    if store is None:
        why = visit.shared.trouble
        told = f" {reason(texts, why)}" if why is not None else ""
        st.warning(texts("welcome.cannot_keep") + told)
    with st.container(border=True, key="sheet_consent", gap="small"):
        consent_sheet(visit)
    st.session_state["audience_choice"] = visit.audience
    st.pills(
        texts("audience.label"),
        AUDIENCES,
        format_func=lambda each: texts(f"audience.{each}"),
        key="audience_choice",
        required=True,
        on_change=_choose_audience,
        args=(visit,),
    )
    with st.container(horizontal=True, vertical_alignment="center", key="begin_row"):
        if store is not None:
            st.button(
                texts("welcome.agree"), type="primary", key="agree", on_click=_agree, args=(visit,)
            )
        st.button(
            texts("welcome.private"), type="tertiary", key="private", on_click=visit.go_private
        )
    if store is not None:
        st.markdown(f":small[:gray[{texts('welcome.note', version=CONSENT_VERSION)}]]")


def consent_sheet(visit: Visit) -> None:
    """Draw what a person says yes to, filled in for this computer."""
    texts, settings, days = visit.texts, visit.shared.settings, visit.keeps_for
    st.subheader(texts("welcome.sheet"), anchor=False)
    st.markdown(texts("welcome.computer"))
    facts = consent_facts(texts, settings, days, line)
    st.markdown("\n\n".join(f"**{label}** {told}" for label, told in facts))
    with st.expander(texts("welcome.more"), type="compact"):
        st.markdown(consent_whole(texts, settings, days, line))


def _agree(visit: Visit) -> None:
    store = visit.shared.store
    if store is None:
        return
    try:
        store.give_consent(CONSENT_VERSION, consent_of(visit.shared.settings))
    except StoreError as error:
        visit.note("unsaved", type(error).__name__)
        return
    visit.leave_private()
    if visit.audience == "coach":
        visit.note("prepare", True)


def _choose_audience(visit: Visit) -> None:
    chosen: Audience = st.session_state["audience_choice"]
    visit.audience = chosen
