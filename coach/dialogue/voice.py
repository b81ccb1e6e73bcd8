"""The model's voice: puts the guided reply into words of its own, sentence by sentence past the gate.

Whatever goes wrong, the guided words of the same reply finish it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from coach.dialogue.prompting import Request, may_be_reworded, request_for
from coach.dialogue.state import Destination, Outcome, Speaker, Speech, State
from coach.dialogue.telling import STOPPED, Telling, sentences
from coach.errors import ContentError, ModelFailed, SettingsError
from coach.models.breaker import Breaker
from coach.models.budget import tokens
from coach.models.chat import ChatModel, Noted, unnoted
from coach.models.line import Ticket
from coach.models.making import check
from coach.models.named import destination, named_model
from coach.models.shield import Shield
from coach.models.streaming import LOOK

if TYPE_CHECKING:
    from coach.dialogue.tools import Reader, Tools
    from coach.dialogue.understand import Understanding
    from coach.settings import Settings

LOG = logging.getLogger(__name__)


def make_voice(settings: Settings, name: str = "", noted: Noted = unnoted) -> ModelVoice | None:
    """Return the voice of the model `name`, else of the one that is set; None for the guided one.

    `noted` is told how each call of the model ended. Raises `SettingsError` when it can't work: an
    unknown name, a package or a key that is missing.
    """
    named = named_model(settings, name)
    if named is None:
        return None
    check(named)
    hides = destination(settings, named).hides
    return ModelVoice(ChatModel(settings, named, noted=noted), hides=hides)


def with_model(tools: Tools, voice: ModelVoice | None, settings: Settings) -> Tools:
    """Return `tools` that know who speaks, with the model as a reader too unless that is set off."""
    if voice is None:
        return tools
    speaker: Speaker = "here" if not voice.remote else "elsewhere" if voice.hides else "open"
    if not settings.model_reads:
        return replace(tools, speaker=speaker)
    from coach.dialogue.reader import ModelReader

    reader = ModelReader(voice.model, settings.model_read_seconds, hides=voice.hides)
    return replace(tools, speaker=speaker, reader=SparingReader(reader, voice))


@dataclass(frozen=True)
class SparingReader:
    """Reads turns through the model of `voice`, but not while that fails to speak.

    Reading has a breaker of its own, as a model may speak well that reads too slowly. One that
    can't speak is tried again by its voice alone: waiting for it twice a turn helps nobody.
    """

    reader: Reader
    voice: ModelVoice

    def read(self, state: State, text: str, understood: Understanding) -> Understanding:
        """Return `understood` with what the model adds; as it is while the model is left alone."""
        return understood if self.voice.rests else self.reader.read(state, text, understood)


class Listener(Protocol):
    """What takes a model's words as they come: a reply in a talk, or the questions of a sheet.

    `shown` is what it let through, `rule` what ended it before the model did.
    """

    speech: Speech
    ahead: int  # how many come before this one

    @property
    def shown(self) -> str: ...
    @property
    def rule(self) -> str: ...
    def take(self, piece: str) -> Iterator[str]: ...
    def finish(self) -> Iterator[str]: ...


class ModelVoice:
    """Speaks through one model; safe to use from several threads."""

    def __init__(
        self,
        model: ChatModel,
        *,
        hides: bool = False,
        breaker: Breaker | None = None,
    ) -> None:
        self.model = model
        self.hides = hides  # whether names are hidden from the model
        self._breaker = breaker or Breaker()

    @property
    def remote(self) -> bool:
        """Whether what it is sent may leave this computer."""
        return not self.model.named.local

    @property
    def rests(self) -> bool:
        """Whether it failed too often in a row, and hasn't answered since."""
        return self._breaker.is_open

    def load(self) -> None:
        """Load all that the first reply needs; raise `SettingsError` when the model can't be made."""
        self.model.made()
        tokens("")
        if self.hides:
            Shield().hide("")

    @property
    def destination(self) -> Destination:
        """Where it is sent, and in which form."""
        return Destination(self.model.named.host, self.hides)

    def may_be_asked(self, state: State) -> bool:
        """Tell whether this talk may be sent: it stays here, or the person agreed to this place."""
        return not self.remote or state.may_leave(self.destination)

    def request(
        self, before: State, text: str, outcome: Outcome, instead_of: str = ""
    ) -> Request | None:
        """Return what would be sent for this reply; None when it is said as it is written.

        So it is when a prompt can't be used, which `check` tells whoever runs the coach.
        """
        if not may_be_reworded(outcome):
            return None
        try:
            return request_for(
                before, text, outcome, self.model.window, self.model.answer, instead_of,
                hides=self.hides,
            )  # fmt: skip
        except ContentError as error:
            LOG.error("%s", error)
            return None

    def sent(self, before: State, text: str, outcome: Outcome, instead_of: str = "") -> str:
        """Return the exact text that would leave for this reply; "" when none would."""
        request = self.request(before, text, outcome, instead_of)
        if request is None:
            return ""
        return "\n\n".join(said for _, said in request.messages)

    def tell(
        self, before: State, text: str, outcome: Outcome, instead_of: str = "", whose: str = ""
    ) -> Telling | None:
        """Return the model's wording of `outcome.reply`, which answers `text`, as it comes.

        None when this reply is said as it is written, and when it would leave this computer and
        the person hasn't agreed to that. With `instead_of`, another wording of it. `whose` talk it
        is, as the line before the model knows people apart.
        """
        if before.set_phrases or not self.may_be_asked(before):
            return None
        request = self.request(before, text, outcome, instead_of)
        if request is None:
            return None
        speech = Speech(
            self.model.name, request.prompt, request.prompt_hash, request.budget.sent, 0,
            budget=request.budget.as_numbers(),
        )  # fmt: skip
        telling = Telling(outcome, request.allowed, speech)
        telling.pieces = self._pieces(telling, request, whose)
        return telling

    def _pieces(self, telling: Telling, request: Request, whose: str) -> Iterator[str]:
        yield from self.hear(telling, request, whose)
        yield from telling.rest()

    def hear(self, listener: Listener, request: Request, whose: str = "") -> Iterator[str]:
        """Ask for `request` in turn and have `listener` take the words; yield what it lets through.

        An empty piece only says that the model is awaited. How asking went is in its `speech`.
        """
        ticket = self.model.line.join(whose)
        try:
            yield from self._wait(listener, ticket)
            if ticket.ahead:
                listener.speech = replace(listener.speech, ended="line")
            elif self._breaker.allows():
                yield from self._ask(listener, request)
            else:
                listener.speech = replace(listener.speech, ended="resting")
        finally:
            ticket.leave()

    def _wait(self, listener: Listener, ticket: Ticket) -> Iterator[str]:
        """Yield while others come first, until this one's turn or for as long as one waits."""
        until = time.monotonic() + self.model.line_seconds
        while (ahead := ticket.ahead) and time.monotonic() < until:
            listener.ahead = ahead
            yield ""
            ticket.wait(LOOK)
        listener.ahead = 0

    def _ask(self, listener: Listener, request: Request) -> Iterator[str]:
        """Yield what may be shown of the model's words, and note how asking went."""
        try:
            stream = self.model.stream(request.messages)
        except SettingsError as error:
            LOG.warning("%s", error)
            listener.speech = replace(listener.speech, ended="unmade")
            self.model.noted("unmade", 0, 0)
            return
        ended = STOPPED
        words: Iterator[str] = iter(stream)
        if request.shield is not None:
            words = request.shield.reveal_stream(words)
        try:
            for piece in words:
                yield ""  # so that whoever shows this can stop it also while nothing comes
                yield from listener.take(piece) if piece else ()
                if listener.rule:
                    break
            else:
                yield from listener.finish()
            ended = f"gate:{listener.rule}" if listener.rule else ""
            self._breaker.succeeded()
        except ModelFailed as failure:
            ended = failure.reason
            if ended == "length":
                LOG.warning("%s: %s", self.model.name, failure)
            self._breaker.failed()
        finally:
            stream.close()
            if ended:
                LOG.info("%s: %s", self.model.name, ended)
            listener.speech = speech = replace(
                listener.speech,
                ended=ended,
                tokens_in=stream.usage.tokens_in or listener.speech.tokens_in,
                tokens_out=stream.usage.tokens_out or stream.written,
                sentences=sentences(listener.shown),
            )
            self.model.noted(ended, speech.tokens_in, speech.tokens_out)
