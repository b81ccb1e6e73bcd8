"""One chat model ready to be asked: made when it is first needed, and asked within its limits."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.models.making import ANSWER_TOKENS, make_model
from coach.models.named import NamedModel
from coach.models.streaming import BACKOFF, Limits, ModelStream

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from coach.settings import Settings

Message = tuple[str, str]  # (system, human or ai; text), as LangChain takes it


class ChatModel:
    """A model by its name and the settings; safe to use from several threads."""

    answer = ANSWER_TOKENS  # tokens it may write

    def __init__(self, settings: Settings, named: NamedModel, backoff: float = BACKOFF) -> None:
        self.named = named
        self.window = settings.model_window
        self.limits = Limits(
            settings.model_first_seconds,
            settings.model_between_seconds,
            settings.model_whole_seconds,
        )
        self._backoff = backoff
        self._made: BaseChatModel | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self.named.full_name

    def made(self) -> BaseChatModel:
        """Return LangChain's model, made once; raise `SettingsError` when it can't be."""
        with self._lock:
            if self._made is None:
                self._made = make_model(self.named)
            return self._made

    def stream(self, messages: Sequence[Message]) -> ModelStream:
        """Ask it; its words come by iterating over what this returns."""
        return ModelStream(self.made(), messages, self.limits, self._backoff)
