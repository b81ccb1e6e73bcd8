"""Who was named, when it was, and what the page makes of what it isn't sure of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.asked import Asked
from coach.dialogue.extract import read
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.roles import roles_in
from coach.dialogue.state import BalanceRecord, Item, Language, State
from coach.dialogue.tools import Tools
from coach.sheets.sheet import sheet_markdown
from tests.dialogue.talking import talk

WHO = Asked("contributions", "who", "leader")


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("en", "Um, Joan, maybe. She's a volunteer. She took the van rota on.", "Joan"),
        ("en", "So it's Danielle. Dani, sorry, nobody calls her Danielle.", "Dani"),
        ("nl", "'t Is vooral den Urbain. Die heeft de jonge gasten opgeleid.", "Urbain"),
    ],
)
def test_one_person_has_one_name(language: Language, said: str, name: str) -> None:
    found = read(said, WHO, load_lexicon(language))
    assert {p.about for p in found.found if p.about} == {name}
    assert found.named == (name,)


def test_a_month_at_the_start_of_a_period_is_nobody() -> None:
    lexicon = load_lexicon("en")
    found = read("Gaz. He did the prep alone, Jan to Easter.", WHO, lexicon)
    assert found.people == ("Gaz",)
    assert "Jan to Easter" in found.times
    assert read("Jan did the prep.", WHO, lexicon).people == ("Jan",)


def test_a_side_of_oneself_is_no_colleague() -> None:
    assert roles_in("Kort zijn is niet mijn sterkste kant.", load_lexicon("nl")) == ()


def test_what_is_thought_of_somebody_is_not_said_to_them(tools: Tools) -> None:
    told = "Gaz I suppose. Did all the MOT prep on his own, Jan to Easter."
    out = talk(tools, "en", told, "Can put him back on earlies from June", "What do I open with?")
    assert "suppose" not in out.reply.text
    assert "I can put you back on earlies from June" in out.reply.text


def test_whoever_a_client_speaks_to_is_spoken_to(tools: Tools) -> None:
    turns = (
        "Ik heb bij de stop alle werkvergunningen gedaan voor de hele unit.",
        "Ruud, m'n chef, zei dat ik na de stop uit de nachten mocht.",
        "Donderdag spreek ik Ruud. Hoe begin ik?",
    )
    out = talk(tools, "nl", *turns, audience="client")
    assert "Ruud, je" not in out.reply.text


def test_what_somebody_cannot_know_is_no_lack_of_say(tools: Tools) -> None:
    turns = ("Hedwig nam de herkansingen over.", "Wat het haar gekost heeft kan ik niet zeggen.")
    assert "beslis" not in talk(tools, "nl", *turns).reply.text


def test_a_line_that_was_hardly_understood_stands_apart_on_the_page() -> None:
    sure = Item("i1", "what", "ran the desk", "seen", 1, "Maud", "", "Maud ran the desk")
    doubted = Item("i2", "their_view", "x", "seen", 1, "", "", "The kettle is always on")
    state = State("en", "leader", record=BalanceRecord((sure, doubted)), focus="Maud")
    headings = sheet_markdown(replace(state, doubted=("i2",))).split("**")
    apart = headings[headings.index("What I also told") + 1]
    assert "The kettle is always on" in apart
    assert "seen" not in apart
    assert "What I also told" not in sheet_markdown(state)


def test_he_is_the_one_of_two_who_is_not_she(tools: Tools) -> None:
    turns = (
        "Bríd trained every new starter since May, and Tomek did the linen on top.",
        "He was meant to go home for a fortnight and he went for four days."
        " With Bríd it was the camogie, she gave it up.",
    )
    out = talk(tools, "en", *turns)
    costs = {i.text: i.about for i in out.state.record.items if i.field == "cost"}
    assert {about for text, about in costs.items() if text.lower().startswith("he")} == {"Tomek"}
    assert {about for text, about in costs.items() if "she" in text} == {"Bríd"}
