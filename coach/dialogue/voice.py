"""The model's voice: puts the guided reply into words of its own, sentence by sentence past the gate.

Whatever goes wrong, the guided words of the same reply finish it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from coach.dialogue.gate import Gate, complete
from coach.dialogue.prompting import Message, Request, may_be_reworded, request_for, reworded
from coach.dialogue.state import Outcome, Reply, Speech, State
from coach.errors import ModelFailed, SettingsError
from coach.models.breaker import Breaker
from coach.models.chat import ChatModel
from coach.models.making import check
from coach.models.named import named_model

if TYPE_CHECKING:
    from coach.settings import Settings

LOG = logging.getLogger(__name__)
SENTENCE = re.compile(r"(?<=[.!?…:’”\"])\s+(?=\S)")


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


@dataclass
class Telling:
    """One reply as it comes. Iterate over `pieces`; an empty one only says the model is awaited.

    `outcome` is at every moment what has to be kept if it ended there, `shown` what stood there.
    """

    outcome: Outcome
    shown: str = ""
    pieces: Iterator[str] = field(default_factory=lambda: iter(()))
    waiting: str = ""  # white space that is shown with the words after it

    def close(self) -> None:
        """End the call of the model, when it still goes on."""
        close = getattr(self.pieces, "close", None)
        if close is not None:
            close()

    def whole(self) -> Outcome:
        """Return the outcome after the whole reply."""
        for _ in self.pieces:
            pass
        return self.outcome


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
        telling = Telling(outcome)
        telling.pieces = self._pieces(telling, before, outcome, request)
        return telling

    def _pieces(
        self, telling: Telling, before: State, guided: Outcome, request: Request
    ) -> Iterator[str]:
        gate = Gate(request.allowed)
        speech = Speech(
            self.model.name, request.prompt, request.prompt_hash, request.budget.sent, 0,
            budget=request.budget.as_numbers(),
        )  # fmt: skip
        # At any moment what stands there, finished with guided words, is what has to be kept.
        _settle(telling, guided, gate, replace(speech, ended="stopped"))
        if not self._breaker.allows():
            speech = replace(speech, ended="resting")
        else:
            speech = yield from self._ask(telling, before, guided, request, gate, speech)
        if gate.verdict is not None and not gate.verdict.passed:
            LOG.info("%s was stopped by the gate: %s", self.model.name, gate.verdict.rule)
            speech = replace(speech, ended=f"gate:{gate.verdict.rule}")
        rest = _settle(telling, guided, gate, speech)
        if rest:
            telling.shown += rest
            yield rest


    def _ask(
        self, telling: Telling, before: State, guided: Outcome, request: Request, gate: Gate,
        speech: Speech,
    ) -> Generator[str, None, Speech]:  # fmt: skip
        """Yield what the gate lets through of the model's words; return how asking went."""
        try:
            cover = self._cover(before, request) if self._cover else None
            stream = self.model.stream(_hidden(request.messages, cover))
        except SettingsError as error:
            LOG.warning("%s", error)
            return replace(speech, ended="unmade")
        words: Iterator[str] = iter(stream)
        try:
            for piece in cover.restored(words) if cover else words:
                yield ""  # so that whoever shows this can stop it also while nothing comes
                yield from _passed(telling, gate.feed(piece) if piece else ())
                if _refused(gate):
                    break
            else:
                yield from _passed(telling, gate.finish())
            self._breaker.succeeded()
        except ModelFailed as failure:
            self._breaker.failed()
            LOG.warning("%s failed: %s", self.model.name, failure.reason)
            speech = replace(speech, ended=failure.reason)
        finally:
            stream.close()
            used = stream.usage
            speech = replace(
                speech, tokens_in=used.tokens_in or speech.tokens_in,
                tokens_out=used.tokens_out or stream.written, sentences=sentences(telling.shown),
            )  # fmt: skip
            _settle(telling, guided, gate, replace(speech, ended=speech.ended or "stopped"))
        return speech


def _hidden(messages: Sequence[Message], cover: Cover | None) -> list[Message]:
    if cover is None:
        return list(messages)
    return [(role, cover.hide(said)) for role, said in messages]


def _passed(telling: Telling, pieces: Iterable[str]) -> Iterator[str]:
    """Yield what the gate lets through; white space waits for the words after it."""
    for piece in pieces:
        telling.waiting += piece
        words = telling.waiting.rstrip()
        if not telling.shown:
            words = words.lstrip()
        if words:
            telling.waiting = telling.waiting[len(telling.waiting.rstrip()):]
            telling.shown += words
            yield words


def _refused(gate: Gate) -> bool:
    return gate.verdict is not None and not gate.verdict.passed


def _settle(telling: Telling, guided: Outcome, gate: Gate, speech: Speech) -> str:
    """Set what has to be kept, and return what is still to be said for the reply to be whole."""
    shown = telling.shown
    whole = not speech.ended and not _refused(gate) and _is_whole(shown, guided.reply)
    text = shown if whole else complete(shown, guided.reply)
    if not text.startswith(shown):  # what stands on the screen isn't taken back
        text = f"{shown} {guided.reply.question}".strip()
    reply = replace(
        guided.reply, text=text, question=question_of(text, guided.reply),
        voice="model" if whole else "fallback",
    )  # fmt: skip
    telling.outcome = replace(reworded(guided, reply), speech=speech)
    return text[len(shown) :]


def _is_whole(shown: str, guided: Reply) -> bool:
    return bool(shown) and (not guided.question or shown.endswith("?"))


def question_of(text: str, guided: Reply) -> str:
    """Return the question a wording ends with: its last sentence; "" when the reply asks none."""
    if not guided.question or text.endswith(guided.question):
        return guided.question
    return SENTENCE.split(text)[-1]


def sentences(text: str) -> int:
    """Return how many sentences `text` has."""
    return len(SENTENCE.split(text)) if text else 0
