"""What a person takes back goes from the record, and nothing else does."""

from __future__ import annotations

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

Told = dict[Language, tuple[str, ...]]
TOLD: Told = {
    "nl": (
        "Ik leid een ploeg van negen.",
        "Sanne heeft in mei alle kassa's geteld.",
        "Ze kreeg een bos tulpen.",
    ),
    "en": (
        "I run a crew of nine.",
        "Sanne counted every till in May.",
        "She got a bunch of tulips.",
    ),
}


def told(tools: Tools, language: Language, *more: str) -> State:
    state = open_talk(tools, language, "leader").state
    for text in (*TOLD[language], *more):
        state = take_turn(tools, state, text).state
    return state


def held(state: State) -> str:
    return " | ".join(item.text.lower() for item in state.record.items)


@pytest.mark.parametrize(
    ("language", "strike", "word"),
    [
        ("nl", "Schrap 'een bos tulpen', dat hoort er niet op.", "tulpen"),
        ("en", "Strike 'a bunch of tulips', that shouldn't be on there.", "tulips"),
    ],
)
def test_a_line_that_is_struck_is_gone(
    tools: Tools, language: Language, strike: str, word: str
) -> None:
    before, after = told(tools, language), told(tools, language, strike)
    assert word in held(before)
    assert word not in held(after)
    assert any(item.field == "what" for item in after.record.items)


@pytest.mark.parametrize(
    ("language", "denial"),
    [
        ("nl", "Sanne is geen mens, Sanne is een stad."),
        ("en", "Sanne isn't a person, Sanne is a town."),
    ],
)
def test_who_is_no_person_is_forgotten_and_what_was_told_is_kept(
    tools: Tools, language: Language, denial: str
) -> None:
    after = told(tools, language, denial)
    assert after.focus != "Sanne"
    assert "sanne" in after.nobody
    assert all(item.about != "Sanne" for item in after.record.items)
    assert any(item.field == "what" for item in after.record.items)


@pytest.mark.parametrize(
    ("language", "aside"),
    [("nl", "Dank je wel, goede vraag."), ("en", "Thank you, good question.")],
)
def test_what_is_said_to_the_coach_goes_on_no_page(
    tools: Tools, language: Language, aside: str
) -> None:
    assert held(told(tools, language, aside)) == held(told(tools, language))
