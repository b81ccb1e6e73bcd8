"""A model reads a turn too: it may add what the set reader missed, and nothing else.

What it names must stand in the turn; a moment has to be one, and a deed or a cost lies where nothing
else was read. And it must understand the turn as the set reader did. So a model that reads badly, or
not at all, changes nothing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, Field

from coach.dialogue import state as talk
from coach.dialogue.clauses import Clause
from coach.dialogue.extract import Reading
from coach.dialogue.grammar import times_in
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.names import load_names
from coach.dialogue.pieces import Found
from coach.dialogue.prompting import hidden_by, shield_for, unmarked
from coach.dialogue.state import Intent, Language, Phase, Slot, Speech, State
from coach.dialogue.understand import Understanding
from coach.errors import ContentError, ModelFailed, SettingsError
from coach.models.breaker import Breaker
from coach.models.budget import USABLE, tokens
from coach.models.chat import ChatModel
from coach.models.prompts import hash_of, load_prompt

LOG = logging.getLogger(__name__)
TELLING: frozenset[Intent] = frozenset({"answer_concrete", "answer_vague"})
SURE = 0.6  # as sure as what a rule says
MOST_WORDS: Mapping[Slot, int] = {"who": 5, "what": 20, "when": 8, "effect": 20}
# Which slots it may add where, and what they are for the record.
ADDS: Mapping[Phase, Mapping[Slot, talk.Field]] = {
    "opening": {"who": "who", "what": "what", "when": "when", "effect": "cost"},
    "contributions": {"who": "who", "what": "what", "when": "when", "effect": "cost"},
    "return": {"when": "when", "effect": "cost"},
    "repair": {"effect": "cost"},
}

# What a clause of time begins with, when it has no day, month or other word of time in it.
SINCE: Mapping[Language, frozenset[str]] = {
    "nl": frozenset("sinds sedert toen nadat voordat terwijl zolang zodra totdat tot na tijdens".split()),
    "en": frozenset("since when while after before until till once during whenever".split()),
}
OF_TIME = ("month", "weekday", "season", "time_unit")  # classes of the lexicon
WORK = frozenset("dienst diensten shift shifts".split())  # a measure of time, but mostly a deed


class TurnRead(BaseModel):
    """What a turn says; a slot is copied from it, or empty."""

    intent: Intent = Field(description="What the person does in this turn")
    who: str = Field(description="Who gave or did something, copied from the turn, or empty")
    what: str = Field(description="What exactly was done, copied from the turn, or empty")
    when: str = Field(description="When it was, copied from the turn, or empty")
    effect: str = Field(description="What it cost or brought, copied from the turn, or empty")
    language: Literal["nl", "en"]


class ModelReader:
    """Reads through one model; asked only where a slot is missing, and never for long."""

    def __init__(self, model: ChatModel, seconds: float, *, hides: bool = False) -> None:
        self._model = model
        self._seconds = seconds
        self._hides = hides
        self._breaker = Breaker()

    def read(self, state: State, text: str, understood: Understanding) -> Understanding:
        """Return `understood` with what the model adds; as it is when the model adds nothing."""
        wanted = [slot for slot in ADDS.get(state.phase, {}) if slot in understood.missing]
        if not wanted or understood.intent not in TELLING or understood.pasted:
            return understood
        if state.set_phrases or not (self._model.named.local or self._may_send(state)):
            return understood
        read, speech = self._asked(state, text)
        understood = replace(understood, read=speech)
        if read is None or read.intent != understood.intent or read.language != state.language:
            return understood
        for slot in wanted:
            told = verbatim(getattr(read, slot), text)
            if told and len(told.split()) <= MOST_WORDS[slot]:
                understood = _with(understood, state, slot, told)
        return understood

    def _may_send(self, state: State) -> bool:
        """Tell whether this turn may be read elsewhere: not the one whose text was just shown."""
        to = talk.Destination(self._model.named.host, self._hides)
        return state.may_leave(to) and state.turn + 1 > state.leaves_since

    def _asked(self, state: State, text: str) -> tuple[TurnRead | None, Speech | None]:
        """Ask the model; return what it read, and how it was asked.

        None when it doesn't answer, and both when it isn't asked, as others wait for it to speak.
        """
        ticket = self._model.line.join_if_free()
        if ticket is None:
            return None, None
        try:
            return self._ask(state, text) if self._breaker.allows() else (None, None)
        finally:
            ticket.leave()

    def _ask(self, state: State, text: str) -> tuple[TurnRead | None, Speech | None]:
        try:
            wording = load_prompt("understand", state.language)
        except ContentError as error:
            LOG.error("%s", error)
            return None, None
        shield = shield_for(state, text) if self._hides else None
        asked = state.history[-1].reply if state.history else ""
        hide = hidden_by(shield)
        prompt = wording.fill(
            phase=state.phase, asked=hide(unmarked(asked)), turn=hide(unmarked(text))
        )
        sent, window, answer = tokens(prompt), self._model.window, self._model.answer
        if sent + answer > window * USABLE:
            return None, None  # it would read half a turn
        budget = {"window": window, "answer": answer, "sent": sent, "free": window - answer - sent}
        speech = Speech(
            self._model.name, f"understand.{state.language}", hash_of(wording), sent, 0,
            budget=budget,
        )  # fmt: skip
        try:
            read, usage = self._model.ask(TurnRead, [("human", prompt)], self._seconds)
        except (ModelFailed, SettingsError) as error:
            ended = error.reason if isinstance(error, ModelFailed) else "unmade"
            if ended != "stopped":  # by somebody, which says nothing of the model
                self._breaker.failed()
                LOG.info("%s didn't read the turn: %s", self._model.name, type(error).__name__)
            return None, replace(speech, ended=ended)
        self._breaker.succeeded()
        speech = replace(
            speech, tokens_in=usage.tokens_in or sent, tokens_out=usage.tokens_out
        )
        if shield is None:
            return read, speech
        slots: dict[str, str] = {s: shield.reveal(getattr(read, s)) for s in talk.SLOTS}
        return read.model_copy(update=slots), speech


def verbatim(value: str, text: str) -> str:
    """Return `value` as it stands in `text`, whatever its capitals; "" when it doesn't."""
    words = value.split()
    if not words:
        return ""
    pattern = r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words) + r"(?!\w)"
    found = re.search(pattern, text, re.IGNORECASE)
    return found.group() if found else ""


def _with(understood: Understanding, state: State, slot: Slot, told: str) -> Understanding:
    reading = understood.reading
    clause = next((c for c in reading.clauses if told.casefold() in c.text.casefold()), None)
    if clause is None or clause in reading.aside:
        return understood
    if slot == "who" and (state.focus or not _names_somebody(told)):
        return understood
    if slot == "when" and not is_moment(told, state.language):
        return understood
    if slot in {"what", "effect"} and _is_read_already(told, clause, reading, state.language):
        return understood
    owner = state.focus or next(iter(reading.people), "")
    field = ADDS[state.phase][slot]
    piece = Found(field, told, "seen", clause, "" if slot == "who" else owner, sure=SURE)
    times = (*reading.times, told) if slot == "when" else reading.times
    people = (*reading.people, told) if slot == "who" else reading.people
    return replace(
        understood,
        slots={**understood.slots, slot: told},
        missing=tuple(each for each in understood.missing if each != slot),
        reading=replace(reading, found=(*reading.found, piece), times=times, people=people),
    )


def is_moment(told: str, language: Language) -> bool:
    """Tell whether it says when: a word of time, or what begins a clause of time and more."""
    lexicon = load_lexicon(language)
    words = re.findall(r"\w+", told.casefold())
    of_time = frozenset().union(*(lexicon.classes[name] for name in OF_TIME))
    if times_in(told, lexicon) or (of_time - WORK) & set(words):
        return True
    return len(words) > 1 and words[0] in SINCE[language]


def _is_read_already(told: str, clause: Clause, reading: Reading, language: Language) -> bool:
    """Tell whether it lies in a clause of time, or in one that something else was read in.

    What was kept as context is what nobody knew what to do with.
    """
    first = re.search(r"\w+", clause.text.casefold())
    if first is not None and first[0] in SINCE[language]:
        return True
    low = told.casefold()
    return any(
        low in piece.text.casefold() or low in piece.clause.text.casefold()
        for piece in reading.found
        if piece.field != "context" and piece.clause.sentence == clause.sentence
    )


def _names_somebody(told: str) -> bool:
    """Tell whether it is a known first name; a role or group is left to the set reader."""
    return any(word.casefold() in load_names().first for word in re.findall(r"\w+", told))
