"""A second talk begins with the step of the first, in the person's own words, and goes on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.dialogue.again import open_again, step_of
from coach.dialogue.happened import Happened, happened
from coach.dialogue.state import BalanceRecord, Item, Language, Outcome, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.sheets.plan import plan_markdown

TALK = "a" * 32
STEP: dict[Language, str] = {
    "nl": "als Marjan donderdag tegenover me zit, dan begin ik met die roosters",
    "en": "if I see Priya on Thursday, I'll open with the Sundays",
}


def earlier(language: Language, *steps: str, formal: bool = False) -> State:
    items = tuple(
        Item(f"i{n}", "next_step", step, "seen", n, clause=step) for n, step in enumerate(steps)
    )
    return State(language, "leader", "closing", 5, BalanceRecord(items), formal=formal)


def begun(language: Language, *steps: str, formal: bool = False) -> Outcome:
    found = open_again(language, earlier(language, *steps, formal=formal), TALK)
    assert found is not None
    return found


def told(tools: Tools, language: Language, *said: str) -> Outcome:
    outcome = begun(language, STEP[language])
    for each in said:
        outcome = take_turn(tools, outcome.state, each)
    return outcome


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_step_is_quoted_and_the_question_is_whether_it_happened(language: Language) -> None:
    outcome = begun(language, STEP[language])
    quoted = STEP[language][0].upper() + STEP[language][1:]
    assert f"‘{quoted}.’" in outcome.reply.text
    assert outcome.reply.text.endswith(outcome.reply.question)
    assert outcome.reply.question == {"nl": "Is het gebeurd?", "en": "Did it happen?"}[language]
    assert (outcome.state.after, outcome.state.turn) == (TALK, 0)
    assert outcome.state.record.items == ()


def test_it_still_says_that_it_is_a_computer_and_keeps_to_u() -> None:
    assert "digitale coach, geen mens" in begun("nl", "Donderdag").reply.text
    assert "koos u deze stap" in begun("nl", "Donderdag", formal=True).reply.text
    assert "je" not in begun("nl", "Donderdag", formal=True).reply.text.split()


def test_what_the_person_wrote_stays_as_it_is_when_said_u_to() -> None:
    step = "Als jij je mok [weer|nooit] pakt, dan zeg ik {step}"
    assert step in begun("nl", step, formal=True).reply.text


def test_a_talk_without_a_step_has_nothing_to_follow_up() -> None:
    assert open_again("nl", earlier("nl"), TALK) is None
    assert step_of(earlier("nl")) == ""


def test_a_step_with_a_condition_goes_before_a_day_alone() -> None:
    assert step_of(earlier("nl", STEP["nl"], "Donderdag om 14 uur")).startswith("Als Marjan")
    assert step_of(earlier("nl", "Maandag", "Donderdag om 14 uur")) == "Donderdag om 14 uur."


def test_quotes_within_the_step_end_no_quotation() -> None:
    assert step_of(earlier("nl", "dan zeg ik ‘dank je’ tegen haar")) == (
        "Dan zeg ik “dank je” tegen haar."
    )


@given(step=st.text(min_size=1, max_size=400))
def test_any_step_can_be_quoted(step: str) -> None:
    found = open_again("en", earlier("en", step), TALK)
    if found is not None:
        assert found.reply.text.endswith("Did it happen?")
        assert len(found.state.last_step.split()) <= 61


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ("Ja.", "yes"), ("Ja, donderdag.", "yes"), ("Gedaan", "yes"), ("Ik heb het gezegd", "yes"),
        ("Nou ja, jawel", "yes"), ("Yes!", "yes"), ("I did it on Thursday", "yes"),
        ("yeah we talked", "yes"), ("Nee", "no"), ("Nog niet", "no"), ("Het is niet gelukt.", "no"),
        ("Ik durfde niet", "no"), ("Vergeten", "no"), ("No", "no"), ("Not yet", "no"),
        ("It didn't happen", "no"), ("It didn’t work out", "no"), ("I forgot", "no"),
        ("Deels", "partly"), ("Niet helemaal", "partly"), ("Sort of", "partly"),
        ("Not entirely", "partly"), ("Ze was ziek", ""), ("She was ill", ""),
    ],
)  # fmt: skip
def test_whether_it_happened_is_heard(said: str, how: Happened) -> None:
    assert happened(said) == how


@pytest.mark.parametrize(
    ("language", "said", "asked"),
    [
        ("nl", "Ja.", "Wat gebeurde er toen?"),
        ("nl", "Nee, nog niet.", "Wat kwam ertussen?"),
        ("nl", "Deels.", "Wat is er wel van gekomen?"),
        ("en", "Yes.", "What happened then?"),
        ("en", "Didn't happen.", "What got in the way?"),
        ("en", "Partly.", "Which part of it did happen?"),
    ],
)
def test_a_bare_answer_is_asked_about_once(
    tools: Tools, language: Language, said: str, asked: str
) -> None:
    outcome = told(tools, language, said)
    assert outcome.reply.question == asked
    more = {"nl": "Ze was stil.", "en": "She was ill."}[language]
    outcome = take_turn(tools, outcome.state, more)
    assert outcome.reply.phase == "contributions"


def test_an_answer_that_tells_goes_on_to_the_walk(tools: Tools) -> None:
    outcome = told(tools, "nl", "Ja. Ze was even stil en zei dat niemand dat ooit gezegd had.")
    assert "Dan nu verder: van wie" in outcome.reply.text
    # What came of the step answers no question about what is given now.
    assert {item.field for item in outcome.state.record.items} == {"context"}


def test_a_new_contribution_told_at_once_is_taken_along(tools: Tools) -> None:
    outcome = told(tools, "nl", "Ja, gedaan. Joost draaide in november alle nachtdiensten.")
    assert "what" in {item.field for item in outcome.state.record.items}


def test_a_question_in_between_is_answered_and_whether_it_happened_asked_again(
    tools: Tools,
) -> None:
    outcome = told(tools, "nl", "Bewaar je dit eigenlijk?")
    assert outcome.reply.question == "Is het gebeurd, die stap van de vorige keer?"
    assert take_turn(tools, outcome.state, "ja").reply.question == "Wat gebeurde er toen?"


@pytest.mark.parametrize("said", ["Stop", "Sla over", "Ik wil niet meer leven.", "🙂"])
def test_whatever_else_is_said_is_answered_as_ever(tools: Tools, said: str) -> None:
    outcome = told(tools, "nl", said)
    assert outcome.reply.text
    assert len(re.findall(r"\?", outcome.reply.question)) <= 1
    assert outcome.reply.route == ("crisis" if "leven" in said else "none")


def test_the_plan_says_what_came_of_the_last_step(tools: Tools) -> None:
    outcome = told(
        tools, "nl", "Ja.", "Ze was even stil.", "Joost draaide in november alle nachtdiensten."
    )
    plan = plan_markdown(outcome.state)
    assert "**Mijn stap van de vorige keer**\n- ‘Als Marjan donderdag" in plan
    assert "- Ze was even stil (gezien)" in plan
    assert plan.count("Ze was even stil") == 1
    assert "- Joost draaide in november alle nachtdiensten (gezien)" in plan
