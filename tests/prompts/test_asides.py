"""Turns that say something of the talk beside what they tell, and what is given back of turns."""

from __future__ import annotations

import pytest

from coach.dialogue.reader_network import network
from coach.dialogue.state import LANGUAGES, Language
from coach.evaluation.labels import load_examples


def test_every_sentence_of_an_aside_stands_in_the_turn_in_order_under_a_known_kind() -> None:
    for line in load_examples("asides"):
        at = 0
        for said, kind in line["sentences"]:
            assert line["user"].find(said, at) >= at, line["id"]
            at = line["user"].find(said, at) + len(said)
            assert kind in network().kinds, line["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_aside_is_told_twice_and_many_only_tell(language: Language) -> None:
    lines = [line for line in load_examples("asides") if line["lang"] == language]
    assert (
        len({line["id"] for line in lines})
        == len({line["user"].lower() for line in lines})
        == len(lines)
    )
    only = [line for line in lines if all(kind == "telling" for _, kind in line["sentences"])]
    assert len(only) > len(lines) / 8


def test_what_is_given_back_stands_in_its_turn_and_is_short() -> None:
    turns = {
        line["id"]: line["user"] for kind in ("talks", "reading") for line in load_examples(kind)
    }
    for line in load_examples("echoes"):
        assert line["echo"] in turns[line["id"]], line["id"]
        assert len(line["echo"].split()) <= 12, line["id"]
