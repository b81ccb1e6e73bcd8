"""What people ask the coach of themselves is answered, and not with what fits nothing."""

from __future__ import annotations

import pytest

from coach.dialogue.state import Language
from coach.dialogue.tools import Tools
from coach.dialogue.worded import judged
from coach.sheets.sheet import sheet_markdown
from tests.dialogue.talking import talk


@pytest.mark.parametrize(
    "asked",
    [
        "Is dat niet gewoon mijn karakter?", "Stom van mij?", "Das ni veel zeker?", "Was dat erg?",
        "Ben ik nou een slechte baas of gewoon een drukke", "is that bad", "Am I a rubbish boss?",
        "Was that a bad thing to say, do you think?",
    ],
)  # fmt: skip
def test_what_asks_for_a_verdict_on_oneself_is_known_by_its_wording(asked: str) -> None:
    assert judged(asked)


@pytest.mark.parametrize(
    "told",
    [
        "Ben ik er niet, dan doet niemand het.", "Is that the one in May.",
        "Wat is dat, een spiegelvraag?", "Heb je dat genoteerd?",
    ],
)
def test_other_sentences_ask_for_no_verdict(told: str) -> None:
    assert not judged(told)


DESK = "Sanne heeft de hele zomer de receptie alleen gedaan."
WASHER = "Danuta ran the tunnel washer alone all summer."


@pytest.mark.parametrize(
    ("language", "turns", "block"),
    [
        ("nl", (DESK, "Een bos bloemen met kerst. Stom van mij?"), "about-judged"),
        ("nl", (DESK, "Ze kreeg een bon. Is dat iets terugkrijgen of niet?"), "advice-counts"),
        ("en", (WASHER, "didnt tell her it was off. just kept quiet. is that bad"), "about-judged"),
        ("en", (WASHER, "I said ta. Was that bad, do you think? It bothers me."), "about-judged"),
    ],
)  # fmt: skip
def test_a_verdict_is_left_to_them_and_the_walk_goes_on(
    tools: Tools, language: Language, turns: tuple[str, ...], block: str
) -> None:
    reply = talk(tools, language, *turns).reply
    assert any(b.startswith(f"{block}/") for b in reply.blocks)
    assert not reply.citations
    assert reply.question.endswith("?")


def test_a_doubter_is_told_what_this_is_for(tools: Tools) -> None:
    said = (
        "Ik werk op een notariskantoor en er komt steeds meer bij mij terecht. "
        "Werkt dit eigenlijk wel voor zoiets?"
    )
    reply = talk(tools, "nl", said, audience="client").reply
    assert any(b.startswith("in-place/") for b in reply.blocks)
    assert not reply.citations


@pytest.mark.parametrize(
    ("language", "turns"),
    [
        ("nl", (DESK, "Een bon.", "Waarom helpt bedanken niet?")),
        ("en", (WASHER, "Ta at the end of the shift.", "Why doesn't a thank-you do it?")),
    ],
)  # fmt: skip
def test_a_quotation_never_opens_by_pointing_back(
    tools: Tools, language: Language, turns: tuple[str, ...]
) -> None:
    reply = talk(tools, language, *turns).reply
    assert reply.citations
    opens = reply.citations[0].quote.split()[0]
    assert opens not in {"Het", "Dat", "Dit", "It", "This", "That", "They"}


def test_what_if_they_say_no_is_answered_also_without_its_mark(tools: Tools) -> None:
    turns = (
        "Ik ben planner en kreeg in januari de hele regio Noord erbij.",
        "Elke ochtend de telefoon. Wat doe ik als Marco zegt dat het niet kan?",
    )
    reply = talk(tools, "nl", *turns, audience="client").reply
    assert any(b.startswith("advice-refused/") for b in reply.blocks)


WALK = (
    "Ruben. Onderhoudt de GC-MS.",
    "Zes jaar. Sinds maart ook alle storingen buiten werktijd.",
    "'Fijn dat hij weer draait.' Per mail, twee keer.",
)


def test_what_is_headed_as_promised_is_promised(tools: Tools) -> None:
    said = "Toegezegd: een tweede persoon opleiden. Niet gebeurd, want de vacaturestop."
    items = talk(tools, "nl", *WALK, said).state.record.items
    assert ("promised", "een tweede persoon opleiden") in {(i.field, i.text) for i in items}


def test_the_sentence_somebody_wrote_is_the_one_on_the_page(tools: Tools) -> None:
    own = "Ruben, sinds maart doe je alle storingen, en de hulp die ik toezegde is niet gekomen."
    out = talk(
        tools, "nl", *WALK, "Hij is in mei twee keer op zondag gekomen.",
        "In maart toegezegd dat hij hulp zou krijgen, daarna niets gezegd.",
        "Twee dagen per week geen nieuwe monsters.", f"Wat zeg ik dan tegen Ruben? {own}", own,
        "Om de week in het werkoverleg. Die is 12 november.",
    )  # fmt: skip
    page = sheet_markdown(out.state)
    assert f"‘{own}’" in page
    assert "Je bent 12 november" not in page


def test_whoever_is_asked_for_twice_is_turned_to(tools: Tools) -> None:
    turns = (
        "Gerda heeft in april en mei elk weekend gedraaid, terwijl ze alleen doordeweeks staat.",
        "Haar moestuin is dit jaar niet ingezaaid.",
        "Ik heb haar bedankt. En dan heb ik Bilal nog, van de kassa, die deed de webshop erbij.",
        "Ze kreeg een bon van vijftig euro. Beloofd heb ik niks.",
        "Die derde week kan ik geven. En Bilal, wou u die niet?",
    )
    out = talk(tools, "nl", *turns)
    assert out.state.focus == "Bilal"
    assert "Bilal" in out.reply.question


def test_when_something_was_is_no_correction_of_what_was_told_before(tools: Tools) -> None:
    turns = (
        "Noor deed de techniek. Ze is in februari ziek geworden, drie weken longontsteking.",
        "Jelle niks, nou ja, ik heb gezegd dat het tijdelijk was. dat was in mei",
    )
    state = talk(tools, "nl", *turns).state
    assert any("februari" in i.clause for i in state.record.items)
    corrected = talk(tools, "nl", turns[0], "nee, ze was in maart ziek").state
    assert any("maart" in i.clause for i in corrected.record.items)
    assert not any("februari" in i.clause for i in corrected.record.items)
