"""The gate as a whole: labelled replies, streaming, and finishing with the guided voice."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.dialogue.gate import Allowed, Gate, complete, judge, judge_each
from coach.dialogue.gate_text import questions_in
from coach.dialogue.state import Act, Language, Reply
from tests.dialogue.replies import Labelled, replies, through

GOOD = ("good", "good.held", "good.walk", "good.transcripts")
BAD = ("bad", "bad.held")
ALL = [reply for name in (*GOOD, *BAD) for reply in replies(name)]
KNOWN = "Marjan heeft vanaf februari alle roosters gedaan. Ze kreeg een bos bloemen."
ASKED = "Wat heeft die tijd haar gekost?"


def allowed(
    known: str = KNOWN, question: str = ASKED, act: Act = "ask", language: Language = "nl"
) -> Allowed:
    return Allowed(language, act, question, known)


# --- labelled replies


def test_there_are_enough_replies_in_both_languages_and_for_every_rule() -> None:
    for language in ("nl", "en"):
        assert sum(r.allowed.language == language for n in GOOD for r in replies(n)) >= 50
        by_rule = Counter(r.rule for n in BAD for r in replies(n) if r.allowed.language == language)
        assert all(count >= 5 for count in by_rule.values())
        assert len(by_rule) == 19


@pytest.mark.parametrize("name", GOOD)
def test_good_replies_pass_with_nearly_all_their_sentences(name: str) -> None:
    judged = [v for r in replies(name) for _, v in judge_each(r.reply, r.allowed)]
    failed = Counter(v.rule for v in judged if not v.passed)
    assert sum(v.passed for v in judged) >= 0.95 * len(judged), failed


@pytest.mark.parametrize("name", BAD)
def test_bad_replies_are_stopped_and_by_the_rule_they_break(name: str) -> None:
    told = [(r, through(r.reply, r.allowed)[0].verdict) for r in replies(name)]
    stopped = [(r, v) for r, v in told if v is not None and not v.passed]
    missed = sorted({r.id for r, _ in told} - {r.id for r, _ in stopped})
    assert len(stopped) >= 0.97 * len(told), missed
    # "claim" is what any of them is that nobody here said
    assert sum(v.rule in {r.rule, "claim"} for r, v in stopped) >= 0.9 * len(told)


# 0.9 is wanted of the ones kept apart too; 0.75 is what holds (docs/decisions/0012).
@pytest.mark.parametrize(("name", "wanted"), [("verdicts", 0.9), ("verdicts.held", 0.75)])
def test_promises_diagnoses_and_verdicts_of_one_sentence_are_stopped(
    name: str, wanted: float
) -> None:
    told = replies(name)
    passed = [r.id for r in told if all(v.passed for _, v in judge_each(r.reply, r.allowed))]
    assert len(told) - len(passed) >= wanted * len(told), passed


@pytest.mark.parametrize("name", ["alike", "alike.held"])
def test_what_a_good_coach_says_close_to_a_verdict_passes(name: str) -> None:
    judged = [(said, v) for r in replies(name) for said, v in judge_each(r.reply, r.allowed)]
    stopped = [(said, v.rule) for said, v in judged if not v.passed]
    assert len(stopped) <= 0.05 * len(judged), stopped


@pytest.mark.parametrize("name", BAD)
def test_every_verdict_says_why_in_the_language_of_the_talk(name: str) -> None:
    for reply in replies(name):
        verdict = through(reply.reply, reply.allowed)[0].verdict
        assert verdict is not None
        assert verdict.passed != bool(verdict.why)


# --- streaming


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ALL), st.lists(st.integers(1, 40), max_size=60))
def test_the_pieces_make_no_difference(reply: Labelled, sizes: list[int]) -> None:
    whole, came = through(reply.reply, reply.allowed)
    gate, pieces = through(reply.reply, reply.allowed, tuple(sizes))
    assert pieces == came
    assert (gate.shown, gate.verdict) == (whole.shown, whole.verdict)


@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_one_character_at_a_time_gives_the_same(name: str) -> None:
    for reply in replies(name)[::3]:
        whole, came = through(reply.reply, reply.allowed)
        gate, pieces = through(reply.reply, reply.allowed, (1,) * len(reply.reply))
        assert pieces == came, reply.id
        assert gate.verdict == whole.verdict, reply.id


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="Marjan deed ’‘\"'.?!… 3\n:-etc.bijv", max_size=200), st.integers(1, 9))
def test_what_comes_out_is_how_the_text_begins(text: str, size: int) -> None:
    gate, came = through(text, allowed(), (size,) * (len(text) // size))
    assert gate.shown == "".join(came)
    assert text.lstrip().startswith(gate.shown)
    whole, _ = through(text, allowed())
    assert (gate.shown, gate.verdict) == (whole.shown, whole.verdict)


def test_a_sentence_comes_out_as_soon_as_the_next_one_begins() -> None:
    gate = Gate(allowed())
    assert list(gate.feed("Marjan deed alle roosters.")) == []
    assert list(gate.feed(" W")) == ["Marjan deed alle roosters."]
    assert list(gate.feed("at heeft dat haar gekost?")) == []
    assert list(gate.finish()) == [" Wat heeft dat haar gekost?"]
    assert gate.verdict is not None and gate.verdict.passed


def test_after_a_failure_nothing_comes_out_any_more() -> None:
    gate = Gate(allowed())
    assert list(gate.feed("Alle roosters dus. Het komt vast goed. Wat")) == ["Alle roosters dus."]
    assert gate.verdict is not None and gate.verdict.rule == "promise"
    assert list(gate.feed(" heeft dat haar gekost? Ja.")) == []
    assert list(gate.finish()) == []
    assert gate.shown == "Alle roosters dus."


def test_text_without_an_end_is_stopped_long_before_all_of_it_came() -> None:
    gate, fed = Gate(allowed()), 0
    while gate.verdict is None and fed < 10_000:
        assert list(gate.feed("roosters en ")) == []
        fed += 1
    assert gate.verdict is not None and gate.verdict.rule == "length"
    assert fed < 200


def test_a_word_without_an_end_is_stopped_too() -> None:
    gate, fed = Gate(allowed()), 0
    while gate.verdict is None and fed < 10_000:
        assert list(gate.feed("aaaa")) == []
        fed += 1
    assert gate.verdict is not None and gate.verdict.rule == "length"
    assert fed < 500


def test_no_text_is_no_reply() -> None:
    gate, came = through(" \n", allowed())
    assert came == []
    assert gate.verdict is not None and gate.verdict.rule == "empty"


def test_an_act_that_asks_nothing_needs_no_question() -> None:
    gate, _ = through("De bloemen staan erop.", allowed(question="", act="close"))
    assert gate.verdict is not None and gate.verdict.passed
    verdict = judge("Wat heeft dat haar gekost?", "", allowed(question="", act="close"))
    assert verdict.rule == "question-unasked"


# --- finishing with the guided reply

GUIDED = Reply(
    3, "nl", "contributions", "deepen", None,
    "Een bos bloemen, dus. Wat heeft die tijd haar gekost?", ASKED,
)  # fmt: skip
EXAMPLE = Reply(
    8, "nl", "closing", "example", None,
    "Bijvoorbeeld zo: ‘Van februari tot juni deed jij alle roosters.’ Wanneer spreek je haar?",
    "Wanneer spreek je haar?",
)  # fmt: skip


def test_nothing_shown_is_the_whole_guided_reply() -> None:
    assert complete("", GUIDED) == GUIDED.text
    assert complete(" \n", (GUIDED.text, GUIDED.question)) == GUIDED.text


def test_after_a_reflection_only_the_guided_question_follows() -> None:
    shown = "Alle roosters, vanaf februari."
    assert complete(shown, GUIDED) == f"{shown} {ASKED}"
    assert complete(shown, (GUIDED.text, GUIDED.question)) == f"{shown} {ASKED}"


def test_a_question_that_was_shown_stays_the_only_one() -> None:
    shown = "Alle roosters dus. Wat kostte haar dat?"
    assert complete(shown, GUIDED) == shown


def test_a_question_in_words_to_say_is_not_the_question() -> None:
    shown = "Je kunt vragen: ‘Wat heeft het je gekost?’"
    assert complete(shown, GUIDED) == f"{shown} {ASKED}"


def test_words_that_were_asked_for_still_follow_a_reflection() -> None:
    told = complete("Alle roosters, vanaf februari.", EXAMPLE)
    assert told == f"Alle roosters, vanaf februari. {EXAMPLE.text}"


def test_words_to_say_are_given_once() -> None:
    shown = "Je zou zo kunnen beginnen: ‘Marjan, ik heb gezien wat je deed.’"
    assert complete(shown, EXAMPLE) == f"{shown} Wanneer spreek je haar?"


def test_what_was_shown_of_the_guided_text_is_not_said_again() -> None:
    shown = "Bijvoorbeeld zo: ‘Van februari tot juni deed jij alle roosters.’"
    assert complete(shown, EXAMPLE) == f"{shown} Wanneer spreek je haar?"


def test_a_guided_question_behind_a_colon_begins_with_a_capital_by_itself() -> None:
    question = "wat heeft die tijd haar gekost?"
    guided = (f"Terug naar Marjan: {question}", question)
    assert complete("Alle roosters dus.", guided) == f"Alle roosters dus. {ASKED}"


def test_what_closes_is_said_when_nothing_is_asked() -> None:
    guided = ("Je pagina staat hieronder, in je eigen woorden.", "")
    told = complete("Donderdag, met Marjan.", guided)
    assert told == "Donderdag, met Marjan. Je pagina staat hieronder, in je eigen woorden."


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ALL), st.sampled_from([*replies("good"), *replies("good.held")]))
def test_a_finished_reply_never_asks_twice_and_ends_in_its_question(
    reply: Labelled, guided: Labelled
) -> None:
    shown = through(reply.reply, reply.allowed)[0].shown
    if not guided.allowed.question or questions_in(guided.reply) != 1:
        return
    question = guided.reply.split(". ")[-1]
    question = guided.reply if "’" in question else question
    for form in ((guided.reply, question), _as_reply(guided, question)):
        told = complete(shown, form)
        assert told.startswith(shown.strip())
        assert questions_in(told) == 1
        assert told.endswith("?")


def _as_reply(guided: Labelled, question: str) -> Reply:
    act = guided.allowed.act
    return Reply(1, guided.allowed.language, "repair", act, None, guided.reply, question)
