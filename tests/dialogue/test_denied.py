"""A referral the person says is mistaken: the coach owns it, and doesn't come back with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.dialogue.going_on import country_named
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.putting import open_talk
from coach.dialogue.screen import Screen
from coach.dialogue.screen_rules import AT_ONCE
from coach.dialogue.state import LANGUAGES, Language, Outcome
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

REFERS: dict[Language, dict[str, str]] = {
    "nl": {
        "crisis": "Ik wil niet meer leven.",
        "legal": "Ze willen dat ik een vaststellingsovereenkomst teken.",
        "whistleblowing": "De cijfers worden hier al jaren vervalst.",
    },
    "en": {
        "crisis": "I want to end my life.",
        "legal": "They want me to sign a settlement agreement.",
        "whistleblowing": "They are falsifying the safety records.",
    },
}
DENIES: tuple[tuple[Language, str, str], ...] = (
    ("nl", "crisis", "Zelfdoding? Nee, absoluut niet. Ik had het over een uitvaart."),
    ("nl", "crisis", "Nee, dat heb je verkeerd begrepen, ik had het over een klant."),
    ("nl", "legal", "Wat? Niemand wordt ontslagen."),
    ("nl", "legal", "Ik heb geen jurist nodig, het gaat over haar rooster."),
    ("nl", "whistleblowing", "Dat is een misverstand."),
    ("en", "crisis", "Suicide? Of course not, I was talking about a funeral at work."),
    ("en", "legal", "I'm in England, but nobody needs a lawyer."),
    ("en", "whistleblowing", "What? No. Nobody's blowing any whistle. It's ordinary litigation."),
    ("en", "whistleblowing", "You've got that wrong."),
)  # fmt: skip


def referred(tools: Tools, language: Language, route: str) -> Outcome:
    """Return the outcome of a talk in which the third turn was referred to `route`."""
    state = open_talk(tools, language, "client").state
    for text in {"nl": ("Het gaat over mijn rooster.",), "en": ("It's about my rota.",)}[language]:
        state = take_turn(tools, state, text).state
    outcome = take_turn(tools, state, REFERS[language][route])
    assert outcome.state.route == route
    return outcome


@pytest.mark.parametrize(("language", "route", "text"), DENIES)
def test_who_denies_a_referral_hears_that_it_was_a_misunderstanding(
    tools: Tools, language: Language, route: str, text: str
) -> None:
    before = referred(tools, language, route)
    after = take_turn(tools, before.state, text)
    assert (after.state.route, after.state.denied) == ("none", (route,))
    owned = load_phrasebook(language).variants("misread")
    assert any(after.reply.text.startswith(one.replace("[je|u]", "je")) for one in owned)
    assert after.reply.question
    assert after.state.record == before.state.record


@pytest.mark.parametrize(
    ("language", "text"), [("nl", "Ik wil verder met het gesprek."), ("en", "Let's carry on.")]
)
def test_who_only_wants_to_go_on_hears_no_apology(
    tools: Tools, language: Language, text: str
) -> None:
    after = take_turn(tools, referred(tools, language, "legal").state, text)
    assert after.reply.text.startswith(load_phrasebook(language).variants("resumed")[0])
    assert after.state.denied == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Nee, dat heb je verkeerd begrepen. Ik wil gewoon dood."),
        ("en", "You've misunderstood. I really do want to die."),
    ],
)
def test_a_denial_that_says_it_again_is_no_denial(
    tools: Tools, language: Language, text: str
) -> None:
    after = take_turn(tools, referred(tools, language, "crisis").state, text)
    assert after.state.route == "crisis"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_no_to_the_question_about_suicide_ends_nothing(
    tools: Tools, language: Language
) -> None:
    text = {"nl": "Nee.", "en": "No."}[language]
    after = take_turn(tools, referred(tools, language, "crisis").state, text)
    assert (after.state.route, after.state.denied) == ("crisis", ())


def test_a_denied_route_comes_back_by_a_phrase_and_not_by_a_likeness(tools: Tools) -> None:
    assert isinstance(tools.screen, Screen)
    path = Path(__file__).parents[1] / "data" / "safety.dev.jsonl"
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wrong, alike, urgent, urgent_again = [], 0, 0, 0
    for case in cases:
        if case["route"] == "none" or case["lang"] != "nl":
            continue
        found = tools.screen.judge(case["text"], "nl")
        again = tools.screen.judge(case["text"], "nl", denied=(found.route,))
        if found.layer == "phrase" and again.route != found.route:
            wrong.append(case["id"])
        if found.layer == "example" and found.route not in AT_ONCE:
            alike += 1
            if again.route == found.route and again.layer == "example":
                wrong.append(case["id"])
        if found.layer == "example" and found.route in AT_ONCE:
            urgent += 1
            urgent_again += again.route == found.route
    assert wrong == []
    assert alike > 20
    assert urgent_again > urgent / 2  # what is graver comes back when it is clearly said


def test_exhaustion_that_was_denied_isnt_found_in_earlier_turns_again(tools: Tools) -> None:
    assert isinstance(tools.screen, Screen)
    earlier = ["Ik slaap al weken niet.", "Ik moet om het minste huilen."]
    now = "En in het weekend kom ik ook niet meer bij."
    assert tools.screen.judge(now, "nl", earlier).layer == "context"
    assert tools.screen.judge(now, "nl", earlier, denied=("burnout",)).route == "none"


def test_three_denials_are_not_answered_by_the_same_words(tools: Tools) -> None:
    state = referred(tools, "en", "legal").state
    said = []
    for text in ("Nobody needs a lawyer.", "What? Nobody's being sacked.", "Of course not."):
        after = take_turn(tools, state, text)
        said.append(after.reply.text.split(". ")[0])
        state = take_turn(tools, after.state, REFERS["en"]["legal"]).state
    assert len(set(said)) == 3


@pytest.mark.parametrize("text", ["She turned down a job elsewhere.", "Ze zocht elders iets."])
def test_a_job_elsewhere_names_no_country(text: str) -> None:
    assert country_named(text) == ""
