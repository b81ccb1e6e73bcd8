"""A name says which model is meant and where it runs, and what can't be is refused."""

from __future__ import annotations

from typing import Any

import pytest

from coach.errors import SettingsError
from coach.models.named import PROVIDERS, named_model
from coach.settings import Settings


def test_the_guided_voice_is_no_model() -> None:
    assert named_model(Settings()) is None
    assert named_model(Settings(model="openai:gpt"), "guided") is None


@pytest.mark.parametrize("provider", PROVIDERS)
def test_each_provider_is_asked_at_its_own_address_and_is_elsewhere(provider: str) -> None:
    named = named_model(Settings(model=f"{provider}:a-model"))
    assert named is not None
    assert (named.provider, named.name) == (provider, "a-model")
    assert named.address == PROVIDERS[provider][0]
    assert not named.local  # not even Ollama, until the operator says so


def test_a_name_may_hold_colons() -> None:
    named = named_model(Settings(model="ollama:llama3.2:3b"))
    assert named is not None
    assert named.name == "llama3.2:3b"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8080/v1", "http://localhost:1/v1", "http://[::1]:8080/v1"]
)
def test_local_is_loopback_and_declared(address: str) -> None:
    declared = named_model(Settings(model="openai:x", model_base_url=address, model_local=True))
    silent = named_model(Settings(model="openai:x", model_base_url=address))
    assert declared is not None
    assert silent is not None
    assert (declared.local, silent.local) == (True, False)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"model": "gpt-5"}, "There is no model 'gpt-5'"),
        ({"model": "openai:"}, "There is no model"),
        ({"model": "elsewhere:x"}, "openai, anthropic, mistralai, google_genai, ollama"),
        ({"model": "openai:x", "model_base_url": "example.org"}, "isn't an address"),
        (
            {"model": "openai:x", "model_base_url": "https://me:key@ai.example"},
            "never stands in it",
        ),
        (
            {"model": "openai:x", "model_base_url": "https://example.org/v1", "model_local": True},
            "isn't this computer",
        ),
        ({"model": "openai:x", "model_local": True}, "isn't this computer"),
        (
            {
                "model": "openai:x",
                "model_base_url": "http://127.0.0.1.example.org",
                "model_local": True,
            },
            "isn't this computer",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        named_model(Settings(**changes))
