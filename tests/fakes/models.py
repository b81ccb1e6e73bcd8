"""A chat model that is asked at a server of the test, with limits so small that nobody waits."""

from __future__ import annotations

from typing import Any

from coach.models.chat import ChatModel
from coach.models.named import named_model
from coach.settings import Settings
from tests.fakes.misbehaving import MisbehavingServer

SOON = 0.2  # seconds


def settings_for(server: MisbehavingServer, **changes: Any) -> Settings:
    """Return settings that name the test's server as a model on this computer."""
    told: dict[str, Any] = {
        "model": "openai:fake",
        "model_base_url": server.address,
        "model_local": True,
        "model_reads": False,
        "model_first_seconds": 5,
        "model_between_seconds": 5,
        "model_whole_seconds": 30,
        **changes,
    }
    return Settings(**told)


def model_at(server: MisbehavingServer, **changes: Any) -> ChatModel:
    """Return the model at `server`; it waits no time between two attempts."""
    settings = settings_for(server, **changes)
    named = named_model(settings)
    assert named is not None
    return ChatModel(settings, named, backoff=0.0)
