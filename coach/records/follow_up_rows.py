"""Agreements and follow-ups as they are given back, and how they stand in their rows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, cast

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, or_, select, update

from coach.dialogue.answers import Answers
from coach.dialogue.state import Language
from coach.errors import FollowUpNotFound
from coach.records.in_transaction import storable
from coach.records.opening import is_writing
from coach.records.tables import agreements, follow_ups, summaries

Kind = Literal["own", "sent", "received"]


@dataclass(frozen=True)
class Agreement:
    """What somebody agreed to do; of an invitation, by whom it was sent and until when it works."""

    id: str
    owner: str  # whose agreement it is: of an invitation, who sent it
    kind: Kind
    conversation: str | None
    language: Language
    sender: str
    steps: tuple[str, ...]
    made: datetime
    valid_until: datetime | None
    revoked: datetime | None
    begun: datetime | None  # when its person agreed to begin
    updated: datetime

    def works(self, now: datetime) -> bool:
        """Tell whether its person may still come in by a link."""
        return self.revoked is None and (self.valid_until is None or now < self.valid_until)


@dataclass(frozen=True)
class Summary:
    """What was released of one follow-up: its text, when, and when who sent it opened it."""

    text: str
    released: datetime
    opened: datetime | None


@dataclass(frozen=True)
class FollowUp:
    """One time somebody looked back; `finished` once they decided what to do with it."""

    id: str
    agreement: str
    answers: Answers
    created: datetime
    finished: datetime | None
    summary: Summary | None


def hashed(secret: str) -> str:
    """Return what is kept of a token or a session."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def erase_of_talk(connection: Connection, owner: str, conversation: str) -> None:
    """Erase the agreements of a talk that is erased."""
    here = and_(agreements.c.owner == owner, agreements.c.conversation == conversation)
    connection.execute(delete(agreements).where(here))


def has_expired(connection: Connection, owner: str, last: datetime, now: datetime) -> bool:
    """Tell whether `erase_expired` would erase anything."""
    query = select(agreements.c.id).where(_expired(owner, last, now))
    return connection.execute(query).first() is not None


def erase_expired(connection: Connection, owner: str, last: datetime, now: datetime) -> int:
    """Erase agreements untouched since `last` whose link works no more; return how many."""
    return int(connection.execute(delete(agreements).where(_expired(owner, last, now))).rowcount)


def _expired(owner: str, last: datetime, now: datetime) -> ColumnElement[bool]:
    over = or_(agreements.c.valid_until.is_(None), agreements.c.valid_until < now)
    return and_(agreements.c.owner == owner, agreements.c.updated < last, over)


WITH_SUMMARY = select(
    follow_ups, summaries.c.text, summaries.c.released, summaries.c.opened
).outerjoin(summaries)


def find_agreement(
    connection: Connection, mine: ColumnElement[bool], identifier: str
) -> RowMapping:
    """Return the row of an agreement that is `mine`, held when this transaction writes.

    Raises `FollowUpNotFound`.
    """
    query = select(agreements).where(agreements.c.id == storable(identifier), mine)
    if is_writing(connection):
        query = query.with_for_update()
    row = connection.execute(query).mappings().first()
    if row is None:
        raise gone()
    return row


def hold_agreement_of(
    connection: Connection, mine: ColumnElement[bool], follow_up: str
) -> None:
    """Hold the agreement of a follow-up before anything under it is written.

    Everybody who writes begins there, so that of two at once, one waits for the other and neither
    for both. SQLite has no such wait.
    """
    its = select(follow_ups.c.agreement).where(follow_ups.c.id == storable(follow_up))
    held = select(agreements.c.id).where(agreements.c.id.in_(its), mine).with_for_update()
    connection.execute(held)


def touch(
    connection: Connection, mine: ColumnElement[bool], agreement: str, now: datetime
) -> None:
    """Begin the days anew that an agreement is kept."""
    here = and_(agreements.c.id == agreement, mine)
    connection.execute(update(agreements).where(here).values(updated=now))


def stored_agreement(row: RowMapping) -> Agreement:
    """Return a row of `agreements`."""
    return Agreement(
        id=row["id"],
        owner=row["owner"],
        kind=cast(Kind, row["kind"]),
        conversation=row["conversation"],
        language=cast(Language, row["language"]),
        sender=row["sender"],
        steps=tuple(json.loads(row["steps"])),
        made=row["made"],
        valid_until=row["valid_until"],
        revoked=row["revoked"],
        begun=row["begun"],
        updated=row["updated"],
    )


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Answers)


def stored_follow_up(row: RowMapping) -> FollowUp:
    """Return a row of `WITH_SUMMARY`; raise `ValidationError` when its answers aren't any."""
    summary = None
    if row["released"] is not None:
        summary = Summary(row["text"], row["released"], row["opened"])
    answers = _adapter().validate_json(row["answers"])
    return FollowUp(
        row["id"], row["agreement"], answers, row["created"], row["finished"], summary
    )


def answers_to_json(answers: Answers) -> str:
    """Return `answers` as one JSON object."""
    return str(_adapter().dump_json(answers).decode())


def gone() -> FollowUpNotFound:
    """Return the error for what was erased, taken back or finished meanwhile."""
    return FollowUpNotFound(
        "This follow-up isn't there, or is finished already. Nothing was changed. "
        "Load the page again."
    )
