"""Whom the talk is about, and how a turn moves it."""

from __future__ import annotations

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.state import LANGUAGES, Language, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn


def after(tools: Tools, language: Language, *said: str) -> State:
    state = open_talk(tools, language, "leader").state
    for text in said:
        state = take_turn(tools, state, text).state
    return state


NAMED: tuple[tuple[Language, tuple[str, ...], str], ...] = (
    ("en", ("It's about Niamh, one of my teachers.",), "Niamh"),
    ("en", ("my sous Dario has stopped talking to me",), "Dario"),
    (
        "en",
        ("Our staffroom has gone quiet.", "It's Niamh I keep thinking of, she runs the club."),
        "Niamh",
    ),
    ("nl", ("Het gaat om Oumaima, een van mijn begeleiders.",), "Oumaima"),
    (
        "nl",
        ("De sfeer in de ploeg is weg.", "Vooral Sjoerd, die lost de wagen als iedereen thuis is."),
        "Sjoerd",
    ),
    (
        "en",
        ("I let one of them down, Noor. She's done the weekends since Shireen went on leave.",),
        "Noor",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("language", "said", "who"), NAMED)
def test_one_named_person_is_in_hand(
    tools: Tools, language: Language, said: tuple[str, ...], who: str
) -> None:
    assert after(tools, language, *said).focus == who


OWN: dict[Language, tuple[str, str]] = {
    "en": ("I'm the head chef. My sous is Dario, he ran the kitchen for seven weeks.", "Dario"),
    "nl": ("Ik ben zelf de chef. Mijn souschef is Dario, hij draaide zeven weken alles.", "Dario"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_are_themselves_is_nobody_else(tools: Tools, language: Language) -> None:
    text, who = OWN[language]
    state = after(tools, language, text)
    assert state.focus == who
    assert not any("chef" in i.about.lower() for i in state.record.items)


MOVED: dict[Language, tuple[str, ...]] = {
    "en": ("Gwen came in on Saturdays.", "No, I'm talking about Rashid, he trained the new ones."),
    "nl": ("Gwen kwam op zaterdag.", "Nee, ik bedoel Rashid, die heeft de nieuwen ingewerkt."),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_meant_instead_is_in_hand_at_once(tools: Tools, language: Language) -> None:
    assert after(tools, language, *MOVED[language]).focus == "Rashid"


ROLE_FIRST: tuple[tuple[Language, tuple[str, ...], str], ...] = (
    (
        "nl",
        (
            "gedoe met mn assistent-bedrijfsleider. hij heeft ook de tuinafdeling erbij gedaan",
            "rick heet ie, sinds maart",
        ),
        "Rick",
    ),
    (
        "nl",
        (
            "Onze senior heeft twee dossiers overgenomen van een zieke collega.",
            "Ze heet gewoon Femke.",
        ),
        "Femke",
    ),
    (
        "nl",
        (
            "Een van mijn mensen is kortaf.",
            "Dat is Femke, onze senior. Ze heeft twee dossiers overgenomen.",
        ),
        "Femke",
    ),
    (
        "nl",
        (
            "Onze senior heeft twee dossiers overgenomen van een zieke collega.",
            "Femke belt veel.",
            "Femke is de senior.",
        ),
        "Femke",
    ),
    (
        "en",
        (
            "My deputy has run the bakery counter as well since March.",
            "He's called Rick, by the way.",
        ),
        "Rick",
    ),
    (
        "en",
        ("Our deputy has run the bakery counter as well since March.", "Her name is Femke."),
        "Femke",
    ),
)


@pytest.mark.parametrize(("language", "said", "who"), ROLE_FIRST)
def test_who_is_known_by_a_role_is_called_by_the_name_told_later(
    tools: Tools, language: Language, said: tuple[str, ...], who: str
) -> None:
    state = after(tools, language, *said)
    assert state.focus == who
    assert {i.about for i in state.record.items if i.field in {"what", "extra", "cost"}} <= {
        who,
        "",
    }
    assert any(i.about == who for i in state.record.items if i.field == "what")
    assert not state.kept


@pytest.mark.parametrize("text", ["hij heet iedereen welkom", "hij heet niet voor niets planner"])
def test_what_is_no_name_leaves_a_role_a_role(tools: Tools, text: str) -> None:
    state = after(tools, "nl", "Onze planner heeft sinds maart de roosters erbij gedaan.", text)
    assert state.focus.lower() == "onze planner"
