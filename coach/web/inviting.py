"""After a talk: inviting somebody to look back, reading what they release, looking back oneself."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from coach.dialogue.again import step_of
from coach.dialogue.follow_up import words_of
from coach.dialogue.screening import Screening
from coach.dialogue.state import Language, State
from coach.errors import FollowUpNotFound
from coach.records.follow_up_rows import Agreement
from coach.records.follow_ups import FollowUps
from coach.records.store import Conversation, Store
from coach.sheets.documents import to_docx, to_pdf
from coach.sheets.follow_up import paper_markdown, steps_of, tidy_steps
from coach.sheets.house import house_of
from coach.sheets.invitation import LONGEST_SENDER, write_invitation
from coach.web.bottom import follow_up
from coach.web.invited import link_to
from coach.web.keeping import PRIVATE
from coach.web.releasing import WORD, marked
from coach.web.screened import turn_to
from coach.web.visit import Visit

DAYS = (14, 45, 90)  # how long a link may work; six weeks and a few days is usual
USUAL = 45


def invite(visit: Visit, talk: Conversation) -> None:
    """Draw how somebody is invited to look back on `talk`, and what they released."""
    store, texts = visit.shared.store, visit.texts
    if store is None or visit.private or talk.state.route != "none":
        return
    st.divider()
    st.subheader(texts("inviting.title"), anchor=False)
    st.markdown(f":small[{texts('inviting.note')}]")
    st.button(
        texts("inviting.make"),
        key="make_invitation",
        icon=":material/mail:",
        width="stretch",
        on_click=visit.note,
        args=("drawer", "invitation"),
    )
    for agreement in store.follow_ups.agreements(talk.id):
        if agreement.kind == "sent":
            _sent(visit, store.follow_ups, agreement)
    if isinstance(opened := visit.forget("open_summary"), str):
        _read(visit, store.follow_ups, opened)
    if visit.noted("drawer") == "invitation":
        visit.forget("drawer")
        _drawer(visit, store, talk)


def how_it_went(visit: Visit, talk: Conversation) -> None:
    """Draw the two ways to say what became of the step of `talk`: a new talk, or five minutes."""
    store, texts = visit.shared.store, visit.texts
    talks = bool(step_of(talk.state)) and talk.id != PRIVATE
    looks = store is not None and talk.id != PRIVATE and talk.state.audience != "coach"
    looks = looks and talk.state.route == "none"
    st.subheader(texts("plan.how" if talks and looks else "plan.later"), anchor=False)
    note = "plan.how_note" if talks and looks else "plan.later_note"
    st.markdown(f":small[{texts(note)}]")
    if talks:
        st.button(
            texts("home.told"), key="tell", width="stretch", on_click=follow_up, args=(talk.id,)
        )
    if looks and store is not None:
        st.button(
            texts("inviting.own"),
            key="look_back",
            width="stretch",
            on_click=look_back,
            args=(store, talk),
        )


def look_back(store: Store, talk: Conversation) -> None:
    """Go to the person's own follow-up of `talk`, begun when there is none yet."""
    kept = store.follow_ups
    own = next((each for each in kept.agreements(talk.id) if each.kind == "own"), None)
    if own is None:
        own, _ = kept.agree("own", talk.language, steps_of(talk.state), conversation=talk.id)
    st.query_params.from_dict({"follow": own.id})


def _sent(visit: Visit, kept: FollowUps, agreement: Agreement) -> None:
    texts = visit.texts
    works = agreement.works(datetime.now(UTC)) and agreement.valid_until is not None
    made = texts.date(agreement.made)
    told = texts("inviting.over", date=made)
    if works and agreement.valid_until is not None:
        told = texts("inviting.made", date=made, until=texts.date(agreement.valid_until))
    with st.container(key=f"sent_{agreement.id}", gap="xsmall"):
        st.markdown(f":small[:gray[{told}]]")
        for told_of, released, _ in kept.released(agreement.id):
            with st.container(horizontal=True, vertical_alignment="center"):
                day = texts("inviting.released", date=texts.date(released))
                st.markdown(f":small[{day}]", width="content")
                st.button(
                    texts("inviting.open"),
                    key=f"summary_{told_of}",
                    on_click=visit.note,
                    args=("open_summary", told_of),
                )
        if works:
            st.button(
                f":small[:gray[{texts('inviting.revoke')}]]",
                key=f"revoke_{agreement.id}",
                type="tertiary",
                on_click=_revoke,
                args=(visit, kept, agreement),
            )


def _revoke(visit: Visit, kept: FollowUps, agreement: Agreement) -> None:
    with suppress(FollowUpNotFound):  # erased is revoked
        kept.revoke(agreement.id)
    visit.note("toast", visit.texts("inviting.revoked"))


def _read(visit: Visit, kept: FollowUps, told_of: str) -> None:
    texts = visit.texts
    try:
        summary = kept.open(told_of)
    except FollowUpNotFound:
        st.info(texts("inviting.taken_back"))
        return

    @st.dialog(texts("inviting.open_title"), position="right", width=520)
    def released() -> None:
        day = texts("inviting.released", date=texts.date(summary.released))
        st.markdown(f":small[:gray[{day}]]")
        with st.container(border=True, key="sheet_release"):
            st.markdown(marked(summary.text), anchors=False)
        st.markdown(f":small[:gray[{texts('inviting.open_note')}]]")

    released()


def _drawer(visit: Visit, store: Store, talk: Conversation) -> None:
    texts = visit.texts

    @st.dialog(texts("inviting.drawer"), position="right", width=520)
    def drawer() -> None:
        typed = st.text_area(
            texts("inviting.steps"),
            value="\n".join(steps_of(talk.state)),
            key="invitation_steps",
            height=150,
        )
        st.markdown(f":small[:gray[{texts('inviting.steps_note')}]]")
        sender = st.text_input(
            texts("inviting.sender"), max_chars=LONGEST_SENDER, key="invitation_sender"
        ).strip()
        steps = tidy_steps(typed.split("\n"))
        if not steps:
            st.warning(texts("inviting.steps_empty"))
            return
        if _refers(visit, "\n".join(steps), talk.state):
            return
        if visit.shared.settings.invites_at:
            _link(visit, store, talk, steps, sender)
        else:
            st.markdown(f":small[{texts('inviting.no_link')}]")
        _files(visit, steps, sender, talk.language)

    drawer()


def _refers(visit: Visit, text: str, state: State) -> bool:
    """Tell, and show, whether the screen refers what would go along."""
    read = visit.noted("invitation_read")
    if not (isinstance(read, tuple) and read[0] == text):
        read = (text, visit.engine.screen(text, visit.language, ()))
        visit.note("invitation_read", read)
    found = read[1]
    if not isinstance(found, Screening) or found.route == "none":
        return False
    turn_to(visit, found, visit.language, state.country, visit.texts("inviting.referred"))
    return True


def _link(
    visit: Visit, store: Store, talk: Conversation, steps: tuple[str, ...], sender: str
) -> None:
    texts, language = visit.texts, talk.language
    days = st.pills(
        texts("inviting.days"),
        DAYS,
        default=USUAL,
        required=True,
        format_func=lambda each: texts("inviting.days_count", days=each),
        key="invitation_days",
    )
    made = visit.noted("invitation_made")
    if st.button(texts("inviting.link"), type="primary", key="make_link", width="stretch"):
        made = store.follow_ups.agree(
            "sent", language, steps, conversation=talk.id, sender=sender, days=days
        )
        visit.note("invitation_made", (talk.id, made))
        made = (talk.id, made)
    if isinstance(made, tuple) and made[0] == talk.id:
        agreement, token = made[1]
        link = link_to(visit.shared.settings, token)
        st.markdown(texts("inviting.link_note"))
        st.markdown(f":small[{texts('inviting.link_label')}]")
        st.code(link, language=None, wrap_lines=True)
        st.markdown(f":small[{texts('inviting.mail_label')}]")
        until = texts.date(agreement.valid_until)
        mail = words_of(language).sheet["mail"].format(link=link, date=until)
        st.code(mail, language=None, wrap_lines=True)


def _files(visit: Visit, steps: tuple[str, ...], sender: str, language: Language) -> None:
    texts = visit.texts
    st.divider()
    name = texts("follow_up.title").lower().replace(" ", "-")
    st.markdown(f":small[{texts('inviting.file_note')}]")
    paper = paper_markdown(steps, sender, language)
    with st.container(horizontal=True, key="invitation_files"):
        st.download_button(
            texts("inviting.file"),
            partial(write_invitation, steps, sender, language),
            file_name=f"{name}.json",
            mime="application/json",
            icon=":material/download:",
            key="invitation_file",
            on_click="ignore",
        )
        for kind, mime, make in (("word", WORD, to_docx), ("pdf", "application/pdf", to_pdf)):
            st.download_button(
                texts(f"inviting.paper_{kind}"),
                partial(make, paper, language, house_of(visit.shared.settings)),
                file_name=f"{name}.{'docx' if kind == 'word' else 'pdf'}",
                mime=mime,
                icon=":material/download:",
                key=f"invitation_{kind}",
                on_click="ignore",
            )
