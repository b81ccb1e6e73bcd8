"""While a referral stands: what is said then, for how long it stands, and to whom it speaks."""

from __future__ import annotations

import pytest

from coach.dialogue.going import without_echo
from coach.dialogue.putting import open_talk
from coach.dialogue.state import Audience, Language, Outcome, Route, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

CRY: dict[Language, str] = {"nl": "Ik wil niet meer leven.", "en": "I want to end my life."}


def talk(
    tools: Tools, language: Language, *turns: str, audience: Audience = "leader"
) -> list[Outcome]:
    """Return the outcome of every turn of a talk."""
    state = open_talk(tools, language, audience).state
    outcomes = []
    for text in turns:
        outcomes.append(take_turn(tools, state, text))
        state = outcomes[-1].state
    return outcomes


# --- nothing to read


@pytest.mark.parametrize("route", ["crisis", "legal"])
@pytest.mark.parametrize("text", ["Wat?!", "Nee?!", "Ik ben niet suïcidaal!!", "Zelfdoding?...", "?!"])
def test_a_word_asked_back_or_denied_and_nothing_more_keeps_the_referral(
    tools: Tools, route: Route, text: str
) -> None:
    stands = State("nl", "leader", turn=2, route=route, country="nl")
    after = take_turn(tools, stands, text)
    assert after.reply.act == "refer"
    assert after.state.route != "none"


def test_nothing_is_left_of_a_denial_with_signs_behind_it() -> None:
    stands = State("nl", "leader", turn=2, route="crisis")
    assert without_echo(stands, "Ik ben niet suïcidaal!!") == ""
    assert without_echo(stands, "Zelfdoding?...") == "Zelfdoding?..."
    assert without_echo(stands, "Zelfdoding? Ik wil dood.").strip() == "Ik wil dood."


@pytest.mark.parametrize("text", ["", " ", "?", "?!", "…", "\u200b", "🙂", "\n\n.\n"])
def test_the_screen_finds_nothing_in_a_text_without_a_letter(tools: Tools, text: str) -> None:
    assert tools.screen.judge(text, "nl").route == "none"
