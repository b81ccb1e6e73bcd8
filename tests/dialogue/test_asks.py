"""What is said about the talk itself: told apart from the work, kept off the record, answered."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from coach.content import content_folder
from coach.dialogue import asks
from coach.dialogue.asked import Asked
from coach.dialogue.clauses import clauses
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.putting import open_talk
from coach.dialogue.reader_network import network
from coach.dialogue.state import LANGUAGES, Language, Outcome
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.dialogue.understand import FIRST, TELLS_TOO

FEWEST = 45  # labelled sentences of a kind and language
HELD = Path("tests/data/asks.held.jsonl")


def kinds(language: Language, text: str) -> list[str]:
    parts = clauses(text, load_lexicon(language))
    return [a.kind for a in asks.asks_in(parts, text, Asked("repair", "offer"), language)]


ABOUT: tuple[tuple[Language, str, str], ...] = (
    ("nl", "Wat zeg ik dan tegen haar?", "words"),
    ("nl", "Mag ik het plan zien?", "page"),
    ("nl", "Dat heb ik je daarnet al verteld.", "said_already"),
    ("nl", "Haal die laatste regel er maar af.", "strike"),
    ("en", "What do I say to her then?", "words"),
    ("en", "Can I see the plan?", "page"),
    ("en", "I told you that a minute ago.", "said_already"),
    ("en", "Take that last line off.", "strike"),
)


@pytest.mark.parametrize(("language", "text", "kind"), ABOUT)
def test_a_sentence_about_the_talk_is_known_by_its_kind(
    language: Language, text: str, kind: str
) -> None:
    assert kinds(language, text) == [kind]


TOLD: tuple[tuple[Language, str], ...] = (
    ("nl", "Ik heb haar twee keer gevraagd of ze de avonddienst wilde doen."),
    ("nl", "Hij zei: waarom vraag je dat aan mij."),
    ("nl", "Ze heeft sinds maart alle zondagen gedraaid."),
    ("en", "I asked her twice whether she'd do the late shift."),
    ("en", "He said nobody had ever told him that."),
    ("en", "She's done every Sunday since March."),
)


@pytest.mark.parametrize(("language", "text"), TOLD)
def test_what_was_said_at_work_is_told_and_asks_nothing(
    language: Language, text: str
) -> None:
    assert kinds(language, text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labelled_sentences_are_many_and_none_is_held(language: Language) -> None:
    path = content_folder("prompts") / "examples" / f"asks.{language}.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [line["text"].lower() for line in lines]
    with HELD.open(encoding="utf-8") as held:
        kept = {json.loads(line)["text"].lower() for line in held}
    assert len(set(texts)) == len(texts)
    assert not kept & set(texts)
    counted = Counter(line["kind"] for line in lines)
    assert min(counted.values()) >= FEWEST
    assert set(counted) <= set(network().kinds)
    by_wording = {"too_fast", "judged"}
    assert set(FIRST) | TELLS_TOO <= set(network().kinds) | by_wording


def talk(tools: Tools, language: Language, *said: str) -> Outcome:
    outcome = open_talk(tools, language, "leader")
    for text in said:
        outcome = take_turn(tools, outcome.state, text)
    return outcome


STORY: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Loes heeft in mei drie weken alle diensten van de planner gedaan.",
        "Ze heeft haar koor ervoor laten schieten.",
    ),
    "en": (
        "Loes did all the planner's shifts for three weeks in May.",
        "She gave up her choir for it.",
    ),
}
GRUMBLES = {
    "nl": "Dit werkt zo niet, ik vroeg je iets anders.",
    "en": "This isn't working, I asked you something else.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complaint_to_the_coach_never_gets_into_the_record(
    tools: Tools, language: Language
) -> None:
    before = talk(tools, language, *STORY[language])
    after = take_turn(tools, before.state, GRUMBLES[language])
    assert after.state.record.items == before.state.record.items


ASKED = {"nl": "Hoe kan ik dat tegen haar zeggen?", "en": "How could I put that to her?"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_given_when_they_are_asked_for_and_others_the_second_time(
    tools: Tools, language: Language
) -> None:
    first = talk(tools, language, *STORY[language], ASKED[language])
    other = {"nl": "Kan het ook korter?", "en": "Could it be shorter?"}
    second = take_turn(tools, first.state, other[language])
    assert first.reply.act == second.reply.act == "example"
    assert "‘" in first.reply.text
    assert first.reply.text.split("‘")[1] != second.reply.text.partition("‘")[2]
