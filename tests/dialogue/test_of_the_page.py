"""What is said of the page is no news of anybody, and an edit that does too much, or nothing, isn't carried out."""

from __future__ import annotations

import pytest

from coach.dialogue.of_the_page import speaks_of_page, speaks_of_talk
from coach.dialogue.state import Language
from coach.dialogue.tools import Tools
from tests.dialogue.talking import lines, talk

HELPDESK = (
    "Half oktober ging de migratie live en Jeroen heeft toen 3 weekenden doorgehaald om alle oude tickets over te zetten. Farida nam "
    "intussen zijn telefoondiensten over.",
    "Hij zou dat derde weekend naar zijn oma, die werd negentig. Dat heeft hij afgezegd.",
    "Ze had drie weken geen vrije dinsdag.",
    "Niks eigenlijk, ik heb nooit achter zijn 44 uur aangezeten.",
    "De dinsdagen van Farida zet ik in januari terug in het rooster. En voor Jeroen ga ik maandag om 9 uur naar Bart met die 44 uur.",
    "Hoe zeg ik sorry tegen Jeroen?",
)
HIS_WORDS = "sorry jeroen, jij hebt 3 weekenden doorgehaald, ik zat op een festival en ben nooit achter je 44 uur aangegaan. zo iets."
OF_THE_PAGE = " en bij de eerste zinnen staat nu iets over telefoondiensten, dat is farida, moet eraf"


@pytest.mark.parametrize(
    "said",
    ["nu staat er 'haar Kenny da's haar zoontje van 6'", "Er staat '2 weken de set' onder wat ik zelf kan", "bij de eerste zinnen staat iets over Farida",
     "op die pagina staan twee vragen aan Wim", "haal die vraag aan Jules er maar af", "mijn stap is nog leeg", "take that line off the page",
     "the page has Orla doing the surgeries", "that's in the wrong place"],
)  # fmt: skip
def test_it_is_known_that_a_sentence_speaks_of_the_page(said: str) -> None:
    assert speaks_of_page(said)


@pytest.mark.parametrize(
    "said",
    ["Hij haalt elke avond de vuilnis eruit.", "De ploeg staat er alleen voor.", "She took the Saturday line off the rota for me.",
     "Ze heeft de hele planning op zich genomen.", "He put the kettle on and said sorry.", "Mijn eerste stap is een gesprek met Bart.",
     "De eerste stap moet van mij komen.", "De regels moeten we allemaal volgen.", "Die vraag moet ik haar nog stellen.", "Ik stond niet op het overzicht.",
     "Wilma moet er wel af van de nachtdienst.", "Hij mag er af en toe uit.", "Zet dat terug op het rooster.", "The line needs to run, so Bram stayed till ten.",
     "My name is on the sheet of night shifts.", "It says in my contract that I get 30 days.", "You changed my rota."],
)  # fmt: skip
def test_what_people_do_is_no_talk_of_the_page(said: str) -> None:
    assert not speaks_of_page(said)


@pytest.mark.parametrize("said", ["I just told you", "dat zei ik toch", "zei ik al", "I thought we were on Femi", "dat is het hoofdding", "kasia isn't the problem"])
def test_it_is_known_that_a_clause_is_said_of_the_talk(said: str) -> None:
    assert speaks_of_talk(said)


def test_words_for_somebody_are_kept_without_what_is_said_of_the_page(tools: Tools) -> None:
    state = talk(tools, "nl", *HELPDESK, HIS_WORDS + OF_THE_PAGE).state
    told = lines(state, "sentences")
    assert "ik zat op een festival" in told
    assert "telefoondiensten dat is farida" not in told
    assert "zo iets" not in told


def test_asking_one_sentence_off_takes_no_contribution_along(tools: Tools) -> None:
    before = lines(talk(tools, "nl", *HELPDESK).state, "given")
    assert "3 weekenden" in before
    assert lines(talk(tools, "nl", *HELPDESK, HIS_WORDS + OF_THE_PAGE).state, "given") == before


def test_a_number_within_words_to_say_changes_no_hour(tools: Tools) -> None:
    turns = (*HELPDESK[:5], "laat de pagina maar zien", "Mijn stap is: maandag om 9 uur ga ik met die 44 uur naar Bart.")
    state = talk(tools, "nl", *turns, "Mijn eerste zin: sorry Jeroen, ik ben nooit achter je 44 uur aangegaan.").state
    assert "om 9 uur" in lines(state, "step")
    assert "je 44 uur" in lines(state, "sentences")


TAXI = (
    "Lorna, our HCA, stayed late loads of times to sit with confused patients.", "It's a taxi out of her own pocket, 9 quid a go.",
    "A thank you in the newsletter.", "The taxi money for a start, 27 quid.", "I never sorted paying her back.", "I can pay it from petty cash.",
    "Lorna, I never paid you back and I should have.",
)  # fmt: skip


def test_a_sum_that_is_told_again_takes_the_place_of_no_other(tools: Tools) -> None:
    state = talk(tools, "en", *TAXI, "No, Lorna hasn't had the 27 quid yet, that's what I owe her.").state
    assert "9 quid a go" in lines(state)
    assert "27 quid a go" not in lines(state)


def test_what_they_would_call_something_back_has_not_come_back(tools: Tools) -> None:
    turns = (
        "Since May, Lorna has stayed late every week to sit with confused patients. All she got was a thank you in the newsletter.",
        "It's a taxi out of her own pocket, 9 quid a go.",
    )  # fmt: skip
    asked = talk(tools, "en", *turns)
    assert asked.state.history[-1].question_id.startswith("return-3")
    assert "27 quid" not in lines(talk(tools, "en", *turns, "The taxi money for a start, 27 quid.").state, "came_back")


def test_it_is_not_said_to_be_changed_where_nothing_changed(tools: Tools) -> None:
    turns = (
        "Sinds januari doe ik de helft van de dossiers van Ruud erbij. Van Gerard kreeg ik een keer een appje met een duimpje.",
        "Mijn padelavond op dinsdag haal ik al drie maanden niet.", "Gerard zei dat het maar voor zes weken was.", "laat de pagina maar zien",
    )  # fmt: skip
    before = talk(tools, "nl", *turns, audience="client")
    after = talk(tools, "nl", *turns, "Dat duimpje was van Gerard, mijn padelavond niet, die is van mij.", audience="client")
    assert lines(after.state) == lines(before.state)
    assert "aangepast" not in after.reply.text.lower()


WIM = ("Wim heeft de hele zomer de sluiting gedaan. Stefan deed alle leasereparaties.", "Hij miste de zwemles van zijn zoontje.", "laat de pagina maar zien")


def test_what_is_still_to_be_asked_of_somebody_comes_off_by_saying_so(tools: Tools) -> None:
    state = talk(tools, "nl", *WIM).state
    assert "stefan" in lines(state, "to_ask")
    after = talk(tools, "nl", *WIM, "De vragen aan Stefan moeten eraf.").state
    assert "stefan" not in lines(after, "to_ask")
    assert "leasereparaties" in lines(after, "given")


@pytest.mark.parametrize("said", ["Het was trouwens in februari, niet in maart.", "Kun je 'maart' vervangen door 'februari'?"])
def test_a_month_is_put_right_wherever_it_stands(tools: Tools, said: str) -> None:
    told = "Na de lekkage in de Lindeflat, in maart, heeft mijn opzichter Gerard drie maanden lang alle gesprekken gevoerd."
    state = talk(tools, "nl", told, "Hij gaf het jeugdteam van zijn zoon af.", said).state
    assert "februari" in lines(state, "given")
    assert "maart" not in lines(state, "given")


@pytest.mark.parametrize(
    ("language", "bye"), [("nl", "Dat was het, dank u wel."), ("en", "That's it, thank you for your time.")]
)
def test_a_goodbye_is_no_sentence_for_anybody(tools: Tools, language: Language, bye: str) -> None:
    first = {"nl": "Gerard heeft drie maanden alle gesprekken gevoerd.", "en": "Gerard has done all the talks for three months."}[language]
    cost = {"nl": "Hij gaf het jeugdteam van zijn zoon af.", "en": "He gave up his son's team."}[language]
    ask = {"nl": "Hoe begin ik daarover?", "en": "How do I start on that with him?"}[language]
    assert bye[:8].lower() not in lines(talk(tools, language, first, cost, ask, bye).state, "sentences")


def test_words_to_say_keep_a_sentence_with_a_step_or_a_rule_in_it(tools: Tools) -> None:
    told = "Karin, ik heb gezien dat je elke zondag de late dienst draait. De eerste stap moet van mij komen. Dat had ik eerder moeten zeggen."
    turns = (
        "Karin draait sinds maart elke zondag de late dienst.", "Het kostte haar de zondagavond.", "Niks eigenlijk.", "Ik heb haar niks beloofd.",
        "Ik heb het laten lopen.", "Ik kan haar de zondagen van juni teruggeven.",
    )  # fmt: skip
    assert "de eerste stap moet van mij komen" in lines(talk(tools, "nl", *turns, told).state, "sentences")


HUSBAND = ("It's about Rhona. She covers every Sunday late shift, her husband is in prison.", "It cost her the Sunday evening.", "Show me the page please.")


def test_the_clause_that_is_named_goes_alone(tools: Tools) -> None:
    given = lines(talk(tools, "en", *HUSBAND, "The bit about her husband has to go.").state, "given")
    assert "every sunday late shift" in given
    assert "prison" not in given


def test_praise_for_a_question_takes_it_off_no_page(tools: Tools) -> None:
    state = talk(tools, "en", HUSBAND[0], HUSBAND[2], "The question to Rhona is a good one, I hadn't thought to go there.").state
    assert "rhona" in lines(state, "to_ask")


def test_quoted_words_are_put_in_place_of_quoted_words(tools: Tools) -> None:
    turns = ("Hanneke heeft elke dinsdagavond zijn sportgroep overgenomen.", "Het kostte haar haar opleiding.", "Laat de pagina maar zien.")
    given = lines(talk(tools, "nl", *turns, "Er staat nog steeds ‘zijn sportgroep’, dat moet ‘de sportgroep van Joost’ zijn.").state, "given")
    assert "elke dinsdagavond de sportgroep van joost overgenomen" in given
    assert "zijn sportgroep" not in given


KELLY = (
    "I've covered 5 sunday nights for Kelly since september.", "Missed my lads football final for one.", "A bottle of prosecco.",
    "She promised she'd be around.", "show me the page", "My step is: Thursday I ask Kelly.",
)  # fmt: skip


def test_a_line_that_is_wrong_gets_the_words_it_should_have(tools: Tools) -> None:
    state = talk(tools, "en", *KELLY, "the promise is still wrong, should be she said she'd do my christmas eve. thats it thanks", audience="client").state
    assert lines(state, "put_right") == "she said shed do my christmas eve"


@pytest.mark.parametrize("told", ["My step is wrong, it should be: Friday at handover I ask Kelly about christmas eve."])
def test_a_step_that_is_wrong_is_replaced(tools: Tools, told: str) -> None:
    step = lines(talk(tools, "en", *KELLY, told, audience="client").state, "step")
    assert "friday at handover" in step
    assert "thursday" not in step
