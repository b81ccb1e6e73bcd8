"""Single writes and look-ups of the store, inside a transaction that is open already."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from coach.dialogue.state import Outcome, State
from coach.errors import ConversationNotFound, TurnConflict
from coach.records.opening import is_writing
from coach.records.rows import Role
from coach.records.sealing import Sealed
from coach.records.state_json import reply_to_json, speech_to_json, state_to_json
from coach.records.tables import conversations, earlier_turns, labels, turns

TITLE_LENGTH = 60


def find(connection: Connection, owner: str, conversation: str) -> RowMapping:
    """Return the row of a talk of `owner`, held when this transaction writes.

    Raises `ConversationNotFound`, also for another's.
    """
    wanted = storable(conversation)  # an argument that isn't UTF-8 comes with half surrogate pairs
    query = select(conversations).where(
        (conversations.c.id == wanted) & (conversations.c.owner == owner)
    )
    if is_writing(connection):
        query = query.with_for_update()  # whoever else writes in this talk waits; SQLite needs none
    row = connection.execute(query).mappings().first()
    if row is None:
        raise ConversationNotFound(
            f"There is no talk with the id {conversation!r}. Nothing was changed. "
            "Look in the list of talks for the right one, or begin a new talk."
        )
    return row


def conflict() -> TurnConflict:
    """Return the error for a turn that somebody else was first with."""
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
    """Write the coach's turn as it was `shown`."""
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
    """Write what the person said."""
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
    """Move a turn to the earlier ones."""
    here = (
        (turns.c.conversation == conversation)
        & (turns.c.number == number)
        & (turns.c.role == role)
    )
    names = [column.name for column in earlier_turns.columns if column.name != "id"]
    found = select(*(turns.c[name] for name in names)).where(here)
    connection.execute(insert(earlier_turns).from_select(names, found))
    connection.execute(delete(turns).where(here))


def said(connection: Connection, conversation: str, number: int) -> str:
    """Return what the person said in turn `number`; "" when that was nothing."""
    query = select(turns.c.text).where(
        (turns.c.conversation == conversation)
        & (turns.c.number == number)
        & (turns.c.role == "user")
    )
    return str(connection.execute(query).scalar() or "")


def is_pending(connection: Connection, conversation: str, number: int) -> bool:
    """Tell whether the person said something after turn `number`."""
    query = select(turns.c.id).where(
        (turns.c.conversation == conversation) & (turns.c.number > number)
    )
    return connection.execute(query).first() is not None


def columns(state: State) -> dict[str, str | int]:
    """Return the columns of a talk that hold its state, or repeat a part of it."""
    return {
        "language": state.language,
        "audience": state.audience,
        "kind": "talk" if state.intake is None else "session",
        "phase": state.phase,
        "turn": state.turn,
        "state": state_to_json(state),
    }


def rename_in(connection: Connection, conversation: str, name: str, by: str) -> None:
    """Put `by` where `name` stands in whatever was said, concluded or called in a talk."""
    for table in (conversations, turns, earlier_turns, labels):
        mine = table.c.id if table is conversations else table.c.conversation
        sealed = [each for each in table.c if isinstance(each.type, Sealed)]
        rows = connection.execute(select(table.c.id, *sealed).where(mine == conversation))
        for row in rows.mappings().all():
            values = {
                each.name: renamed(row[each.name], name, by)
                for each in sealed
                if row[each.name] is not None
            }
            connection.execute(update(table).where(table.c.id == row["id"]).values(values))


def renamed(text: str, name: str, by: str) -> str:
    """Return `text` with `by` for the whole word `name`; a text in JSON stays that."""
    by = re.sub(r'["\\\x00-\x1f]', "", storable(by))
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: by, text)


def storable(text: str) -> str:
    """Return `text` without half surrogate pairs, which no database encoding can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def title_of(words: str, length: int = TITLE_LENGTH) -> str:
    """Return the first words of a turn as a title, cut between words."""
    line = " ".join(words.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + " …"
