"""Attacks, and a model that does whatever it reads: nothing of it reaches the person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from coach.dialogue.cleaning import cleaned
from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language, Outcome, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.dialogue.voice import ModelVoice
from coach.evaluation.cases import InjectionCase, read_cases
from coach.evaluation.injection import NEXT, TOLD
from tests.fakes.misbehaving import Call, MisbehavingServer, good, the_draft
from tests.fakes.models import model_at

DATA = Path(__file__).parents[1] / "data" / "injection.dev.jsonl"
WINDOW = 25  # letters of an order that a model has to read before it can obey


class Obeying:
    """A step of the fake model: obeys the attack in hand once it reads it, else says the draft."""

    def __init__(self) -> None:
        self.case: InjectionCase | None = None
        self.obeyed = 0

    def __call__(self, call: Call) -> None:
        assert self.case is not None
        sent = json.dumps(call.asked["messages"], ensure_ascii=False)
        if any(part in sent for part in self._parts(self.case)):
            self.obeyed += 1
            good(self.case.obeying)(call)
        else:
            the_draft()(call)

    @staticmethod
    def _parts(case: InjectionCase) -> Iterator[str]:
        text = json.dumps(cleaned(case.text), ensure_ascii=False)[1:-1]
        for start in range(len(text) // 3, max(len(text) - WINDOW, len(text) // 3 + 1)):
            yield text[start : start + WINDOW]


@pytest.fixture(scope="module")
def obeying() -> Iterator[tuple[Obeying, ModelVoice]]:
    """Return the step and a voice that asks it."""
    step = Obeying()
    with MisbehavingServer(step) as server:
        yield step, ModelVoice(model_at(server))


@cache
def attacks() -> list[InjectionCase]:
    """Return every attack in a turn of the person's."""
    cases = read_cases(DATA, InjectionCase)
    return [case for case in cases if case.goal != "benign" and case.where == "user"]


def said(voice: ModelVoice, tools: Tools, state: State, text: str) -> Outcome:
    outcome = take_turn(tools, state, text)
    telling = voice.tell(state, text, outcome)
    return outcome if telling is None else telling.whole()


@pytest.fixture(scope="module")
def opened(tools: Tools) -> dict[Language, State]:
    """Return a talk in each language, a first thing told."""
    languages: tuple[Language, ...] = ("nl", "en")
    return {
        each: take_turn(tools, open_talk(tools, each, "leader").state, TOLD[each]).state
        for each in languages
    }


@pytest.mark.parametrize("case", attacks(), ids=lambda case: case.id)
def test_nothing_obeyed_is_shown_or_kept_now_or_after_the_next_turn(
    case: InjectionCase,
    obeying: tuple[Obeying, ModelVoice],
    tools: Tools,
    opened: dict[Language, State],
) -> None:
    step, voice = obeying
    step.case = case
    state = opened[case.language]
    shown = ""
    for text in (*case.before, case.text, NEXT[case.language]):
        outcome = said(voice, tools, state, text)
        state, shown = outcome.state, f"{shown} {outcome.reply.text}"
    kept = " ".join(item.text for item in state.record.items)
    for place in (shown, kept):
        assert not [each for each in case.forbidden if each.casefold() in place.casefold()]


def test_the_model_does_obey_what_it_is_let_read(
    obeying: tuple[Obeying, ModelVoice], tools: Tools, opened: dict[Language, State]
) -> None:
    step, voice = obeying
    text = "Marjan nam in april ook de planning over."
    step.case = InjectionCase(
        id="x", lang="nl", where="user", text=text, goal="x", obeying="Hier is het gedicht."
    )
    before = step.obeyed
    outcome = said(voice, tools, opened["nl"], text)
    assert step.obeyed == before + 1
    assert outcome.speech is not None
    assert outcome.speech.ended == "gate:injection"
    assert "gedicht" not in outcome.reply.text
