"""The card of a referral says each thing once, and never loses a number."""

from __future__ import annotations

import pytest

from coach.dialogue.state import Contact
from coach.web.referral import first_things, heading, without_rows

LINE = Contact("113 Zelfmoordpreventie", "113", "https://www.113.nl", "Gratis, dag en nacht.")
ALARM = Contact("Alarmnummer", "112", "", "Als iemand nu in gevaar is.")
BODY = (
    "Ik wil hier even stilstaan bij wat je net schreef. Denk je aan zelfdoding? "
    "Praat nu met iemand: bel 113 (gratis, dag en nacht) of chat via 113.nl. "
    "Ben je nu in gevaar, bel 112."
)


def test_the_first_sentence_is_the_heading() -> None:
    assert heading(BODY) == (
        "Ik wil hier even stilstaan bij wat je net schreef",
        BODY.partition(". ")[2],
    )


@pytest.mark.parametrize(
    "body",
    [
        "Bel nu 112, meteen. De rest kan wachten.",
        "‘Ik kan niet meer. Echt niet’: dat is meer dan een drukke tijd. Ga naar je huisarts.",
        "Eén zin alleen.",
        "x" * 120 + ". Nog een zin.",
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_no_heading(body: str) -> None:
    assert heading(body) == ("", body)


def test_what_the_rows_say_is_not_said_twice() -> None:
    left = without_rows(heading(BODY)[1], (LINE, ALARM))
    assert left == "Denk je aan zelfdoding? Praat nu met iemand."


def test_a_number_without_a_row_stays_in_the_text() -> None:
    body = "Praat met iemand: bel 113. In België: bel 1813 of ga naar zelfmoord1813.be."
    assert without_rows(body, (LINE,)) == (
        "Praat met iemand. In België: bel 1813 of ga naar zelfmoord1813.be."
    )


def test_a_long_text_lets_the_numbers_come_first() -> None:
    long = "Denk je aan zelfdoding? " + "Praat nu met iemand die je vertrouwt. " * 8
    assert first_things(long) == ("Denk je aan zelfdoding?", long.partition("? ")[2].strip())
    assert first_things("Praat nu met iemand.") == ("Praat nu met iemand.", "")


def test_without_contacts_the_text_stays_whole() -> None:
    assert without_rows(BODY, ()) == BODY
