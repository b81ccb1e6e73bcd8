"""The first visit: knowing what this is, and saying yes."""

from __future__ import annotations

import streamlit as st

from coach.dialogue.state import AUDIENCES, Audience
from coach.errors import StoreError
from coach.web.language import choose_language
from coach.web.plain import line
from coach.web.texts import CONSENT_VERSION, Texts, reason
from coach.web.visit import Visit
from coach.web.what_leaves import consent_of, speaking_model, what_leaves


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
    texts = visit.texts
    st.subheader(texts("welcome.sheet"), anchor=False)
    st.markdown(texts("welcome.computer"))
    facts = {each: texts(f"welcome.{each}") for each in ("kept", "leaves", "others", "not")}
    if visit.shared.settings.pseudonyms:
        facts["others"] = texts("welcome.others_pseudonyms")
    facts["kept"] = _with_days(visit, "welcome.kept")
    facts["leaves"] = line(what_leaves(texts, visit.shared.settings)) or facts["leaves"]
    st.markdown(
        "\n\n".join(f"**{texts(f'welcome.{each}_label')}** {told}" for each, told in facts.items())
    )
    with st.expander(texts("welcome.more"), type="compact"):
        st.markdown(_whole(visit, texts))


def _whole(visit: Visit, texts: Texts) -> str:
    settings = visit.shared.settings
    sealed = bool(settings.encryption_key.get_secret_value())
    return texts(
        "welcome.whole",
        place=line(str(settings.data_dir)),
        voice=texts("leaving.whole_model" if speaking_model(settings) else "leaving.whole_guided"),
        readers=texts("welcome.readers_sealed" if sealed else "welcome.readers"),
        kept=_with_days(visit, "welcome.kept_whole"),
    )


def _with_days(visit: Visit, key: str) -> str:
    """Return the text at `key` with for how long talks are kept, or the one for keeping them."""
    days = visit.keeps_for
    return visit.texts(key, days=days) if days else visit.texts(f"{key}_for_good")


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
