"""A model's wording of a sheet's questions: what it is sent, and what of its answer stands.

The sheet is there in its set wording before anything is asked. Each question the model words goes
through `question_gate`; at the first rule it breaks the set wording stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coach.dialogue.gate import Allowed
from coach.dialogue.prompting import NOTHING, Message, Request, hidden_by, shield_for, unmarked
from coach.dialogue.same_question import SENTENCE
from coach.dialogue.state import Rewording, SheetWording, Speech, State
from coach.dialogue.telling import STOPPED
from coach.dialogue.understand import Embedder
from coach.dialogue.voice import ModelVoice
from coach.models.budget import Parts, fit
from coach.models.prompts import hash_of, load_prompt
from coach.models.shield import explanation
from coach.sheets.question_gate import broken_rule
from coach.sheets.question_sheet import Asked, question_sheet
from coach.sheets.situation import load_texts, read_situation
from coach.sheets.told import told_hash, told_lines

AT_ONCE = 8  # questions of one call: a model may write 400 tokens, and a question is about forty
LINE = re.compile(r"\s*(\d{1,2})[.):]\s+(\S.*?)\s*$")
TO_FINISH = "…"  # a sentence the client finishes is said as it is set
SAME = "same"  # the model left the question as it was
MISSING = "missing"  # it said nothing for it
WINDOW = "window"  # it wasn't asked: what was told doesn't fit


@dataclass(frozen=True)
class Asking:
    """One call: questions of the sheet, numbered from 1, and what is sent; None: it doesn't fit."""

    questions: tuple[Asked, ...]
    request: Request | None


class Lines:
    """Takes a model's lines as they come, and keeps of each question the wording that passed."""

    def __init__(
        self,
        questions: tuple[Asked, ...],
        allowed: Allowed,
        speech: Speech,
        embedder: Embedder,
        before: Iterable[str] = (),
    ) -> None:
        """`before` are the wordings the sheet has already."""
        self.speech = speech
        self.ahead = 0
        self.rule = ""  # one bad line doesn't end the others
        self._questions, self._allowed, self._embedder = questions, allowed, embedder
        self._rest = ""
        self._before = before
        self._made: dict[int, Rewording] = {}

    @property
    def shown(self) -> str:
        """What passed, a question a line."""
        return "\n".join(each.text for each in self._made.values() if each.text)

    @property
    def rewordings(self) -> tuple[Rewording, ...]:
        """What came of each question of the call, were it to end now."""
        missing = self.speech.ended or MISSING
        return tuple(
            self._made.get(number, Rewording(asked.id, asked.set_text, rule=missing))
            for number, asked in enumerate(self._questions, start=1)
        )

    def take(self, piece: str) -> Iterator[str]:
        """Take the model's next words; nothing is shown before the call has ended."""
        *lines, self._rest = (self._rest + piece).split("\n")
        for line in lines:
            self._judge(line)
        yield from ()

    def finish(self) -> Iterator[str]:
        """Take what is left as the last line."""
        self._judge(self._rest)
        yield from ()

    def _judge(self, line: str) -> None:
        found = LINE.match(line)
        number = int(found[1]) if found else 0
        if found is None or number in self._made or not 0 < number <= len(self._questions):
            return
        asked, text = self._questions[number - 1], found[2]
        if text == asked.set_text:
            rule = SAME
        else:
            rule = broken_rule(text, asked.set_text, self._allowed, self._embedder)
        if not rule and self._leads_as_another(text):
            rule = "repetition"
        self._made[number] = Rewording(asked.id, asked.set_text, "" if rule else text, rule)

    def _leads_as_another(self, text: str) -> bool:
        """Tell whether the sentence before the question stands before another one already."""
        others = (*self._before, *(each.text for each in self._made.values()))
        lead = _lead(text)
        return bool(lead) and any(_lead(other) == lead for other in others)


def _lead(text: str) -> str:
    """Return what stands before the last sentence of a wording; "" when there is one alone."""
    return " ".join(SENTENCE.split(text)[:-1]).casefold()


def to_reword(state: State) -> tuple[Asked, ...]:
    """Return the questions of the sheet that a model wasn't asked for yet, in their order.

    The coach's own words, what they want as it is set, and sentences to finish aren't among them.
    """
    wording = state.sheet_wording
    current = wording is not None and wording.told == told_hash(state)
    tried = {(e.question, e.of) for e in wording.questions} if wording and current else set()
    if state.set_phrases or state.route != "none" or not told_lines(state):
        return ()
    return tuple(
        asked
        for asked in question_sheet(state).questions
        if asked.by == "bank" and not asked.as_set and TO_FINISH not in asked.set_text
        and (asked.id, asked.set_text) not in tried
    )  # fmt: skip


def askings(voice: ModelVoice, state: State) -> list[Asking]:
    """Return the calls for what is still to be worded, in the order of the sheet."""
    questions = to_reword(state)
    parts = [questions[at : at + AT_ONCE] for at in range(0, len(questions), AT_ONCE)]
    return [Asking(part, _request(voice, state, part)) for part in parts]


def sent(voice: ModelVoice, state: State) -> str:
    """Return the exact text that would leave for the sheet; "" when nothing would."""
    requests = [each.request for each in askings(voice, state)]
    return "\n\n".join(text for each in requests if each for _, text in each.messages)


def reword(
    voice: ModelVoice, embedder: Embedder, state: State, whose: str = ""
) -> Iterator[SheetWording | None]:
    """Ask the model for the sheet of `state`; yield what came of each call, None while it goes on.

    What is yielded holds that call alone; `with_wording` adds it to a state. Raises
    `IndexUnavailable` when the embedder can't load.
    """
    told = told_hash(state)
    worded = [asked.text for asked in question_sheet(state).questions if asked.by == "model"]
    for each in askings(voice, state):
        request = each.request
        if request is None:
            left = tuple(Rewording(a.id, a.set_text, rule=WINDOW) for a in each.questions)
            yield SheetWording(told, left)
            continue
        lines = Lines(
            each.questions,
            request.allowed,
            Speech(
                voice.model.name, request.prompt, request.prompt_hash, request.budget.sent, 0,
                STOPPED, budget=request.budget.as_numbers(),
            ),
            embedder,
            worded,
        )  # fmt: skip
        for _ in voice.hear(lines, request, whose):
            yield None
        worded += [made.text for made in lines.rewordings if made.text]
        yield SheetWording(told, lines.rewordings, (lines.speech,))


def refused(wording: SheetWording) -> list[str]:
    """Return the rules of the gate that a model's wording broke, one for each question it did."""
    others = {"", SAME, MISSING, WINDOW, *(call.ended for call in wording.speeches)}
    return [made.rule for made in wording.questions if made.rule not in others]


def with_wording(state: State, fresh: SheetWording) -> State:
    """Return `state` with a model's wording of its sheet; unchanged when more was told since."""
    if fresh.told != told_hash(state):
        return state
    kept = state.sheet_wording
    if kept is None or kept.told != fresh.told:
        return replace(state, sheet_wording=fresh)
    made = {(each.question, each.of): each for each in (*kept.questions, *fresh.questions)}
    speeches = (*kept.speeches, *fresh.speeches)
    return replace(state, sheet_wording=SheetWording(kept.told, tuple(made.values()), speeches))


def without_failed(state: State) -> State:
    """Return `state` as if the model hadn't been asked for what still stands in its set wording."""
    kept = state.sheet_wording
    if kept is None:
        return state
    made = tuple(each for each in kept.questions if each.text)
    return replace(state, sheet_wording=replace(kept, questions=made))


def _request(voice: ModelVoice, state: State, questions: tuple[Asked, ...]) -> Request | None:
    language = state.language
    act = load_prompt("sheet", language)
    shield = shield_for(state, "") if voice.hides else None
    hide = hidden_by(shield)
    rules = load_prompt("sheet-rules", language)
    explained = explanation(language) if voice.hides else ""
    system = "\n\n".join(part for part in (rules.fill(), explained) if part)
    told = tuple(map(unmarked, told_lines(state)))
    tone = load_texts(language)["rewording"]["tones"][read_situation(state).tone]
    numbered = "\n".join(f"{n}. {hide(q.set_text)}" for n, q in enumerate(questions, start=1))

    def fill(record: tuple[str, ...]) -> str:
        return act.fill(record="\n".join(record) or NOTHING, tone=tone, questions=numbered)

    parts = Parts(system, fill(()), tuple(map(hide, told)), (), "", ())
    fitted = fit(parts, voice.model.window, voice.model.answer)
    if fitted is None:
        return None
    messages: tuple[Message, ...] = (("system", system), ("human", fill(fitted.record)))
    allowed = Allowed(language, "ask", "", "\n".join(told), instructions=system)
    name = f"{act.name}.{language}"
    made_of = hash_of(rules, act, more=explained)
    return Request(messages, name, made_of, fitted.budget, allowed, shield)
