"""Je or u: the u of uur is no u, and what somebody asks for holds to the end of the talk."""

from __future__ import annotations

import re

import pytest

from coach.dialogue.je_or_u import form_asked, says_u, wants_u
from coach.dialogue.putting import open_talk
from coach.dialogue.state import State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

JE = re.compile(r"\b(?:jij|jou|jouw|je)\b", re.I)
U = re.compile(r"\b(?:u|uw)\b", re.I)


def played(tools: Tools, *turns: str) -> State:
    """Return the state after a client's `turns`."""
    state = open_talk(tools, "nl", "client").state
    for turn in turns:
        state = take_turn(tools, state, turn).state
    return state


def said_to(tools: Tools, state: State, text: str) -> str:
    """Return what is said after `text`, without the person's own words between quotes."""
    return re.sub(r"‘.*?’(?!\w)", "", take_turn(tools, state, text).reply.text)


@pytest.mark.parametrize(
    "text",
    [
        "vrijdag 16 u binnen", "ik heb straks om 16 u een gesprek met mn chef", "om 16.30 u",
        "van 8 tot 17u", "de dienst begint om acht u", "hij reed 80 km/u", "een paar u later pas",
    ],
)  # fmt: skip
def test_the_u_of_uur_is_no_u(text: str) -> None:
    assert not says_u(text, "nl")


@pytest.mark.parametrize(
    "text", ["mag ik u iets vragen", "Om 16 u heb ik tijd, kunt u dan?", "Wat vindt u van 8 u?"]
)
def test_who_says_u_beside_an_hour_says_u(text: str) -> None:
    assert says_u(text, "nl")


@pytest.mark.parametrize(
    "text",
    [
        "zeg maar gewoon je", "JE haha", "waarom ineens u", "waarom nu ineens u haha",
        "zet er je neer geen u", "en zet er JE neer geen U", "tutoyeren mag", "liever je",
        "laten we elkaar tutoyeren", "je mag gewoon je zeggen", "zeg maar je en jij",
        "geen u alsjeblieft", "hou het maar op je", "mag het ook met je?", "doe maar je hoor",
    ],
)  # fmt: skip
def test_asking_for_je_is_heard(text: str) -> None:
    asked = form_asked(text, "nl")
    assert asked
    assert not wants_u(asked)


@pytest.mark.parametrize(
    "text",
    [
        "zeg maar u", "liever u", "niet tutoyeren aub", "ik heb liever dat u u zegt", "graag u",
        "spreek me aan met u", "ik word niet graag getutoyeerd", "geen je, gewoon u graag",
    ],
)  # fmt: skip
def test_asking_for_u_is_heard(text: str) -> None:
    asked = form_asked(text, "nl")
    assert asked
    assert wants_u(asked)


@pytest.mark.parametrize(
    "text",
    [
        "zeg maar je baas dat het niet kan", "wat zeg je dan", "Je moet gewoon je werk doen",
        "waarom u dat vraagt weet ik niet", "Dat ligt aan mij, niet aan u", "dat zeg ik u graag",
        "zo kan je ook kijken", "Je, dat is lastig", "Zeg het maar als u meer wilt weten",
        "ik heb geen uren over", "zeg dat maar tegen je chef", "dat kan je niet maken",
    ],
)  # fmt: skip
def test_an_ordinary_sentence_asks_for_neither(text: str) -> None:
    assert form_asked(text, "nl") == ""


def test_an_hour_leaves_the_talk_in_je(tools: Tools) -> None:
    state = played(tools, "Ik rij vrachtwagen en mijn planner geeft mij alle late ritten.")
    after = take_turn(tools, state, "Twee weken terug vroeg ik om vrijdag 16 u binnen te zijn.")
    assert not after.state.formal


@pytest.mark.parametrize("asked", ["zeg maar gewoon je", "JE haha", "waarom nu ineens u?"])
def test_who_asks_for_je_gets_it_at_once_and_for_the_rest_of_the_talk(
    tools: Tools, asked: str
) -> None:
    state = played(tools, "Goedendag, mag ik u iets vragen over mijn planner?")
    assert state.formal
    after = take_turn(tools, state, asked)
    question = after.reply.question
    assert JE.search(question) or not U.search(question)
    assert question.endswith("?")
    assert after.state.record == state.record
    for text in ("U bent streng, ik rij sinds maart de late ritten.", "Hij gaf u gelijk.", "stop"):
        assert not U.search(said_to(tools, after.state, text))
        after = take_turn(tools, after.state, text)


def test_asked_a_second_time_it_is_not_confirmed_again(tools: Tools) -> None:
    first = played(tools, "Ik rij en mijn planner geeft mij alle late ritten.", "Zeg maar je.")
    assert first.history[-1].reply.startswith("Je, natuurlijk.")
    again = take_turn(tools, first, "JE haha. Ik rij sinds maart alle late ritten.")
    assert "natuurlijk" not in again.reply.text


def test_who_asks_for_u_is_called_u_although_they_say_je(tools: Tools) -> None:
    state = played(tools, "Ik rij en mijn planner geeft mij alle late ritten.", "Zeg maar u.")
    assert state.formal
    assert not JE.search(said_to(tools, state, "Wat bedoel je, ik rij alle late ritten."))


def test_what_is_told_beside_the_request_is_kept_and_the_request_is_not(tools: Tools) -> None:
    state = played(
        tools,
        "Goedendag, mag ik u iets vragen over mijn planner?",
        "Zeg maar gewoon je. Ik rij sinds maart ook alle ritten naar Duitsland.",
    )
    kept = " ".join(item.text for item in state.record.items)
    assert "Duitsland" in kept
    assert "gewoon je" not in kept
