"""Agreements, what was answered looking back on them, and what was released of it.

A link's token and the session it is exchanged for are kept as SHA-256 of 256 random bits: whoever
reads the file can't use either.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, insert, select, update

from coach.dialogue.answers import Answers, reworded
from coach.dialogue.state import Language
from coach.records.follow_up_rows import (
    WITH_SUMMARY,
    Agreement,
    FollowUp,
    Kind,
    Summary,
    answers_to_json,
    find_agreement,
    gone,
    hashed,
    hold_agreement_of,
    stored_agreement,
    stored_follow_up,
    touch,
)
from coach.records.in_transaction import storable
from coach.records.opening import damaged, open_database, plain_errors, tidy, writing
from coach.records.place import Place, database_place
from coach.records.sealing import Seal
from coach.records.tables import LOCAL, agreements, follow_ups, summaries

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from coach.settings import Settings

TOKEN_BYTES = 32


class FollowUps:
    """Keeps follow-ups in the store's database; every method raises a `StoreError`.

    `hide` takes names out of what is kept, when that is wanted: text and language → text.
    """

    def __init__(
        self,
        path: Place,
        engine: Engine,
        hide: Callable[[str, Language], str] | None = None,
        owner: str = LOCAL,
        admit: Callable[[Connection], None] | None = None,
    ) -> None:
        self._path = path
        self._engine = engine
        self._hide = hide
        self._owner = owner
        self._admit = admit
        self._only: str | None = None

    def for_invited(self, agreement: Agreement) -> FollowUps:
        """Return the follow-ups of whoever was invited to `agreement`: of that one, no other."""
        bound = copy(self)
        bound._owner, bound._admit, bound._only = agreement.owner, None, agreement.id
        return bound

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def agree(
        self, kind: Kind, language: Language, steps: tuple[str, ...], *,
        conversation: str | None = None, sender: str = "", days: int | None = None,
    ) -> tuple[Agreement, str]:
        """Keep an agreement; return it with the token of its link, "" unless it is sent.

        The token is told this once. `days` is how long the link works.
        """  # fmt: skip
        now = datetime.now(UTC)
        token = secrets.token_urlsafe(TOKEN_BYTES) if kind == "sent" else ""
        words = tuple(self._kept(storable(step), language) for step in steps)
        identifier = secrets.token_hex(16)
        with self._transaction(writing(self._engine)) as connection:
            connection.execute(
                insert(agreements).values(
                    id=identifier,
                    owner=self._owner,
                    kind=kind,
                    conversation=conversation,
                    language=language,
                    sender=storable(sender),
                    steps=json.dumps(words, ensure_ascii=False),
                    token_hash=hashed(token) if token else None,
                    made=now,
                    valid_until=None if days is None else now + timedelta(days=days),
                    updated=now,
                )
            )
        return self.agreement(identifier), token

    def agreement(self, identifier: str) -> Agreement:
        """Return one agreement; raise `FollowUpNotFound`."""
        with self._transaction(self._engine.begin()) as connection:
            return stored_agreement(find_agreement(connection, self._mine, identifier))

    def agreements(self, conversation: str | None = None) -> tuple[Agreement, ...]:
        """Return every agreement, or those of one talk, the newest first."""
        query = select(agreements).where(self._mine)
        query = query.order_by(agreements.c.made.desc(), agreements.c.id)
        if conversation is not None:
            query = query.where(agreements.c.conversation == conversation)
        with self._transaction(self._engine.begin()) as connection:
            return tuple(stored_agreement(row) for row in connection.execute(query).mappings())

    def exchange(self, token: str, now: datetime | None = None) -> tuple[str, datetime] | None:
        """Return a session for the token of a link, and until when; None when it opens nothing.

        Until the session is used, the token may be brought again, by whoever never got the answer;
        the session of before then opens nothing.
        """
        moment = now or datetime.now(UTC)
        session = secrets.token_urlsafe(TOKEN_BYTES)
        with self._transaction(writing(self._engine)) as connection:
            here = agreements.c.token_hash == hashed(token)
            row = connection.execute(select(agreements).where(here)).mappings().first()
            if row is None or not stored_agreement(row).works(moment):
                return None
            # Whose session is used just now is first: then the token is gone here.
            taken = connection.execute(
                update(agreements)
                .where(here)
                .values(session_hash=hashed(session), updated=moment)
            )
            return (session, row["valid_until"]) if taken.rowcount else None

    def of_session(self, session: str, now: datetime | None = None) -> Agreement | None:
        """Return the agreement a session opens; None when it opens nothing (any more).

        A link works for one person: with the first use of a session, its token is gone.
        """
        here = agreements.c.session_hash == hashed(session)
        query = select(agreements).where(here)
        with self._transaction(self._engine.begin()) as connection:
            row = connection.execute(query).mappings().first()
        if row is not None and row["token_hash"] is not None:
            with self._transaction(writing(self._engine)) as connection:
                connection.execute(update(agreements).where(here).values(token_hash=None))
                row = connection.execute(query).mappings().first()
        found = None if row is None else stored_agreement(row)
        return found if found is not None and found.works(now or datetime.now(UTC)) else None

    def revoke(self, identifier: str) -> None:
        """Have a link and whoever came in by it open nothing from here on."""
        self._change(identifier, revoked=datetime.now(UTC), token_hash=None, session_hash=None)

    def begin(self, identifier: str) -> None:
        """Keep that its person read what happens with their words, and began."""
        self._change(identifier, begun=datetime.now(UTC))

    def start(self, agreement: str, answers: Answers) -> FollowUp:
        """Keep a follow-up that begins now."""
        identifier = secrets.token_hex(16)
        now = datetime.now(UTC)
        with self._transaction(writing(self._engine)) as connection:
            find_agreement(connection, self._mine, agreement)
            connection.execute(
                insert(follow_ups).values(
                    id=identifier,
                    agreement=agreement,
                    answers=answers_to_json(answers),
                    created=now,
                )
            )
            touch(connection, self._mine, agreement, now)
        return self.follow_up(identifier)

    def follow_up(self, identifier: str) -> FollowUp:
        """Return one follow-up; raise `FollowUpNotFound`."""
        query = WITH_SUMMARY.where(follow_ups.c.id == storable(identifier), self._its)
        with self._transaction(self._engine.begin()) as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise gone()
        return self._read(row)

    def follow_ups(self, agreement: str) -> tuple[FollowUp, ...]:
        """Return every follow-up of an agreement, the oldest first."""
        here = and_(follow_ups.c.agreement == agreement, self._its)
        query = WITH_SUMMARY.where(here).order_by(follow_ups.c.created)
        with self._transaction(self._engine.begin()) as connection:
            return tuple(self._read(row) for row in connection.execute(query).mappings())

    def save(self, follow_up: FollowUp, answers: Answers) -> None:
        """Keep answers; raise `FollowUpNotFound` when it was erased, or finished in another tab."""
        tongue = self.agreement(follow_up.agreement).language
        answers = reworded(answers, lambda text: self._kept(text, tongue))
        with self._transaction(writing(self._engine)) as connection:
            hold_agreement_of(connection, self._mine, follow_up.id)
            here = and_(follow_ups.c.id == follow_up.id, self._its, follow_ups.c.finished.is_(None))
            changed = update(follow_ups).where(here).values(answers=answers_to_json(answers))
            if connection.execute(changed).rowcount == 0:
                raise gone()
            touch(connection, self._mine, follow_up.agreement, datetime.now(UTC))

    def finish(self, follow_up: FollowUp) -> None:
        """Keep that its person is done with it, with nothing released."""
        now = datetime.now(UTC)
        with self._transaction(writing(self._engine)) as connection:
            hold_agreement_of(connection, self._mine, follow_up.id)
            here = and_(follow_ups.c.id == follow_up.id, self._its)
            connection.execute(update(follow_ups).where(here).values(finished=now))
            touch(connection, self._mine, follow_up.agreement, now)

    def release(self, follow_up: FollowUp, text: str) -> None:
        """Let who sent the invitation read `text`, and nothing else of it."""
        now = datetime.now(UTC)
        words = self._kept(storable(text), self.agreement(follow_up.agreement).language)
        with self._transaction(writing(self._engine)) as connection:
            hold_agreement_of(connection, self._mine, follow_up.id)
            here = and_(follow_ups.c.id == follow_up.id, self._its)
            if connection.execute(
                update(follow_ups).where(here).values(finished=now)
            ).rowcount == 0:
                raise gone()
            there = summaries.c.follow_up == follow_up.id
            if connection.execute(select(summaries.c.follow_up).where(there)).first() is None:
                connection.execute(
                    insert(summaries).values(follow_up=follow_up.id, text=words, released=now)
                )
            touch(connection, self._mine, follow_up.agreement, now)

    def take_back(self, follow_up: FollowUp) -> bool:
        """Take a release back, its text erased; False when it was opened first."""
        with self._transaction(writing(self._engine)) as connection:
            hold_agreement_of(connection, self._mine, follow_up.id)
            here = and_(summaries.c.follow_up == follow_up.id, self._released)
            unread = and_(here, summaries.c.opened.is_(None))
            if connection.execute(delete(summaries).where(unread)).rowcount == 0:
                return False
            here = and_(follow_ups.c.id == follow_up.id, self._its)
            connection.execute(update(follow_ups).where(here).values(finished=None))
        with plain_errors(self._path):
            tidy(self._engine)
        return True

    def released(self, agreement: str) -> tuple[tuple[str, datetime, datetime | None], ...]:
        """Return what was released under an agreement: ids, when, and when it was opened."""
        query = (
            select(summaries.c.follow_up, summaries.c.released, summaries.c.opened)
            .join(follow_ups)
            .where(follow_ups.c.agreement == agreement, self._its)
            .order_by(summaries.c.released)
        )
        with self._transaction(self._engine.begin()) as connection:
            return tuple((row[0], row[1], row[2]) for row in connection.execute(query))

    def open(self, follow_up: str) -> Summary:
        """Return what was released, opened from here on; `FollowUpNotFound` when taken back."""
        with self._transaction(writing(self._engine)) as connection:
            hold_agreement_of(connection, self._mine, follow_up)
            here = and_(summaries.c.follow_up == follow_up, self._released)
            unread = and_(here, summaries.c.opened.is_(None))
            now = datetime.now(UTC)
            connection.execute(update(summaries).where(unread).values(opened=now))
            row = connection.execute(select(summaries).where(here)).mappings().first()
        if row is None:
            raise gone()
        return Summary(row["text"], row["released"], row["opened"])

    def erase_answers(self, agreement: str) -> None:
        """Erase everything its person wrote and released; what was agreed stays."""
        with self._transaction(writing(self._engine)) as connection:
            find_agreement(connection, self._mine, agreement)
            connection.execute(delete(follow_ups).where(follow_ups.c.agreement == agreement))
        with plain_errors(self._path):
            tidy(self._engine)

    def remove(self, identifier: str) -> None:
        """Erase an agreement with everything that was answered and released of it."""
        with self._transaction(writing(self._engine)) as connection:
            find_agreement(connection, self._mine, identifier)
            connection.execute(delete(agreements).where(agreements.c.id == identifier))
        with plain_errors(self._path):
            tidy(self._engine)

    def _change(self, identifier: str, **values: object) -> None:
        now = datetime.now(UTC)
        with self._transaction(writing(self._engine)) as connection:
            find_agreement(connection, self._mine, identifier)
            here = agreements.c.id == identifier
            connection.execute(update(agreements).where(here).values(updated=now, **values))

    @property
    def _mine(self) -> ColumnElement[bool]:
        mine = agreements.c.owner == self._owner
        return mine if self._only is None else and_(mine, agreements.c.id == self._only)

    @property
    def _its(self) -> ColumnElement[bool]:
        return follow_ups.c.agreement.in_(select(agreements.c.id).where(self._mine))

    @property
    def _released(self) -> ColumnElement[bool]:
        return summaries.c.follow_up.in_(select(follow_ups.c.id).where(self._its))

    @contextmanager
    def _transaction(self, begun: AbstractContextManager[Connection]) -> Iterator[Connection]:
        with plain_errors(self._path), begun as connection:
            if self._admit is not None:
                self._admit(connection)
            yield connection

    def _kept(self, text: str, language: Language) -> str:
        return text if self._hide is None else self._hide(text, language)

    def _read(self, row: RowMapping) -> FollowUp:
        try:
            return stored_follow_up(row)
        except ValidationError as error:
            raise damaged(self._path) from error


def open_follow_ups(settings: Settings) -> FollowUps:
    """Return the follow-ups of these settings, for where the whole store isn't needed."""
    place = database_place(settings)
    seal = Seal(settings.encryption_key.get_secret_value())
    return FollowUps(place, open_database(place, seal))
