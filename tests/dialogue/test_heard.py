"""What was once passed over in a talk, each as somebody typed it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Audience, Language, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn


def told(tools: Tools, language: Language, audience: Audience, *turns: str) -> State:
    state = open_talk(tools, language, audience).state
    for turn in turns:
        state = take_turn(tools, state, turn).state
    return state


def lines(state: State, field: str) -> list[str]:
    return [item.text for item in state.record.items if item.field == field]


def test_a_greeting_is_nobody(tools: Tools) -> None:
    first = "Goeiedag, ik ben verantwoordelijke van de keuken in een hotel."
    assert told(tools, "nl", "leader", first).focus == ""


def test_who_left_is_not_whom_it_is_about(tools: Tools) -> None:
    first = "Onze conciërge is met pensioen. De leerkrachten doen nu alles zelf."
    state = told(tools, "nl", "leader", first, "Margriet van groep 5 vooral")
    assert state.focus == "Margriet"


def test_what_was_told_before_there_was_a_name_is_theirs(tools: Tools) -> None:
    state = told(
        tools, "en", "leader", "she locks up every night and nobody's said a word",
        "Priya, our clerk",
    )  # fmt: skip
    assert [(i.text, i.about) for i in state.record.items if i.field == "what"] == [
        ("locks up every night", "Priya")
    ]


@pytest.mark.parametrize("answer", ["niks", "helemaal niks", "nul"])
def test_nothing_is_an_answer_and_no_complaint(tools: Tools, answer: str) -> None:
    turns = ("gedoe met de ploeg", "Henk", "draait dubbel", "sinds de zomer")
    state = told(tools, "nl", "leader", *turns)
    reply = take_turn(tools, state, answer).reply
    assert not any(block.startswith("annoyed") for block in reply.blocks)
    assert lines(state, "what") == ["draait dubbel"]


def test_a_leader_who_names_nobody_is_asked_about_their_own_side(tools: Tools) -> None:
    state = told(
        tools, "nl", "leader", "Mijn team is gewoon ondankbaar. Ik regel alles.",
        "nou de hele verbouwing, ik heb drie weekenden geschilderd", "niemand",
    )  # fmt: skip
    assert state.history[-1].question_id.startswith("mirror-")


def test_what_went_to_another_is_no_return(tools: Tools) -> None:
    state = told(
        tools, "en", "leader", "Probably Gareth, he ran both systems in parallel for four months",
        "I said cheers at the drinks", "two weekends a month and his allotment's gone to seed",
        "not a bean. the project manager got a bonus", "credit. he'd want his name on the thing",
    )  # fmt: skip
    assert "bonus" not in state.history[-1].reply


def test_an_offer_is_kept_whatever_was_asked(tools: Tools) -> None:
    state = told(
        tools, "en", "leader", "Our head nurse does all the out of hours phone cover",
        "since last summer", "thanked her at the Christmas do", "her running club on Wednesdays",
        "An on call allowance", "not having the phone", "That's right yes", "six weeks, we said",
        "I stopped advertising because it was working", "I can buy in a phone triage service",
    )  # fmt: skip
    assert lines(state, "offer") == ["I can buy in a phone triage service"]


@pytest.mark.parametrize(
    ("language", "question"),
    [("nl", "Ga jij HR vertellen wat ik hier typ?"), ("en", "Will this tell HR what I type?")],
)
def test_whether_it_is_told_on_is_answered(tools: Tools, language: Language, question: str) -> None:
    reply = take_turn(tools, open_talk(tools, language, "leader").state, question).reply
    assert any(block.startswith("about-privacy") for block in reply.blocks)


def test_a_role_is_not_said_in_every_question(tools: Tools) -> None:
    state = told(
        tools, "nl", "leader", "Mijn oudste stylist leert alle leerlingen knippen.",
        "Ze blijft op dinsdag na sluitingstijd", "Ik heb wel eens gezegd dat ze het goed doet",
    )  # fmt: skip
    replies = [e.reply for e in state.history[1:]]
    said = ["oudste stylist" in reply for reply in replies]
    assert not any(one and other for one, other in pairwise(said)), replies


def test_what_a_role_does_is_kept_though_the_reader_is_unsure(tools: Tools) -> None:
    first = (
        "Ik run een tuincentrum en mijn vaste cassabediende "
        "springt elk weekend in voor iemand anders."
    )
    state = told(tools, "nl", "leader", first, "Sinds Pasen")
    assert lines(state, "what") == ["springt elk weekend in voor iemand anders"]
    gift = take_turn(tools, state, "Ik heb haar een keer een plant meegegeven").reply.text
    assert not gift.startswith("Haar een keer")
    said = take_turn(tools, state, "Wat kan ik tegen haar zeggen?").reply.text
    assert "Je springt elk weekend in voor iemand anders." in said
