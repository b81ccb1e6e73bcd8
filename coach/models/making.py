"""Making a LangChain chat model from its name; LangChain and the provider's package load here."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from coach.errors import ContentError, SettingsError
from coach.models.named import NamedModel
from coach.models.prompts import check_prompts
from coach.models.tracing import keep_to_ourselves
from coach.settings import is_loopback

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# What each provider calls the most a model may write, and the address.
NAMES = {
    "openai": ("max_tokens", "base_url"),
    "anthropic": ("max_tokens", "base_url"),
    "mistralai": ("max_tokens", "base_url"),
    "google_genai": ("max_output_tokens", "base_url"),
    "ollama": ("num_predict", "base_url"),
}


def check(named: NamedModel) -> None:
    """Raise `SettingsError` when the provider's package, the key or a usable prompt is missing.

    Nothing of the provider's is loaded.
    """
    if find_spec(f"langchain_{named.provider}") is None:
        raise _not_installed(named)
    _key(named)
    try:
        check_prompts()
    except ContentError as error:
        raise SettingsError(str(error)) from error


def make_model(named: NamedModel, answer: int) -> BaseChatModel:
    """Return the chat model; it retries nothing by itself and is asked at `named.address` alone.

    `answer` is how many tokens it may write; what it thinks counts with most providers.

    Raises `SettingsError` when its package isn't installed or its key isn't there.
    """
    keep_to_ourselves(here=is_loopback(urlsplit(named.address).hostname or ""))
    from langchain.chat_models import init_chat_model

    limit, address = NAMES[named.provider]
    options: dict[str, Any] = {limit: answer, address: named.address, **_key(named)}
    if named.provider != "ollama":  # which has no retries of its own
        options["max_retries"] = 0
    if named.provider == "google_genai":
        options["max_retries"] = 1  # it counts the first attempt too
        options["api_version"] = "v1beta"  # the one its documentation describes
    if named.provider == "openai":
        options["stream_usage"] = True
        options["use_responses_api"] = False
        options["stream_chunk_timeout"] = None  # time limits are ours
    try:
        made: BaseChatModel = init_chat_model(named.name, model_provider=named.provider, **options)
    except ImportError as error:
        raise _not_installed(named) from error
    except ValueError as error:
        reason = str(error).strip().split("\n")[0].rstrip(".")
        raise SettingsError(
            f"The model {named.full_name} can't be used ({reason}). Nothing was started. "
            "Name another model, or unset it to use the set phrases."
        ) from error
    return made


def _not_installed(named: NamedModel) -> SettingsError:
    return SettingsError(
        f"The model {named.full_name} needs a package that isn't installed. Nothing was started. "
        f"Install it with: pip install 'stille-balans[{named.provider}]'"
    )


def _key(named: NamedModel) -> dict[str, str]:
    """Return the key as an option: none where it's read by itself, a blank for who needs none."""
    variable = named.key_variable
    if not variable or os.environ.get(variable):
        return {}
    if named.provider == "openai" and not named.address.startswith("https://api.openai.com"):
        return {"api_key": "none"}  # servers that speak the protocol mostly ask for no key
    raise SettingsError(
        f"The model {named.full_name} needs a key, and {variable} isn't set. Nothing was "
        f"started. Put the key in {variable}, or unset COACH_MODEL to use the set phrases."
    )
