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
from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from coach.dialogue.state import Outcome, State, corrected_before
from coach.records.documents import Documents
from coach.records.in_transaction import (
    add_reply,
    add_words,
    columns,
    conflict,
    find,
    is_pending,
    put_aside,
    said,
    storable,
    title_of,
)
from coach.records.opening import damaged, open_database, overwrite_log, plain_errors, writing
from coach.records.rows import (
    Consent,
    Conversation,
    ConversationSummary,
    StoredTurn,
    stored_conversation,
    stored_summary,
    stored_turn,
)
from coach.records.state_json import state_from_json, state_to_json
from coach.records.tables import consents, conversations, earlier_turns, turns
from coach.settings import Settings

__all__ = ["Consent", "Conversation", "ConversationSummary", "Store", "StoredTurn"]


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
                    **columns(outcome.state),
                )
            )
            add_reply(connection, conversation, outcome, outcome.reply.text, False, now)
        return conversation

    def load(self, conversation: str) -> Conversation:
        """Return the whole talk; raise `ConversationNotFound` when no talk has this id."""
        with plain_errors(self.path), self._engine.begin() as connection:
            row = find(connection, conversation)
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
        words = storable(text)
        with self._writing() as connection:
            row = find(connection, conversation)
            if number != row["turn"] + 1:
                raise conflict()
            add_words(connection, conversation, number, words)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(updated=now, title=row["title"] or title_of(words))
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
            row = find(connection, conversation)
            if reply.turn != row["turn"] + 1:
                raise conflict()
            text = reply.text if shown is None else shown
            add_reply(connection, conversation, outcome, text, stopped, now)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(
                    updated=now,
                    question=reply.question,
                    state_before=row["state"],
                    **columns(outcome.state),
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
            row = find(connection, conversation)
            if row["turn"] != reply.turn or is_pending(connection, conversation, reply.turn):
                raise conflict()
            put_aside(connection, conversation, reply.turn, "coach")
            text = reply.text if shown is None else shown
            add_reply(connection, conversation, outcome, text, stopped, now)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(updated=now, question=reply.question, **columns(outcome.state))
            )

    def take_back(self, conversation: str, number: int, text: str) -> None:
        """Put `text` in place of the person's last turn, `number`, to be answered anew.

        The turn as it was and its reply go to the earlier ones, and the state becomes the one
        before it. Raises `TurnConflict` when it isn't the last turn, or that state isn't kept.
        """
        with self._writing() as connection:
            row = find(connection, conversation)
            if row["turn"] != number or row["state_before"] is None:
                raise conflict()
            if is_pending(connection, conversation, number):
                raise conflict()
            state = state_from_json(row["state_before"])
            words, before = storable(text), said(connection, conversation, number)
            put_aside(connection, conversation, number, "coach")
            put_aside(connection, conversation, number, "user")
            add_words(connection, conversation, number, words)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(
                    updated=datetime.now(UTC),
                    title=title_of(words) if row["title"] == title_of(before) else row["title"],
                    state_before=None,
                    **columns(state),
                )
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
            row = find(connection, conversation)
            if row["turn"] != state.turn:
                raise conflict()
            before = row["state_before"]
            if before is not None:
                was, now = state_from_json(row["state"]), state
                before = state_to_json(corrected_before(state_from_json(before), was, now))
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(updated=datetime.now(UTC), state_before=before, **columns(state))
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
            find(connection, conversation)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(title=title_of(storable(title), length=200))
            )

    def delete(self, conversation: str) -> None:
        """Erase the talk with all its turns; its place on disk is overwritten."""
        with self._writing() as connection:
            find(connection, conversation)
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
                raise conflict() from error

