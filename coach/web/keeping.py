"""Where a talk is kept: in the store, or in this tab alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from coach.dialogue.state import Outcome, State, corrected_before
from coach.errors import ConversationNotFound, TurnConflict
from coach.records.in_transaction import renamed
from coach.records.state_json import (
    reply_from_json,
    reply_to_json,
    state_from_json,
    state_to_json,
)
from coach.records.store import Conversation, StoredTurn

PRIVATE = "private"


class Keeper(Protocol):
    """What a talk needs of the place it is kept in; `Store` is one."""

    def create(self, outcome: Outcome) -> str: ...
    def load(self, conversation: str) -> Conversation: ...
    def add_user_turn(self, conversation: str, number: int, text: str) -> None: ...
    def add_coach_turn(
        self, conversation: str, outcome: Outcome, shown: str | None = None, stopped: bool = False
    ) -> None: ...
    def save_state(self, conversation: str, state: State) -> None: ...
    def rename_person(self, conversation: str, name: str, by: str) -> None: ...
    def say_again(
        self, conversation: str, outcome: Outcome, shown: str | None = None, stopped: bool = False
    ) -> None: ...
    def take_back(self, conversation: str, number: int, text: str) -> None: ...


class TabOnly:
    """One talk that is never written down; it goes when the tab closes or loads again."""

    def __init__(self) -> None:
        self._talk: Conversation | None = None

    def create(self, outcome: Outcome) -> str:
        """Hold a new talk instead of the one before."""
        now = datetime.now(UTC)
        first = StoredTurn(
            outcome.reply.turn, "coach", outcome.reply.text, outcome.reply, False, now
        )
        state = outcome.state
        self._talk = Conversation(
            PRIVATE, "", state.language, state.audience, now, now, state, (first,), None
        )
        return PRIVATE

    def load(self, conversation: str) -> Conversation:
        """Return the talk; raise `ConversationNotFound` when this tab holds none."""
        if self._talk is None or conversation != PRIVATE:
            raise ConversationNotFound("This tab holds no such talk. Begin a new one.")
        return self._talk

    def add_user_turn(self, conversation: str, number: int, text: str) -> None:
        """Hold what the person said; raise `TurnConflict` when it isn't the next turn."""
        talk = self.load(conversation)
        if number != talk.state.turn + 1 or talk.pending is not None:
            raise TurnConflict("This turn was given already. Go on from the last reply.")
        now = datetime.now(UTC)
        said = StoredTurn(number, "user", text, None, False, now)
        self._talk = replace(talk, turns=(*talk.turns, said), pending=text, updated=now)

    def add_coach_turn(
        self, conversation: str, outcome: Outcome, shown: str | None = None, stopped: bool = False
    ) -> None:
        """Hold the reply and the state after it."""
        talk = self.load(conversation)
        now = datetime.now(UTC)
        reply = outcome.reply
        text = reply.text if shown is None else shown
        turn = StoredTurn(reply.turn, "coach", text, reply, stopped, now, outcome.speech)
        self._talk = replace(
            talk,
            turns=(*talk.turns, turn),
            pending=None,
            before=talk.state,
            state=outcome.state,
            language=outcome.state.language,
            audience=outcome.state.audience,
            updated=now,
        )

    def save_state(self, conversation: str, state: State) -> None:
        """Hold a state the person changed between turns."""
        talk = self.load(conversation)
        before = talk.before and corrected_before(talk.before, talk.state, state)
        self._talk = replace(talk, state=state, language=state.language, before=before)

    def rename_person(self, conversation: str, name: str, by: str) -> None:
        """Hold the talk with `by` where `name` stood."""
        talk = self.load(conversation)
        state = state_from_json(renamed(state_to_json(talk.state), name, by))
        before = talk.before
        if before is not None:
            before = state_from_json(renamed(state_to_json(before), name, by))
        turns = tuple(
            replace(
                turn,
                text=renamed(turn.text, name, by),
                reply=turn.reply and reply_from_json(renamed(reply_to_json(turn.reply), name, by)),
            )
            for turn in talk.turns
        )
        self._talk = replace(talk, state=state, before=before, turns=turns)

    def say_again(
        self, conversation: str, outcome: Outcome, shown: str | None = None, stopped: bool = False
    ) -> None:
        """Hold another wording of the last reply."""
        talk = self.load(conversation)
        if talk.pending is not None or talk.state.turn != outcome.reply.turn:
            raise TurnConflict("The talk went on. Go on from the last reply.")
        text = outcome.reply.text if shown is None else shown
        turn = replace(
            talk.turns[-1], text=text, reply=outcome.reply, stopped=stopped, speech=outcome.speech
        )
        self._talk = replace(talk, turns=(*talk.turns[:-1], turn), state=outcome.state)

    def take_back(self, conversation: str, number: int, text: str) -> None:
        """Hold `text` in place of the person's last turn; what followed it is forgotten."""
        talk = self.load(conversation)
        if talk.pending is not None or talk.state.turn != number or talk.before is None:
            raise TurnConflict("The talk went on. Go on from the last reply.")
        kept = tuple(turn for turn in talk.turns if turn.number < number)
        self._talk = replace(talk, turns=kept, state=talk.before, before=None)
        self.add_user_turn(conversation, number, text)
