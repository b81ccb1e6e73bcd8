"""What is told beside the question is heard as what it is, and the road is walked to its end."""

from __future__ import annotations

import pytest

from coach.dialogue.asked import Asked
from coach.dialogue.extract import read
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import Language, items_of
from coach.dialogue.tools import Tools
from tests.dialogue.talking import talk

ARIE = (
    "Arie is m'n bedrijfsleider. In november lag de wkk er steeds uit. "
    "Toen heeft hij acht nachten in de kas geslapen."
)
METHODS = (
    "Ik heb het hele blok gedraaid, van september tot half november. "
    "Floris kon niks overdragen, hij had ook haast. "
    "Mijn man heeft zes weken lang alleen de kinderen naar zwemles gebracht. "
    "Beloofd is mij dat ik in blok 4 vrijgeroosterd zou worden."
)


def test_a_gift_is_no_cost_where_the_cost_was_asked(tools: Tools) -> None:
    turns = (
        "De stop van vorig jaar. Ik heb alle werkvergunningen gedaan voor de hele unit.",
        "Een powerbank. Met logo. Na twee weken kapot.",
    )
    state = talk(tools, "nl", *turns, audience="client").state
    assert any("powerbank" in i.text.lower() for i in items_of(state.record, "came_back"))
    assert not any("powerbank" in i.text.lower() for i in items_of(state.record, "cost"))


def test_what_is_owned_up_to_after_a_summary_goes_on_the_page(tools: Tools) -> None:
    turns = (
        "Hedwig heeft na de kerst de herkansingen van twee klassen op zich genomen.",
        "Wat het kostte weet ik niet. Ze is genoemd in de nieuwsbrief.",
        "Vat maar samen.",
        "Ik heb het gewoon laten lopen. Zolang de examens doorgingen vond ik het best.",
    )
    state = talk(tools, "nl", *turns).state
    assert any("laten lopen" in i.text for i in items_of(state.record, "own_share"))


def test_a_client_is_asked_what_came_back_before_a_promise_is_mended(tools: Tools) -> None:
    state = talk(tools, "nl", METHODS, audience="client").state
    assert state.phase in {"contributions", "return"}
    assert "brief" not in state.used  # it was Floris who was in a hurry


@pytest.mark.parametrize(
    ("language", "said", "brief"),
    [
        ("nl", "Ik heb maar tien minuten.", True),
        ("nl", "Daar had ik geen tijd voor, dus deed zij het.", False),
        ("nl", "Een rondje van tien minuten op donderdag.", False),
        ("en", "I've got ten minutes.", True),
        ("en", "There was no time to thank her.", False),
    ],
)
def test_only_the_speaker_can_be_short_of_time(language: Language, said: str, brief: bool) -> None:
    cues = read(said, Asked(), load_lexicon(language)).cues
    assert ("short_time" in cues) is brief


def test_what_somebody_did_then_is_a_deed_and_what_a_machine_did_is_none(tools: Tools) -> None:
    state = talk(tools, "nl", "Ik heb een kwekerij. Het gaat om Arie.", ARIE).state
    deeds = [i.text for i in items_of(state.record, "what")]
    assert any("in de kas geslapen" in text for text in deeds)
    assert not any("wkk" in text for text in deeds)


def test_a_month_that_was_not_it_is_gone_from_the_deed(tools: Tools) -> None:
    turns = (
        "Nienke. Zij heeft in maart de babygroep in haar eentje opgezet.",
        "O wacht, niet maart, de groep ging later open. Dus van mei tot september.",
    )
    state = talk(tools, "nl", *turns).state
    assert items_of(state.record, "what")
    assert not any("maart" in f"{i.text} {i.clause}" for i in state.record.items)


def test_a_month_that_was_not_it_stays_in_what_was_told_before(tools: Tools) -> None:
    turns = (
        "Ik heb Nienke in maart een vrije week toegezegd.",
        "Nienke heeft in maart de babygroep in haar eentje opgezet.",
        "O wacht, niet maart, de groep ging later open. Dus van mei tot september.",
    )
    state = talk(tools, "nl", *turns).state
    assert any("maart" in i.clause for i in items_of(state.record, "promised"))
    assert not any("maart" in i.clause for i in items_of(state.record, "what"))


def test_who_a_coach_calls_their_client_gave_nothing() -> None:
    told = "Call her Jo. She keeps coming back to her deputy, Femi, who did two shows in May."
    found = read(told, Asked("contributions", "what", "coach"), load_lexicon("en"))
    assert "Jo" not in {p.about for p in found.found}


def test_what_one_must_do_is_no_complaint_to_the_coach(tools: Tools) -> None:
    turns = ("Arie heeft acht nachten in de kas geslapen.", "Je moet het ook niet te groot maken.")
    assert "annoyed" not in talk(tools, "nl", *turns).reply.blocks[0]


def test_what_they_told_wrong_themselves_is_not_the_coachs_fault(tools: Tools) -> None:
    turns = (
        "Nienke heeft de babygroep in haar eentje opgezet.",
        "Er was taart. En ik heb haar bedankt in de groepsapp. Nee, dat klopt niet, ik bedankte "
        "het hele team.",
    )
    assert "misread-it" not in "".join(talk(tools, "nl", *turns).reply.blocks)
