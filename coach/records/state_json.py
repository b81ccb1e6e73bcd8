"""State and Reply to JSON and back; unknown fields are ignored, missing ones get defaults."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter

from coach.dialogue.state import Reply, Speech, State


@cache
def _states() -> TypeAdapter[State]:
    return TypeAdapter(State)


@cache
def _replies() -> TypeAdapter[Reply]:
    return TypeAdapter(Reply)


@cache
def _speeches() -> TypeAdapter[Speech]:
    return TypeAdapter(Speech)


def state_to_json(state: State) -> str:
    """Return `state` as one JSON object."""
    return _states().dump_json(state).decode()


def state_from_json(text: str) -> State:
    """Return the state written in `text`; raise pydantic's `ValidationError` when it isn't one."""
    return _states().validate_json(text)


def reply_to_json(reply: Reply) -> str:
    """Return `reply` as one JSON object."""
    return _replies().dump_json(reply).decode()


def reply_from_json(text: str) -> Reply:
    """Return the reply written in `text`; raise pydantic's `ValidationError` when it isn't one."""
    return _replies().validate_json(text)


def speech_to_json(speech: Speech) -> str:
    """Return `speech` as one JSON object."""
    return _speeches().dump_json(speech).decode()


def speech_from_json(text: str) -> Speech:
    """Return the speech written in `text`; raise pydantic's `ValidationError` when it isn't one."""
    return _speeches().validate_json(text)
