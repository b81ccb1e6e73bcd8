"""Which wordings of a set question may stand for it, by rules and on labelled ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.dialogue.gate import Allowed
from coach.dialogue.state import Language
from coach.knowledge.embedder import BundledEmbedder
from coach.sheets.question_gate import MOST_WORDS, broken_rule
from tests.sheets.conftest import TOLD

DATA = Path(__file__).parents[1] / "data"
DONE = "Wat heb je de planner zien doen?"
COST = "Wat heeft het de planner gekost, voor zover jij weet?"
VISIBLE = "From 0 to 10, how visible is it to the planner?"
SEEN = "What did you see the planner do?"
PROMPT = "Je zet vaste vragen in woorden die bij de situatie van de cliënt passen."


def rule(
    embedder: BundledEmbedder, language: Language, set_text: str, text: str
) -> str:
    allowed = Allowed(language, "ask", "", "\n".join(TOLD[language]), instructions=PROMPT)
    return broken_rule(text, set_text, allowed, embedder)


@pytest.mark.parametrize(
    ("language", "set_text", "text"),
    [
        ("nl", DONE, f"Elf weken lang deed je planner alle roosters. {DONE}"),
        ("nl", COST, "Wat hebben die elf weken de planner gekost, voor zover jij weet?"),
        ("en", SEEN, "In those eleven weeks of rotas, what did you see the planner do?"),
        ("en", VISIBLE, "From 0 to 10, how visible are those eleven weeks to the planner?"),
    ],
)
def test_a_wording_that_only_takes_up_what_was_told_passes(
    embedder: BundledEmbedder, language: Language, set_text: str, text: str
) -> None:
    assert rule(embedder, language, set_text, text) == ""


@pytest.mark.parametrize(
    ("wanted", "set_text", "text"),
    [
        ("no-question", DONE, "Je hebt de planner alles zien doen."),
        ("no-question", DONE, "Wat heb je de planner zien doen? Dat is de vraag."),
        ("no-question", DONE, "Wat heb je gezien? Wat heb je de planner zien doen?"),
        ("length", DONE, "Er is veel. Er is nog meer. Wat heb je de planner zien doen?"),
        ("length", DONE, f"Wat heb je {'de planner en ' * MOST_WORDS}de planner zien doen?"),
        ("address", DONE, "Wat hebt u de planner zien doen?"),
        ("language", DONE, "What did you see the planner do in all of those weeks?"),
        ("markup", DONE, "Wat heb je de planner [zien](https://example.org) doen?"),
        ("markup", DONE, "Wat heb je de <b>planner</b> zien doen?"),
        ("contact", DONE, "Wat heb je de planner via planner@example.org zien doen?"),
        ("number", COST, "Wat hebben die veertien weken de planner gekost, voor zover jij weet?"),
        ("name", DONE, "Wat heb je Marleen, de planner, zien doen?"),
        ("diagnosis", COST, "De planner heeft een burn-out. Wat heeft het de planner gekost?"),
        ("prompt", DONE, f"{PROMPT[:-1]}: wat heb je de planner zien doen?"),
        ("human", DONE, "Ik was zelf planner. Wat heb je de planner zien doen?"),
        ("blame", DONE, "Waarom heb je de planner dat alles zien doen?"),
        ("advice", DONE, "Misschien kun je bloemen geven. Wat heb je de planner zien doen?"),
        ("unsaid", COST, "Wat heeft het de kinderen van de planner gekost, voor zover jij weet?"),
        ("other-question", DONE, "Wat heeft de planner jou zien doen?"),
        ("other-question", DONE, "Hoe heb je de planner zien doen?"),
        ("other-question", COST, "Wat kreeg de planner, voor zover jij weet?"),
    ],
)  # fmt: skip
def test_the_set_question_stands_when_a_wording_breaks_a_rule(
    embedder: BundledEmbedder, wanted: str, set_text: str, text: str
) -> None:
    assert rule(embedder, "nl", set_text, text) == wanted


def test_half_of_two_words_is_not_the_same_question(embedder: BundledEmbedder) -> None:
    """As a small model wrote it."""
    asked = "And where do you get more than you do?"
    found = rule(embedder, "en", "And where do you get more than you give?", asked)
    assert found == "other-question"


def test_numbers_of_the_set_question_stay(embedder: BundledEmbedder) -> None:
    assert rule(embedder, "en", VISIBLE, "How visible is it to the planner?") == "other-question"


@pytest.mark.parametrize(
    ("part", "bad", "good"), [("", 0.97, 0.76), (".held", 0.97, 0.72)]
)
def test_bad_wordings_are_stopped_and_most_good_ones_pass(
    embedder: BundledEmbedder, part: str, bad: float, good: float
) -> None:
    """The half `held` was kept apart while the rules were written."""
    lines = (DATA / f"rewordings{part}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    stopped: list[bool] = []
    passed: list[bool] = []
    for row in rows:
        allowed = Allowed(row["language"], "ask", "", row["told"])
        found = broken_rule(row["reworded"], row["set"], allowed, embedder)
        (stopped if row["wrong"] else passed).append(bool(found) == bool(row["wrong"]))
    assert len(stopped) >= 49
    assert len(passed) >= 40
    assert sum(stopped) >= bad * len(stopped)
    assert sum(passed) >= good * len(passed)
