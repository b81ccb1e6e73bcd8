"""The step of a plan as a calendar entry, when the person named a day for it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict

from coach.dialogue.state import LANGUAGES, Language, State
from coach.errors import InputError

LASTS = timedelta(hours=1)


class DiaryWords(BaseModel):
    """How a language tells days and hours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: dict[str, int]
    next_week: tuple[str, ...]
    times: tuple[str, ...]
    lasting: str
    no_date: str


@dataclass(frozen=True)
class Moment:
    """A day, with the hour when one was told without doubt."""

    day: date
    hour: time | None


def step_moment(state: State, days: Mapping[int, date]) -> Moment | None:
    """Return when the next step is; None when no day was told.

    `days` has the date of each turn by its number: ‘Thursday’ counts from the day it was said.
    Only the person's own words count; of several steps the last one with a day does.
    """
    others = tuple(language for language in LANGUAGES if language != state.language)
    for item in reversed(state.record.items):
        if item.field == "next_step" and item.turn in days:
            for language in (state.language, *others):
                if moment := read_moment(item.text, language, days[item.turn]):
                    return moment
    return None


def read_moment(text: str, language: Language, said_on: date) -> Moment | None:
    """Return the day and hour that `text` tells, counted from `said_on`; None without a day.

    A weekday is the first one after `said_on`. ‘Half six’ differs from place to place and
    tells no half of the day, so it gives a day without an hour.
    """
    words = _words(language)
    told = " ".join(text.lower().split())
    day = (
        _iso_day(told)
        or _month_day(told, words, said_on)
        or _weekday(told, words, said_on)
        or _relative_day(told, words, said_on)
    )
    return None if day is None else Moment(day, _hour(told, words))


def written_day(day: date, language: Language) -> str:
    """Return a day in full: ‘6 november 2026’, ‘6 November 2026’."""
    month = _words(language).months[day.month - 1]
    return f"{day.day} {month.capitalize() if language == 'en' else month} {day.year}"


def zone_here() -> str:
    """Return the IANA name of this computer's time zone, or "" when it doesn't tell."""
    named = os.environ.get("TZ", "").removeprefix(":")
    _, _, linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")
    return next((name for name in (named, linked) if _zone(name)), "")


def _zone(name: str) -> ZoneInfo | None:
    # A computer that runs on UTC tells nothing of where its person is.
    if not name or name in {"UTC", "Etc/UTC"}:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def to_ics(
    state: State,
    days: Mapping[int, date],
    title: str,
    uid: str,
    now: datetime | None = None,
    zone: str = "",
) -> bytes:
    """Return an iCalendar file (RFC 5545) with the step as one entry, private and without notes.

    `zone` is the IANA name of the time zone the hour is meant in; without one, or with one that
    isn't known, it is the hour wherever the person is. Without an hour the entry takes the day.
    Raises `InputError` when the plan has no day.
    """
    moment = step_moment(state, days)
    if moment is None:
        raise InputError(_words(state.language).no_date)
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", f"{uid}@stille-balans")
    event.add("dtstamp", now or datetime.now(UTC))
    event.add("summary", title)
    # A diary at work is often open to others.
    event.add("class", "PRIVATE")
    if moment.hour is None:
        event.add("dtstart", moment.day)
        event.add("dtend", moment.day + timedelta(days=1))
    else:
        start = datetime.combine(moment.day, moment.hour, tzinfo=_zone(zone))
        event.add("dtstart", start)
        event.add("dtend", start + LASTS)
    calendar = Calendar()
    calendar.add("prodid", "-//Stille Balans//NL")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    year = moment.day.year
    calendar.add_missing_timezones(date(year, 1, 1), date(year + 1, 1, 1))
    return bytes(calendar.to_ical())


@cache
def _words(language: Language) -> DiaryWords:
    import yaml

    file = Path(__file__).with_name(f"diary.{language}.yaml")
    return DiaryWords.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))


def _iso_day(told: str) -> date | None:
    found = re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", told)
    return _day(*(int(part) for part in found.groups())) if found else None


def _month_day(told: str, words: DiaryWords, said_on: date) -> date | None:
    for names in (words.months, words.short_months):
        for number, name in enumerate(names, start=1):
            found = re.search(rf"\b(\d{{1,2}})(?:st|nd|rd|th|e)? (?:of )?{name}\b", told)
            found = found or re.search(rf"\b{name} (\d{{1,2}})(?:st|nd|rd|th)?\b(?![.:]\d)", told)
            if found:
                return _coming(number, int(found[1]), said_on)
    return None


def _weekday(told: str, words: DiaryWords, said_on: date) -> date | None:
    for number, name in enumerate(words.weekdays):
        # ‘donderdagochtend’ is a Thursday, ‘donderdags’ is every one of them.
        if re.search(rf"\b{name}(?!s\b)(?:ochtend|middag|avond|nacht)?\b", told):
            if any(phrase in told for phrase in words.next_week):
                monday = said_on + timedelta(days=7 - said_on.weekday())
                return monday + timedelta(days=number)
            return said_on + timedelta(days=(number - said_on.weekday() - 1) % 7 + 1)
    return None


def _relative_day(told: str, words: DiaryWords, said_on: date) -> date | None:
    for phrase in sorted(words.days, key=len, reverse=True):
        if re.search(rf"\b{phrase}\b", told):
            return said_on + timedelta(days=words.days[phrase])
    return None


def _hour(told: str, words: DiaryWords) -> time | None:
    rest = re.sub(words.lasting, " ", told)
    for pattern in words.times:
        if found := re.search(pattern, rest):
            parts = found.groupdict()
            half = (parts.get("half") or " ")[0]
            hour = int(parts["hour"])
            if half in ("a", "p"):
                hour = hour % 12 + (12 if half == "p" else 0)
            return time(hour, int(parts.get("minute") or 0))
    return None


def _coming(month: int, day: int, said_on: date) -> date | None:
    for year in (said_on.year, said_on.year + 1):
        found = _day(year, month, day)
        if found is not None and found >= said_on:
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
