"""What comes of a follow-up on paper: the steps to agree on, what is released, the diary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from coach.dialogue.answers import ORDER, Answers
from coach.dialogue.follow_up import LONGEST_STEP, MOST_STEPS, if_then, words_of
from coach.dialogue.page.page import step_items
from coach.dialogue.phrasebook import sentence
from coach.dialogue.state import Language, State
from coach.sheets.blocks import literal
from coach.sheets.diary import written_day

# When one looks back after what was agreed, in days; each has its own question.
RHYTHM: Mapping[str, int] = {"day_1": 1, "week_1": 7, "week_3": 21, "week_6": 42}
OWN = "own"
LINES = 3  # to write on, for each question on paper
FEW_LINES, MANY_STEPS = 2, 4  # with so many steps there is no room for more on one page
_MARK = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_TEXTS = ("happened", "noticed", "helped")


def steps_of(state: State) -> tuple[str, ...]:
    """Return the steps of a talk as its person said them, to agree on; they may all be changed."""
    told = [item.clause or item.text for item in step_items(state)]
    told += [item.text for item in state.record.items if item.field == "offer"]
    return tidy_steps(sentence(" ".join(each.split()).strip(" ,;.")) + "." for each in told)


def tidy_steps(lines: Iterable[str]) -> tuple[str, ...]:
    """Return what was typed as steps, one a line: without marks, doubles, or more than five."""
    found = [_MARK.sub("", each).strip() for each in lines]
    return tuple(dict.fromkeys(each[:LONGEST_STEP] for each in found if each))[:MOST_STEPS]


def summary_text(steps: Sequence[str], answers: Answers, language: Language) -> str:
    """Return what can be released of a follow-up, in the person's words; the number isn't in it."""
    words = words_of(language).sheet
    parts: list[str] = []
    done = [
        f"{_stopped(step)} {words[status]}."
        for step, status in zip(steps, answers.done, strict=False)
        if status is not None
    ]
    happened = " ".join([*done, _stopped(answers.happened)]).strip()
    for name, text in (("happened", happened), *((n, getattr(answers, n)) for n in _TEXTS[1:])):
        if text:
            parts.append(f"{words[name]}. {_stopped(text)}")
    if step := next_step(answers, language):
        parts.append(f"{words['next']}. {step}")
    return "\n\n".join(parts)


def number_text(answers: Answers, language: Language) -> str:
    """Return the person's own number with its reason, "" without one; released only when added."""
    if answers.score is None:
        return ""
    words = words_of(language).sheet
    told = f"{words['number']}. {words['number_line'].format(score=answers.score)}"
    return f"{told} {_stopped(words['why'].format(why=answers.why))}" if answers.why else told


def next_step(answers: Answers, language: Language) -> str:
    """Return the next step as one sentence, with its day; "" when there is none."""
    words = words_of(language).sheet
    step = _stopped(if_then(answers, words["if_then"]))
    if answers.day is None:
        return step
    return f"{step} {words['by'].format(date=written_day(answers.day, language))}".strip()


def follow_up_markdown(
    steps: Sequence[str], text: str, language: Language, day: date, *, own: bool = False
) -> str:
    """Return a follow-up as a sheet to take along: what was agreed, and `text` of it."""
    words = words_of(language).sheet
    lines = [f"# {words['title']}, {written_day(day, language)}", ""]
    lines += [f"**{words['agreed_own' if own else 'agreed']}**"]
    lines += [f"- {_literal(step)}" for step in steps]
    for part in text.split("\n\n"):
        heading, _, rest = part.partition(". ")
        lines += ["", f"**{_literal(heading)}**"] if rest else []
        lines += ["", _literal(rest or part)]
    return "\n".join([*lines, ""])


def paper_markdown(steps: Sequence[str], sender: str, language: Language) -> str:
    """Return an invitation on paper: what was agreed, and the questions with room to write."""
    words = words_of(language)
    sheet = words.sheet
    lines = [f"# {sheet['title']}", ""]
    if sender:
        lines += [f"*{_literal(sheet['from'].format(sender=sender))}*", ""]
    lines += [f"*{sheet['note']}*", "", f"**{sheet['agreed']}**"]
    boxes = " · ".join(sheet[name] for name in ("done", "partly", "not_yet"))
    lines += [f"- {_literal(step)} ({boxes})" for step in steps]
    for asked in ORDER[1:]:
        lines += ["", f"**{words.questions[asked]}**", ""]
        room = _room(FEW_LINES if len(steps) >= MANY_STEPS else LINES)
        lines += [sheet["scale"]] if asked == "score" else room
    return "\n".join([*lines, "", sheet["again"], ""])


def rhythm_ics(
    days: Mapping[str, date], language: Language, uid: str, now: datetime | None = None
) -> bytes:
    """Return a calendar (RFC 5545): one whole day for each moment, with its question in it.

    `days` has names of `RHYTHM`, or any other for a day of one's own. What was agreed isn't in it:
    a diary at work is often open to others.
    """
    from icalendar import Calendar, Event

    words = words_of(language)
    calendar = Calendar()
    calendar.add("prodid", "-//Stille Balans//NL")
    calendar.add("version", "2.0")
    for name, day in sorted(days.items(), key=lambda found: found[1]):
        event = Event()
        event.add("uid", f"{uid}-{day:%Y%m%d}@stille-balans")
        event.add("dtstamp", now or datetime.now(UTC))
        event.add("summary", words.reminder)
        event.add("description", words.reminders.get(name, words.reminders[OWN]))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _room(lines: int) -> list[str]:
    line = "\\_" * 60
    return [f"{line}\n" for _ in range(lines)]


def _stopped(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def _literal(text: str) -> str:
    return literal(" ".join(text.split()))
