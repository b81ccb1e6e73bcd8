"""The Dutch training examples: well formed, true to the person's words, varied enough."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import combinations
from typing import Any, get_args

import pytest

from coach.content import content_folder
from coach.dialogue.fields import TO_COACH
from coach.dialogue.state import AUDIENCES, PHASES, SLOTS, Field, Intent

Example = dict[str, Any]

INTENTS: tuple[str, ...] = get_args(Intent)
FIELDS: tuple[str, ...] = get_args(Field)
SLOT_PHASES = {"contributions", "return", "repair"}
KEYS = {
    "id",
    "lang",
    "situation",
    "audience",
    "phase",
    "coach",
    "user",
    "intent",
    "slots",
    "missing",
    "fields",
}
PEOPLE = {"people", "not_people"}  # who is spoken of in a turn, where that was labelled
FEWEST_PER_INTENT = 40
NEAR_DUPLICATE = 0.6  # share of words two turns may have in common
SHORT_TURN = 4  # words; below this only an identical turn counts as a duplicate


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    folder = content_folder("prompts") / "examples"
    paths = [folder / f"{kind}.nl.jsonl" for kind in ("understanding", "reading", "talks", "told")]
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def spans(example: Example) -> list[str]:
    """Every piece of the person's turn that a slot or a field holds."""
    found: list[str] = list(example["slots"].values())
    for pieces in example["fields"].values():
        found.extend(pieces)
    return [*found, *example.get("people", ()), *example.get("not_people", ())]


def words(text: str) -> list[str]:
    """The words of a turn in lower case, without numbers and names inside a sentence."""
    tokens = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text)
    kept = [
        token
        for place, token in enumerate(tokens)
        if not any(sign.isdigit() for sign in token) and (place == 0 or not token[0].isupper())
    ]
    return [token.lower() for token in kept]


def overlap(one: set[str], other: set[str]) -> float:
    """Jaccard overlap of two sets of words, 0 to 1."""
    return len(one & other) / len(one | other)


def test_every_example_has_the_agreed_shape(examples: list[Example]) -> None:
    for example in examples:
        assert set(example) - PEOPLE == KEYS, example["id"]
        assert example["lang"] == "nl"
        assert example["audience"] in AUDIENCES, example["id"]
        assert example["phase"] in PHASES, example["id"]
        assert example["intent"] in INTENTS, example["id"]
        assert set(example["slots"]) <= set(SLOTS), example["id"]
        assert set(example["fields"]) <= {*FIELDS, TO_COACH}, example["id"]
        for text in (example["situation"], example["coach"], example["user"]):
            assert text and text == text.strip(), example["id"]


def test_ids_are_unique(examples: list[Example]) -> None:
    counted = Counter(example["id"] for example in examples)
    assert [id_ for id_, count in counted.items() if count > 1] == []


def test_slots_and_fields_stand_verbatim_in_the_turn(examples: list[Example]) -> None:
    strange = [
        (example["id"], piece)
        for example in examples
        for piece in spans(example)
        if not piece or piece not in example["user"]
    ]
    assert strange == []


def test_missing_holds_what_an_answer_left_out(examples: list[Example]) -> None:
    for example in examples:
        walking = example["phase"] in SLOT_PHASES
        if walking and example["intent"].startswith("answer"):
            expected = [slot for slot in SLOTS if slot not in example["slots"]]
        else:
            expected = []
        assert example["missing"] == expected, example["id"]
        if not walking:
            assert example["slots"] == {}, example["id"]


def test_one_situation_has_one_audience(examples: list[Example]) -> None:
    seen: dict[str, set[str]] = {}
    for example in examples:
        seen.setdefault(example["situation"], set()).add(example["audience"])
    assert {name: found for name, found in seen.items() if len(found) > 1} == {}
    assert len(seen) >= 50


def test_every_intent_has_enough_examples(examples: list[Example]) -> None:
    counted = Counter(example["intent"] for example in examples)
    assert {i: counted[i] for i in INTENTS if counted[i] < FEWEST_PER_INTENT} == {}


def test_every_phase_and_audience_is_practised(examples: list[Example]) -> None:
    phases = Counter(example["phase"] for example in examples)
    audiences = Counter(example["audience"] for example in examples)
    assert {phase: phases[phase] for phase in PHASES if phases[phase] < FEWEST_PER_INTENT} == {}
    assert {who: audiences[who] for who in AUDIENCES if audiences[who] < FEWEST_PER_INTENT} == {}


def test_no_two_turns_are_nearly_the_same(examples: list[Example]) -> None:
    bags = [(example["id"], words(example["user"])) for example in examples]
    long = [(id_, set(bag)) for id_, bag in bags if len(bag) >= SHORT_TURN]
    twins = [
        (one, other)
        for (one, first), (other, second) in combinations(long, 2)
        if overlap(first, second) >= NEAR_DUPLICATE
    ]
    assert twins == []


def test_no_short_turn_comes_back_within_its_intent(examples: list[Example]) -> None:
    counted = Counter(
        (example["intent"], re.sub(r"\W+", " ", example["user"]).strip().lower())
        for example in examples
    )
    assert [turn for turn, count in counted.items() if count > 1] == []
