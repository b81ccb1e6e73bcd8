"""Whole walks with a model that misbehaves, and with one switched on and off: nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.dialogue.gate_text import questions_in
from coach.dialogue.putting import open_talk
from coach.dialogue.state import State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.dialogue.voice import ModelVoice
from coach.models.breaker import Breaker
from tests.dialogue.promises import Talk, broken
from tests.fakes.misbehaving import (
    MisbehavingServer,
    Step,
    broken_json,
    cut,
    endless,
    good,
    status,
    the_draft,
)
from tests.fakes.models import model_at

DATA = Path(__file__).parents[1] / "data" / "personas.yaml"
PEOPLE: list[dict[str, Any]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))["personas"]
WALKS = [next(p for p in PEOPLE if p["lang"] == language) for language in ("nl", "en")]
BAD: tuple[Step, ...] = (
    status(400),
    cut("Six Sundays, and then"),
    broken_json("Zes zondagen, en dan"),
    endless(" en nog een keer."),
    good("Neem contact op via https://example.org. Wat denk je?"),
    good("What is going on in your team?"),
    good("Wat speelt er in je team?"),
)


def guided(tools: Tools, person: dict[str, Any]) -> list[State]:
    """Return the state after each turn of the guided walk."""
    states = [open_talk(tools, person["lang"], person["audience"]).state]
    for text in person["turns"]:
        states.append(take_turn(tools, states[-1], text).state)
    return states


@pytest.mark.parametrize("person", WALKS, ids=lambda person: str(person["id"]))
def test_a_model_that_misbehaves_all_the_way_leaves_the_guided_walk(
    tools: Tools, person: dict[str, Any]
) -> None:
    alone = guided(tools, person)
    with MisbehavingServer(
        *(step for step, _ in zip(cycle(BAD), range(40), strict=False))
    ) as server:
        voice = ModelVoice(model_at(server), breaker=Breaker(most=1000))
        state = alone[0]
        for number, (text, expected) in enumerate(zip(person["turns"], alone[1:], strict=True)):
            before, outcome = state, take_turn(tools, state, text)
            telling = voice.tell(state, text, outcome)
            if telling is not None:
                outcome = telling.whole()
                assert outcome.reply.voice == "fallback"
                assert outcome.reply.text == telling.shown
                assert questions_in(outcome.reply.text) <= 1
                assert "http" not in outcome.reply.text
            assert broken(Talk(before, tuple(person["turns"][: number + 1])), outcome) == []
            state = outcome.state
            assert state.record == expected.record
            assert (state.phase, state.asked) == (expected.phase, expected.asked)


@pytest.mark.parametrize("person", WALKS, ids=lambda person: str(person["id"]))
def test_switching_to_a_model_and_back_at_every_turn_loses_nothing(
    tools: Tools, person: dict[str, Any]
) -> None:
    alone = guided(tools, person)
    voices = []
    with MisbehavingServer(the_draft()) as server:
        voice = ModelVoice(model_at(server))
        state = alone[0]
        for number, text in enumerate(person["turns"]):
            state = replace(state, set_phrases=number % 2 == 1)
            outcome = take_turn(tools, state, text)
            telling = voice.tell(state, text, outcome)
            outcome = telling.whole() if telling is not None else outcome
            voices.append(outcome.reply.voice)
            state = outcome.state
    assert {"model", "guided"} <= set(voices)
    assert replace(state, set_phrases=False) == alone[-1]
