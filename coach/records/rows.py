"""What the store gives back, and how it is read from and written to the rows of its tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, RowMapping, delete, insert, select

from coach.dialogue.state import Audience, Language, Outcome, Phase, Reply, Speech, State
from coach.errors import ConversationNotFound, TurnConflict
from coach.records.state_json import (
    reply_from_json,
    reply_to_json,
    speech_from_json,
    speech_to_json,
    state_from_json,
    state_to_json,
)
from coach.records.tables import conversations, earlier_turns, turns

Role = Literal["user", "coach"]
TITLE_LENGTH = 60


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
    """A talk as a list shows it; `question` is the last one the coach asked."""

    id: str
    title: str
    language: Language
    audience: Audience
    phase: Phase
    updated: datetime
    question: str

    def kept_until(self, days: int) -> datetime | None:
        """Return when it erases itself, kept for `days` after its last turn; None is never."""
        return self.updated + timedelta(days=days) if days else None


@dataclass(frozen=True)
class Consent:
    """To which text, by version and SHA-256, the person said yes, and when."""

    version: str
    text_hash: str
    given: datetime


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


def stored_summary(row: RowMapping) -> ConversationSummary:
    """Return a row of `conversations` as a list shows it."""
    return ConversationSummary(
        id=row["id"],
        title=row["title"],
        language=row["language"],
        audience=row["audience"],
        phase=row["phase"],
        updated=row["updated"],
        question=row["question"],
    )


def columns_of(state: State) -> dict[str, str | int]:
    """Return what `conversations` keeps of `state`, the whole of it included."""
    return {
        "language": state.language,
        "audience": state.audience,
        "phase": state.phase,
        "turn": state.turn,
        "state": state_to_json(state),
    }


def storable(text: str) -> str:
    """Return `text` without half surrogate pairs, which no database encoding can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def title_from(words: str, length: int = TITLE_LENGTH) -> str:
    """Return the first words of a turn as a title, cut between words."""
    line = " ".join(words.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + " …"


def find(connection: Connection, conversation: str) -> RowMapping:
    """Return the row of a talk; raise `ConversationNotFound`."""
    row = (
        connection.execute(select(conversations).where(conversations.c.id == conversation))
        .mappings()
        .first()
    )
    if row is None:
        raise ConversationNotFound(
            f"There is no talk with the id {conversation!r}. Nothing was changed. "
            "Look in the list of talks for the right one, or begin a new talk."
        )
    return row


def is_title(connection: Connection, conversation: str, title: str) -> bool:
    """Tell whether `title` are the words of the person's last turn."""
    query = select(turns.c.text).where(turns.c.conversation == conversation)
    last = query.where(turns.c.role == "user").order_by(turns.c.id.desc()).limit(1)
    return title == title_from(connection.execute(last).scalar() or "")


def conflict() -> TurnConflict:
    """Return the error for a turn somebody else wrote first."""
    return TurnConflict(
        "This talk went on somewhere else in the meantime, so this turn wasn't saved here. "
        "Everything said there is kept. Load the talk again and go on from there."
    )


def add_reply(
    connection: Connection,
    conversation: str,
    outcome: Outcome,
    shown: str,
    stopped: bool,
    now: datetime,
) -> None:
    """Write a turn of the coach, of which `shown` stood on the screen."""
    reply, speech = outcome.reply, outcome.speech
    connection.execute(
        insert(turns).values(
            conversation=conversation,
            number=reply.turn,
            role="coach",
            text=shown,
            reply=reply_to_json(reply),
            stopped=stopped,
            speech=None if speech is None else speech_to_json(speech),
            created=now,
        )
    )


def add_words(connection: Connection, conversation: str, number: int, words: str) -> None:
    """Write a turn of the person."""
    connection.execute(
        insert(turns).values(
            conversation=conversation,
            number=number,
            role="user",
            text=words,
            stopped=False,
            created=datetime.now(UTC),
        )
    )


def put_aside(connection: Connection, conversation: str, number: int, role: Role) -> None:
    """Move a turn to the earlier ones, sealed as it is."""
    here = (
        (turns.c.conversation == conversation)
        & (turns.c.number == number)
        & (turns.c.role == role)
    )
    names = [column.name for column in earlier_turns.columns if column.name != "id"]
    found = select(*(turns.c[name] for name in names)).where(here)
    connection.execute(insert(earlier_turns).from_select(names, found))
    connection.execute(delete(turns).where(here))


def is_pending(connection: Connection, conversation: str, number: int) -> bool:
    """Tell whether the person said something after turn `number`."""
    query = select(turns.c.id).where(
        (turns.c.conversation == conversation) & (turns.c.number > number)
    )
    return connection.execute(query).first() is not None
