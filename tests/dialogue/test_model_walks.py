"""Whole walks with a model that misbehaves, and with one switched on and off: nothing is lost."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.dialogue.gate_text import questions_in
from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language, State
from coach.dialogue.telling import SENTENCE
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.dialogue.voice import ModelVoice
from coach.models.breaker import Breaker
from coach.records.state_json import state_from_json, state_to_json
from coach.sheets.plan import plan_markdown
from tests.dialogue.promises import Talk, broken_by
from tests.fakes.misbehaving import MisbehavingServer, every_kind, the_draft
from tests.fakes.models import SOON, model_at

DATA = Path(__file__).parents[1] / "data" / "personas.yaml"
PEOPLE: list[dict[str, Any]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))["personas"]
KINDS = tuple(every_kind("nl"))


def guided(tools: Tools, person: dict[str, Any]) -> list[State]:
    """Return the state after each turn of the guided walk."""
    states = [open_talk(tools, person["lang"][:2], person["audience"]).state]
    for text in person["turns"]:
        states.append(take_turn(tools, states[-1], text).state)
    return states


def wrongs(person: dict[str, Any]) -> list[str]:
    """Return what goes wrong in each turn: all kinds in turn, over everybody's turns together."""
    before = sum(len(each["turns"]) for each in PEOPLE[: PEOPLE.index(person)])
    return list(islice(cycle(KINDS), before, before + len(person["turns"])))


def test_everything_that_can_go_wrong_does() -> None:
    assert len(KINDS) == 13
    assert {kind for person in PEOPLE for kind in wrongs(person)} == set(KINDS)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: str(person["id"]))
def test_a_model_that_misbehaves_all_the_way_leaves_the_guided_walk(
    tools: Tools, person: dict[str, Any]
) -> None:
    language: Language = person["lang"][:2]
    alone, kinds = guided(tools, person), every_kind(language)
    with MisbehavingServer(the_draft()) as server:
        limits = {"model_first_seconds": SOON, "model_between_seconds": SOON}
        voice = ModelVoice(model_at(server, **limits), breaker=Breaker(most=1000))
        state = alone[0]
        turns = zip(person["turns"], wrongs(person), alone[1:], strict=True)
        for number, (text, wrong, expected) in enumerate(turns):
            server.steps = deque([kinds[wrong]])
            before, outcome = state, take_turn(tools, state, text)
            telling = voice.tell(state, text, outcome)
            if telling is not None:
                outcome = telling.whole()
                assert outcome.reply.voice == "fallback"
                assert outcome.reply.text == telling.shown
                assert questions_in(outcome.reply.text) <= 1
                assert "http" not in outcome.reply.text
            assert broken_by(Talk(before, tuple(person["turns"][: number + 1])), outcome) == []
            state = outcome.state
            assert state.record == expected.record
            assert (state.phase, state.asked) == (expected.phase, expected.asked)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: str(person["id"]))
def test_switching_to_a_model_and_back_at_every_turn_loses_nothing(
    tools: Tools, person: dict[str, Any]
) -> None:
    alone = guided(tools, person)
    voices = []
    more = {"nl": "Dank je wel daarvoor.", "en": "Thank you for that."}[person["lang"][:2]]

    def otherwise(draft: str) -> str:
        *said, question = SENTENCE.split(draft)
        return " ".join([*said, more, question])

    with MisbehavingServer(the_draft(otherwise)) as server:
        voice = ModelVoice(model_at(server))
        state = alone[0]
        for number, (text, expected) in enumerate(zip(person["turns"], alone[1:], strict=True)):
            state = state_from_json(state_to_json(replace(state, set_phrases=number % 2 == 1)))
            outcome = take_turn(tools, state, text)
            telling = voice.tell(state, text, outcome)
            if telling is not None:
                outcome = telling.whole()
                assert (more in outcome.reply.text) is (outcome.reply.voice == "model")
            voices.append(outcome.reply.voice)
            state = outcome.state
            assert state.record == expected.record
            assert (state.phase, state.asked) == (expected.phase, expected.asked)
    assert {"model", "guided"} <= set(voices)
    assert [each.user for each in state.history] == [each.user for each in alone[-1].history]
    assert plan_markdown(state) == plan_markdown(alone[-1])
