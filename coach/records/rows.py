"""What the store gives back, and how it is read from and written to the rows of its tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import RowMapping

from coach.dialogue.state import Audience, Language, Phase, Reply, Speech, State
from coach.records.state_json import reply_from_json, speech_from_json, state_from_json
from coach.records.tables import conversations

Role = Literal["user", "coach"]
TalkKind = Literal["talk", "session"]  # session: what a coach prepares

# What a list needs of a talk; its next step stands in its state.
SUMMARY = tuple(
    conversations.c[name]
    for name in (
        "id", "title", "language", "audience", "kind", "phase", "updated", "question", "state",
    )
)


@dataclass(frozen=True)
class StoredTurn:
    """One turn as it was written or shown; `reply` is the coach's whole, None for the person's."""

    number: int
    role: Role
    text: str
    reply: Reply | None
    stopped: bool
    created: datetime
    speech: Speech | None = None  # how a model was asked for it


@dataclass(frozen=True)
class Conversation:
    """A whole talk; `pending` is a turn of the person that got no answer yet."""

    id: str
    title: str
    language: Language
    audience: Audience
    created: datetime
    updated: datetime
    state: State
    turns: tuple[StoredTurn, ...]
    pending: str | None
    before: State | None = None  # the state before the coach's last turn, as far as it is kept


@dataclass(frozen=True)
class ConversationSummary:
    """A talk as a list shows it; `question` is the last one the coach asked, `step` the next."""

    id: str
    title: str
    language: Language
    audience: Audience
    phase: Phase
    updated: datetime
    question: str
    labels: tuple[str, ...] = ()
    step: str = ""
    kind: TalkKind = "talk"

    def kept_until(self, days: int) -> datetime | None:
        """Return when it erases itself, kept for `days` after its last turn; None is never."""
        return self.updated + timedelta(days=days) if days else None


@dataclass(frozen=True)
class Consent:
    """To which text, by version and SHA-256, the person said yes, and when."""

    version: str
    text_hash: str
    given: datetime


@dataclass(frozen=True)
class Counts:
    """How much a server is used, by all together: numbers, and nothing anybody said."""

    people: int
    talks: int
    turns: int
    documents: int


def stored_turn(row: RowMapping) -> StoredTurn:
    """Return one row of `turns`; raise pydantic's `ValidationError` when its reply isn't one."""
    return StoredTurn(
        number=row["number"],
        role="coach" if row["role"] == "coach" else "user",
        text=row["text"],
        reply=None if row["reply"] is None else reply_from_json(row["reply"]),
        stopped=row["stopped"],
        created=row["created"],
        speech=None if row["speech"] is None else speech_from_json(row["speech"]),
    )


def stored_conversation(row: RowMapping, said: tuple[StoredTurn, ...]) -> Conversation:
    """Return a talk from its row and turns; raise `ValidationError` when its state isn't one."""
    state = state_from_json(row["state"])
    before = None if row["state_before"] is None else state_from_json(row["state_before"])
    last = said[-1] if said else None
    return Conversation(
        id=row["id"],
        title=row["title"],
        language=state.language,
        audience=state.audience,
        created=row["created"],
        updated=row["updated"],
        state=state,
        turns=said,
        pending=last.text if last is not None and last.role == "user" else None,
        before=before,
    )


def stored_summary(row: RowMapping, labels: tuple[str, ...] = ()) -> ConversationSummary:
    """Return a row of `conversations` as a list shows it, with its `labels`."""
    return ConversationSummary(
        id=row["id"],
        title=row["title"],
        language=row["language"],
        audience=row["audience"],
        phase=row["phase"],
        updated=row["updated"],
        question=row["question"],
        labels=labels,
        step=_step(row["state"]),
        kind="session" if row["kind"] == "session" else "talk",
    )


def _step(state: str) -> str:
    """Return the last next step of a state; "" when there is none, or nothing can be read."""
    if '"next_step"' not in state:  # most have none, and reading all of them takes long
        return ""
    try:
        items = json.loads(state)["record"]["items"]
        return str([item["text"] for item in items if item["field"] == "next_step"][-1])
    except (ValueError, LookupError, TypeError):
        return ""  # whoever opens that talk is told that it is damaged
