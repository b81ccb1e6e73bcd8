"""A day the person named becomes a calendar entry; a day nobody named never does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from coach.dialogue.state import BalanceRecord, Item, Language, State
from coach.errors import InputError
from coach.sheets.diary import Moment, read_moment, to_ics, zone_here

TUESDAY = date(2026, 11, 24)
DAYS = dict.fromkeys(range(5), TUESDAY)


def state_with(*steps: str, language: Language = "nl") -> State:
    items = tuple(
        Item(str(number), "next_step", step, "seen", number) for number, step in enumerate(steps)
    )
    return State(language=language, audience="leader", record=BalanceRecord(items=items))


@pytest.mark.parametrize(
    ("text", "language", "day", "hour"),
    [
        ("Donderdag heb ik een uur met haar", "nl", date(2026, 11, 26), None),
        ("Vrijdag 22u.", "nl", date(2026, 11, 27), time(22)),
        ("vrijdag om 9.30 uur", "nl", date(2026, 11, 27), time(9, 30)),
        ("woensdagochtend 10 uur 15", "nl", date(2026, 11, 25), time(10, 15)),
        ("dinsdag", "nl", date(2026, 12, 1), None),
        ("volgende week woensdag", "nl", date(2026, 12, 2), None),
        ("morgen in het MT", "nl", date(2026, 11, 25), None),
        ("overmorgen", "nl", date(2026, 11, 26), None),
        ("12 december om 14:00", "nl", date(2026, 12, 12), time(14)),
        ("op 3 feb", "nl", date(2027, 2, 3), None),
        ("2026-12-01", "nl", date(2026, 12, 1), None),
        ("Wednesday, half six, shift change", "en", date(2026, 11, 25), None),
        ("Monday at 3pm", "en", date(2026, 11, 30), time(15)),
        ("Monday 12 am", "en", date(2026, 11, 30), time(0)),
        ("December 4th at 14:30", "en", date(2026, 12, 4), time(14, 30)),
        ("Thursday next week, an hour with him", "en", date(2026, 12, 3), None),
        ("tomorrow", "en", date(2026, 11, 25), None),
    ],
)
def test_a_day_is_read(text: str, language: Language, day: date, hour: time | None) -> None:
    assert read_moment(text, language, TUESDAY) == Moment(day, hour)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("als ik haar zie", "nl"),
        ("donderdags altijd", "nl"),
        ("31 februari", "nl"),
        ("2 uur met het team", "nl"),
        ("when I see her", "en"),
        ("may be soon", "en"),
        ("", "en"),
    ],
)
def test_no_day_is_made_up(text: str, language: Language) -> None:
    assert read_moment(text, language, TUESDAY) is None


def test_the_entry_is_private_and_tells_nothing_of_the_plan() -> None:
    file = to_ics(
        state_with("Vrijdag 22u"), DAYS, "Nachtploeg", "abc", datetime(2026, 11, 24, tzinfo=UTC)
    )
    event = Calendar.from_ical(file).walk("VEVENT")[0]
    assert event["summary"] == "Nachtploeg"
    assert event["class"] == "PRIVATE"
    assert event.decoded("dtstart") == datetime(2026, 11, 27, 22)
    assert event.decoded("dtend") == datetime(2026, 11, 27, 23)
    assert "description" not in event


def test_the_hour_is_meant_in_the_zone_that_was_given_and_the_file_explains_it() -> None:
    file = to_ics(state_with("Vrijdag 22u"), DAYS, "x", "abc", zone="Europe/Amsterdam")
    calendar = Calendar.from_ical(file)
    start = calendar.walk("VEVENT")[0].decoded("dtstart")
    assert start.astimezone(UTC) == datetime(2026, 11, 27, 21, tzinfo=UTC)
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    assert len(file) < 1500


@pytest.mark.parametrize("zone", ["", "UTC", "Etc/UTC", "Nergens/Huizen", "../etc/passwd"])
def test_a_zone_that_tells_nothing_leaves_the_hour_to_the_person(zone: str) -> None:
    file = to_ics(state_with("Vrijdag 22u"), DAYS, "x", "abc", zone=zone)
    assert b"DTSTART:20261127T220000\r\n" in file


def test_the_zone_of_this_computer_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Europe/Brussels")
    assert zone_here() == "Europe/Brussels"


def test_lines_are_folded_and_signs_escaped_as_the_standard_asks() -> None:
    title = "Eén lange titel; met komma, en ‘aanhaling’ " * 4
    file = to_ics(state_with("Vrijdag 22u"), DAYS, title, "abc", zone="Europe/Amsterdam")
    assert file.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert Calendar.from_ical(file).walk("VEVENT")[0]["summary"] == title


def test_without_an_hour_the_entry_takes_the_day() -> None:
    file = to_ics(state_with("Donderdag"), DAYS, "Marjan", "abc")
    event = Calendar.from_ical(file).walk("VEVENT")[0]
    assert event.decoded("dtstart") == date(2026, 11, 26)
    assert event.decoded("dtend") == date(2026, 11, 27)


def test_the_last_day_that_was_told_counts() -> None:
    file = to_ics(state_with("donderdag", "toch maar vrijdag", "rustig"), DAYS, "x", "abc")
    event = Calendar.from_ical(file).walk("VEVENT")[0]
    assert event.decoded("dtstart") == date(2026, 11, 27)


def test_a_day_in_the_other_language_is_read_too() -> None:
    file = to_ics(state_with("the all-hands on Thursday"), DAYS, "x", "abc")
    assert b"20261126" in file


def test_a_plan_without_a_day_says_so_in_the_language_of_the_talk() -> None:
    with pytest.raises(InputError, match="geen dag"):
        to_ics(state_with("ooit"), DAYS, "x", "abc")
    with pytest.raises(InputError, match="no day"):
        to_ics(state_with("some time", language="en"), DAYS, "x", "abc")


def test_a_weekday_counts_from_the_day_it_was_said() -> None:
    state = state_with("donderdag", "rustig beginnen")
    assert b"20261203" in to_ics(state, {0: date(2026, 11, 30), 1: date(2026, 12, 7)}, "x", "abc")
