"""Lines somebody dictates for the page go on word for word, and what they stand for comes off."""

from __future__ import annotations

import pytest

from coach.dialogue.edits import Edit, edits_in, lines_named
from coach.dialogue.state import LANGUAGES, Language, State
from coach.dialogue.turn import Tools, open_talk, take_turn
from coach.sheets.plan import plan_markdown

EDITS: tuple[tuple[str, Edit], ...] = (
    (
        "First sentence should be: Mick, I never chased it. Thanks.",
        Edit("Mick, I never chased it", "", "sentence"),
    ),
    ("Change ‘ten weeks’ to ‘eight weeks’", Edit("eight weeks", "ten weeks")),
    ("My step is Friday at three.", Edit("Friday at three", "", "next_step")),
    (
        "De eerste zin moet zijn: ‘Loes, ik heb je nooit bedankt.’",
        Edit("Loes, ik heb je nooit bedankt.", "", "sentence"),
    ),
    ("Vervang ‘acht weken’ door ‘zeven weken’.", Edit("zeven weken", "acht weken")),
    ("Mijn stap is zaterdag om negen uur.", Edit("zaterdag om negen uur", "", "next_step")),
)


@pytest.mark.parametrize(("text", "edit"), EDITS)
def test_what_is_dictated_is_read_with_its_part_and_what_goes(text: str, edit: Edit) -> None:
    assert edits_in(text) == (edit,)


@pytest.mark.parametrize(
    "text",
    ["Ik heb dat tegen haar gezegd.", "I told her the step was hers.", "She said ‘no’ to me."],
)
def test_a_story_dictates_nothing(text: str) -> None:
    assert edits_in(text) == ()


def test_a_line_is_named_by_a_word_in_it_and_not_by_its_place() -> None:
    assert lines_named("take out the lintel line and the first line") == ("lintel",)


STORY: dict[Language, tuple[str, ...]] = {
    "nl": ("Loes deed drie weken alle diensten.", "Ik bedankte haar nooit.", "Geef me het plan."),
    "en": ("Loes did every shift for three weeks.", "I never thanked her.", "Give me the plan."),
}
STEP = {"nl": "Mijn stap is zaterdag om negen uur.", "en": "My step is Saturday at nine."}


def page(tools: Tools, language: Language) -> State:
    state = open_talk(tools, language, "leader").state
    for text in STORY[language]:
        state = take_turn(tools, state, text).state
    return state


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dictated_step_stands_on_the_page_and_the_reply_names_it(
    tools: Tools, language: Language
) -> None:
    outcome = take_turn(tools, page(tools, language), STEP[language])
    said = STEP[language].split(" is ")[1].rstrip(".")
    assert said in outcome.reply.text
    assert said.lower() in plan_markdown(outcome.state).lower()
