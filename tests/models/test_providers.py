"""Each provider is asked in its own protocol, where we say, with the key of its variable."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coach.dialogue.reader import TurnRead
from coach.errors import ModelFailed, SettingsError
from coach.models.chat import ChatModel
from coach.models.making import check
from coach.models.named import NamedModel, named_model
from coach.settings import Settings
from tests.fakes.wire import Wire

ASKED = [("system", "Be brief."), ("human", "Hello?")]
KEY = "key-of-the-test"


def events(*values: dict[str, Any], named: bool = False) -> str:
    """Return server-sent events, the last one OpenAI's."""
    told = ""
    for value in values:
        told += f"event: {value['type']}\n" if named else ""
        told += f"data: {json.dumps(value)}\n\n"
    return told


def delta(content: str, reason: str | None = None, **more: Any) -> dict[str, Any]:
    choice = {
        "index": 0,
        "delta": {"role": "assistant", "content": content},
        "finish_reason": reason,
    }
    return {
        "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m",
        "choices": [choice], **more,
    }  # fmt: skip


USAGE = {"prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9}
OPENAI = events(delta("Six "), delta("Sundays.", "stop"), delta("", None, choices=[], usage=USAGE))
MISTRAL = events(delta("Six "), delta("Sundays.", "stop", usage=USAGE))


def said(text: str) -> dict[str, Any]:
    change = {"type": "text_delta", "text": text}
    return {"type": "content_block_delta", "index": 0, "delta": change}


ANTHROPIC = events(
    {
        "type": "message_start",
        "message": {
            "id": "m1", "type": "message", "role": "assistant", "model": "m", "content": [],
            "stop_reason": None, "stop_sequence": None,
            "usage": {"input_tokens": 7, "output_tokens": 1},
        },
    },
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    said("Six "),
    said("Sundays."),
    {"type": "content_block_stop", "index": 0},
    {
        "type": "message_delta",
        "delta": {"stop_reason": "end_turn", "stop_sequence": None},
        "usage": {"input_tokens": 7, "output_tokens": 2},
    },
    {"type": "message_stop"},
    named=True,
)  # fmt: skip


def part(text: str, reason: str = "") -> dict[str, Any]:
    candidate: dict[str, Any] = {
        "content": {"parts": [{"text": text}], "role": "model"},
        "index": 0,
    }
    if reason:
        candidate["finishReason"] = reason
    counted = {"promptTokenCount": 7, "candidatesTokenCount": 2, "totalTokenCount": 9}
    return {"candidates": [candidate], "usageMetadata": counted, "modelVersion": "m"}


GOOGLE = events(part("Six "), part("Sundays.", "STOP"))
OLLAMA = "".join(
    json.dumps({"model": "m", "created_at": "2026-11-26T10:00:00Z", **each}) + "\n"
    for each in (
        {"message": {"role": "assistant", "content": "Six "}, "done": False},
        {"message": {"role": "assistant", "content": "Sundays."}, "done": False},
        {
            "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop",
            "prompt_eval_count": 7, "eval_count": 2,
        },
    )
)  # fmt: skip
STREAM, LINES = "text/event-stream", "application/x-ndjson"
COMPLETIONS = "/v1/chat/completions"
WIRES = [
    ("openai", "/v1", STREAM, OPENAI, COMPLETIONS, "OPENAI_API_KEY", "authorization"),
    ("mistralai", "/v1", STREAM, MISTRAL, COMPLETIONS, "MISTRAL_API_KEY", "authorization"),
    ("anthropic", "", STREAM, ANTHROPIC, "/v1/messages", "ANTHROPIC_API_KEY", "authorization"),
    (
        "google_genai", "", STREAM, GOOGLE, "/v1beta/models/m:streamGenerateContent?alt=sse",
        "GOOGLE_API_KEY", "x-goog-api-key",
    ),
    ("ollama", "", LINES, OLLAMA, "/api/chat", "", ""),
]  # fmt: skip
IDS = [each[0] for each in WIRES]


def model_of(provider: str, address: str) -> ChatModel:
    settings = Settings(
        model=f"{provider}:m", model_base_url=address, model_local=True, model_answer=1234
    )
    named = named_model(settings)
    assert named is not None
    return ChatModel(settings, named, backoff=0.0)


@pytest.mark.parametrize(
    ("provider", "under", "kind", "stream", "path", "variable", "header"), WIRES, ids=IDS
)
def test_it_is_asked_and_heard(
    monkeypatch: pytest.MonkeyPatch, provider: str, under: str, kind: str, stream: str,
    path: str, variable: str, header: str,
) -> None:  # fmt: skip
    if variable:
        monkeypatch.setenv(variable, KEY)
    with Wire(kind, stream) as wire:
        heard = model_of(provider, wire.address + under).stream(ASKED)
        assert "".join(heard) == "Six Sundays."
        (asked,) = wire.requests
    assert asked.path == path
    sent = json.dumps(asked.body)
    assert "Be brief." in sent
    assert "Hello?" in sent
    assert "1234" in sent  # the most it may write
    if header:
        assert asked.headers[header].removeprefix("Bearer ") == KEY
    assert (heard.usage.tokens_in, heard.usage.tokens_out) == (7, 2)


@pytest.mark.parametrize(
    ("provider", "under", "kind", "stream", "path", "variable", "header"), WIRES, ids=IDS
)
def test_its_refusals_are_understood_and_asked_again_by_us_alone(
    monkeypatch: pytest.MonkeyPatch, provider: str, under: str, kind: str, stream: str,
    path: str, variable: str, header: str,
) -> None:  # fmt: skip
    del kind, stream, path, header
    if variable:
        monkeypatch.setenv(variable, KEY)
    refusal = json.dumps(
        {"error": {"code": 429, "message": "busy", "status": "RESOURCE_EXHAUSTED"}}
    )
    with Wire("application/json", refusal, status=429) as wire:
        with pytest.raises(ModelFailed) as failed:
            list(model_of(provider, wire.address + under).stream(ASKED))
        assert failed.value.reason == "429"
        assert len(wire.requests) == 3


READ = {
    "intent": "answer_concrete", "who": "Moira", "what": "all the rosters",
    "when": "", "effect": "", "language": "en",
}  # fmt: skip


def completion(message: dict[str, Any]) -> str:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", **message}}
    frame = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m"}
    return json.dumps({**frame, "choices": [choice], "usage": USAGE})


CALLED = {"name": "TurnRead", "arguments": json.dumps(READ)}
# What each answers when a form is asked for: JSON in its words, or a call of a tool with that form.
FORMS = [
    (
        "openai", "/v1", "application/json", completion({"content": json.dumps(READ)}), COMPLETIONS,
        "OPENAI_API_KEY",
    ),
    (
        "mistralai", "/v1", "application/json",
        completion(
            {"content": "", "tool_calls": [{"id": "t1", "type": "function", "function": CALLED}]}
        ),
        COMPLETIONS, "MISTRAL_API_KEY",
    ),
    (
        "anthropic", "", "application/json",
        json.dumps(
            {
                "id": "m1", "type": "message", "role": "assistant", "model": "m",
                "content": [{"type": "tool_use", "id": "t1", "name": "TurnRead", "input": READ}],
                "stop_reason": "tool_use", "stop_sequence": None,
                "usage": {"input_tokens": 7, "output_tokens": 2},
            }
        ),
        "/v1/messages", "ANTHROPIC_API_KEY",
    ),
    (
        "google_genai", "", "application/json", json.dumps(part(json.dumps(READ), "STOP")),
        "/v1beta/models/m:generateContent", "GOOGLE_API_KEY",
    ),
    (
        "ollama", "", LINES,
        json.dumps(
            {
                "model": "m", "created_at": "2026-11-28T10:00:00Z", "done": True,
                "message": {"role": "assistant", "content": json.dumps(READ)},
                "done_reason": "stop", "prompt_eval_count": 7, "eval_count": 2,
            }
        ) + "\n",
        "/api/chat", "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("provider", "under", "kind", "answer", "path", "variable"), FORMS, ids=[f[0] for f in FORMS]
)
def test_a_form_is_asked_for_and_read(
    monkeypatch: pytest.MonkeyPatch, provider: str, under: str, kind: str, answer: str, path: str,
    variable: str,
) -> None:  # fmt: skip
    if variable:
        monkeypatch.setenv(variable, KEY)
    asked = [("human", "Moira did all the rosters.")]
    with Wire(kind, answer) as wire:
        read, usage = model_of(provider, wire.address + under).ask(TurnRead, asked, 30)
        (request,) = wire.requests
    assert read == TurnRead.model_validate(READ)
    assert (usage.tokens_in, usage.tokens_out) == (7, 2)
    assert request.path == path
    sent = json.dumps(request.body)
    assert "Moira did all the rosters." in sent
    assert all(f'"{slot}"' in sent for slot in READ)  # the form goes along


@pytest.mark.parametrize(
    ("provider", "under", "kind", "answer", "variable"),
    [(*form[:4], form[5]) for form in FORMS], ids=[f[0] for f in FORMS],
)  # fmt: skip
def test_an_answer_in_another_form_is_a_failure_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
    provider: str,
    under: str,
    kind: str,
    answer: str,
    variable: str,
) -> None:
    if variable:
        monkeypatch.setenv(variable, KEY)
    other = answer.replace("answer_concrete", "gossip")
    assert other != answer
    with Wire(kind, other) as wire:
        with pytest.raises(ModelFailed) as failed:
            model_of(provider, wire.address + under).ask(TurnRead, ASKED, 30)
        assert failed.value.reason == "broken"


@pytest.mark.parametrize("provider", ["openai", "anthropic", "mistralai", "google_genai"])
def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch, provider: str) -> None:
    named = named_model(Settings(model=f"{provider}:m"))
    assert named is not None
    monkeypatch.delenv(named.key_variable, raising=False)
    with pytest.raises(SettingsError, match=f"{named.key_variable} isn't set"):
        check(named)


def test_a_missing_package_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.models.making.find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'stille-balans\[ollama\]'"):
        check(NamedModel("ollama", "m", "http://127.0.0.1:11434", True))
