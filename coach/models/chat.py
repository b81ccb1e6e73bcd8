"""One chat model ready to be asked: made when it is first needed, and asked within its limits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from coach.errors import ModelFailed
from coach.models.budget import tokens
from coach.models.line import Line
from coach.models.making import make_model
from coach.models.named import NamedModel
from coach.models.streaming import BACKOFF, Limits, ModelStream, Usage, ask_once

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from coach.settings import Settings

Form = TypeVar("Form", bound=BaseModel)
Message = tuple[str, str]  # (system, human or ai; text), as LangChain takes it
# Told of each call how it ended (as in `Speech`), and its tokens in and out.
Noted = Callable[[str, int, int], None]


def unnoted(_ended: str, _tokens_in: int, _tokens_out: int) -> None:
    """Tell nobody."""


class ChatModel:
    """A model by its name and the settings; safe to use from several threads."""

    def __init__(
        self, settings: Settings, named: NamedModel, backoff: float = BACKOFF,
        noted: Noted = unnoted,
    ) -> None:  # fmt: skip
        self.named = named
        self.noted = noted
        self.window = settings.model_window
        self.answer = settings.model_answer  # tokens it may write
        self.limits = Limits(
            settings.model_first_seconds,
            settings.model_between_seconds,
            settings.model_whole_seconds,
        )
        self.line = Line(settings.model_at_once)
        self.line_seconds = settings.model_line_seconds
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
                self._made = make_model(self.named, self.answer)
            return self._made

    def ask(
        self, form: type[Form], messages: Sequence[Message], seconds: float
    ) -> tuple[Form, Usage]:
        """Return its answer in `form`, and the tokens as its server counted them.

        Raises `ModelFailed` when it gives none within `seconds`.
        """
        asked = self.made().with_structured_output(form, include_raw=True)
        ended, used = "", Usage()

        async def answer() -> Any:
            return await asked.ainvoke(list(messages))

        try:
            given = ask_once(answer, seconds)
            used.count(getattr(given["raw"], "usage_metadata", None))
            if not isinstance(given["parsed"], form):
                raise ModelFailed("broken", "The model's answer hasn't the form asked for.")
            return given["parsed"], used
        except ModelFailed as failure:
            ended = failure.reason
            raise
        finally:
            sent = used.tokens_in or sum(tokens(text) for _, text in messages)
            self.noted(ended, sent, used.tokens_out)

    def stream(self, messages: Sequence[Message]) -> ModelStream:
        """Ask it; its words come by iterating over what this returns."""
        return ModelStream(self.made(), messages, self.limits, self._backoff)
