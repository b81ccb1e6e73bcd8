"""What comes of a follow-up: what is released, on paper, in a file, and in the diary."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from coach.dialogue.answers import Answers
from coach.dialogue.state import LANGUAGES, BalanceRecord, Field, Item, Language, State
from coach.errors import InputError
from coach.sheets.documents import to_docx, to_pdf
from coach.sheets.follow_up import (
    RHYTHM,
    follow_up_markdown,
    number_text,
    paper_markdown,
    rhythm_ics,
    steps_of,
    summary_text,
    tidy_steps,
)
from coach.sheets.invitation import MOST_BYTES, read_invitation, write_invitation

STEPS = ("Als de 1:1 begint, dan zeg ik drie zinnen.", "Ik vraag het Mo.")
TOLD = Answers(
    done=("partly", None), happened="De drie zinnen wel", noticed="Ze werd stil.", score=6,
    why="Het is gezegd", helped="Opschrijven", condition="als ze vrijdag komt",
    action="dan stel ik mijn vraag", day=date(2026, 12, 4),
)  # fmt: skip


def items(*told: tuple[Field, str]) -> State:
    found = tuple(
        Item(f"i{number}", field, text, "seen", number, clause=text)
        for number, (field, text) in enumerate(told, start=1)
    )
    return State("nl", "leader", record=BalanceRecord(found))


def test_what_can_be_released_is_in_their_words_and_without_the_number() -> None:
    text = summary_text(STEPS, TOLD, "nl")
    assert text == (
        "Gebeurd. Als de 1:1 begint, dan zeg ik drie zinnen. Deels. De drie zinnen wel.\n\n"
        "Gemerkt. Ze werd stil.\n\nWat hielp. Opschrijven.\n\n"
        "Volgende stap. Als ze vrijdag komt, dan stel ik mijn vraag. Op 4 december 2026."
    )
    assert number_text(TOLD, "nl") == "Cijfer. 6 van 10. Waarom niet lager: Het is gezegd."
    assert number_text(replace(TOLD, score=None), "nl") == ""


def test_a_referral_that_stands_puts_no_word_in_it() -> None:
    referred = replace(TOLD, route="crisis", pending=("beter af zonder mij",))
    assert summary_text(STEPS, referred, "nl") == summary_text(STEPS, TOLD, "nl")


def test_nothing_told_is_an_empty_text() -> None:
    assert summary_text(STEPS, Answers(done=(None, None)), "en") == ""


def test_the_steps_of_a_talk_are_its_own_words() -> None:
    state = items(
        ("what", "roosters gedaan"), ("offer", "de wachtdienst overnemen"),
        ("next_step", "donderdag om tien uur zeg ik het"),
    )  # fmt: skip
    assert steps_of(state) == ("Donderdag om tien uur zeg ik het.", "De wachtdienst overnemen.")
    assert steps_of(items(("what", "roosters gedaan"))) == ()


def test_steps_that_are_typed_are_tidied() -> None:
    assert tidy_steps(["- een", " 2. twee", "", "een", *"abcdef"]) == ("een", "twee", "a", "b", "c")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_are_made_with_the_longest_texts(language: Language) -> None:
    long = "Dit is een lange zin met * en _ erin die maar doorgaat. " * 20
    steps = tuple(f"{number} {'woord ' * 45}" for number in range(5))
    whole = replace(TOLD, happened=long, noticed=long, why=long, helped=long)
    text = summary_text(steps, whole, language)
    for sheet in (
        follow_up_markdown(steps, text, language, date(2026, 12, 4)),
        paper_markdown(steps, "Els", language),
        paper_markdown(steps[:1], "", language),
    ):
        assert to_pdf(sheet, language).startswith(b"%PDF")
        assert to_docx(sheet, language).startswith(b"PK")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rhythm_holds_its_questions_and_nothing_that_was_agreed(language: Language) -> None:
    days = {name: date(2026, 12, 1 + number) for number, name in enumerate(RHYTHM)}
    days["2027-01-04"] = date(2027, 1, 4)
    data = rhythm_ics(days, language, "uid", datetime(2026, 11, 26, tzinfo=UTC))
    events = Calendar.from_ical(data).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == list(days.values())
    assert len({event["uid"] for event in events}) == len(days)
    assert all(str(event["description"]).endswith((".", "?")) for event in events)
    assert len({str(event["description"]) for event in events}) == len(days)
    assert all(str(event["class"]) == "PRIVATE" for event in events)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_an_invitation_as_a_file_comes_back_as_it_was_written() -> None:
    read = read_invitation(write_invitation(STEPS, "Els", "nl"))
    assert (read.steps, read.sender, read.language) == (STEPS, "Els", "nl")


def broken(**changes: object) -> bytes:
    whole = json.loads(write_invitation(STEPS, "Els", "nl"))
    return json.dumps({**whole, **changes}).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00\xff", b"[]", b"{}", b"[" * 90_000, b"x" * (MOST_BYTES + 1),
        broken(format="stille-balans"), broken(version=2), broken(version="1x"), broken(steps=[]),
        broken(steps=["a"] * 6), broken(steps=["a" * 301]), broken(steps=["\u202e\x00"]),
        broken(language="fr"), broken(sender="a" * 81), broken(made="gisteren"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_invitation_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="Nothing of it was kept"):
        read_invitation(data)


def test_what_a_later_version_adds_is_ignored_and_signs_one_cannot_see_are_gone() -> None:
    read = read_invitation(broken(mood="sunny", steps=["Ik vraag\u202e het."], sender="E\x00ls"))
    assert (read.steps, read.sender) == (("Ik vraag het.",), "Els")
