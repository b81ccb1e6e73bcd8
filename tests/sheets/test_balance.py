"""Two halves of one size that count and weigh nobody, in words and as a picture."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from coach.dialogue.state import Audience, BalanceRecord, Field, Item, State
from coach.sheets.balance import Card, halves, may_be_offered, picture

WORDS = {
    "given": "Gegeven", "back": "Kwam terug", "promised": "toegezegd en nog open",
    "empty": "Hier staat nog niets. Dat mag.", "note": "Hier wordt niets geteld.",
    "seen": "gezien", "heard": "gehoord", "assumed": "vermoed",
}  # fmt: skip


def state(*told: tuple[Field, str], audience: Audience = "client") -> State:
    items = tuple(
        Item(f"i{number}", field, text, "seen", number, clause=text)
        for number, (field, text) in enumerate(told, start=1)
    )
    return State("nl", audience, record=BalanceRecord(items))


TOLD = state(
    ("promised", "een promotie"), ("what", "het hele systeem gebouwd"), ("cost", "vier weekenden"),
    ("came_back", "een bon van <twintig> euro"), ("who", "Marjan"), ("what", "het hele systeem"),
)  # fmt: skip


def test_each_half_holds_what_was_told_in_the_order_of_telling() -> None:
    given, back = halves(TOLD)
    assert [card.text for card in given] == ["het hele systeem gebouwd", "vier weekenden"]
    assert back == (
        Card("een promotie", "seen", open=True),
        Card("een bon van <twintig> euro", "seen"),
    )


def test_the_picture_has_two_halves_of_one_size_and_no_number() -> None:
    image = picture(TOLD, WORDS)
    drawn = ElementTree.fromstring(image)
    rects = [each for each in drawn if each.tag.endswith("rect")]
    halved = [(one.get("width"), one.get("height")) for one in rects if one.get("width") == "500"]
    assert len(halved) == 2
    assert halved[0] == halved[1]
    words = [each.text or "" for each in drawn if each.tag.endswith("text")]
    assert not [each for each in words if re.search(r"\d", each)]
    assert "een bon van <twintig> euro" in words
    (title,) = (each.text for each in drawn if each.tag.endswith("title"))
    assert title is not None
    assert title.startswith("Gegeven: het hele systeem gebouwd (gezien); vier weekenden (gezien).")


def test_an_empty_half_is_as_large_and_says_so() -> None:
    image = picture(state(("what", "het rooster")), WORDS).decode()
    assert "Hier staat nog niets. Dat mag." in image


def test_a_long_text_and_odd_signs_stay_inside_a_picture_that_can_be_read() -> None:
    told = state(("what", "woord " * 200 + "x" * 300 + "\x00\x1b & ]]> '\""))
    ElementTree.fromstring(picture(told, WORDS))
    assert all(len(line) < 700 for line in picture(told, WORDS).decode().split("\n")[2:])


def test_it_is_offered_unless_what_came_back_was_the_speakers_own_gift() -> None:
    assert may_be_offered(TOLD)
    assert not may_be_offered(state())
    gift: tuple[Field, str] = ("came_back", "ik heb een bos bloemen neergezet")
    assert not may_be_offered(state(("what", "roosters"), gift, audience="leader"))
    assert may_be_offered(state(("what", "roosters"), ("came_back", "een bon"), audience="leader"))
