"""One turn from end to end: openings, unreadable and far too long input, languages, referrals."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from coach.dialogue.cleaning import MOST_CHARACTERS, cleaned
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.putting import go_to, open_talk
from coach.dialogue.state import (
    AUDIENCES,
    LANGUAGES,
    PHASES,
    Audience,
    Language,
    Outcome,
    Phase,
    State,
)
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.sheets.plan import plan_markdown

DID: dict[Language, str] = {
    "nl": "Marjan heeft in mei alle roosters gedaan.",
    "en": "Anna did the whole rota in May.",
}


def told(tools: Tools, language: Language, *said: str) -> Outcome:
    """Return the outcome of a leader's talk in which one deed and then `said` were told."""
    outcome = open_talk(tools, language, "leader")
    for text in (DID[language], *said):
        outcome = take_turn(tools, outcome.state, text)
    return outcome


# --- opening


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("phase", PHASES)
def test_a_talk_opens_without_tools_and_says_it_is_a_computer(
    language: Language, audience: Audience, phase: Phase
) -> None:
    opened = open_talk(None, language, audience, phase)
    computer = {"nl": "een digitale coach, geen mens", "en": "a digital coach, not a person"}
    assert computer[language] in opened.reply.text
    assert opened.reply.turn == opened.state.turn == 0
    assert opened.reply.phase == opened.state.phase == phase
    assert opened.reply.text.endswith(opened.reply.question)
    assert opened.reply.question.endswith("?")
    assert opened.reply.text.count("?") == 1
    assert "{" not in opened.reply.text
    assert opened.state.record.items == ()


# --- what can't be read


UNREADABLE = ("", "   ", "\n\n\t", "\u200e\u200f", "\x00\x07\x1b", "\u202e", "\ud800", "\ue000")


@pytest.mark.parametrize("text", UNREADABLE, ids=ascii)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_readable_is_said_so_and_the_question_stays(
    tools: Tools, language: Language, text: str
) -> None:
    before = told(tools, language)
    after = take_turn(tools, before.state, text)
    assert any(block.startswith("empty/") for block in after.reply.blocks)
    assert after.state.record == before.state.record
    assert after.state.asked_on == before.state.asked_on
    assert after.state.phase == before.state.phase
    asked = [o.state.history[-1].question_id for o in (before, after)]
    assert asked[0] == asked[1]


@pytest.mark.parametrize("text", ["😀😀", "👍", "?!", "...", "—", "123", "<>", "‘’"])
def test_marks_and_pictures_alone_become_no_fact(tools: Tools, text: str) -> None:
    for language in LANGUAGES:
        before = told(tools, language)
        after = take_turn(tools, before.state, text)
        assert after.state.record.items == before.state.record.items
        assert text not in after.reply.text
        assert after.reply.question


def test_control_and_direction_marks_are_left_out() -> None:
    assert cleaned("\u202eAnna\x00 deed\u200f \x1balles\u202c\r\nin mei\ud800") == (
        "Anna deed alles\nin mei"
    )
    assert cleaned("e\u0301e\u0301n") == "één"
    assert cleaned("  \n") == ""


def test_marks_in_a_turn_dont_reach_the_record(tools: Tools) -> None:
    state = open_talk(tools, "nl", "leader").state
    plain = take_turn(tools, state, DID["nl"])
    text = "\u202eMarjan heeft\x00 in mei\u200f alle roosters gedaan.\u202c"
    marked = take_turn(tools, state, text)
    assert marked.state.record == plain.state.record
    assert marked.reply.text == plain.reply.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_turn_that_is_far_too_long_is_cut_and_said_so(tools: Tools, language: Language) -> None:
    text = (DID[language] + " ") * (100_000 // len(DID[language]))
    before = told(tools, language)
    after = take_turn(tools, before.state, text)
    assert any(block.startswith("too-long/") for block in after.reply.blocks)
    assert len(after.state.history[-1].user) <= MOST_CHARACTERS
    assert before.state.record.items[0] in after.state.record.items
    assert after.reply.question


def test_one_word_of_a_hundred_thousand_letters_is_no_trouble(tools: Tools) -> None:
    after = take_turn(tools, told(tools, "nl").state, "a" * 100_000)
    assert len(after.reply.text.split()) <= 100
    assert after.reply.question


# --- the state


def test_a_turn_leaves_the_state_it_was_given_alone(tools: Tools) -> None:
    state = told(tools, "nl").state
    same = replace(state)
    after = take_turn(tools, state, "Ze miste haar koor op donderdag.")
    assert state == same
    assert after.state != state
    assert after.state.turn == after.reply.turn == state.turn + 1
    assert after.state.history[:-1] == state.history
    assert after.state.history[-1].user == "Ze miste haar koor op donderdag."
    assert after.state.history[-1].reply == after.reply.text


def test_what_is_missing_is_of_the_contribution_in_hand(tools: Tools) -> None:
    opened = open_talk(tools, "nl", "leader")
    assert opened.reply.missing == ("who", "what", "when", "effect")
    first = take_turn(tools, opened.state, DID["nl"])
    assert first.reply.missing == ("effect",)
    second = take_turn(tools, first.state, "Ze is gestopt met koor.")
    assert second.reply.missing == ()


# --- languages and manners


OTHER: dict[Language, str] = {
    "nl": "My team is tired and I do not know what to do with them at all.",
    "en": "Mijn team is moe en ik weet niet zo goed wat ik er nog mee aan moet.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_turn_clearly_in_the_other_language_is_answered_in_it(
    tools: Tools, language: Language
) -> None:
    after = take_turn(tools, open_talk(tools, language, "leader").state, OTHER[language])
    other = "en" if language == "nl" else "nl"
    assert after.state.language == after.reply.language == other
    books = {tongue: load_phrasebook(tongue) for tongue in LANGUAGES}
    block = after.reply.blocks[-1]
    if block.startswith("q:"):
        _, question, form = block.split(":")
        assert books[other].questions[question].forms[form][-12:] == after.reply.text[-12:]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De all-hands was in September, no mention."),
        ("nl", "Sorry, yes."),
        ("en", "Marjan and Joost did it in the spring."),
        ("en", "Ja."),
    ],
)
def test_a_word_of_the_other_language_changes_nothing(
    tools: Tools, language: Language, text: str
) -> None:
    assert take_turn(tools, told(tools, language).state, text).state.language == language


def test_who_says_u_is_answered_with_u_to_the_end(tools: Tools) -> None:
    state = open_talk(tools, "nl", "leader").state
    after = take_turn(tools, state, "Goedendag, mag ik u iets voorleggen over mijn team?")
    for text in (DID["nl"], "Ze miste haar koor.", "samenvatting", "wat zeg ik?", "stop", "terug"):
        after = take_turn(tools, after.state, text)
        assert after.state.formal
        spoken = re.sub(r"‘.*?’(?!\w)", "", after.reply.text)
        assert not re.search(r"\b(?:jij|jou|jouw|je)\b", spoken, re.I), after.reply.text
    assert not take_turn(tools, state, "Ik wil je iets voorleggen.").state.formal


def test_mijn_is_said_back_as_uw_to_who_says_u(tools: Tools) -> None:
    told = "Er zijn weken met drie diensten, dan zie ik mijn moestuin niet."
    state = open_talk(tools, "nl", "client").state
    for text in ("Goedenavond, mag ik u iets vragen?", "Ik zet sinds juni de hele kerk klaar."):
        state = take_turn(tools, state, text).state
    after = take_turn(tools, state, told)
    page = take_turn(tools, after.state, "samenvatting").reply.text
    assert "uw moestuin" in page
    assert not re.search(r"\b[uU] moestuin", after.reply.text + page)


# --- referrals


CRIES: dict[Language, str] = {"nl": "Ik wil niet meer leven.", "en": "I want to end my life."}
GO_ON: dict[Language, str] = {
    "nl": "Ik wil verder met het gesprek.",
    "en": "I'd like to go on with the talk.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cry_is_referred_and_the_talk_waits(tools: Tools, language: Language) -> None:
    before = told(tools, language)
    after = take_turn(tools, before.state, CRIES[language])
    assert (after.reply.act, after.reply.route) == ("refer", "crisis")
    assert after.reply.contacts
    assert "113" in after.reply.text
    assert after.reply.citations == ()
    assert after.state.record == before.state.record
    assert after.state.phase == before.state.phase
    once_more = take_turn(tools, after.state, {"nl": "Tja.", "en": "Well."}[language])
    assert once_more.reply.act == "refer"
    assert once_more.reply.text != after.reply.text
    assert once_more.state.route == "crisis"


@pytest.mark.parametrize("language", LANGUAGES)
def test_saying_so_takes_the_talk_up_where_it_was(tools: Tools, language: Language) -> None:
    before = told(tools, language)
    referred = take_turn(tools, before.state, CRIES[language])
    resumed = take_turn(tools, referred.state, GO_ON[language])
    assert resumed.state.route == "none"
    assert resumed.reply.act != "refer"
    assert not resumed.state.closed
    assert resumed.state.phase == before.state.phase
    assert resumed.state.record == before.state.record
    assert resumed.state.history[-1].question_id == before.state.history[-1].question_id


# --- the stepper


def test_the_stepper_leaves_the_record_as_it_is(tools: Tools) -> None:
    state: State = told(tools, "nl").state
    for phase in PHASES[1:]:
        after = go_to(tools, state, phase)
        assert after.state.record == state.record
        assert after.state.phase == phase
        assert phase in after.state.visited
        assert after.state.turn == state.turn + 1


# --- the whole road


Answers = dict[str, tuple[str, str]]
YOUTH_CLUB: Answers = {
    "opening": ("Ik leid een team van acht jongerenwerkers. De energie is eruit.", ""),
    "who": ("Vooral Hanna.", "Hanna"),
    "what": ("Zij heeft de hele zomer het buurthuis opengehouden toen twee collega's ziek waren.",
             "de hele zomer het buurthuis opengehouden"),
    "when": ("Van juni tot september.", "van juni tot september"),
    "said": ("Ik heb haar een keer bedankt in een appje.", "bedankt in een appje"),
    "cost": ("Haar vakantie heeft ze twee keer verzet.", "haar vakantie heeft ze twee keer verzet"),
    "came_back": ("Een taart op kantoor.", "een taart op kantoor"),
    "promised": ("Ik heb gezegd dat ze in het najaar extra vrij zou krijgen.", "extra vrij"),
    "own_share": ("Ik heb het laten liggen.", "ik heb het laten liggen"),
    "offer": ("Twee vrije weken in januari kan ik zelf regelen.", "twee vrije weken in januari"),
    "sentence": ("Hanna, jij hebt de hele zomer de deur opengehouden en ik heb je laten zitten.",
                 "ik heb je laten zitten"),
    "habit": ("Elke donderdag bij de koffie noemt iedereen één ding wat een ander deed.",
              "elke donderdag bij de koffie"),
    "own_giving": ("Ik geef veel aan het bestuur.", "ik geef veel aan het bestuur"),
    "own_getting": ("Op de conciërge, die vangt alles op.", "op de conciërge"),
    "next_step": ("Als ze maandag terug is, dan loop ik met haar mee naar buiten.",
                  "als ze maandag terug is, dan loop ik met haar mee naar buiten"),
}  # fmt: skip
BAKERY: Answers = {
    "opening": ("I run a bakery with eleven people. Something has gone sour.", ""),
    "who": ("It would have to be Moses.", "moses"),
    "what": ("He has opened up at four every morning since our head baker left.",
             "opened up at four every morning since our head baker left"),
    "when": ("Since January.", "since january"),
    "said": ("I said thanks to him once, in passing.", "i said thanks to him once"),
    "cost": ("He used to do the school run with his daughter, and that stopped.", "the school run"),
    "came_back": ("A bottle of wine at Easter.", "a bottle of wine at easter"),
    "promised": ("I promised him I'd find somebody by March.", "i'd find somebody by march"),
    "own_share": ("I put it off because it was working for me.", "i put it off"),
    "offer": ("I could take two of the mornings myself.", "two of the mornings"),
    "sentence": ("Moses, you have opened up at four since January and I did nothing about it.",
                 "i did nothing about it"),
    "habit": ("Every Friday after cleaning we say who helped whom.", "every friday after cleaning"),
    "own_giving": ("I give most to the regulars, at all hours.", "most to the regulars"),
    "own_getting": ("My brother, he does the books for nothing.", "the books for nothing"),
    "next_step": ("If he's in on Saturday, then I'll tell him before we open.",
                  "if he's in on saturday, then i'll tell him before we open"),
}  # fmt: skip
KITCHEN: Answers = {
    "opening": ("I work in a school kitchen and I keep being asked to stay on.", ""),
    "what": ("I have done the allergy lists every week, on top of the cooking.",
             "the allergy lists every week"),
    "when": ("Since September.", "since september"),
    "cost": ("Three hours a week and my swimming on Tuesdays.", "my swimming on tuesdays"),
    "came_back": ("A well done in the canteen, once.", "a well done in the canteen"),
    "their_view": ("She has no idea how long it takes.", "no idea how long it takes"),
    "promised": ("She said it would be sorted after half-term.", "sorted after half-term"),
    "wish": ("I want the hours written down.", "the hours written down"),
    "pattern": ("I said no once and it went to the dishwasher.", "i said no once"),
    "own_getting": ("I lean on my neighbour for the school run.", "my neighbour"),
    "next_step": ("On Thursday after lunch I'll show her the list.", "thursday after lunch"),
}  # fmt: skip
WALKS: tuple[tuple[Language, Audience, Answers], ...] = (
    ("nl", "leader", YOUTH_CLUB),
    ("en", "leader", BAKERY),
    ("en", "client", KITCHEN),
)


@pytest.mark.parametrize(("language", "audience", "answers"), WALKS)
def test_a_whole_walk_ends_in_a_plan_that_holds_every_answer(
    tools: Tools, language: Language, audience: Audience, answers: Answers
) -> None:
    book, given = load_phrasebook(language), dict.fromkeys(("opening",))
    state = open_talk(tools, language, audience).state
    state = take_turn(tools, state, answers["opening"][0]).state
    assert state.route == "none", answers["opening"][0]
    while not state.closed and state.turn < 30:
        question = book.questions.get(state.history[-1].question_id.partition("#")[0])
        field = question.gathers if question and question.gathers not in given else ""
        text = answers[field][0] if field in answers else {"nl": "sla over", "en": "skip"}[language]
        given[field] = None
        state = take_turn(tools, state, text).state
        assert state.route == "none", state.history[-1].user
    plan = plan_markdown(state).lower().replace("’", "'")
    assert [
        answers[f][1] for f in given if f in answers and answers[f][1].lower() not in plan
    ] == []
    assert set(answers) - set(given) <= {"what", "when", "said", "came_back"}
    assert state.closed


@pytest.mark.parametrize(
    ("language", "text"), [("en", "I want to stop."), ("nl", "Ik wil stoppen.")]
)
def test_wanting_to_stop_the_talk_is_no_crisis(tools: Tools, language: Language, text: str) -> None:
    """The closest examples speak of another kind of stopping."""
    state = open_talk(tools, language, "leader").state
    outcome = take_turn(tools, state, text)
    assert outcome.reply.route == "none"
    assert outcome.state.closed
