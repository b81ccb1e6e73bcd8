"""Looking back: what is asked in which order, what is said back, and what the screen keeps out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from coach.dialogue.answers import HIGHEST, ORDER, STATUSES, Answers, Asked
from coach.dialogue.follow_up import (
    asked_now,
    begin,
    choose_done,
    choose_score,
    go_on,
    if_then,
    question,
    reflection,
    skip,
    stage_of,
    standing_referral,
    stop,
    take,
    words_of,
    write,
)
from coach.dialogue.screening import Screening
from coach.dialogue.state import LANGUAGES, Language
from coach.dialogue.tools import Tools, load_tools
from coach.settings import Settings

WHOLE = Answers(
    done=("partly",), happened="Ik heb het gezegd.", noticed="Ze werd stil.", score=6,
    why="Het is gezegd.", helped="Vooraf opschrijven.", condition="ze vrijdag belt",
    action="vraag ik het", day=date(2026, 12, 4),
)  # fmt: skip
IN_NEED: dict[Language, str] = {
    "nl": "Eigenlijk denk ik: iedereen is beter af zonder mij.",
    "en": "Honestly, everyone would be better off without me.",
}
ON: dict[Language, str] = {"nl": "Ik wil verder.", "en": "I want to go on."}


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return load_tools(Settings(data_dir=tmp_path_factory.mktemp("follow-up")))


def fine(text: str, language: Language, previous: object = (), **how: object) -> Screening:
    del text, language, previous, how
    return Screening()


def told(answers: Answers, *parts: str) -> Answers:
    return take(write(answers, *parts), "nl", fine)


def test_everything_is_asked_once_and_in_order() -> None:
    answers, seen = begin(("een", "twee")), []
    while (asked := asked_now(answers)) is not None:
        seen.append(asked)
        if asked == "done":
            answers = choose_done(choose_done(answers, 0, "done"), 1, "partly")
        elif asked == "score":
            answers = choose_score(answers, 0)
        elif asked == "next":
            answers = told(answers, "als hij belt", "vraag ik het", "2026-12-04")
        else:
            answers = told(answers, f"Over {asked}.")
    assert tuple(seen) == ORDER
    assert stage_of(answers) == "share"
    assert answers.day == date(2026, 12, 4)


def test_one_step_without_an_answer_keeps_asking_what_came_of_it() -> None:
    answers = choose_done(begin(("een", "twee")), 0, "done")
    assert asked_now(answers) == "done"


def test_a_skipped_number_needs_no_reason_and_stopping_keeps_what_was_told() -> None:
    answers = replace(begin(()), happened="Ja.", noticed="Nee.")
    assert asked_now(answers) == "score"
    answers = skip(answers)
    assert asked_now(answers) == "helped"
    stopped = stop(answers)
    assert asked_now(stopped) is None
    assert stopped.happened == "Ja."


def test_no_number_is_chosen_beforehand_and_why_not_lower_comes_first() -> None:
    assert begin(("een",)).score is None
    answers = replace(begin(()), happened="Ja.", noticed="Nee.", score=6)
    assert question(answers, "why", "nl") == "Waarom geen lager cijfer?"
    assert "lager" not in question(replace(answers, score=0), "why", "nl")


def test_what_did_not_happen_is_asked_after_differently() -> None:
    answers = choose_done(begin(("een",)), 0, "not_yet")
    assert question(answers, "happened", "nl") == "Wat kwam ertussen?"
    assert question(choose_done(answers, 0, "done"), "happened", "nl") == "Wat gebeurde er?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ze werd stil. Daarna belde ze de baas.", "‘Ze werd stil’, schrijf je."),
        ("Ze zei ‘nooit meer’ tegen mij.", "Dat staat er."),
        ("Waarom moet ik dat weten?", "Dat staat er."),
        ("woord " * 15, "Dat staat er."),
    ],
)
def test_a_short_sentence_is_said_back_as_it_was_written(text: str, said: str) -> None:
    answers = replace(begin(()), happened=text)
    found = reflection(answers, "noticed", "nl")
    assert found == said or (said == "Dat staat er." and found in words_of("nl").heard)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_and_number_has_its_words(language: Language) -> None:
    words = words_of(language)
    assert set(get_args(Asked)) <= set(words.questions)
    assert len(words.numbers) == HIGHEST + 1
    assert set(words.after_done) == set(STATUSES)
    for asked in ORDER:
        asks = question(WHOLE, asked, language)
        assert asks.count("?") == 1
        assert reflection(WHOLE, asked, language).count("?") == 0


def test_the_two_halves_of_a_step_become_one_sentence() -> None:
    form = "Als {condition}, dan {action}."
    said = if_then(Answers(condition="Als ze belt,", action="dan vraag ik het."), form)
    assert said == "Als ze belt, dan vraag ik het."
    assert if_then(Answers(action="Ik vraag het."), form) == "Ik vraag het."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", ["happened", "noticed", "why", "helped", "next"])
def test_what_is_referred_becomes_no_answer(
    tools: Tools, language: Language, asked: Asked
) -> None:
    empty = {"condition": "", "action": ""} if asked == "next" else {asked: ""}
    before = replace(WHOLE, **empty)  # type: ignore[arg-type]
    assert asked_now(before) == asked
    referred = take(write(before, IN_NEED[language]), language, tools.screen.judge)
    assert referred == replace(before, route=referred.route, variant=referred.variant)
    assert referred.route == "crisis"
    reply = standing_referral(referred, language)
    assert reply is not None
    assert any("113" in each.phone or each.url for each in reply.contacts)
    # Nothing that is said while it stands is an answer either, and the way back asks the same.
    still = take(write(referred, "Ja, zij wel."), language, tools.screen.judge)
    assert (still.route, still.gentle) == ("crisis", True)
    on = take(write(still, ON[language]), language, tools.screen.judge)
    assert on == go_on(before)
    assert asked_now(on) == asked


def test_the_referral_is_said_once_more_and_then_stays_quietly(tools: Tools) -> None:
    answers = replace(WHOLE, helped="", route="burnout")
    said = []
    for text in ("Tja.", "Het is koud buiten.", "En het regent."):
        answers = take(write(answers, text), "nl", tools.screen.judge)
        reply = standing_referral(answers, "nl")
        assert reply is not None
        assert reply.contacts
        said.append("nog één keer" in reply.text)
    assert said == [True, False, False]
    assert answers.route == "burnout"


def test_who_firmly_denies_goes_on_and_the_route_comes_back_by_a_phrase_alone(
    tools: Tools,
) -> None:
    answers = replace(WHOLE, helped="", route="legal")
    on = take(write(answers, "Nee hoor, helemaal niet, dat heb je verkeerd begrepen."), "nl",
              tools.screen.judge)  # fmt: skip
    assert (on.route, on.denied, on.helped) == ("none", ("legal",), "")
    likened = "ze zeggen dat mijn contract straks vanzelf ophoudt en ik weet niet of dat mag"
    assert tools.screen.judge(likened, "nl").route == "legal"
    assert take(write(on, likened), "nl", tools.screen.judge).route == "none"


def test_one_faint_likeness_among_answers_is_let_go_and_a_first_one_is_heard(
    tools: Tools,
) -> None:
    faint = "Het liefst verdwijn ik even uit alles."
    assert tools.screen.judge(faint, "nl").faint
    among = take(write(replace(WHOLE, helped=""), faint), "nl", tools.screen.judge)
    assert (among.route, among.helped) == ("none", faint)
    first = replace(WHOLE, happened="", noticed="", why="", helped="")
    assert take(write(first, faint), "nl", tools.screen.judge).route == "crisis"


def test_a_country_that_is_named_changes_whom_to_turn_to(tools: Tools) -> None:
    answers = replace(WHOLE, helped="", route="crisis")
    there = take(write(answers, "Ik ben in België."), "nl", tools.screen.judge)
    assert there.country == "be"
    before, after = standing_referral(answers, "nl"), standing_referral(there, "nl")
    assert before is not None
    assert after is not None
    assert before.contacts != after.contacts


def test_the_screen_hears_what_was_told_before() -> None:
    heard: list[tuple[str, ...]] = []

    def listen(text: str, language: Language, previous: object, **how: object) -> Screening:
        del text, language, how
        heard.append(tuple(previous))  # type: ignore[arg-type]
        return Screening()

    take(write(replace(WHOLE, helped=""), "Niets."), "nl", listen)
    assert heard == [(WHOLE.happened, WHOLE.noticed, WHOLE.why)]


def test_signs_alone_are_no_answer() -> None:
    before = replace(WHOLE, helped="")
    assert told(before, "…") == before


def test_the_authored_words_are_the_same_in_both_languages() -> None:
    nl, en = (words_of(each) for each in LANGUAGES)
    for name in ("questions", "after_done", "reminders", "sheet"):
        assert set(getattr(nl, name)) == set(getattr(en, name))
