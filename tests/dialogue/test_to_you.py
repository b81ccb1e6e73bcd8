"""What somebody told of themself is said back to them, with the verb that goes with je."""

from __future__ import annotations

import pytest

from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import Language
from coach.dialogue.to_you import promised_to_you, said_to_you
from coach.dialogue.tools import Tools
from tests.dialogue.talking import talk


@pytest.mark.parametrize(
    ("language", "told", "said"),
    [
        (
            "nl",
            "Sinds mei neem ik elke ochtend de sleutels mee",
            "sinds mei neem je elke ochtend de sleutels mee",
        ),
        ("nl", "en ik heb de hele kelder uitgeruimd", "je hebt de hele kelder uitgeruimd"),
        (
            "nl",
            "ik draai elke week mijn eigen dienst dubbel",
            "je draait elke week je eigen dienst dubbel",
        ),
        ("nl", "ik was 's nachts vaak wakker", "je was 's nachts vaak wakker"),
        ("nl", "ik miste de zwemles van m'n zoon", "je miste de zwemles van je zoon"),
        ("en", "and I drove the minibus home", "you drove the minibus home"),
        ("en", "I'm on the desk by myself", "you're on the desk by yourself"),
        (
            "en",
            "I was up till two with my spreadsheets",
            "you were up till two with your spreadsheets",
        ),
    ],
)
def test_what_one_did_is_said_to_them(language: Language, told: str, said: str) -> None:
    assert said_to_you(told, load_lexicon(language)) == said


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", "dat ik het liet liggen"),  # no sentence by itself
        ("nl", "de baas zei niets"),  # somebody else acts
        ("nl", "ik zei: doe het zelf maar"),
        ("en", "because I forgot"),
        ("en", "she told me to wait"),
        ("en", "I thought you knew about it"),  # the coach isn't meant
    ],
)
def test_what_cannot_be_said_to_them_is_not(language: Language, told: str) -> None:
    assert said_to_you(told, load_lexicon(language)) is None


def test_with_u_the_verb_goes_along() -> None:
    told = said_to_you("ik heb de hele kelder uitgeruimd", load_lexicon("nl"), formal=True)
    assert told == "u hebt de hele kelder uitgeruimd"


def test_what_was_promised_is_said_behind_that() -> None:
    lexicon = load_lexicon("nl")
    assert (
        promised_to_you("dat ik in mei drie weken weg mocht", lexicon)
        == "dat je in mei drie weken weg mocht"
    )
    assert (
        promised_to_you("dat ik een vaste plek krijg", lexicon) is None
    )  # "krijg" would be "krijgt"


@pytest.mark.parametrize(
    ("language", "turns", "summed_up"),
    [
        (
            "nl",
            (
                "Sinds april doe ik de opvang op de vroege ochtend erbij.",
                "Ik stopte met mijn leesclub.",
                "Een kop koffie van de directie.",
                "De directeur zei in juni dat ik er een toeslag voor zou krijgen.",
            ),
            (
                "sinds april doe je de opvang op de vroege ochtend erbij.",
                "Je stopte met je leesclub.",
            ),
        ),
        (
            "en",
            (
                "In March I covered the reception desk on top of my own work.",
                "I missed my sister's fortieth.",
                "A cup of coffee from the owner.",
                "The owner said in June that I'd get a day off for it.",
            ),
            ("In March you covered the reception desk", "You missed your sister's fortieth."),
        ),
    ],
)
def test_a_clients_page_is_checked_in_sentences_said_to_them(
    tools: Tools, language: Language, turns: tuple[str, ...], summed_up: tuple[str, ...]
) -> None:
    asks = "Kun je even samenvatten?" if language == "nl" else "Can you sum that up?"
    out = talk(tools, language, *turns, asks, audience="client")
    for said in summed_up:
        assert said in out.reply.text
