"""One reply of a model as it comes: what may be shown of it, and what is kept whenever it ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from coach.dialogue.gate import Allowed, Gate, complete
from coach.dialogue.gate_text import questions_in
from coach.dialogue.state import Outcome, Reply, Speech, Voice

SENTENCE = re.compile(r"(?<=[.!?…:’”\"])\s+(?=\S)")
STOPPED = "stopped"


class Telling:
    """Iterate over `pieces`; an empty one only says that the model is awaited.

    `shown` is what those pieces came to, `outcome` what has to be kept if it ended right now: what
    was shown, finished with the guided words where it wasn't whole.
    """

    def __init__(self, guided: Outcome, allowed: Allowed, speech: Speech) -> None:
        self.shown = ""
        self.ahead = 0  # how many replies of the model come before this one
        self.speech = replace(speech, ended=STOPPED)
        self.pieces: Iterator[str] = iter(())
        self._guided = guided
        self._question = allowed.question
        self._gate = Gate(allowed)
        self._space = ""  # white space that is shown with the words after it

    @property
    def rule(self) -> str:
        """The rule that closed the gate; "" while it is open."""
        verdict = self._gate.verdict
        return "" if verdict is None or verdict.passed else verdict.rule

    @property
    def outcome(self) -> Outcome:
        """What has to be kept if the reply ended here."""
        guided = self._guided.reply
        whole = not self.speech.ended and self._is_whole()
        text = self.shown if whole else self._completed()
        reply = replace(
            guided, text=text, question=question_of(text, guided),
            voice="model" if whole else "fallback",
            guided_text=guided.text, guided_question=guided.question,
        )  # fmt: skip
        return replace(reworded(self._guided, reply), speech=self.speech)

    @property
    def voice(self) -> Voice:
        """Who says what is shown just now: the model as long as it is asked, or the set phrases."""
        return "model" if self.speech.ended == STOPPED else self.outcome.reply.voice

    def take(self, piece: str) -> Iterator[str]:
        """Take the model's next words; yield what may be shown."""
        yield from self._passed(self._gate.feed(piece))

    def finish(self) -> Iterator[str]:
        """Yield what is left at the end of the model's words."""
        if not self.rule:
            yield from self._passed(self._gate.finish())

    def rest(self) -> Iterator[str]:
        """Yield the guided words that are missing, when the model's didn't make a whole reply."""
        missing = self.outcome.reply.text[len(self.shown) :]
        if missing:
            self.shown += missing
            yield missing

    def whole(self) -> Outcome:
        """Return the outcome after the whole reply."""
        for _ in self.pieces:
            pass
        return self.outcome

    def close(self) -> None:
        """End the call of the model, when it still goes on."""
        close = getattr(self.pieces, "close", None)
        if close is not None:
            close()

    def _passed(self, pieces: Iterable[str]) -> Iterator[str]:
        for piece in pieces:
            said = self._space + piece
            words = said.rstrip() if self.shown else said.strip()
            self._space = said[len(said.rstrip()) :]
            if words:
                self.shown += words
                yield words

    def _is_whole(self) -> bool:
        if self.rule or not self.shown:
            return False
        return not self._question or questions_in(self.shown) > 0

    def _completed(self) -> str:
        text = complete(self.shown, self._guided.reply)
        # What stands on the screen isn't taken back.
        return text if text.startswith(self.shown) else f"{self.shown} {self._question}".strip()


def reworded(outcome: Outcome, reply: Reply) -> Outcome:
    """Return `outcome` with `reply` in place of its own, in the history of the talk too."""
    state = outcome.state
    history = (*state.history[:-1], replace(state.history[-1], reply=reply.text))
    return replace(outcome, state=replace(state, history=history), reply=reply)


def guided_reply(reply: Reply) -> Reply:
    """Return the guided reply that `reply` says in other words, so that it can be said anew.

    One kept before these were kept with it is its own: then that wording is said anew.
    """
    if not reply.guided_text:
        return replace(reply, voice="guided")
    return replace(
        reply, text=reply.guided_text, question=reply.guided_question, voice="guided",
        guided_text="", guided_question="",
    )  # fmt: skip


def question_of(text: str, guided: Reply) -> str:
    """Return the question a wording ends with: its last sentence; "" when the reply asks none."""
    if not guided.question or text.endswith(guided.question):
        return guided.question
    return SENTENCE.split(text)[-1]


def sentences(text: str) -> int:
    """Return how many sentences `text` has."""
    return len(SENTENCE.split(text)) if text else 0

