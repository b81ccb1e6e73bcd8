"""The one place where talks are kept: turns as they were said, the state after each, consent.

Documents of one's own stand in the same file; `documents` keeps those.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from coach.dialogue.state import Language, Outcome, State, corrected_before, reworded
from coach.errors import OperatorsOnly, StoreError
from coach.records import paces, sign_ins
from coach.records.clock import look, note
from coach.records.documents import Documents
from coach.records.follow_up_rows import erase_expired, erase_of_talk, has_expired
from coach.records.follow_ups import FollowUps
from coach.records.in_transaction import (
    add_reply,
    add_words,
    columns,
    conflict,
    find,
    is_pending,
    put_aside,
    rename_in,
    said,
    storable,
    title_of,
)
from coach.records.labelling import labels_by_talk, put_labels
from coach.records.opening import (
    damaged,
    hold,
    open_database,
    plain_errors,
    tidy,
    writing,
)
from coach.records.place import Place, database_place, replica_place
from coach.records.read_replica import NotRead, Replica, position
from coach.records.read_replica import State as ReplicaState
from coach.records.rows import (
    SUMMARY,
    Consent,
    Conversation,
    ConversationSummary,
    Counts,
    StoredTurn,
    stored_conversation,
    stored_summary,
    stored_turn,
)
from coach.records.sealing import Seal
from coach.records.state_json import state_from_json, state_to_json
from coach.records.tables import (
    LOCAL,
    agreements,
    choices,
    consents,
    conversations,
    earlier_turns,
    labels,
    own_documents,
    turns,
)
from coach.settings import Settings

logger = logging.getLogger(__name__)

__all__ = [
    "Consent",
    "Conversation",
    "ConversationSummary",
    "Counts",
    "Hide",
    "Store",
    "StoredTurn",
]

T = TypeVar("T")

# (text, language, the names hidden so far) → text; see coach.dialogue.pseudonyms.
Hide = Callable[[str, Language, dict[str, str]], str]

RETENTION = "retention_days"  # the name of that choice
# What a person may erase; turns follow their talk, follow-ups their agreement.
OWNED = (conversations, agreements, consents, own_documents, choices)


class Store:
    """Keeps talks in one SQLite file, or in PostgreSQL.

    It is one owner's: what is another's isn't there. Safe to use from several threads and
    processes. Every method raises a `StoreError` with a sentence fit to show, and `SignedOut` once
    the sign-in it was made for isn't good any more.
    """

    def __init__(
        self, settings: Settings, hide: Hide | None = None, *, reading: bool = False
    ) -> None:
        """Open the store of these settings, making or updating it when needed.

        It is that of the one person of this computer; `for_owner` gives another's. `hide` takes
        names out of what the person says before it is kept. `reading` opens it also where nothing
        can be written.

        Talks past their day are erased first, so that nobody meets one.
        """
        self.owner = LOCAL
        self._signed_in: datetime | None = None
        self._operates = True
        self.path = database_place(settings)
        self._settings = settings
        self._hide = hide
        self._initials: dict[str, dict[str, str]] = {}  # by talk; never written down
        self._seal = Seal(settings.encryption_key.get_secret_value())
        self._engine = open_database(
            self.path, self._seal, settings.database_connections, reading=reading
        )
        self._replica = _replica_of(settings, self._seal)
        self.documents = self._documents_of(LOCAL)
        self.follow_ups = self._follow_ups_of(LOCAL)
        try:
            self.erase_expired_of_all()
        except StoreError as error:  # a full disk mustn't lock anybody out
            logger.warning("What is past its day stays for now: %s", type(error).__name__)

    def close(self) -> None:
        """Let go of the database; the store can't be used afterwards."""
        self._engine.dispose()
        if self._replica is not None:
            self._replica.close()

    def for_owner(
        self, owner: str, signed_in: datetime | None = None, *, operates: bool = False
    ) -> Store:
        """Return the store of `owner`, on the same file.

        `signed_in` is when they signed in, to the second; None when nobody has to. `operates`
        says that they look after the coach for all.
        """
        bound = copy(self)
        bound.owner, bound._signed_in, bound._operates = owner, signed_in, operates
        bound.documents = bound._documents_of(owner)
        bound.follow_ups = bound._follow_ups_of(owner)
        return bound

    @property
    def shelf(self) -> Documents:
        """The documents everybody of this server can read; raise `OperatorsOnly` for others."""
        self._require_operator()
        return self._documents_of(LOCAL)

    def create(self, outcome: Outcome) -> str:
        """Keep a new talk with its opening and return its id, which can't be guessed.

        One that follows up another is called by the step it begins with, and takes its labels.
        """
        conversation = secrets.token_hex(16)
        now = datetime.now(UTC)
        with self.writing() as connection:
            connection.execute(
                insert(conversations).values(
                    id=conversation,
                    owner=self.owner,
                    title=title_of(outcome.state.last_step),
                    created=now,
                    updated=now,
                    question=outcome.reply.question,
                    **columns(outcome.state),
                )
            )
            add_reply(connection, conversation, outcome, outcome.reply.text, False, now)
            if outcome.state.after:
                given = labels_by_talk(connection, self.owner).get(outcome.state.after, ())
                put_labels(connection, conversation, given)
        return conversation

    def load(self, conversation: str) -> Conversation:
        """Return the whole talk; raise `ConversationNotFound` when no talk has this id."""
        with self.reading() as connection:
            row = find(connection, self.owner, conversation)
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
            row = find(connection, self.owner, conversation)
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
            row = find(connection, self.owner, conversation)
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
            row = find(connection, self.owner, conversation)
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
            row = find(connection, self.owner, conversation)
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
        mine = select(conversations.c.id).where(self._mine(conversations))
        query = (
            select(earlier_turns)
            .where(earlier_turns.c.conversation == conversation)
            .where(earlier_turns.c.conversation.in_(mine))
            .order_by(earlier_turns.c.id)
        )
        with self.reading() as connection:
            try:
                return tuple(stored_turn(row) for row in connection.execute(query).mappings())
            except ValidationError as error:
                raise damaged(self.path) from error

    def save_state(self, conversation: str, state: State) -> None:
        """Keep a state the person changed between turns: a corrected record, another language.

        Raises `TurnConflict` when a turn was added since `state` was loaded.
        """
        with self.writing() as connection:
            row = find(connection, self.owner, conversation)
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
        """Return all talks, newest first; with `search`, those whose words or names hold it."""
        mine = self._mine(conversations)
        newest = (conversations.c.updated.desc(), conversations.c.id)

        def read(connection: Connection) -> list[ConversationSummary]:
            rows = connection.execute(select(*SUMMARY).where(mine).order_by(*newest))
            found = rows.mappings().all()
            if wanted := search.strip().casefold():
                among = select(conversations.c.id).where(mine)
                held = _holding(connection, among, wanted)
                found = [row for row in found if row["id"] in held]
            given = labels_by_talk(connection, self.owner)
            return [stored_summary(row, given.get(row["id"], ())) for row in found]

        return self._read_aside(read)

    def rename(self, conversation: str, title: str) -> None:
        """Give the talk another title."""
        with self.writing() as connection:
            row = find(connection, self.owner, conversation)
            words = self._kept(storable(title), conversation, row["language"])
            connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation)
                .values(title=title_of(words, length=200))
            )

    def rename_person(self, conversation: str, name: str, by: str) -> None:
        """Put `by` where `name` stands in the talk: turns, earlier ones, state, title, labels."""
        with self.writing() as connection:
            find(connection, self.owner, conversation)
            rename_in(connection, conversation, name, by)
        self._tidy()

    def label(self, conversation: str, names: Sequence[str]) -> None:
        """Give the talk these labels, in the person's own words, in place of those it had."""
        with self.writing() as connection:
            row = find(connection, self.owner, conversation)
            kept = [self._kept(storable(name), conversation, row["language"]) for name in names]
            put_labels(connection, conversation, kept)

    def delete(self, conversation: str) -> None:
        """Erase the talk with all its turns, and invitations from it; overwritten on disk."""
        with self.writing() as connection:
            find(connection, self.owner, conversation)
            connection.execute(delete(conversations).where(conversations.c.id == conversation))
            erase_of_talk(connection, self.owner, conversation)
        self._initials.pop(conversation, None)
        self._tidy()

    def erase_all(self) -> None:
        """Erase every talk, every document of one's own, the consents and the choices."""
        with self.writing() as connection:
            gone = connection.execute(select(conversations.c.id).where(self._mine(conversations)))
            for conversation in gone.scalars():
                self._initials.pop(conversation, None)
            for table in OWNED:
                connection.execute(delete(table).where(self._mine(table)))
        self._tidy()

    def erase_expired_of_all(self, now: datetime | None = None) -> int:
        """Erase the talks past their day of everybody, each by their own choice.

        Of sign-ins too old to be used, and of turns counted before today, nothing is kept either.
        """
        moment = now or datetime.now(UTC)
        with self.reading() as connection:
            owners = self._past_their_day(connection, moment)
        # This computer's own come first, also when there are none: that notes the clock.
        count = sum(
            self.for_owner(owner).erase_expired(moment) for owner in dict.fromkeys([LOCAL, *owners])
        )
        over = moment - timedelta(hours=self._settings.login_hours)
        with self.reading() as connection:
            old = sign_ins.any_before(connection, over) or paces.any_before(connection, moment)
        if old:
            with self.writing() as connection:
                sign_ins.forget(connection, over)
                paces.forget(connection, moment)
        return count

    def _past_their_day(self, connection: Connection, moment: datetime) -> list[str]:
        """Return who may have something past its day by `moment`, in one look at everybody's."""
        found = []
        for table in (conversations, agreements):
            chosen = (choices.c.owner == table.c.owner) & (choices.c.name == RETENTION)
            oldest = (
                select(table.c.owner, func.min(table.c.updated), choices.c.value)
                .outerjoin(choices, chosen)
                .group_by(table.c.owner, choices.c.value)
            )
            for owner, updated, value in connection.execute(oldest):
                days = self._days(value)
                if days and updated < moment - timedelta(days=days):
                    found.append(owner)
        return found

    def erase_expired(self, now: datetime | None = None) -> int:
        """Erase talks and follow-ups nobody touched for longer than they are kept; return how many.

        A follow-up whose link still works is kept until it doesn't.
        """
        days = self.keeps_for()
        if not days:
            return 0
        moment = now or datetime.now(UTC)
        with self.reading() as connection:
            seen = look(connection, moment)
            last = seen.believed - timedelta(days=days)
            expired = self._mine(conversations) & (conversations.c.updated < last)
            found = connection.execute(select(conversations.c.id).where(expired)).first()
            over = has_expired(connection, self.owner, last, seen.believed)
        if found is None and not over and seen.noted:
            return 0
        with self.writing() as connection:
            hold(connection, choices)
            note(connection, seen)
            count = connection.execute(delete(conversations).where(expired)).rowcount
            count += erase_expired(connection, self.owner, last, seen.believed)
        if count:
            self._tidy()
        return count

    def keeps_for(self) -> int:
        """Return for how many days after its last turn a talk is kept; 0 is for good."""
        query = select(choices.c.value).where(self._mine(choices), choices.c.name == RETENTION)
        with self.reading() as connection:
            return self._days(connection.execute(query).scalar())

    def keep_for(self, days: int) -> None:
        """Keep talks for `days` after their last turn from here on, and erase what is past that."""
        with self.writing() as connection:
            hold(connection, choices)
            connection.execute(
                delete(choices).where(self._mine(choices), choices.c.name == RETENTION)
            )
            connection.execute(
                insert(choices).values(owner=self.owner, name=RETENTION, value=str(days))
            )
        self.erase_expired()

    def consent(self) -> Consent | None:
        """Return the consent given last, or None."""
        return next(iter(self.consents()), None)

    def consents(self) -> tuple[Consent, ...]:
        """Return every consent given, the last one first."""
        query = select(consents).where(self._mine(consents)).order_by(consents.c.id.desc())
        with self.reading() as connection:
            rows = connection.execute(query).mappings()
            return tuple(Consent(row["version"], row["text_hash"], row["given"]) for row in rows)

    def give_consent(self, version: str, text_hash: str) -> None:
        """Keep that the person said yes to this version of the text."""
        with self.writing() as connection:
            connection.execute(
                insert(consents).values(
                    owner=self.owner,
                    version=version,
                    text_hash=text_hash,
                    given=datetime.now(UTC),
                )
            )

    def arrive(self) -> None:
        """Remember this sign-in, so that signing out ends it too; raise `SignedOut` if it did."""
        if self._signed_in is None:
            return
        with self.reading() as connection:
            known = sign_ins.is_known(connection, self.owner, self._signed_in)
        if not known:
            with self.writing() as connection:
                sign_ins.remember(connection, self.owner, self._signed_in)

    def sign_out(self) -> None:
        """End every sign-in of this person so far, in every tab and browser."""
        if self._signed_in is not None:
            with self.writing() as connection:
                sign_ins.end(connection, self.owner, self._signed_in)

    def count_turn(self, now: datetime | None = None) -> None:
        """Count one turn of this person, at whichever server; raise `TooManyTurns`, and count none.

        How many one may send is in the settings.
        """
        settings = self._settings
        most: dict[paces.Span, int] = {
            "minute": settings.turns_a_minute,
            "day": settings.turns_a_day,
        }
        with self.writing() as connection:
            paces.take(connection, self.owner, most, now or datetime.now(UTC))

    def counts(self) -> Counts:
        """Return how much the coach is used by all together; raise `OperatorsOnly`."""
        self._require_operator()

        def read(connection: Connection) -> Counts:
            def count(table: FromClause) -> int:
                return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

            said = turns.select().where(turns.c.role == "user").subquery()
            owners = select(conversations.c.owner).union(select(consents.c.owner)).subquery()
            return Counts(count(owners), count(conversations), count(said), count(own_documents))

        return self._read_aside(read)

    def replica(self) -> tuple[Place, ReplicaState] | None:
        """Return the replica that is read and how it stands to the database; None for none."""
        if self._replica is None:
            return None
        with self.reading() as connection:
            now = position(connection)
        return self._replica.place, self._replica.state(now)

    def _days(self, chosen: str | None) -> int:
        return self._settings.retention_days if chosen is None else int(chosen)

    def _mine(self, table: Table) -> ColumnElement[bool]:
        return table.c.owner == self.owner

    def _documents_of(self, owner: str) -> Documents:
        return Documents(self.path, self._seal, self._engine, owner, self._require_sign_in)

    def _follow_ups_of(self, owner: str) -> FollowUps:
        hide = self._hide
        # No names of a follow-up stand in memory, so each of its texts has initials of its own.
        hidden = None if hide is None else lambda text, language: hide(text, language, {})
        return FollowUps(self.path, self._engine, hidden, owner, self._require_sign_in)

    def _require_operator(self) -> None:
        if not self._operates:
            raise OperatorsOnly(
                "That is for whoever looks after the coach here. Nothing was changed."
            )

    def _require_sign_in(self, connection: Connection) -> None:
        if self._signed_in is not None:
            lasts = timedelta(hours=self._settings.login_hours)
            sign_ins.require(connection, self.owner, self._signed_in, lasts)

    def _kept(self, text: str, conversation: str, language: Language) -> str:
        """Return `text` as it may be kept."""
        if self._hide is None:
            return text
        return self._hide(text, language, self._initials.setdefault(conversation, {}))

    def _tidy(self) -> None:
        with plain_errors(self.path):
            tidy(self._engine)

    def _read_aside(self, read: Callable[[Connection], T]) -> T:
        """Return what `read` gives, from the replica when that has all that was kept before.

        For what reads many rows and decides no write. Whether somebody is signed in is asked of
        the database in any case.
        """
        with self.reading() as connection:
            if self._replica is None or not self._replica.is_tried:
                return read(connection)
            now = position(connection)
        with suppress(NotRead):
            return self._replica.read(now, read)
        with self.reading() as connection:
            return read(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a transaction that reads; raise `SignedOut` first, when that is so."""
        with plain_errors(self.path), self._engine.begin() as connection:
            self._require_sign_in(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that writes: all of it is kept, or nothing."""
        with plain_errors(self.path):
            try:
                with writing(self._engine) as connection:
                    self._require_sign_in(connection)
                    yield connection
            except IntegrityError as error:
                raise conflict() from error


def _replica_of(settings: Settings, seal: Seal) -> Replica | None:
    place = replica_place(settings)
    return None if place is None else Replica(place, seal, settings.database_connections)


def _holding(connection: Connection, among: Select[tuple[str]], wanted: str) -> set[str]:
    """Return which of these talks have `wanted` in their title, words or labels.

    `wanted` is in small letters. No database could look: it can't open what is sealed, nor knows
    every letter's small one.
    """
    titles = select(conversations.c.id, conversations.c.title).where(conversations.c.id.in_(among))
    words = select(turns.c.conversation, turns.c.text).where(turns.c.conversation.in_(among))
    names = select(labels.c.conversation, labels.c.name).where(labels.c.conversation.in_(among))
    return {
        talk
        for query in (titles, words, names)
        for talk, text in connection.execute(query)
        if wanted in text.casefold()
    }
