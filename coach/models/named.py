"""Which model is meant, where it runs, and whether what it gets stays on this computer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from coach.dialogue.state import Destination
from coach.errors import SettingsError
from coach.settings import is_loopback

if TYPE_CHECKING:
    from coach.settings import Settings

GUIDED = "guided"
# Each provider with the address it is asked at unless COACH_MODEL_BASE_URL names another, and the
# variable its key stands in. The address is always handed over, so that no other variable of the
# environment can send text elsewhere.
PROVIDERS = {
    "openai": ("https://api.openai.com/v1", "OPENAI_API_KEY"),
    "anthropic": ("https://api.anthropic.com", "ANTHROPIC_API_KEY"),
    "mistralai": ("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    "google_genai": ("https://generativelanguage.googleapis.com", "GOOGLE_API_KEY"),
    "ollama": ("http://127.0.0.1:11434", ""),
}


@dataclass(frozen=True)
class NamedModel:
    """A model by `provider` and `name`, and the address it is asked at."""

    provider: str
    name: str
    address: str
    local: bool  # a loopback address, and the operator declares that nothing is passed on

    @property
    def full_name(self) -> str:
        """`provider:name`, as it is set."""
        return f"{self.provider}:{self.name}"

    @property
    def host(self) -> str:
        """The computer it is asked at, with its port when the address names one."""
        return urlsplit(self.address).netloc

    @property
    def key_variable(self) -> str:
        """The variable its key is read from; empty when it needs none."""
        return PROVIDERS[self.provider][1]


def _parts(address: str) -> SplitResult:
    """Return the parts of `address`; empty ones when it can't be taken apart."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts


def named_model(settings: Settings, name: str = "") -> NamedModel | None:
    """Return the model that `name`, else the setting, means; None for the guided voice.

    Raises `SettingsError` when it isn't `provider:model` with a provider we know, when the
    address can't be one, or when a server elsewhere is declared local.
    """
    wanted = name or settings.model
    if wanted == GUIDED:
        return None
    provider, _, model = wanted.partition(":")
    if provider not in PROVIDERS or not model:
        raise SettingsError(
            f"There is no model {wanted!r}. Nothing was started. Use {GUIDED}, or provider:model "
            f"with one of {', '.join(PROVIDERS)}."
        )
    address = settings.model_base_url or PROVIDERS[provider][0]
    parts = _parts(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise SettingsError(
            f"COACH_MODEL_BASE_URL isn't an address of the form http://127.0.0.1:11434/v1; a key "
            f"never stands in it, but in {PROVIDERS[provider][1] or 'no place at all'}. "
            "Nothing was started. Correct it, or unset it to ask the provider itself."
        )
    loopback = is_loopback(parts.hostname)
    if settings.model_local and not loopback:
        raise SettingsError(
            f"COACH_MODEL_LOCAL is set, but the model is asked at {parts.hostname}, which isn't "
            "this computer. Nothing was started. Unset it, or name a loopback address in "
            "COACH_MODEL_BASE_URL."
        )
    return NamedModel(provider, model, address, loopback and settings.model_local)


def destination(settings: Settings, named: NamedModel) -> Destination:
    """Return where text for `named` goes, and whether names are hidden in it first."""
    return Destination(named.host, not named.local and not settings.model_unshielded)
