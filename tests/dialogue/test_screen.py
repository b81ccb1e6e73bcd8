"""The screen: who is sent to other help, and who is simply talking about work."""

from __future__ import annotations

import pytest

from coach.dialogue.screen import Screen
from coach.dialogue.state import Language, Route
from coach.dialogue.turn import Tools

REFERRED: tuple[tuple[Language, str, tuple[Route, ...]], ...] = (
    ("nl", "Eigenlijk denk ik: iedereen is beter af zonder mij.", ("crisis",)),
    ("nl", "Van mij hoeft het allemaal niet meer.", ("crisis",)),
    ("nl", "Mijn collega zei dat ze er niet meer wil zijn.", ("crisis",)),
    ("en", "I don't want to be here any more.", ("crisis",)),
    ("en", "They'd all be better off without me.", ("crisis",)),
    ("nl", "Hij staat hier nu met een mes voor de deur.", ("emergency",)),
    (
        "nl",
        "Mijn leidinggevende zit steeds aan me en ik durf niet meer alleen met hem.",
        ("harassment",),
    ),
    ("nl", "Ze willen dat ik een vaststellingsovereenkomst teken.", ("legal",)),
    ("en", "They are falsifying the safety records and I found out.", ("whistleblowing",)),
)
ORDINARY: tuple[tuple[Language, str], ...] = (
    ("nl", "Die deadline is echt moordend."),
    ("nl", "Ik kan hem wel schieten soms, die planner."),
    ("nl", "Ik kan die opleiding niet toezeggen, er is een opleidingsstop."),
    ("nl", "Het team is moe en een beetje mat."),
    ("nl", "Marjan deed van februari tot juni alle roosters."),
    ("en", "I'm sorry, but it's been a mad autumn."),
    ("en", "We're killing it this quarter and everyone's flat."),
    ("en", "She dropped choir for the autumn, Thursdays."),
)


@pytest.mark.parametrize(("language", "text", "routes"), REFERRED)
def test_somebody_in_trouble_is_referred(
    tools: Tools, language: Language, text: str, routes: tuple[Route, ...]
) -> None:
    assert isinstance(tools.screen, Screen)
    assert tools.screen.judge(text, language).route in routes


@pytest.mark.parametrize(("language", "text"), ORDINARY)
def test_talk_about_work_is_let_through(tools: Tools, language: Language, text: str) -> None:
    assert tools.screen.judge(text, language).route == "none"


@pytest.mark.parametrize("place", ["start", "middle", "end"])
def test_every_piece_of_a_long_turn_is_read(tools: Tools, place: str) -> None:
    filler = "We hebben het rooster nog eens bekeken en de planning van de week gemaakt. " * 60
    cry = "Ik wil er niet meer zijn. "
    text = {
        "start": cry + filler,
        "middle": filler[:2000] + ". " + cry + filler,
        "end": filler + cry,
    }
    assert tools.screen.judge(text[place], "nl").route == "crisis"


def test_exhaustion_builds_up_over_turns(tools: Tools) -> None:
    earlier = ["Ik slaap al weken niet.", "Ik moet om het minste huilen."]
    assert tools.screen.judge(
        "En in het weekend kom ik ook niet meer bij.", "nl", earlier
    ).route == ("burnout")
