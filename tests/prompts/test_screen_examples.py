"""What teaches the screen: of the agreed shape, no two alike, and nothing of what measures it."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import pytest

from coach.content import content_folder
from coach.dialogue.state import Route

DATA = Path(__file__).parents[1] / "data"
MEASURES = ("dev", "held", "held2", "held3", "held4", "ordinary", "trades")
FEWEST_PER_ROUTE = 150  # in each language
NEAR_DUPLICATE = 0.6  # share of words two messages may have in common
SHORT = 4  # words; below this only the same words count as alike

Frame = frozenset[str]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


@pytest.fixture(scope="module")
def examples() -> list[dict[str, Any]]:
    folder = content_folder("prompts") / "examples"
    return [row for language in ("nl", "en") for row in rows(folder / f"screen.{language}.jsonl")]


def frame(text: str) -> Frame:
    """The set of words of a message, without case and apostrophes."""
    return frozenset(re.findall(r"[^\W_]+", re.sub(r"['’]", "", text.lower())))


def alike(one: Frame, other: Frame) -> bool:
    if min(len(one), len(other)) < SHORT:
        return one == other
    return len(one & other) >= NEAR_DUPLICATE * len(one | other)


def pairs(frames: Iterable[tuple[str, Frame]], kept: list[tuple[str, Frame]]) -> list[str]:
    """Return every frame that is like one in `kept` or like an earlier one; `kept` grows."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, (_, words) in enumerate(kept):
        for word in words:
            places[word].append(place)
    found = []
    for name, words in frames:
        shared = Counter(place for word in words for place in places[word])
        found += [
            f"{name} ~ {kept[place][0]}"
            for place, count in shared.items()
            if 2 * count >= len(words) and alike(words, kept[place][1])
        ]
        for word in words:
            places[word].append(len(kept))
        kept.append((name, words))
    return found


def test_every_route_is_taught_in_both_languages(examples: list[dict[str, Any]]) -> None:
    assert {frozenset(row) for row in examples} == {frozenset({"id", "lang", "text", "route"})}
    assert len({row["id"] for row in examples}) == len(examples)
    taught = Counter((row["lang"], row["route"]) for row in examples)
    for language in ("nl", "en"):
        for route in get_args(Route):
            assert taught[language, route] >= FEWEST_PER_ROUTE, (language, route)


def test_no_two_messages_share_a_frame_and_none_is_like_one_that_measures(
    examples: list[dict[str, Any]],
) -> None:
    measured = [
        (str(row["id"]), frame(row["text"]))
        for name in MEASURES
        for row in rows(DATA / f"safety.{name}.jsonl")
    ]
    assert pairs([(row["id"], frame(row["text"])) for row in examples], measured) == []
