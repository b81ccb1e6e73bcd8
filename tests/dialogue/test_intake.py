"""The intake of a coach: a few short turns, screened like any talk, that lead to a sheet."""

from __future__ import annotations

import pytest

from coach.dialogue.intake import (
    answer_intake,
    is_dilemma,
    load_intake,
    open_intake,
    session_of,
    wished,
)
from coach.dialogue.prepared import STEPS
from coach.dialogue.pseudonyms import names_in
from coach.dialogue.putting import open_talk
from coach.dialogue.state import LANGUAGES, Language, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

TOLD: dict[Language, tuple[str, str, str, str]] = {
    "nl": (
        "Teamleider in een ziekenhuis. Haar planner deed elf weken alle roosters.",
        "Er was een vrije dag beloofd en die kwam er nooit.",
        "Ze wil weten hoe ze het gesprek donderdag opent.",
        "45 minuten, zakelijk.",
    ),
    "en": (
        "Team lead on a ward. Her rota planner did all the rosters for eleven weeks.",
        "A day off was promised and never came.",
        "She wants to know how to open the talk on Thursday.",
        "45 minutes, to the point.",
    ),
}


def step(state: State) -> str:
    assert state.intake is not None
    return state.intake.step


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_answers_lead_to_the_sheet(tools: Tools, language: Language) -> None:
    outcome = open_intake(language)
    asked = [outcome.reply.question]
    steps = [step(outcome.state)]
    for words in TOLD[language]:
        outcome = answer_intake(tools, outcome.state, words)
        asked.append(outcome.reply.question)
        steps.append(step(outcome.state))
    assert tuple(steps) == STEPS
    assert asked == [*load_intake(language)["ask"].values(), ""]
    assert outcome.reply.act == "close"
    assert wished(outcome.state) == TOLD[language][2]
    assert session_of(outcome.state) == TOLD[language][3]
    fields = {item.field: item.text for item in outcome.state.record.items}
    assert fields["wish"] == TOLD[language][2]
    assert not any("45" in text for text in fields.values())


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "Ik wil niet meer leven."), ("en", "I want to end my life.")]
)
def test_what_isnt_for_coaching_is_referred_and_the_intake_waits(
    tools: Tools, language: Language, said: str
) -> None:
    outcome = answer_intake(tools, open_intake(language).state, said)
    assert outcome.reply.route == "crisis"
    assert outcome.reply.contacts
    assert step(outcome.state) == "situation"
    on = "Ik wil verder." if language == "nl" else "I want to go on."
    resumed = answer_intake(tools, outcome.state, on)
    assert resumed.reply.route == "none"
    assert resumed.reply.question == load_intake(language)["ask"]["situation"]


def test_a_question_in_between_is_answered_and_the_same_is_asked_again(tools: Tools) -> None:
    first = open_intake("nl")
    outcome = answer_intake(tools, first.state, "Wat is een spiegelvraag?")
    assert outcome.reply.citations
    assert outcome.reply.text.endswith(first.reply.question)
    assert step(outcome.state) == "situation"


def test_one_can_go_back_skip_and_stop(tools: Tools) -> None:
    state = answer_intake(tools, open_intake("nl").state, TOLD["nl"][0]).state
    assert step(state) == "known"
    assert step(answer_intake(tools, state, "Ga terug").state) == "situation"
    assert step(answer_intake(tools, state, "Sla over").state) == "wants"
    assert step(answer_intake(tools, state, "Stop hier").state) == "done"


DILEMMAS: list[tuple[Language, str]] = [
    ("nl", "De opdrachtgever wil weten wat mijn cliënt in de sessies vertelt."),
    ("nl", "Ik coach zowel de directeur als haar teamleider."),
    ("nl", "Ze vertelde me iets in vertrouwen wat haar baas zou moeten weten."),
    ("nl", "Haar directeur wil van mij horen hoe het met haar gaat. Mag ik dat doorgeven?"),
    ("nl", "Mag ik dat doorvertellen aan haar baas?"),
    ("nl", "Mijn cliënt vertelde me in vertrouwen dat ze drinkt. Moet ik het zeggen?"),
    ("nl", "Ik zit met een geheimhoudingsdilemma."),
    ("nl", "Mag ik haar manager vertellen wat ze zei?"),
    ("nl", "De opdrachtgever betaalt en vraagt hoe het gaat. Wat zeg ik?"),
    ("nl", "Kan ik dit met HR bespreken?"),
    ("nl", "Haar manager belde mij om te horen hoe het gaat."),
    ("en", "Her director expects notes of our sessions."),
    ("en", "Can I tell her manager what she said?"),
    ("en", "The company pays and asks how it's going. What do I say?"),
    ("en", "Should I let HR know?"),
    ("en", "Her manager rang me to ask how she's doing."),
    ("en", "I coach both the director and her team lead."),
    ("en", "She told me this in confidence."),
]


@pytest.mark.parametrize(("language", "said"), DILEMMAS)
def test_a_dilemma_of_contract_or_confidentiality_goes_to_ones_own_profession(
    tools: Tools, language: Language, said: str
) -> None:
    dilemma = load_intake(language)["dilemma"]
    outcome = answer_intake(tools, open_intake(language).state, said)
    assert outcome.reply.text.startswith(dilemma)
    talked = take_turn(tools, open_talk(tools, language, "coach").state, said).reply
    assert talked.text.startswith(dilemma)
    # Nor is it answered after all: ‘you may’, an example, or what this page keeps.
    behind = talked.text.removeprefix(dilemma).removesuffix(talked.question).strip()
    assert talked.citations == ()
    assert talked.question
    assert behind == "" or talked.act == "ask"


ORDINARY: list[tuple[Language, str]] = [
    ("nl", "Haar manager vraagt nooit hoe het met haar gaat."),
    ("nl", "Haar baas zei het haar in vertrouwen."),
    ("nl", "Haar baas vroeg haar om extra diensten te draaien."),
    ("nl", "Kan ik haar vragen wat ze nodig heeft?"),
    ("nl", "De organisatie wil dat iedereen het rooster haalt."),
    ("en", "Her manager never asks how she's doing."),
    ("en", "Can I ask her to tell her manager?"),
    ("en", "Her boss called the team together and asked for overtime."),
]


@pytest.mark.parametrize(("language", "said"), ORDINARY)
def test_who_wants_something_of_the_client_is_a_story_and_no_dilemma(
    language: Language, said: str
) -> None:
    assert not is_dilemma(said, language)


@pytest.mark.parametrize("words", [each for told in TOLD.values() for each in told])
def test_an_ordinary_story_is_no_dilemma(words: str) -> None:
    assert not any(is_dilemma(words, language) for language in LANGUAGES)


def test_a_leader_isnt_told_of_supervision(tools: Tools) -> None:
    said = DILEMMAS[0][1]
    outcome = take_turn(tools, open_talk(tools, "nl", "leader").state, said)
    assert load_intake("nl")["dilemma"] not in outcome.reply.text


def test_both_languages_hold_the_same_texts() -> None:
    def shape(node: object) -> object:
        return {k: shape(v) for k, v in node.items()} if isinstance(node, dict) else None

    assert shape(load_intake("nl")) == shape(load_intake("en"))


def test_a_name_is_found_with_an_initial_for_it() -> None:
    assert names_in("Haar planner Marjan deed de roosters, en M. ook.", "nl") == {"Marjan": "M"}
    assert names_in("Her planner did the rosters.", "en") == {}
