"""What people open with before there is anything to tell: they are let in, and asked on."""

from __future__ import annotations

import pytest

from coach.dialogue.asked import Asked
from coach.dialogue.called import own_names
from coach.dialogue.extract import read
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.people import known_as
from coach.dialogue.putting import open_talk
from coach.dialogue.state import Audience, Language, Outcome
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

OPENED: tuple[tuple[Language, Audience, str, str], ...] = (
    ("nl", "leader", "Mag ik u iets voorleggen over een van onze conciërges?", "may-tell"),
    ("nl", "leader", "Is er iemand? Kunnen we van start?", "may-tell"),
    ("en", "leader", "Could I put something to you about a member of staff?", "may-tell"),
    ("en", "client", "hi, are you there? ready when you are", "may-tell"),
    ("nl", "leader", "Hoe gaat dit in zijn werk?", "how-works"),
    ("en", "client", "So how does this go, do I just type?", "how-works"),
    ("nl", "leader", "Ik wil me voorbereiden op een gesprek met iemand uit mijn ploeg.", "prepare"),
    (
        "en",
        "leader",
        "I've got a review with one of my drivers tomorrow, can you help me get ready?",
        "prepare",
    ),
    ("nl", "leader", "Gaat het over mezelf of over het hele team?", "whom"),
    ("en", "client", "is this about me or about the people I work with?", "whom-client"),
    ("nl", "client", "Ik wil eigenlijk alleen even mijn ei kwijt.", "vent"),
    ("en", "client", "I just need to get something off my chest.", "vent"),
    ("nl", "leader", "Geen idee waar ik moet beginnen.", "start-with-one"),
    ("en", "leader", "I don't know where to start with this.", "start-with-one"),
    ("nl", "client", "Ik weet niet of ik hier wel goed zit.", "in-place"),
    ("en", "leader", "HR told me to give this a go.", "in-place"),
)


def first(tools: Tools, language: Language, audience: Audience, text: str) -> Outcome:
    return take_turn(tools, open_talk(tools, language, audience).state, text)


@pytest.mark.parametrize(
    ("language", "audience", "text", "line"), OPENED, ids=[o[2] for o in OPENED]
)
def test_who_asks_to_be_let_in_is_let_in(
    tools: Tools, language: Language, audience: Audience, text: str, line: str
) -> None:
    reply = first(tools, language, audience, text).reply
    assert any(block.startswith(f"{line}/") for block in reply.blocks), (reply.text, reply.blocks)
    assert reply.question


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Mijn team is moe."),
        ("nl", "Ik heb een lastige medewerker"),
        ("nl", "Mijn beste kracht heeft ontslag genomen."),
        ("nl", "Er is gedoe op de afdeling."),
        ("en", "I have a difficult employee"),
        ("en", "My best person has just resigned."),
        ("en", "Things have been off since the merger."),
        ("en", "I feel guilty towards a colleague"),
    ],
)
def test_a_short_and_vague_beginning_is_no_reason_to_refer(
    tools: Tools, language: Language, text: str
) -> None:
    reply = first(tools, language, "leader", text).reply
    assert reply.act != "refer" and reply.question, reply.text


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("nl", "Hoi, ik ben Anneloes, ik leid een houtwerkplaats.", "anneloes"),
        ("nl", "nee joh, Anneloes dat ben ik zelf", "anneloes"),
        ("nl", "Goedemiddag, mijn naam is Bram en ik werk bij de gemeente.", "bram"),
        ("en", "Hello. I am Ilinca, I am from Romania.", "ilinca"),
        ("en", "hiya, im bev and i run a crem", "bev"),
        ("en", "Colin here, 57, I look after the locks.", "colin"),
    ],
)
def test_the_name_a_speaker_goes_by_is_no_colleague(
    language: Language, text: str, name: str
) -> None:
    assert name in own_names(text, load_lexicon(language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik ben Marjan dankbaar."),
        ("nl", "ik ben moe, echt"),
        ("en", "Kath here is great."),
        ("nl", "Marjan ben ik vergeten te bedanken."),
        ("en", "It's Kath, our admin."),
        ("en", "I'm Dutch, sorry"),
    ],
)
def test_no_colleague_is_taken_for_the_speaker(language: Language, text: str) -> None:
    assert not {"marjan", "kath"} & set(own_names(text, load_lexicon(language)))


def test_who_says_their_name_is_asked_about_the_colleague(tools: Tools) -> None:
    text = (
        "Hoi, ik ben Anneloes, ik leid een werkplaats. Jitske rijdt sinds mei elke dag het busje."
    )
    outcome = first(tools, "nl", "leader", text)
    assert outcome.state.focus == "Jitske"
    assert "Anneloes" not in outcome.reply.text


def test_a_first_name_is_the_person_whose_whole_name_was_told() -> None:
    assert known_as("Gerben", ["Gerben Hoekzema"]) == "Gerben Hoekzema"
    assert known_as("gerben", ["Gerben"]) == "Gerben"
    assert known_as("Lidwien", ["Gerben Hoekzema"]) == "Lidwien"


def test_that_nothing_was_said_to_her_takes_nothing_back(tools: Tools) -> None:
    said = [
        "Elspeth did every licence from October. She got a bottle of Glenlivet from the directors.",
        "I never said anything to her about it.",
    ]
    state = open_talk(tools, "en", "leader").state
    for text in said:
        state = take_turn(tools, state, text).state
    assert any("Glenlivet" in i.text for i in state.record.items)


def test_an_idiom_with_a_stroke_in_it_is_no_emergency(tools: Tools) -> None:
    opened = open_talk(tools, "en", "leader").state
    for idiom in (
        "I won't say that, she'd think I'd had a stroke.",
        "I nearly had a heart attack when I saw the rota.",
    ):
        assert take_turn(tools, opened, idiom).reply.act != "refer"
    for meant in ("My colleague has had a stroke", "He's having a heart attack"):
        assert take_turn(tools, opened, meant).reply.act == "refer"


def test_nothing_given_back_begins_in_the_midst_of_one_by_one() -> None:
    text = "Gerben heeft die van april tot en met oktober één voor één nagelopen."
    echo = read(text, Asked("contributions", "what", "leader"), load_lexicon("nl")).echo
    assert not echo.lower().startswith("voor één")


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("nl", "Woensdag spreek ik haar, help me met hoe ik dat zeg.", "Woensdag"),
        ("en", "I see her on Wednesday, can you give me a line to open with?", "Wednesday"),
    ],
)
def test_a_day_told_before_a_request_for_words_is_kept(
    tools: Tools, language: Language, text: str, day: str
) -> None:
    told = {
        "nl": [
            "Marga. Zij schenkt sinds mei na elke dienst nog koffie.",
            "Niets.",
            "Haar donderdag.",
        ],
        "en": [
            "Marga. She has stayed on after every service since May.",
            "Nothing.",
            "Her Thursday.",
        ],
    }[language]
    state = open_talk(tools, language, "leader").state
    for said in (*told, text):
        outcome = take_turn(tools, state, said)
        state = outcome.state
    assert any(day in i.text for i in state.record.items if i.field == "next_step")
    assert any(block.startswith("words:") for block in outcome.reply.blocks)
