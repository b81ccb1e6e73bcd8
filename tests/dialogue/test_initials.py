"""We ask for initials, so somebody by initials is somebody."""

from __future__ import annotations

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        ("nl", "M. heeft vanaf februari alle roosters gedaan.", "M"),
        ("nl", "M heeft vanaf februari alle roosters gedaan.", "M"),
        ("nl", "J.B. heeft vanaf februari alle roosters gedaan.", "J.B"),
        ("nl", "In maart heeft R. alle roosters gedaan.", "R"),
        ("en", "D. ran the old analyser for six weeks.", "D"),
        ("en", "T.K. covered every Sunday in May.", "T.K"),
    ],
)
def test_what_somebody_with_initials_did_is_theirs(
    tools: Tools, language: Language, text: str, who: str
) -> None:
    state = take_turn(tools, open_talk(tools, language, "leader").state, text).state
    (deed,) = [item for item in state.record.items if item.field == "what"]
    assert deed.about == who


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "We hebben in februari plan B gevolgd."),
        ("nl", "Ploeg A heeft in maart alle zondagen gewerkt."),
        ("nl", "Het was fase C. Toen heeft niemand iets gezegd."),
        ("en", "I did every Sunday in May."),
        ("en", "We went with plan B in February."),
    ],
)
def test_a_letter_that_is_part_of_a_name_for_something_is_nobody(
    tools: Tools, language: Language, text: str
) -> None:
    state = take_turn(tools, open_talk(tools, language, "leader").state, text).state
    assert not {item.about for item in state.record.items} & {"A", "B", "C", "I"}
