"""The one place where talks are kept: turns as they were said, the state after each, consent.

Documents of one's own stand in the same file; `documents` keeps those.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Text,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from coach.dialogue.state import Language, Outcome, State, corrected_before, reworded
from coach.errors import StoreError
from coach.records.documents import Documents
from coach.records.in_transaction import (
    add_reply,
    add_words,
    columns,
    conflict,
    find,
    is_pending,
    put_aside,
    renamed,
    said,
    storable,
    title_of,
)
from coach.records.opening import (
    damaged,
    database_file,
    open_database,
    plain_errors,
    tidy,
    writing,
)
from coach.records.rows import (
    Consent,
    Conversation,
    ConversationSummary,
    StoredTurn,
    stored_conversation,
    stored_summary,
    stored_turn,
)
from coach.records.sealing import Seal, Sealed
from coach.records.state_json import state_from_json, state_to_json
from coach.records.tables import (
    choices,
    consents,
    conversations,
    earlier_turns,
    metadata,
    turns,
)
from coach.settings import Settings

logger = logging.getLogger(__name__)

__all__ = ["Consent", "Conversation", "ConversationSummary", "Hide", "Store", "StoredTurn"]

# (text, language, the names hidden so far) → text; see coach.dialogue.pseudonyms.
Hide = Callable[[str, Language, dict[str, str]], str]


class Store:
    """Keeps talks in one SQLite file; safe to use from several threads and processes.

    Every method raises a `StoreError` with a sentence fit to show.
    """

    def __init__(self, settings: Settings, hide: Hide | None = None) -> None:
        """Open the store in `settings.data_dir`, making or updating it when needed.

        `hide` takes names out of what the person says before it is kept.

        Talks past their day are erased first, so that nobody meets one.
        """
        self.path = database_file(settings)
        self._settings = settings
        self._hide = hide
        self._initials: dict[str, dict[str, str]] = {}  # by talk; never written down
        seal = Seal(settings.encryption_key.get_secret_value())
        self._engine = open_database(self.path, seal)
        self.documents = Documents(self.path, seal, self._engine)
        try:
            self.erase_expired()
        except StoreError as error:  # a full disk mustn't lock anybody out
            logger.warning("What is past its day stays for now: %s", type(error).__name__)

    def close(self) -> None:
        """Let go of the file; the store can't be used afterwards."""
        self._engine.dispose()

    def create(self, outcome: Outcome) -> str:
        """Keep a new talk with its opening and return its id, which can't be guessed."""
        conversation = secrets.token_hex(16)
        now = datetime.now(UTC)
        with self.writing() as connection:
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
            found = connection.execute(
                select(turns).where(turns.c.conversation == conversation).order_by(turns.c.id)
            ).mappings()
            try:
                return stored_conversation(row, tuple(stored_turn(each) for each in found))
            except ValidationError as error:
                raise damaged(self.path) from error

    def add_user_turn(self, conversation: str, number: int, text: str) -> None:
        """Keep what the person said as turn `number`, before anything slow happens.

        Raises `TurnConflict` when that turn is there already or isn't the next one.
        """
        now = datetime.now(UTC)
        with self.writing() as connection:
            row = find(connection, conversation)
            words = self._kept(storable(text), conversation, row["language"])
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
        with self.writing() as connection:
            row = find(connection, conversation)
            if reply.turn != row["turn"] + 1:
                raise conflict()
            text = reply.text if shown is None else shown
            # What led to a referral names nothing: titles stand on lists and on what is shared.
            words = said(connection, conversation, reply.turn)
            titled = reply.route != "none" and row["title"] == title_of(words)
            add_reply(connection, conversation, outcome, text, stopped, now)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(
                    updated=now,
                    title="" if titled else row["title"],
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
        with self.writing() as connection:
            row = find(connection, conversation)
            if row["turn"] != reply.turn or is_pending(connection, conversation, reply.turn):
                raise conflict()
            put_aside(connection, conversation, reply.turn, "coach")
            text = reply.text if shown is None else shown
            add_reply(connection, conversation, outcome, text, stopped, now)
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(
                    updated=now,
                    question=reply.question,
                    **columns(outcome.state),
                )
            )

    def take_back(self, conversation: str, number: int, text: str) -> None:
        """Put `text` in place of the person's last turn, `number`, to be answered anew.

        The turn as it was and its reply go to the earlier ones, and the state becomes the one
        before it. Raises `TurnConflict` when it isn't the last turn, or that state isn't kept.
        """
        with self.writing() as connection:
            row = find(connection, conversation)
            if row["turn"] != number or row["state_before"] is None:
                raise conflict()
            if is_pending(connection, conversation, number):
                raise conflict()
            state = state_from_json(row["state_before"])
            before = said(connection, conversation, number)
            words = self._kept(storable(text), conversation, row["language"])
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
        with self.writing() as connection:
            row = find(connection, conversation)
            if row["turn"] != state.turn:
                raise conflict()
            state = reworded(state, lambda text: self._kept(text, conversation, state.language))
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
            there = select(turns.c.conversation).where(_holds(turns.c.text, wanted))
            query = query.where(
                or_(_holds(conversations.c.title, wanted), conversations.c.id.in_(there))
            )
        with plain_errors(self.path), self._engine.begin() as connection:
            return [stored_summary(row) for row in connection.execute(query).mappings()]

    def rename(self, conversation: str, title: str) -> None:
        """Give the talk another title."""
        with self.writing() as connection:
            row = find(connection, conversation)
            words = self._kept(storable(title), conversation, row["language"])
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(title=title_of(words, length=200))
            )

    def rename_person(self, conversation: str, name: str, by: str) -> None:
        """Put `by` where `name` stands in the talk: in turns, earlier ones, state and title."""
        with self.writing() as connection:
            find(connection, conversation)
            for table in (conversations, turns, earlier_turns):
                mine = table.c.id if table is conversations else table.c.conversation
                kept = [each for each in table.c if isinstance(each.type, Sealed)]
                rows = connection.execute(
                    select(table.c.id, *kept).where(mine == conversation)
                ).mappings()
                for row in rows.all():
                    values = {
                        each.name: renamed(row[each.name], name, by)
                        for each in kept
                        if row[each.name] is not None
                    }
                    connection.execute(
                        update(table).where(table.c.id == row["id"]).values(values)
                    )
        self._tidy()

    def delete(self, conversation: str) -> None:
        """Erase the talk with all its turns; its place on disk is overwritten."""
        self._initials.pop(conversation, None)
        with self.writing() as connection:
            find(connection, conversation)
            connection.execute(delete(conversations).where(conversations.c.id == conversation))
        self._tidy()

    def erase_all(self) -> None:
        """Erase every talk, every document of one's own, the consents and the choices."""
        self._initials.clear()
        with self.writing() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
        self._tidy()

    def erase_expired(self, now: datetime | None = None) -> int:
        """Erase the talks whose last turn is longer ago than they are kept; return how many."""
        days = self.keeps_for()
        if not days:
            return 0
        last = (now or datetime.now(UTC)) - timedelta(days=days)
        expired = conversations.c.updated < last
        with plain_errors(self.path), self._engine.begin() as connection:
            if connection.execute(select(conversations.c.id).where(expired)).first() is None:
                return 0
        with self.writing() as connection:
            count = connection.execute(delete(conversations).where(expired)).rowcount
        self._tidy()
        return count

    def keeps_for(self) -> int:
        """Return for how many days after its last turn a talk is kept; 0 is for good."""
        query = select(choices.c.value).where(choices.c.name == "retention_days")
        with plain_errors(self.path), self._engine.begin() as connection:
            chosen = connection.execute(query).scalar()
        return self._settings.retention_days if chosen is None else int(chosen)

    def keep_for(self, days: int) -> None:
        """Keep talks for `days` after their last turn from here on, and erase what is past that."""
        with self.writing() as connection:
            connection.execute(delete(choices).where(choices.c.name == "retention_days"))
            connection.execute(insert(choices).values(name="retention_days", value=str(days)))
        self.erase_expired()

    def consent(self) -> Consent | None:
        """Return the consent given last, or None."""
        return next(iter(self.consents()), None)

    def consents(self) -> tuple[Consent, ...]:
        """Return every consent given, the last one first."""
        query = select(consents).order_by(consents.c.id.desc())
        with plain_errors(self.path), self._engine.begin() as connection:
            rows = connection.execute(query).mappings()
            return tuple(Consent(row["version"], row["text_hash"], row["given"]) for row in rows)

    def give_consent(self, version: str, text_hash: str) -> None:
        """Keep that the person said yes to this version of the text."""
        with self.writing() as connection:
            connection.execute(
                insert(consents).values(
                    version=version, text_hash=text_hash, given=datetime.now(UTC)
                )
            )

    def _kept(self, text: str, conversation: str, language: Language) -> str:
        """Return `text` as it may be kept."""
        if self._hide is None:
            return text
        return self._hide(text, language, self._initials.setdefault(conversation, {}))

    def _tidy(self) -> None:
        with plain_errors(self.path):
            tidy(self._engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that writes: all of it is kept, or nothing."""
        with plain_errors(self.path):
            try:
                with writing(self._engine) as connection:
                    yield connection
            except IntegrityError as error:
                raise conflict() from error


def _holds(column: Column[str], wanted: str) -> ColumnElement[bool]:
    """Look for `wanted` in the text opened and in small letters, by a function of `opening`."""
    return func.words(column, type_=Text).contains(wanted, autoescape=True)
