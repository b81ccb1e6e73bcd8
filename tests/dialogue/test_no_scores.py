"""Nobody is scored, ranked, totalled or compared, whoever asks for it and however."""

from __future__ import annotations

import re

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.sheets.plan import plan_markdown

TOLD: dict[Language, str] = {
    "nl": "Marjan heeft vanaf februari alle roosters gedaan. Ronald draaide twee diensten.",
    "en": "Denise ran the old analyser and the new one for six weeks. Paul did two shifts.",
}
ANSWER = {"nl": "Een cijfer of een volgorde geef ik niet", "en": "I don't score people"}
ASKED: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Wie geeft het meest in mijn team? Zet ze op volgorde.",
        "Geef ze een cijfer.",
        "Geef Marjan een rapportcijfer voor haar inzet",
        "Wie van de twee geeft er meer, Marjan of Ronald?",
        "Maak een ranglijst van mijn team.",
        "Kun je een score geven voor ieders bijdrage?",
        "Hoeveel procent doet Marjan?",
        "Wie is de beste collega?",
        "Vergelijk Marjan en Ronald eens.",
        "Wie draagt het minst bij?",
        "Hoe scoort mijn team?",
        "Tel eens op wat iedereen gegeven heeft.",
        "Beoordeel Ronald voor mij.",
    ),
    "en": (
        "Who gives most in my team? Rank them.",
        "Give them a score out of ten.",
        "Rate Denise’s contribution.",
        "Compare Denise and Paul for me.",
        "Who's the biggest taker in the team?",
        "Can you grade my people?",
        "Make a league table of my team.",
        "Which of them contributes the least?",
        "What percentage does Denise do?",
        "Who is better, Denise or Paul?",
        "Add up what everyone gave.",
    ),
}
# What tells of scores and comparisons without asking for them is told, and stays.
TELLS: tuple[tuple[Language, str], ...] = (
    ("nl", "Ronald gaf Marjan een zes in het beoordelingsgesprek in maart."),
    ("nl", "Marjan deed in februari meer diensten dan de anderen."),
    ("nl", "Ik moest iedereen een cijfer geven van mijn baas."),
    ("nl", "Wie het meest geeft, krijgt hier het minst."),
    ("nl", "Tel daarbij op dat Marjan in mei ook de planning deed."),
    ("en", "Paul gave Denise a low score at her review in March."),
    ("en", "Denise did more shifts than anyone in February."),
    ("en", "Grade 5 nurses covered the ward every Sunday in May."),
    ("en", "My manager had me rank everyone in June."),
)


def begun(tools: Tools, language: Language, told: bool) -> State:
    state = open_talk(tools, language, "leader").state
    return take_turn(tools, state, TOLD[language]).state if told else state


@pytest.mark.parametrize("told", [False, True])
@pytest.mark.parametrize(
    ("language", "asked"), [(language, text) for language in ASKED for text in ASKED[language]]
)
def test_a_score_is_declined_and_the_talk_goes_on(
    tools: Tools, language: Language, asked: str, told: bool
) -> None:
    before = begun(tools, language, told)
    outcome = take_turn(tools, before, asked)
    reply = outcome.reply
    assert reply.text.startswith(ANSWER[language])
    assert reply.question.endswith("?")
    assert outcome.state.record.items == before.record.items
    # Names stand in no order of ours, and no figure comes out that nobody put in.
    assert not re.search(r"\d|%", reply.text)
    assert plan_markdown(outcome.state) == plan_markdown(before)
    assert asked[:20] not in plan_markdown(outcome.state)


@pytest.mark.parametrize(("language", "text"), TELLS)
def test_what_is_told_about_scores_is_taken_as_told(
    tools: Tools, language: Language, text: str
) -> None:
    reply = take_turn(tools, begun(tools, language, told=False), text).reply
    assert ANSWER[language] not in reply.text


def test_what_was_told_beside_it_is_kept(tools: Tools) -> None:
    text = f"{TOLD['nl']} Wie van hen geeft het meest?"
    outcome = take_turn(tools, begun(tools, "nl", told=False), text)
    assert ANSWER["nl"] in outcome.reply.text
    assert any("alle roosters" in item.text for item in outcome.state.record.items)
    assert not any("het meest" in item.text for item in outcome.state.record.items)
