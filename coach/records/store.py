"""The one place where talks are kept: turns as they were said, the state after each, consent.

Documents of one's own stand in the same file; `documents` keeps those.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from coach.dialogue.state import Outcome, State
from coach.errors import ConversationNotFound, TurnConflict
from coach.records.documents import Documents
from coach.records.opening import damaged, open_database, overwrite_log, plain_errors, writing
from coach.records.rows import (
    Consent,
    Conversation,
    ConversationSummary,
    Role,
    StoredTurn,
    stored_conversation,
    stored_summary,
    stored_turn,
)
from coach.records.state_json import (
    reply_to_json,
    speech_to_json,
    state_from_json,
    state_to_json,
)
from coach.records.tables import consents, conversations, earlier_turns, turns
from coach.settings import Settings

__all__ = ["Consent", "Conversation", "ConversationSummary", "Store", "StoredTurn"]

TITLE_LENGTH = 60


class Store:
    """Keeps talks in one SQLite file; safe to use from several threads and processes.

    Every method raises a `StoreError` with a sentence fit to show.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the store in `settings.data_dir`, making or updating it when needed."""
        self.path = Path(settings.database_url.removeprefix("sqlite:///"))
        self._engine = open_database(self.path)
        self.documents = Documents(self.path, self._engine)

    def close(self) -> None:
        """Let go of the file; the store can't be used afterwards."""
        self._engine.dispose()

    def create(self, outcome: Outcome) -> str:
        """Keep a new talk with its opening and return its id, which can't be guessed."""
        conversation = secrets.token_hex(16)
        now = datetime.now(UTC)
        with self._writing() as connection:
            connection.execute(
                insert(conversations).values(
                    id=conversation,
                    title="",
                    created=now,
                    updated=now,
                    question=outcome.reply.question,
                    **_columns(outcome.state),
                )
            )
            _add_reply(connection, conversation, outcome, outcome.reply.text, False, now)
        return conversation

    def load(self, conversation: str) -> Conversation:
        """Return the whole talk; raise `ConversationNotFound` when no talk has this id."""
        with plain_errors(self.path), self._engine.begin() as connection:
            row = _find(connection, conversation)
            said = connection.execute(
                select(turns).where(turns.c.conversation == conversation).order_by(turns.c.id)
            ).mappings()
            try:
                return stored_conversation(row, tuple(stored_turn(each) for each in said))
            except ValidationError as error:
                raise damaged(self.path) from error

    def add_user_turn(self, conversation: str, number: int, text: str) -> None:
        """Keep what the person said as turn `number`, before anything slow happens.

        Raises `TurnConflict` when that turn is there already or isn't the next one.
        """
        now = datetime.now(UTC)
        words = _storable(text)
        with self._writing() as connection:
            row = _find(connection, conversation)
            if number != row["turn"] + 1:
                raise _conflict()
            _add_words(connection, conversation, number, words)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(updated=now, title=row["title"] or _title(words))
            )

    def add_coach_turn(
        self, conversation: str, outcome: Outcome, shown: str | None = None, stopped: bool = False
    ) -> None:
        """Keep the coach's turn and the state after it.

        `shown` is what really stood on the screen when the reply was stopped half-way.
        Raises `TurnConflict` when another tab or process was first.
        """
        now = datetime.now(UTC)
        reply = outcome.reply
        with self._writing() as connection:
            row = _find(connection, conversation)
            if reply.turn != row["turn"] + 1:
                raise _conflict()
            text = reply.text if shown is None else shown
            _add_reply(connection, conversation, outcome, text, stopped, now)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(
                    updated=now,
                    question=reply.question,
                    state_before=row["state"],
                    **_columns(outcome.state),
                )
            )

    def say_again(
        self, conversation: str, outcome: Outcome, shown: str | None = None, stopped: bool = False
    ) -> None:
        """Keep another wording of the coach's last turn; the one before goes to the earlier ones.

        Raises `TurnConflict` when it isn't the last turn any more.
        """
        now = datetime.now(UTC)
        reply = outcome.reply
        with self._writing() as connection:
            row = _find(connection, conversation)
            if row["turn"] != reply.turn or _is_pending(connection, conversation, reply.turn):
                raise _conflict()
            _put_aside(connection, conversation, reply.turn, "coach")
            text = reply.text if shown is None else shown
            _add_reply(connection, conversation, outcome, text, stopped, now)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(updated=now, question=reply.question, **_columns(outcome.state))
            )

    def take_back(self, conversation: str, number: int, text: str) -> None:
        """Put `text` in place of the person's last turn, `number`, to be answered anew.

        The turn as it was and its reply go to the earlier ones, and the state becomes the one
        before it. Raises `TurnConflict` when it isn't the last turn, or that state isn't kept.
        """
        with self._writing() as connection:
            row = _find(connection, conversation)
            if row["turn"] != number or row["state_before"] is None:
                raise _conflict()
            if _is_pending(connection, conversation, number):
                raise _conflict()
            state = state_from_json(row["state_before"])
            _put_aside(connection, conversation, number, "coach")
            _put_aside(connection, conversation, number, "user")
            _add_words(connection, conversation, number, _storable(text))
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(updated=datetime.now(UTC), state_before=None, **_columns(state))
            )

    def earlier(self, conversation: str) -> tuple[StoredTurn, ...]:
        """Return what was edited or said again, in the order it was put aside."""
        query = (
            select(earlier_turns)
            .where(earlier_turns.c.conversation == conversation)
            .order_by(earlier_turns.c.id)
        )
        with plain_errors(self.path), self._engine.begin() as connection:
            try:
                return tuple(stored_turn(row) for row in connection.execute(query).mappings())
            except ValidationError as error:
                raise damaged(self.path) from error

    def save_state(self, conversation: str, state: State) -> None:
        """Keep a state the person changed between turns: a corrected record, another language.

        Raises `TurnConflict` when a turn was added since `state` was loaded.
        """
        with self._writing() as connection:
            if _find(connection, conversation)["turn"] != state.turn:
                raise _conflict()
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(updated=datetime.now(UTC), **_columns(state))
            )

    def summaries(self, search: str = "") -> list[ConversationSummary]:
        """Return all talks, newest first; with `search`, those whose title or words hold it."""
        query = select(conversations).order_by(conversations.c.updated.desc(), conversations.c.id)
        if words := search.strip():
            wanted = words.casefold()
            said = select(turns.c.conversation).where(
                func.lower(turns.c.text).contains(wanted, autoescape=True)
            )
            query = query.where(
                or_(
                    func.lower(conversations.c.title).contains(wanted, autoescape=True),
                    conversations.c.id.in_(said),
                )
            )
        with plain_errors(self.path), self._engine.begin() as connection:
            return [stored_summary(row) for row in connection.execute(query).mappings()]

    def rename(self, conversation: str, title: str) -> None:
        """Give the talk another title."""
        with self._writing() as connection:
            _find(connection, conversation)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(title=_title(_storable(title), length=200))
            )

    def delete(self, conversation: str) -> None:
        """Erase the talk with all its turns; its place on disk is overwritten."""
        with self._writing() as connection:
            _find(connection, conversation)
            connection.execute(delete(conversations).where(conversations.c.id == conversation))
        with plain_errors(self.path):
            overwrite_log(self._engine)

    def consent(self) -> Consent | None:
        """Return the consent given last, or None."""
        query = select(consents).order_by(consents.c.id.desc()).limit(1)
        with plain_errors(self.path), self._engine.begin() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        return Consent(row["version"], row["text_hash"], row["given"])

    def give_consent(self, version: str, text_hash: str) -> None:
        """Keep that the person said yes to this version of the text."""
        with self._writing() as connection:
            connection.execute(
                insert(consents).values(
                    version=version, text_hash=text_hash, given=datetime.now(UTC)
                )
            )

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with plain_errors(self.path):
            try:
                with writing(self._engine) as connection:
                    yield connection
            except IntegrityError as error:
                raise _conflict() from error


def _find(connection: Connection, conversation: str) -> RowMapping:
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


def _conflict() -> TurnConflict:
    return TurnConflict(
        "This talk went on somewhere else in the meantime, so this turn wasn't saved here. "
        "Everything said there is kept. Load the talk again and go on from there."
    )


def _add_reply(
    connection: Connection,
    conversation: str,
    outcome: Outcome,
    shown: str,
    stopped: bool,
    now: datetime,
) -> None:
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


def _add_words(connection: Connection, conversation: str, number: int, words: str) -> None:
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


def _put_aside(connection: Connection, conversation: str, number: int, role: Role) -> None:
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


def _is_pending(connection: Connection, conversation: str, number: int) -> bool:
    """Tell whether the person said something after turn `number`."""
    query = select(turns.c.id).where(
        (turns.c.conversation == conversation) & (turns.c.number > number)
    )
    return connection.execute(query).first() is not None


def _columns(state: State) -> dict[str, str | int]:
    return {
        "language": state.language,
        "audience": state.audience,
        "phase": state.phase,
        "turn": state.turn,
        "state": state_to_json(state),
    }


def _storable(text: str) -> str:
    """Return `text` without half surrogate pairs, which no database encoding can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _title(words: str, length: int = TITLE_LENGTH) -> str:
    """Return the first words of a turn as a title, cut between words."""
    line = " ".join(words.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + " …"
