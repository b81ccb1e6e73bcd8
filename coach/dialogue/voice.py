"""The model's voice: puts the guided reply into words of its own, sentence by sentence past the gate.

Whatever goes wrong, the guided words of the same reply finish it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from coach.dialogue.prompting import Message, Request, may_be_reworded, request_for
from coach.dialogue.state import Outcome, Speech, State
from coach.dialogue.telling import STOPPED, Telling, sentences
from coach.errors import ModelFailed, SettingsError
from coach.models.breaker import Breaker
from coach.models.chat import ChatModel
from coach.models.making import check
from coach.models.named import named_model

if TYPE_CHECKING:
    from coach.settings import Settings

LOG = logging.getLogger(__name__)


def make_voice(settings: Settings, name: str = "") -> ModelVoice | None:
    """Return the voice of the model `name`, else of the one that is set; None for the guided one.

    Raises `SettingsError` when it can't work: an unknown name, a package or a key that is missing.
    """
    named = named_model(settings, name)
    if named is None:
        return None
    check(named)
    return ModelVoice(ChatModel(settings, named))


class Cover(Protocol):
    """What hides names from a model elsewhere; the same name gets the same placeholder."""

    def hide(self, text: str) -> str: ...
    def restored(self, pieces: Iterator[str]) -> Iterator[str]: ...


class ModelVoice:
    """Speaks through one model; safe to use from several threads."""

    def __init__(
        self,
        model: ChatModel,
        cover: Callable[[State, Request], Cover] | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        self.model = model
        self._cover = cover
        self._breaker = breaker or Breaker()

    @property
    def remote(self) -> bool:
        """Whether what it is sent may leave this computer."""
        return not self.model.named.local

    @property
    def hides(self) -> bool:
        """Whether names are hidden from the model."""
        return self._cover is not None

    def request(
        self, before: State, text: str, outcome: Outcome, instead_of: str = ""
    ) -> Request | None:
        """Return what would be sent for this reply; None when it is said as it is written."""
        if not may_be_reworded(outcome):
            return None
        return request_for(
            before, text, outcome, self.model.window, self.model.answer, instead_of
        )

    def sent(self, before: State, text: str, outcome: Outcome) -> str:
        """Return the exact text that would leave for this reply; "" when none would."""
        request = self.request(before, text, outcome)
        if request is None:
            return ""
        cover = self._cover(before, request) if self._cover else None
        return "\n\n".join(said for _, said in _hidden(request.messages, cover))

    def tell(
        self, before: State, text: str, outcome: Outcome, instead_of: str = ""
    ) -> Telling | None:
        """Return the model's wording of `outcome.reply`, which answers `text`, as it comes.

        None when this reply is said as it is written. With `instead_of`, another wording of it.
        """
        if before.set_phrases:
            return None
        request = self.request(before, text, outcome, instead_of)
        if request is None:
            return None
        speech = Speech(
            self.model.name, request.prompt, request.prompt_hash, request.budget.sent, 0,
            budget=request.budget.as_numbers(),
        )  # fmt: skip
        telling = Telling(outcome, request.allowed, speech)
        telling.pieces = self._pieces(telling, before, request)
        return telling

    def _pieces(self, telling: Telling, before: State, request: Request) -> Iterator[str]:
        if self._breaker.allows():
            yield from self._ask(telling, before, request)
        else:
            telling.speech = replace(telling.speech, ended="resting")
        yield from telling.rest()

    def _ask(self, telling: Telling, before: State, request: Request) -> Iterator[str]:
        """Yield what may be shown of the model's words, and note how asking went."""
        try:
            cover = self._cover(before, request) if self._cover else None
            stream = self.model.stream(_hidden(request.messages, cover))
        except SettingsError as error:
            LOG.warning("%s", error)
            telling.speech = replace(telling.speech, ended="unmade")
            return
        ended = STOPPED
        words: Iterator[str] = iter(stream)
        try:
            for piece in cover.restored(words) if cover else words:
                yield ""  # so that whoever shows this can stop it also while nothing comes
                yield from telling.take(piece) if piece else ()
                if telling.rule:
                    break
            else:
                yield from telling.finish()
            ended = f"gate:{telling.rule}" if telling.rule else ""
            self._breaker.succeeded()
        except ModelFailed as failure:
            ended = failure.reason
            self._breaker.failed()
        finally:
            stream.close()
            if ended:
                LOG.info("%s: %s", self.model.name, ended)
            telling.speech = replace(
                telling.speech,
                ended=ended,
                tokens_in=stream.usage.tokens_in or telling.speech.tokens_in,
                tokens_out=stream.usage.tokens_out or stream.written,
                sentences=sentences(telling.shown),
            )


def _hidden(messages: Sequence[Message], cover: Cover | None) -> list[Message]:
    if cover is None:
        return list(messages)
    return [(role, cover.hide(said)) for role, said in messages]
