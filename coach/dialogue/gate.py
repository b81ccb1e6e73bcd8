"""The gate: a model's words, sentence by sentence, before anybody sees them.

A `Gate` takes the text in whatever pieces it comes and gives back whole sentences that passed
every rule. At the first that doesn't, it closes: `complete` then finishes with the guided phrasing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from coach.dialogue.gate_answers import is_told, leaves_unanswered
from coach.dialogue.gate_rules import RULES
from coach.dialogue.gate_text import (
    MOST_CHARACTERS,
    MOST_WORDS,
    QUOTED,
    Ground,
    Sentence,
    questions_in,
    words_of,
)
from coach.dialogue.gate_words import load_gate_words
from coach.dialogue.phrasebook import sentence as with_capital
from coach.dialogue.state import Act, Language, Reply
from coach.dialogue.stream_sentences import (
    QUOTE_CHARACTERS,
    QUOTE_WORDS,
    first_end,
    sentences_of,
)

# Acts whose text is what was asked for, so that a question alone doesn't do.
CARRIES: frozenset[Act] = frozenset({"example", "explain", "summarise", "close", "refer"})
# Acts that begin with what the person told.
REFLECTS: frozenset[Act] = frozenset({"ask", "deepen", "summarise"})
LONGER = 4  # words of a sentence to say


@dataclass(frozen=True)
class Allowed:
    """What a reply may lean on."""

    language: Language
    act: Act
    question: str
    """The authored question of this act; "" when the act asks nothing."""
    known: str
    """Where names, numbers and contacts may come from: turns, record, passages, guided reply."""
    citations: tuple[str, ...] = ()
    """Titles and ids that may be named."""
    instructions: str = ""
    """The prompt's own text, of which nothing may be shown."""
    wants_list: bool = False
    """Whether the person asked for advice or examples in a row."""
    formal: bool | None = None
    """Whether the person is addressed as u; None where either will do."""
    answer: str = ""
    """What the guided reply answers to a question the person asked, all of which is owed."""
    passages: str = ""
    """What else an answer may say: it says nothing that doesn't stand here or in `answer`."""


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence or reply passed; else the id of the rule, and why in the talk's language."""

    passed: bool
    rule: str = ""
    why: str = ""


PASSED = Verdict(True)


class Gate:
    """Lets the sentences of one streamed reply through until the first that fails.

    What `feed` and `finish` return has to be run through: nothing is judged before.

    `shown` is what came out so far, always the beginning of what came in (but for white space in
    front). `verdict` is None until a rule failed or `finish` was called.
    """

    def __init__(self, allowed: Allowed) -> None:
        self.verdict: Verdict | None = None
        self.shown = ""
        self._ground = _ground(allowed)
        self._rest = ""

    def feed(self, piece: str) -> Iterator[str]:
        """Take the next piece of the stream; yield the whole sentences that passed, in order."""
        if self.verdict is None:
            self._rest += piece
            yield from self._sentences(final=False)

    def finish(self) -> Iterator[str]:
        """Yield what is left at the end of the stream, when it passes; `verdict` is then set."""
        if self.verdict is not None:
            return
        yield from self._sentences(final=True)
        if self.verdict is None:
            self.verdict = _judge_whole(self.shown, self._ground)

    def _sentences(self, *, final: bool) -> Iterator[str]:
        while self.verdict is None and self._rest.strip():
            end = first_end(self._rest, self._ground.words.abbreviations, final=final)
            if end is None:
                if not self._overflows():
                    return
                end = len(self._rest)
            sentence, self._rest = self._rest[:end], self._rest[end:]
            verdict = _judge(sentence, self.shown, self._ground)
            if not verdict.passed:
                self.verdict, self._rest = verdict, ""
                return
            fresh = sentence if self.shown else sentence.lstrip()
            self.shown += fresh
            yield fresh

    def _overflows(self) -> bool:
        """Tell whether what waits is too long to pass, however it turns out to be divided."""
        words = len(self.shown.split()) + len(self._rest.split())
        length = len(self.shown) + len(self._rest)
        return words > MOST_WORDS + QUOTE_WORDS + 1 or length > MOST_CHARACTERS + QUOTE_CHARACTERS + 1


def judge(sentence: str, before: str, allowed: Allowed) -> Verdict:
    """Return whether `sentence` may follow `before`, what was shown of the same reply."""
    return _judge(sentence, before, _ground(allowed))


def _judge(sentence: str, before: str, ground: Ground) -> Verdict:
    looked_at = Sentence(sentence.strip(), ground)
    for rule, breaks in RULES.items():
        if breaks(looked_at, before, ground):
            return Verdict(False, rule, ground.words.why[rule])
    return PASSED


def judge_each(reply: str, allowed: Allowed) -> list[tuple[str, Verdict]]:
    """Return every sentence of a whole reply with its verdict, each after those that passed."""
    before, ground = "", _ground(allowed)
    told: list[tuple[str, Verdict]] = []
    for sentence in sentences_of(reply, ground.words.abbreviations):
        verdict = _judge(sentence, before, ground)
        told.append((sentence.strip(), verdict))
        before += sentence if verdict.passed else ""
    return told


def _judge_whole(shown: str, ground: Ground) -> Verdict:
    """Return whether all sentences together, each of which passed, are a reply of this act."""
    why = ground.words.why
    if not words_of(shown):
        return Verdict(False, "empty", why["empty"])
    if ground.question and not questions_in(shown):
        return Verdict(False, "no-question", why["no-question"])
    if leaves_unanswered(shown, ground):
        return Verdict(False, "unanswered", why["unanswered"])
    return PASSED


@lru_cache(maxsize=1)  # one, so that no talk stays in memory long after its turn
def _ground(allowed: Allowed) -> Ground:
    return Ground(
        load_gate_words(allowed.language), allowed.known, allowed.citations,
        allowed.instructions, allowed.question, allowed.wants_list, allowed.act in REFLECTS,
        allowed.act == "example", allowed.formal, allowed.answer, allowed.passages,
    )  # fmt: skip


def complete(shown: str, guided: Reply | tuple[str, str]) -> str:
    """Return `shown`, what passed of a model's reply, finished with the guided reply of the same act.

    `guided` is a `Reply` or (text, question), where the text ends in the question. Nothing shown:
    the guided reply. The question shown already: nothing more. Else the guided question follows;
    before it, where the act owes the person more than a question, what wasn't said yet.
    """
    text, question, act = (
        (*guided, None) if isinstance(guided, tuple) else (guided.text, guided.question, guided.act)
    )
    told = shown.strip()
    if not words_of(told):
        return text
    if questions_in(told):
        return told
    body = text.removesuffix(question).strip() if question else text
    rest: list[str] = []
    given = act == "example" and _gives_words(told)
    if not given and (act in CARRIES or not question):
        rest = [s for s in _guided_sentences(body) if not is_told(s, told) and not questions_in(s)]
    if question and rest and rest[-1].endswith(":"):
        rest.append(question)
    elif question:
        rest.append(with_capital(question))
    return " ".join([told, *rest])


def _gives_words(told: str) -> bool:
    """Tell whether there is a sentence in it that the person can say, in quotation marks."""
    return any(len(words_of(said[0])) >= LONGER for said in QUOTED.finditer(told))


def _guided_sentences(text: str) -> list[str]:
    abbreviations = load_gate_words("nl").abbreviations | load_gate_words("en").abbreviations
    return [sentence.strip() for sentence in sentences_of(text, abbreviations)]
