"""The English training examples: of the agreed shape, in the person's words, no two alike."""

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
    "id", "lang", "situation", "audience", "phase",
    "coach", "user", "intent", "slots", "missing", "fields",
}
PEOPLE = {"people", "not_people"}  # who is spoken of in a turn, where that was labelled
FEWEST_PER_INTENT = 40
FEWEST_PER_AUDIENCE = 40
FEWEST_SITUATIONS = 50
NEAR_DUPLICATE = 0.6  # token-set Jaccard, 0 to 1
LONG_ENOUGH = 4  # words; shorter turns are compared whole
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    folder = content_folder("prompts") / "examples"
    paths = [folder / f"{kind}.en.jsonl" for kind in ("understanding", "reading", "talks", "told")]
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def frame(turn: str) -> frozenset[str]:
    """The set of words of a turn without its numbers and capitalised names; "I" stays."""
    return frozenset(
        word.lower()
        for word in WORD.findall(turn)
        if not any(sign.isdigit() for sign in word) and (word == "I" or not word[0].isupper())
    )


def bare(turn: str) -> str:
    """The turn in lower case without punctuation."""
    return re.sub(r"\W+", " ", turn.lower()).strip()


def pieces(example: Example) -> list[str]:
    """Everything a slot or a field took from the turn."""
    from_fields = [piece for held in example["fields"].values() for piece in held]
    return [*example["slots"].values(), *from_fields]


def test_every_line_has_the_agreed_keys_and_known_labels(examples: list[Example]) -> None:
    for example in examples:
        name = example["id"]
        assert set(example) - PEOPLE == KEYS, name
        assert example["lang"] == "en", name
        assert example["audience"] in AUDIENCES, name
        assert example["phase"] in PHASES, name
        assert example["intent"] in INTENTS, name
        assert set(example["slots"]) <= set(SLOTS), name
        assert set(example["fields"]) <= {*FIELDS, TO_COACH}, name
        for key in ("situation", "coach", "user"):
            assert example[key] and example[key] == example[key].strip(), name


def test_no_id_is_used_twice(examples: list[Example]) -> None:
    counts = Counter(example["id"] for example in examples)
    assert {name: count for name, count in counts.items() if count > 1} == {}


def test_what_was_taken_from_a_turn_stands_in_it_to_the_letter(examples: list[Example]) -> None:
    strangers = [
        (example["id"], piece)
        for example in examples
        for piece in pieces(example)
        if not piece.strip() or piece not in example["user"]
    ]
    assert strangers == []


def test_missing_is_exactly_what_an_answer_left_out(examples: list[Example]) -> None:
    for example in examples:
        slots_apply = example["phase"] in SLOT_PHASES
        answered = slots_apply and example["intent"].startswith("answer_")
        absent = [slot for slot in SLOTS if slot not in example["slots"]] if answered else []
        assert example["missing"] == absent, example["id"]
        assert slots_apply or example["slots"] == {}, example["id"]


def test_a_situation_keeps_its_audience_and_there_are_many(examples: list[Example]) -> None:
    audiences: dict[str, set[str]] = {}
    for example in examples:
        audiences.setdefault(example["situation"], set()).add(example["audience"])
    assert {name for name, found in audiences.items() if len(found) > 1} == set()
    assert len(audiences) >= FEWEST_SITUATIONS


def test_every_intent_is_practised_enough(examples: list[Example]) -> None:
    counts = Counter(example["intent"] for example in examples)
    assert {i: counts[i] for i in INTENTS if counts[i] < FEWEST_PER_INTENT} == {}


def test_every_phase_and_audience_is_practised(examples: list[Example]) -> None:
    counts = Counter(example["audience"] for example in examples)
    assert {a: counts[a] for a in AUDIENCES if counts[a] < FEWEST_PER_AUDIENCE} == {}
    assert {example["phase"] for example in examples} == set(PHASES)


def test_no_two_turns_share_a_frame(examples: list[Example]) -> None:
    frames = [(example["id"], frame(example["user"])) for example in examples]
    long = [(name, words) for name, words in frames if len(words) >= LONG_ENOUGH]
    twins = [
        (one, other)
        for (one, mine), (other, theirs) in combinations(long, 2)
        if len(mine & theirs) >= NEAR_DUPLICATE * len(mine | theirs)
    ]
    assert twins == []


def test_no_turn_comes_twice_under_one_intent(examples: list[Example]) -> None:
    counts = Counter((example["intent"], bare(example["user"])) for example in examples)
    assert {turn: count for turn, count in counts.items() if count > 1} == {}
