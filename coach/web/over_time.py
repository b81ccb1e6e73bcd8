"""Looking back over time: the person's own number and words, and the days to look back on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from coach.dialogue.answers import HIGHEST
from coach.dialogue.state import Language
from coach.records.follow_up_rows import Agreement, FollowUp
from coach.sheets.follow_up import RHYTHM, next_step, rhythm_ics
from coach.web.plain import line
from coach.web.visit import Visit


def today() -> date:
    """Return the day it is, in local time."""
    return datetime.now(UTC).astimezone().date()


def over_time(visit: Visit, agreement: Agreement, finished: Sequence[FollowUp]) -> None:
    """Draw the person's own number as a line, and every time with its words as a list."""
    texts = visit.texts
    st.subheader(texts("follow_up.over_time"), anchor=False)
    st.markdown(f":small[:gray[{texts('follow_up.over_time_note')}]]")
    told = [(each, each.answers.score) for each in finished]
    points = [(each.created, score) for each, score in told if score is not None]
    if len(points) > 1:
        _chart(visit, points)
    with st.container(key="over_time"):
        for each in reversed(finished):
            st.markdown("\n".join(_lines(visit, agreement, each)), anchors=False)


def _lines(visit: Visit, agreement: Agreement, one: FollowUp) -> list[str]:
    texts, answers = visit.texts, one.answers
    number = texts("follow_up.no_number") if answers.score is None else str(answers.score)
    lines = [f"**{texts.date(one.created)}** · {number}", ""]
    for step, status in zip(agreement.steps, answers.done, strict=False):
        if status is not None:
            lines.append(f"- {texts(f'follow_up.statuses.{status}')}: {line(step)}")
    told = (answers.happened, answers.noticed, answers.why)
    lines += [f"- {line(text)}" for text in told if text]
    if step := next_step(answers, visit.language):
        lines.append(f"- {texts('follow_up.stages.next')}: {line(step)}")
    return lines


def _chart(visit: Visit, points: list[tuple[datetime, int]]) -> None:
    import altair

    texts = visit.texts
    days = [{"day": day.isoformat(), "score": score} for day, score in points]
    spoken = ", ".join(
        texts("follow_up.chart_point", date=texts.date(day), score=score) for day, score in points
    )
    days_axis = altair.Axis(format="%d-%m", grid=False, labelFontSize=13)
    score = altair.Y("score:Q", title=None, scale=altair.Scale(domain=[0, HIGHEST]))
    line_ = (
        altair.Chart(altair.InlineData(values=days), height=180)
        .mark_line(point=altair.OverlayMarkDef(size=70), color="#37788C", strokeWidth=2)
        .encode(
            altair.X("day:T", title=None, axis=days_axis),
            score.axis(values=[0, 5, HIGHEST], labelFontSize=13),
        )
        .properties(description=texts("follow_up.chart_alt", points=spoken))
    )
    with st.container(key="own_number"):
        st.altair_chart(line_, width="stretch")


def rhythm(visit: Visit, agreement: Agreement) -> None:
    """Draw the choice of days to look back on, as a calendar file with the question in it."""
    texts = visit.texts
    with st.popover(texts("follow_up.rhythm"), icon=":material/event:"):
        st.markdown(texts("follow_up.rhythm_note"))
        chosen = st.pills(
            texts("follow_up.rhythm_label"),
            tuple(RHYTHM),
            selection_mode="multi",
            default=tuple(RHYTHM),
            format_func=lambda each: texts(f"follow_up.moments.{each}"),
            key="rhythm",
        )
        own = st.date_input(
            texts("follow_up.rhythm_own"),
            value=None,
            min_value=today(),
            format="DD-MM-YYYY" if visit.language == "nl" else "DD/MM/YYYY",
            key="rhythm_own",
        )
        days = {each: today() + timedelta(days=RHYTHM[each]) for each in chosen}
        if isinstance(own, date):
            days["own"] = own
        language: Language = visit.language
        st.download_button(
            texts("follow_up.rhythm_download"),
            lambda: rhythm_ics(days, language, agreement.id),
            file_name=f"{texts('follow_up.title').lower().replace(' ', '-')}.ics",
            mime="text/calendar",
            key="rhythm_file",
            type="primary",
            disabled=not days,
            on_click="ignore",
        )
