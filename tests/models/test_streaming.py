"""A model's words come as they are said, and whatever goes wrong has a name and an end."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from typing import cast

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from pydantic import BaseModel

from coach.errors import ModelFailed
from coach.models.awaited import as_long_as
from coach.models.chat import ChatModel
from coach.models.streaming import Limits, ModelStream, may_try_again, status_of
from tests.fakes.misbehaving import (
    MisbehavingServer,
    Step,
    broken_json,
    cut,
    endless,
    good,
    silent,
    stall,
    status,
)
from tests.fakes.models import SOON, model_at

ASKED = [("system", "Be brief."), ("human", "Hello?")]
HANGS_UP = 30  # seconds a test gives a connection to close; it takes milliseconds


def said(model: ChatModel) -> str:
    return "".join(model.stream(ASKED))


def test_words_come_whole_and_in_order_with_what_they_cost() -> None:
    with MisbehavingServer(good("Six Sundays. Who asked for them?")) as server:
        stream = model_at(server).stream(ASKED)
        assert "".join(stream) == "Six Sundays. Who asked for them?"
        assert (stream.usage.tokens_in, stream.usage.tokens_out) == (321, 12)
        (asked,) = server.requests
    assert [m["content"] for m in asked["messages"]] == ["Be brief.", "Hello?"]
    assert asked["stream"] is True
    assert asked["max_completion_tokens"] == 400


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_or_failing_server_is_asked_again_before_its_first_word(code: int) -> None:
    with MisbehavingServer(status(code, retry_after="0"), good("There.")) as server:
        assert said(model_at(server)) == "There."
        assert len(server.requests) == 2


@pytest.mark.parametrize(("code", "times"), [(429, 3), (500, 3), (400, 1), (401, 1), (404, 1)])
def test_a_server_that_keeps_refusing_is_named_and_asked_again_only_where_that_helps(
    code: int, times: int
) -> None:
    with MisbehavingServer(status(code)) as server:
        with pytest.raises(ModelFailed) as failed:
            said(model_at(server))
        assert failed.value.reason == str(code)
        assert len(server.requests) == times


def test_no_server_at_all_is_told_as_not_reached() -> None:
    with MisbehavingServer(silent) as server:
        model = model_at(server)
    with pytest.raises(ModelFailed) as failed:
        said(model)
    assert failed.value.reason == "unreached"


@pytest.mark.parametrize(
    ("step", "limit", "reason", "words"),
    [
        (silent, "model_first_seconds", "first", ""),
        (stall("Six Sundays"), "model_between_seconds", "between", "Six Sundays"),
        (endless(" and on"), "model_whole_seconds", "whole", " and on and on"),
    ],
)
def test_each_time_limit_ends_the_call_and_closes_its_connection(
    step: Step, limit: str, reason: str, words: str
) -> None:
    with MisbehavingServer(step) as server:
        heard: list[str] = []
        with pytest.raises(ModelFailed) as failed:
            heard.extend(model_at(server, **{limit: SOON}).stream(ASKED))
        assert failed.value.reason == reason
        assert "".join(heard).startswith(words)
        assert server.closed.wait(HANGS_UP)


@pytest.mark.parametrize(
    ("step", "reason"), [(cut("Six Sundays"), "unreached"), (broken_json("Six Sundays"), "broken")]
)
def test_what_breaks_off_in_the_middle_is_not_asked_again(step: Step, reason: str) -> None:
    with MisbehavingServer(step) as server:
        heard: list[str] = []
        with pytest.raises(ModelFailed) as failed:
            heard.extend(model_at(server).stream(ASKED))
        assert failed.value.reason == reason
        assert "".join(heard) == "Six Sundays"
        assert len(server.requests) == 1


def test_a_model_that_says_nothing_has_failed() -> None:
    with MisbehavingServer(good("")) as server, pytest.raises(ModelFailed) as failed:
        said(model_at(server))
    assert failed.value.reason == "empty"


@pytest.mark.parametrize("step", [silent, stall("Six Sundays"), endless(" and on")])
def test_closing_a_call_closes_its_connection_also_while_it_waits(step: Step) -> None:
    with MisbehavingServer(step) as server:
        stream = model_at(server).stream(ASKED)
        words = iter(stream)
        while not server.requests:
            next(words)
        stream.close()
        assert server.closed.wait(HANGS_UP)


class Keeping:
    """A model that keeps the generator it reads from, as providers' packages do."""

    def __init__(self) -> None:
        self.reading = self._words()
        self.may_go_on, self.closed_by = threading.Event(), "nobody"
        self.closed = threading.Event()

    async def astream(self, _messages: object) -> AsyncIterator[AIMessageChunk]:
        async for word in self.reading:
            yield AIMessageChunk(content=word)

    async def _words(self) -> AsyncIterator[str]:
        try:
            yield "Six"
            self.may_go_on.wait()
            yield " Sundays"
        finally:
            self.closed_by = threading.current_thread().name
            self.closed.set()


def test_what_a_provider_leaves_half_way_is_closed_with_its_call_and_in_its_thread() -> None:
    model = Keeping()
    stream = ModelStream(cast(BaseChatModel, model), ASKED, Limits(HANGS_UP, HANGS_UP, HANGS_UP))
    assert "Six" in iter(stream)
    stream.close()
    model.may_go_on.set()
    assert model.closed.wait(HANGS_UP)
    assert model.closed_by == "models"


def test_what_a_server_writes_in_an_error_is_not_repeated() -> None:
    with MisbehavingServer(status(400)) as server, pytest.raises(ModelFailed) as failed:
        said(model_at(server))
    assert "no" not in str(failed.value).split()
    assert "Hello" not in str(failed.value)


class Wrapped(Exception):
    """An error of a provider that carries its status in a response."""

    def __init__(self, code: int) -> None:
        super().__init__("refused")
        self.response = type("Response", (), {"status_code": code, "headers": {}})()


def test_the_status_is_found_wherever_a_provider_puts_it() -> None:
    around = RuntimeError("around")
    around.__cause__ = Wrapped(503)
    assert status_of(around) == 503
    assert may_try_again(around)
    assert not may_try_again(Wrapped(403))
    assert not may_try_again(ValueError("no such thing"))
    assert may_try_again(ConnectionResetError())


class Form(BaseModel):
    who: str


def test_an_answer_that_nobody_awaits_any_more_ends_its_call_at_once() -> None:
    with MisbehavingServer(silent) as server:
        with as_long_as(lambda: not server.asked.is_set()), pytest.raises(ModelFailed) as failed:
            model_at(server).ask(Form, ASKED, seconds=600)
        assert failed.value.reason == "stopped"
        assert server.closed.wait(HANGS_UP)


def test_a_server_that_asks_for_a_minute_is_not_asked_again() -> None:
    with MisbehavingServer(status(429, retry_after="60"), good("Yes.")) as server:
        with pytest.raises(ModelFailed) as failed:
            said(model_at(server))
        assert failed.value.reason == "429"
        assert len(server.requests) == 1
