"""Looking back: what was agreed on top, then the questions, then what is shared."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import streamlit as st

from coach.dialogue.answers import STAGES, Answers, Stage
from coach.dialogue.contacts import load_contacts
from coach.dialogue.follow_up import asked_now, begin, stage_of, take
from coach.errors import FollowUpNotFound
from coach.records.follow_up_rows import Agreement, FollowUp
from coach.records.follow_ups import FollowUps
from coach.web.following import converse
from coach.web.language import choose_language
from coach.web.over_time import over_time, rhythm
from coach.web.plain import line
from coach.web.releasing import share
from coach.web.scrolling import begin_at_top
from coach.web.stepper import ICONS
from coach.web.visit import Visit

# Screens one comes to, where the talk between them is one.
_TOP: dict[Stage, str] = {"agreed": "agreed", "share": "share"}


def show(visit: Visit, kept: FollowUps, agreement: Agreement) -> None:
    """Draw the follow-up of `agreement` where its person is."""
    told = kept.follow_ups(agreement.id)
    current = next((each for each in told if each.finished is None), None)
    if current is not None and current.answers.pending:
        current = _read(visit, kept, agreement, current)
    begun = current is not None and agreement.begun is not None
    answers = current.answers if current is not None else begin(agreement.steps)
    stage: Stage = stage_of(answers) if begun else "agreed"
    top = _TOP.get(stage, "") + answers.route  # a card is shown from its heading on
    begin_at_top(visit.screens(f"follow-up {agreement.id} {top}"))
    _steps_line(visit, agreement, None if told and current is None else stage, answers)
    if answers.route == "none":
        _agreed(visit, agreement)
    if current is None or not begun:
        _overview(visit, kept, agreement, told)
    elif asked_now(answers) is None and answers.route == "none":
        share(visit, kept, agreement, current)
    else:
        converse(visit, kept, current)


def show_bad_link(visit: Visit) -> None:
    """Tell whoever comes without an invitation that works the same, whatever is wrong with it."""
    texts = visit.texts
    with st.container(horizontal=True, horizontal_alignment="distribute", key="title_row"):
        st.title(texts("follow_up.bad_link_title"), anchor=False, width="content")
        choose_language(visit)
    st.markdown(texts("follow_up.bad_link"))
    phone = load_contacts().entries["emergency-112"].phone
    st.markdown(f":small[:gray[{texts('follow_up.bad_link_need', phone=phone)}]]")


def show_own(visit: Visit, identifier: str) -> None:
    """Draw a follow-up of the person whose computer this is; never one somebody was invited to."""
    store = visit.shared.store
    agreement = None
    if store is not None:
        with suppress(FollowUpNotFound):
            agreement = store.follow_ups.agreement(identifier)
    if store is None or agreement is None or agreement.kind == "sent":
        st.info(visit.texts("follow_up.missing"))
        st.button(visit.texts("follow_up.to_talks"), on_click=st.query_params.clear)
        return
    show(visit, store.follow_ups, agreement)


def _read(visit: Visit, kept: FollowUps, agreement: Agreement, current: FollowUp) -> FollowUp:
    """Have the screen read what was just written; it was kept before that."""
    with st.container(key="answering"):
        waiting = st.empty()
        key = "talk.thinking" if visit.engine.ready else "talk.waking"
        waiting.markdown(f":shimmer[{visit.texts(key)}]")
        answers = take(current.answers, visit.language, visit.engine.screen)
        kept.save(current, answers)
        waiting.empty()
    return kept.follow_up(current.id)


def _steps_line(
    visit: Visit, agreement: Agreement, stage: Stage | None, answers: Answers
) -> None:
    """Draw where somebody is; `stage` is None once they are through, until they begin again."""
    texts = visit.texts
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="stepper",
    ):
        if answers.route != "none":
            st.markdown(f":small[:gray[{texts('follow_up.paused')}]]", width="content")
        elif stage is None:
            st.markdown(f"**{texts('follow_up.title')}**", width="content")
        else:
            here = STAGES.index(stage)
            names = [_stage_name(visit, agreement, each) for each in STAGES]
            with st.container(
                horizontal=True,
                vertical_alignment="center",
                key="stepper_desk",
                gap="small",
                width="content",
            ):
                for number, name in enumerate(names):
                    if number == here:
                        st.markdown(f"{ICONS['here']} **{name}**", width="content")
                    elif number < here:
                        st.markdown(f"{ICONS['visited']} {name}", width="content")
                    else:
                        st.markdown(f":gray[{ICONS['ahead']} {name}]", width="content")
            count = texts("phases.count", number=here + 1, total=len(STAGES))
            with st.container(key="stepper_phone", width="content"):
                st.markdown(f"{ICONS['here']} **{names[here]}** &ensp;:small[:gray[{count}]]")
        choose_language(visit)


def _stage_name(visit: Visit, agreement: Agreement, stage: Stage) -> str:
    if stage == "share" and agreement.kind != "sent":
        return visit.texts("follow_up.stages.keep")
    return visit.texts(f"follow_up.stages.{stage}")


def _agreed(visit: Visit, agreement: Agreement) -> None:
    texts = visit.texts
    heading = texts("follow_up.agreed")
    if agreement.sender:
        heading = texts("follow_up.agreed_from", sender=line(agreement.sender))
    with st.container(border=True, key="sheet_agreed", gap="xsmall"):
        st.markdown(f":small[:gray[{heading}]]")
        steps = [line(step) for step in agreement.steps]
        with st.container(key="agreed_steps"):
            st.markdown(steps[0] if len(steps) == 1 else "\n".join(f"- {each}" for each in steps))


def _overview(
    visit: Visit, kept: FollowUps, agreement: Agreement, told: tuple[FollowUp, ...]
) -> None:
    texts = visit.texts
    finished = [each for each in told if each.finished is not None]
    if isinstance(said := visit.forget("follow_up_told"), str):
        st.success(texts(said))
    if finished:
        _last(visit, kept, agreement, finished[-1])
        over_time(visit, agreement, finished)
    first = agreement.begun is None
    if not finished:
        with st.container(key="follow_up_intro", gap="small"):
            st.title(texts("follow_up.title"), anchor=False)
            st.markdown(texts("follow_up.intro"))
    if first:
        _what_happens_with_it(visit, agreement)
    label = "agree" if first else "again" if finished else "begin"
    st.button(
        texts(f"follow_up.{label}"),
        type="primary",
        key="begin_follow_up",
        on_click=_begin,
        args=(visit, kept, agreement),
    )
    rhythm(visit, agreement)
    if told:
        st.button(
            f":gray[{texts('follow_up.erase')}]",
            type="tertiary",
            key="erase_follow_up",
            on_click=visit.note,
            args=("follow_up_erase", True),
        )
    if visit.forget("follow_up_erase"):
        _ask_to_erase(visit, kept, agreement)


def _what_happens_with_it(visit: Visit, agreement: Agreement) -> None:
    texts = visit.texts
    told = [texts("follow_up.computer")]
    if agreement.kind == "sent":
        store = visit.shared.store
        days = store.for_owner(agreement.owner).keeps_for() if store else 0  # as the sender chose
        until = agreement.valid_until or agreement.made
        until = max(until, datetime.now(UTC) + timedelta(days=days)) if days else until
        sealed = bool(visit.shared.settings.encryption_key.get_secret_value())
        key = "follow_up.kept_guest_sealed" if sealed else "follow_up.kept_guest"
        told.append(texts(key, date=texts.date(until)))
    else:
        told.append(texts("follow_up.kept_here"))
    told.append(texts("follow_up.not_for"))
    with st.container(key="follow_up_facts", gap="xsmall"):
        st.markdown("\n".join(f"- {each}" for each in told))


def _begin(visit: Visit, kept: FollowUps, agreement: Agreement) -> None:
    visit.forget("follow_up_told")
    if agreement.begun is None:
        kept.begin(agreement.id)
    if all(each.finished is not None for each in kept.follow_ups(agreement.id)):
        country = visit.shared.settings.country
        kept.start(agreement.id, begin(agreement.steps, country))


def _last(visit: Visit, kept: FollowUps, agreement: Agreement, last: FollowUp) -> None:
    """Tell what became of the last time, with the way back while there is one."""
    texts = visit.texts
    summary = last.summary
    if summary is None:
        if agreement.kind == "sent":
            st.info(texts("follow_up.none_shared"))
        return
    released = texts.date(summary.released)
    if summary.opened is not None:
        opened = texts.date(summary.opened)
        st.info(texts("follow_up.opened", date=released, opened=opened))
        return
    st.info(texts("follow_up.released", date=released))
    st.button(
        texts("follow_up.take_back"), key="take_back", on_click=_take_back, args=(visit, kept, last)
    )


def _take_back(visit: Visit, kept: FollowUps, last: FollowUp) -> None:
    done = kept.take_back(last)
    visit.note("follow_up_told", f"follow_up.{'taken_back' if done else 'too_late'}")


def _ask_to_erase(visit: Visit, kept: FollowUps, agreement: Agreement) -> None:
    texts = visit.texts

    @st.dialog(texts("follow_up.erase_title"))
    def erase() -> None:
        st.markdown(texts("follow_up.erase_text"))
        with st.container(horizontal=True):
            if st.button(texts("follow_up.erase_yes"), type="primary", key="erase_yes"):
                with suppress(FollowUpNotFound):  # erased already is what was wanted
                    kept.erase_answers(agreement.id)
                visit.note("follow_up_told", "follow_up.erased")
                st.rerun()
            if st.button(texts("follow_up.erase_no"), key="erase_no"):
                st.rerun()

    erase()
