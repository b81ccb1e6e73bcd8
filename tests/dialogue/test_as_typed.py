"""What people type in a hurry is read as it is meant; what they say to the coach is no line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.address import addressed
from coach.dialogue.cleaning import with_apostrophes
from coach.dialogue.fragments import fragment
from coach.dialogue.intents import PAGE_NOW, WANTS_A_SENTENCE
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.own_words import TO_THE_COACH
from coach.dialogue.state import Language, Outcome, items_of
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from tests.dialogue.talking import talk


def told(out: Outcome, field: str) -> list[tuple[str, str]]:
    """Return (about, text) of what the record holds of `field`."""
    return [(i.about, i.text) for i in out.state.record.items if i.field == field]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shes been on lates and ive not said owt", "she's been on lates and i've not said owt"),
        ("its rosa, its a mess, it lost its lid", "it's rosa, it's a mess, it lost its lid"),
        ("we were ill and well paid, theyre not", "we were ill and well paid, they're not"),
        ("dont, wouldnt, cant, youve", "don't, wouldn't, can't, you've"),
    ],
)  # fmt: skip
def test_apostrophes_left_out_are_put_back_and_no_others(typed: str, meant: str) -> None:
    assert with_apostrophes(typed, "en") == meant
    assert with_apostrophes(typed, "nl") == typed


def test_a_turn_without_apostrophes_is_kept_as_typed_and_read_as_meant(tools: Tools) -> None:
    said = "its moira, my deputy. shes been doing the keys since alan left in may"
    out = talk(tools, "en", "Theatre, front of house. Its gone flat.", said)
    assert out.state.history[-1].user == said
    assert out.state.focus == "Moira"
    assert any(about == "Moira" and "doing the keys" in text for about, text in told(out, "what"))
    assert out.reply.question.endswith("?") and "see Moira do" not in out.reply.text


@pytest.mark.parametrize(
    ("language", "turns", "gone"),
    [
        ("en", ("It's Moira.", "Alan left in May and she took his keys on top of hers."), "Alan"),
        ("nl", ("Het gaat om Moira.", "Toen Alan in mei uitviel deed zij zijn ronde."), "Alan"),
    ],
)  # fmt: skip
def test_who_left_gave_nothing(
    tools: Tools, language: Language, turns: tuple[str, ...], gone: str
) -> None:
    out = talk(tools, language, *turns)
    assert out.state.focus == "Moira" and gone not in out.state.kept
    assert not [about for about, _ in told(out, "what") if about == gone]


def test_a_role_behind_a_name_is_that_name_and_the_period_is_the_deed_s_own(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Ik run een bioscoop met dertig man.",
        "Dan toch Hanneke denk ik, zij is mijn senior operateur. Toen in mei twee mensen wegvielen,"
        " heeft zij de hele zomer de late diensten gedraaid.",
    )  # fmt: skip
    assert out.state.focus == "Hanneke"
    assert told(out, "when") == [("Hanneke", "de hele zomer")]
    assert "de late diensten gedraaid, de hele zomer" in out.reply.text
    said = "Het was trouwens niet de hele zomer, het was vanaf augustus."
    later = take_turn(tools, out.state, said)
    assert told(later, "when") == [("Hanneke", "vanaf augustus")]


def test_whom_the_speaker_brings_up_is_spoken_of(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Ik run een bioscoop.", "Hanneke. Zij doet sinds mei de late diensten.",
        "Ik vergeet trouwens Youssef, die heeft al die tijd de kassa opgevangen."
        " En van Bea hoorde ik dat ze slecht slaapt.",
    )  # fmt: skip
    assert any(about == "Youssef" and "de kassa" in text for about, text in told(out, "what"))
    assert "Bea" not in out.state.kept and not [a for a, _ in told(out, "cost") if a == "Bea"]


def test_time_of_one_s_own_is_what_it_cost(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Ik run een garage met zes man en het is stil.",
        "Teun. Hij doet alle keuringen, al een jaar.",
        "Ik heb er niks over gezegd, eerlijk gezegd.", "Zaterdagen.",
    )  # fmt: skip
    assert told(out, "cost") == [("Teun", "Zaterdagen")]
    assert out.reply.text.startswith("Zaterdagen.")


def test_who_can_t_find_words_is_given_some_and_none_meant_for_the_coach(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Ik run een garage met zes man en het is stil.",
        "Teun. Hij doet al een jaar alle keuringen, naast zijn eigen brug.",
        "Ik heb er niks over gezegd, eerlijk gezegd.",
        "Zijn zaterdagen, daar staat hij hier voor de storingen.",
    )  # fmt: skip
    asked = replace(
        out.state.history[-1], question_id="repair-7", blocks=("q:repair-7:who",),
        reply="Wat zeg je straks tegen Teun, in één zin en zonder ‘maar’?",
    )  # fmt: skip
    state = replace(out.state, phase="repair", history=(*out.state.history[:-1], asked))
    out = take_turn(tools, state, "weet ik veel. jij bent de coach")
    assert any(b.startswith("words:") for b in out.reply.blocks), out.reply.text
    assert "weet ik veel" not in out.reply.text.lower()
    assert not items_of(out.state.record, "sentence")


@pytest.mark.parametrize(
    ("language", "said", "to_the_coach"),
    [
        ("en", "You're the one who kept it going, and I never said so.", False),
        ("en", "Could you tell me what those evenings cost you?", False),
        ("en", "I don't know how you did it.", False),
        ("en", "I don't know. You tell me.", True),
        ("nl", "Jij bent de enige die bleef, en dat heb ik niet gezegd.", False),
        ("nl", "Kun je me vertellen wat het je gekost heeft?", False),
        ("nl", "Weet ik veel. Jij bent de coach.", True),
    ],
)
def test_a_sentence_for_somebody_is_no_word_to_the_coach(
    language: Language, said: str, to_the_coach: bool
) -> None:
    assert (TO_THE_COACH.search(said) is not None) is to_the_coach, language


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("ik geef mijn weekenden", False), ("Ik doe de zaterdag", False),
        ("i can do the opening line", False),
        ("I give the front line my mornings", False), ("mijn eerste zin is: jij bleef.", False),
        ("haha. maak er een van met die zaterdagen", True), ("Monday, 4am. Give me a line.", True),
        ("geef een zin", True), ("mijn eerste zin. moet over de zaterdagen", True),
    ],
)  # fmt: skip
def test_an_offer_is_no_request_for_words(said: str, wanted: bool) -> None:
    assert (WANTS_A_SENTENCE.search(said.lower()) is not None) is wanted


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ("nu mijn blad", True), ("my page please", True), ("show me the page", True),
        ("my plan", False), ("the plan", False), ("het overzicht", False),
    ],
)  # fmt: skip
def test_a_plan_that_is_spoken_of_is_no_page_that_is_asked_for(part: str, wanted: bool) -> None:
    assert (PAGE_NOW.fullmatch(part) is not None) is wanted


def test_not_only_on_a_day_is_that_day_too(tools: Tools) -> None:
    out = talk(
        tools, "en", "Moira. She has done the late shifts on Fridays since May.",
        "Not just Fridays, she does the Sundays now as well.",
    )  # fmt: skip
    assert any("Fridays" in text for _, text in told(out, "when"))


def test_things_in_a_row_stay_in_a_row() -> None:
    lexicon = load_lexicon("en")
    assert fragment("the phones and emails till six", lexicon) == "the phones and emails till six"
    said = "the bins and the veg and stays till the end"
    assert fragment(said, lexicon) == "the bins and the veg"


def test_everybody_worked_hard_names_nobody_whatever_went_on_meanwhile(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Ik leid een drukkerij, 22 mensen. Waar begin ik?",
        "Nou ja, iedereen heeft keihard gewerkt, en ondertussen draaiden de persen gewoon door.",
    )  # fmt: skip
    assert out.state.focus == "" and out.state.history[-1].question_id.startswith("evasion:")


def test_who_else_is_never_named_is_not_the_group(tools: Tools) -> None:
    said = "8 zondagen gedraaid. Mei-juni."
    out = talk(tools, "nl", "Team is chagrijnig.", "Ploeg B. 12 man.", "Druk geweest.", said)
    group = out.state.focus
    asked = replace(out.state.history[-1], question_id="contributions-7")
    state = replace(out.state, phase="return", history=(*out.state.history[:-1], asked))
    out = take_turn(tools, state, "Piotr. Leert iedereen in.")
    assert group and (group, "8 zondagen gedraaid") in told(out, "what")
    assert ("Piotr", "Leert iedereen in") in told(out, "what")


def test_somebody_known_by_a_role_is_spoken_of_and_to(tools: Tools) -> None:
    out = talk(
        tools, "nl", "Bij ons in de bibliotheek is het niet leuk.",
        "De medewerkster van onze uitleenbalie, die staat er elke zaterdag alleen voor.",
    )  # fmt: skip
    assert out.state.focus == "De medewerkster"
    assert out.reply.text.startswith("De medewerkster staat er elke zaterdag alleen voor.")
    lexicon = load_lexicon("nl")
    assert addressed("die belt alle klanten terug", "onze oudste collega", lexicon) == (
        "je belt alle klanten terug"
    )


def test_a_pastime_is_told_with_its_day(tools: Tools) -> None:
    out = talk(
        tools, "nl", "helpdesk van een ziekenhuis, sfeer is slecht",
        "sanne denk ik. ze doet vanaf april alle overdrachten s avonds",
        "een duim in teams", "ze zat op salsa, elke dinsdag. dat redt ze niet meer zegt ze",
    )  # fmt: skip
    assert "salsa, elke dinsdag." in out.reply.text.lower()


@pytest.mark.parametrize(
    ("language", "said", "answered"),
    [
        ("nl", "Ik heb haar bloemen gegeven. Is dat genoeg denk je?", "advice-enough"),
        ("en", "I got her flowers. Is that enough, do you reckon?", "advice-enough"),
    ],
)  # fmt: skip
def test_a_question_behind_an_answer_is_answered_first(
    tools: Tools, language: Language, said: str, answered: str
) -> None:
    first = {
        "nl": "Hanneke. Zij doet sinds mei de late diensten.",
        "en": "Moira. She's done the late shifts since May.",
    }
    out = talk(tools, language, first[language], said)
    assert out.reply.blocks[0].startswith(answered)
    assert out.reply.text.count("?") == 1 and out.reply.text.endswith("?")


def test_a_question_that_wants_no_answer_gets_none(tools: Tools) -> None:
    said = "Bedankt, meer niet. Wat moet ik anders?"
    out = talk(tools, "nl", "Hanneke. Zij doet sinds mei de late diensten.", said)
    assert not {b.partition("/")[0] for b in out.reply.blocks} & {"nothing-found", "about-advice"}


def test_that_something_was_said_before_is_said_so(tools: Tools) -> None:
    said = "Well I just said. The keys, every night."
    out = talk(tools, "en", "Moira. She does the keys.", "Since May.", said)
    assert out.reply.blocks[0].startswith("said-already")
    assert "just said" not in " ".join(text for _, text in told(out, "said"))


def test_what_a_client_was_told_to_do_is_no_gift_and_what_they_do_is_one(tools: Tools) -> None:
    out = talk(
        tools, "en",
        "Hello. I'm a school cook, and I was told to look at what I've been giving this week.",
        "Since Ivor retired in the spring I've taken over the allotment rota.", audience="client",
    )  # fmt: skip
    assert told(out, "what") == [("", "taken over the allotment rota")]


def test_nobody_is_told_a_verb_that_isn_t_theirs() -> None:
    lexicon = load_lexicon("nl")
    assert addressed("staat hij hier voor de storingen", "Henk", lexicon) is None
    parties = addressed("op feestjes gaat hij eerder weg", "Henk", lexicon)
    assert parties == "op feestjes ga jij eerder weg"
    for said in ("tegen mij heeft ze daar niks over gezegd", "ze heeft haar dagen geruild"):
        turned = addressed(said, "Saskia", lexicon)
        assert turned is None or "heeft" not in turned


def test_a_client_who_speaks_of_their_coach_gives_no_orders(tools: Tools) -> None:
    out = talk(
        tools, "nl",
        "Hoi. Vorige keer bij m'n coach ging het over dat ik altijd degene ben die blijft.",
        audience="client",
    )
    assert out.state.history[-1].intent != "injection"
