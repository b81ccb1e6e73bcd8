"""A model may add what the set reader missed in a turn, and nothing that isn't in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coach.dialogue.putting import open_talk
from coach.dialogue.reader import ModelReader, is_moment, verbatim
from coach.dialogue.state import Destination, Language, State, agreed
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.records.state_json import reply_from_json, reply_to_json
from tests.fakes.misbehaving import (
    MisbehavingServer,
    Step,
    silent,
    status,
    structured,
    unstructured,
)
from tests.fakes.models import SOON, model_at

TOLD = "Marjan deed alle roosters, sinds de planner er niet meer was."
READ = {
    "intent": "answer_concrete", "who": "Marjan", "what": "alle roosters",
    "when": "sinds de planner er niet meer was", "effect": "", "language": "nl",
}  # fmt: skip


def taken(tools: Tools, step: Step, seconds: float = 5, text: str = TOLD, **state: Any) -> State:
    """Return the state after a turn that a model at a server with `step` reads too."""
    with MisbehavingServer(step) as server:
        reader = ModelReader(model_at(server), seconds)
        before = replace(open_talk(tools, "nl", "leader").state, **state)
        return take_turn(replace(tools, reader=reader), before, text).state


def moments(state: State) -> list[str]:
    return [item.text for item in state.record.items if item.field == "when"]


def guided(tools: Tools, text: str = TOLD) -> State:
    return take_turn(tools, open_talk(tools, "nl", "leader").state, text).state


def test_the_set_reader_alone_misses_this_moment(tools: Tools) -> None:
    assert moments(guided(tools)) == []


def test_what_a_model_adds_stands_in_the_turn_and_belongs_to_who_gave(tools: Tools) -> None:
    state = taken(tools, structured(READ))
    assert moments(state) == ["sinds de planner er niet meer was"]
    (added,) = (item for item in state.record.items if item.field == "when")
    assert added.about == "Marjan"
    without = tuple(item for item in state.record.items if item.field != "when")
    assert [i.text for i in without] == [i.text for i in guided(tools).record.items]


@pytest.mark.parametrize(
    "change",
    [
        {"when": "in maart"},  # it isn't in the turn
        {"when": "Sinds de planner weg was"},
        {"when": ""},
        {"intent": "question"},  # it understood something else
        {"language": "en"},
    ],
)
def test_what_is_not_in_the_turn_or_disagrees_changes_nothing(
    tools: Tools, change: dict[str, str]
) -> None:
    assert taken(tools, structured({**READ, **change})) == guided(tools)


@pytest.mark.parametrize(
    "change",
    [
        {"when": "alle roosters"},
        {"when": "deed"},
        {"when": "sinds"},
        {"when": "de planner"},
        {"effect": "Marjan deed"},
        {"effect": "alle roosters"},
        {"effect": "er niet meer was"},
        {"effect": "de planner"},
        {"effect": "sinds de planner er niet meer was", "when": "Marjan deed alle roosters"},
    ],
)
def test_what_stands_in_the_turn_and_is_something_else_changes_nothing(
    tools: Tools, change: dict[str, str]
) -> None:
    assert taken(tools, structured({**READ, "when": "", **change})) == guided(tools)


@pytest.mark.parametrize(
    ("language", "told", "found"),
    [
        ("nl", "sinds de planner weg is", True),
        ("nl", "op woensdag", True),
        ("nl", "naast haar eigen routes", False),
        ("nl", "toen", False),
        ("en", "after the merger went through", True),
        ("en", "three weeks", True),
        ("en", "on top of her own shifts", False),
    ],
)
def test_a_moment_has_a_word_of_time_or_begins_as_a_clause_of_time(
    language: Language, told: str, found: bool
) -> None:
    assert is_moment(told, language) is found


def test_a_cost_that_nobody_read_is_added(tools: Tools) -> None:
    text = "Marjan deed vanaf mei alle roosters. Er bleef weinig avond over."
    cost = "Er bleef weinig avond over"
    read = {**READ, "when": "", "effect": cost}
    assert cost not in costs(guided(tools, text))
    assert cost in costs(taken(tools, structured(read), text=text))


def costs(state: State) -> list[str]:
    return [item.text for item in state.record.items if item.field == "cost"]


@pytest.mark.parametrize(
    ("step", "seconds"),
    [(status(400), 5), (unstructured("I think it was Marjan."), 5), (silent, SOON)],
)
def test_a_model_that_cannot_read_changes_nothing(
    tools: Tools, step: Step, seconds: float
) -> None:
    assert taken(tools, step, seconds) == guided(tools)


def test_a_model_never_takes_anything_away(tools: Tools) -> None:
    empty = {**READ, "who": "", "what": "", "when": "", "effect": ""}
    assert taken(tools, structured(empty)) == guided(tools)


def test_it_is_asked_only_where_something_is_missing_and_the_person_wants_it(tools: Tools) -> None:
    with MisbehavingServer(structured(READ)) as server:
        reader = ModelReader(model_at(server), 5)
        read = replace(tools, reader=reader)
        before = open_talk(tools, "nl", "leader").state
        take_turn(read, replace(before, phase="reciprocity"), TOLD)
        take_turn(read, before, "Ik wil niet meer leven.")
        take_turn(read, before, "Sla over")
        take_turn(read, replace(before, set_phrases=True), TOLD)
        assert server.requests == []
        model = model_at(server, model_local=False)
        elsewhere = replace(tools, reader=ModelReader(model, 5, hides=True))
        here = Destination(model.named.host, hides=True)
        take_turn(elsewhere, before, TOLD)
        assert server.requests == []
        take_turn(elsewhere, agreed(before, here), TOLD)
        assert server.requests == []  # the person saw another text of this turn
        for other in (replace(here, hides=False), Destination("elsewhere.example", hides=True)):
            take_turn(elsewhere, replace(agreed(before, other), turn=1), TOLD)
        assert server.requests == []  # they said yes to something else
        take_turn(elsewhere, replace(agreed(before, here), turn=1), TOLD)
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("step", "ended", "counted"),
    [
        (structured(READ), "", (50, 9)),
        (status(400), "400", None),
        (unstructured("x"), "broken", None),
    ],
)
def test_how_a_turn_was_read_is_kept_with_the_reply(
    tools: Tools, step: Step, ended: str, counted: tuple[int, int] | None
) -> None:
    before = open_talk(tools, "nl", "leader").state
    with MisbehavingServer(step) as server:
        model = model_at(server)
        outcome = take_turn(replace(tools, reader=ModelReader(model, 5)), before, TOLD)
    read = outcome.reply.read
    assert read is not None
    assert (read.model, read.prompt, read.ended) == ("openai:fake", "understand.nl", ended)
    assert len(read.prompt_hash) == 64
    assert read.budget["window"] == model.window
    assert (read.tokens_in, read.tokens_out) == (counted or (read.budget["sent"], 0))
    assert reply_from_json(reply_to_json(outcome.reply)) == outcome.reply
    assert take_turn(tools, before, TOLD).reply.read is None


def test_a_turn_that_does_not_fit_the_window_is_not_sent_to_be_read(tools: Tools) -> None:
    with MisbehavingServer(structured(READ)) as server:
        read = replace(tools, reader=ModelReader(model_at(server, model_window=1024), 5))
        before = open_talk(tools, "nl", "leader").state
        take_turn(read, before, TOLD + " Dat was heel wat." * 60)
        assert server.requests == []
        take_turn(replace(tools, reader=ModelReader(model_at(server), 5)), before, TOLD)
        assert len(server.requests) == 1


def test_a_reader_that_keeps_failing_is_left_alone(tools: Tools) -> None:
    with MisbehavingServer(status(400)) as server:
        read = replace(tools, reader=ModelReader(model_at(server), 5))
        before = open_talk(tools, "nl", "leader").state
        for _ in range(5):
            take_turn(read, before, TOLD)
        assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("MARJAN", "Marjan"),
        ("alle  roosters", "alle roosters"),
        ("rooster", ""),
        ("", ""),
        ("Samir", ""),
    ],
)
def test_verbatim_takes_the_spelling_of_the_turn(value: str, found: str) -> None:
    assert verbatim(value, TOLD) == found
