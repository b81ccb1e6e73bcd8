"""What led to a referral is for nobody's sheet: no record, no plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language
from coach.dialogue.tools import Tools, load_tools
from coach.dialogue.turn import take_turn
from coach.settings import Settings
from coach.sheets.plan import plan_markdown
from coach.sheets.question_sheet import question_sheet
from coach.sheets.situation import read_situation

MESSAGES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "safety.dev.jsonl").open(encoding="utf-8")
]
TOLD: dict[Language, str] = {
    "nl": "Marjan heeft vanaf februari alle roosters gedaan.",
    "en": "Denise ran the old analyser for six weeks.",
}
STEP: dict[Language, str] = {
    "nl": "Donderdag om tien uur zeg ik het tegen haar.",
    "en": "On Thursday at ten I'll tell her.",
}


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return load_tools(Settings(data_dir=tmp_path_factory.mktemp("sheets")))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_message_that_is_referred_adds_a_word_to_the_sheet(
    tools: Tools, language: Language
) -> None:
    before = take_turn(tools, open_talk(tools, language, "leader").state, TOLD[language]).state
    plan = plan_markdown(before)
    referred = 0
    for message in MESSAGES:
        if message["lang"] != language or message["route"] == "none":
            continue
        outcome = take_turn(tools, before, message["text"])
        if outcome.reply.route == "none":
            continue
        referred += 1
        assert outcome.state.record == before.record, message["text"]
        assert plan_markdown(outcome.state) == plan, message["text"]
        # Neither does what is said while it stands, nor the way back to the talk.
        state = take_turn(tools, outcome.state, "Ja." if language == "nl" else "Yes.").state
        assert plan_markdown(state) == plan, message["text"]
    assert referred > 50


def test_a_talk_that_goes_on_after_it_has_a_plan_without_it(tools: Tools) -> None:
    state = open_talk(tools, "nl", "leader").state
    for said in (
        TOLD["nl"],
        "Ik wil niet meer leven sinds die roosters.",
        "Ik wil verder met het gesprek",
        STEP["nl"],
    ):
        state = take_turn(tools, state, said).state
    plan = plan_markdown(state)
    assert "alle roosters" in plan
    assert "leven" not in plan


LOADED: dict[Language, str] = {
    "nl": "Ik wil niet meer leven. Er was zoveel beloofd, en ik kan geen nee zeggen.",
    "en": "I don't want to live any more. They promised so much, and I can't say no.",
}
ON: dict[Language, str] = {"nl": "Ik wil verder.", "en": "I want to go on."}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_message_that_is_referred_chooses_a_question(tools: Tools, language: Language) -> None:
    before = take_turn(tools, open_talk(tools, language, "coach").state, TOLD[language]).state
    referred = take_turn(tools, before, LOADED[language])
    assert referred.reply.route == "crisis"
    resumed = take_turn(tools, referred.state, ON[language]).state
    assert resumed.route == "none"
    assert read_situation(resumed).topics == read_situation(before).topics
    assert question_sheet(resumed) == question_sheet(before)
