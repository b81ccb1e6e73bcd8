"""Agreements and follow-ups in the file that takes everything along."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import Connection, insert, select

from coach.dialogue.answers import Answers
from coach.dialogue.state import Language
from coach.records.follow_up_rows import Agreement, FollowUp, Kind, answers_to_json
from coach.records.in_transaction import storable
from coach.records.tables import agreements, follow_ups, summaries

if TYPE_CHECKING:
    from coach.records.store import Store


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ArchivedFollowUp(_Part):
    """One time somebody looked back; `answers` is null where another person gave them."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    answers: Answers | None = None
    created: AwareDatetime
    finished: AwareDatetime | None = None
    text: str = Field(default="", description="what its person released")
    released: AwareDatetime | None = None
    opened: AwareDatetime | None = None


class ArchivedAgreement(_Part):
    """What was agreed, and what was told of it; a link isn't in it and doesn't come back."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    kind: Kind
    conversation: str | None = Field(default=None, pattern=r"^[0-9a-f]{32}$")
    language: Language
    sender: str
    steps: tuple[str, ...]
    made: AwareDatetime
    valid_until: AwareDatetime | None = None
    revoked: AwareDatetime | None = None
    begun: AwareDatetime | None = None
    updated: AwareDatetime
    follow_ups: tuple[ArchivedFollowUp, ...] = Field(
        description="of an invitation that was sent, only what was released and opened"
    )


def agreements_of(store: Store) -> tuple[ArchivedAgreement, ...]:
    """Return every agreement; of one that was sent, only what was released and opened."""
    return tuple(
        _archived(one, store.follow_ups.follow_ups(one.id)) for one in store.follow_ups.agreements()
    )


def put_agreements(
    connection: Connection,
    owner: str,
    archived: Sequence[ArchivedAgreement],
    names: Mapping[str, str],
) -> int:
    """Write the agreements `owner` hasn't got yet; return how many. No link works again.

    `names` are the ids of talks as they were written here.
    """
    mine = agreements.c.owner == owner
    there = set(connection.execute(select(agreements.c.id).where(mine)).scalars())
    others = set(connection.execute(select(agreements.c.id).where(~mine)).scalars())
    others |= set(connection.execute(select(follow_ups.c.id)).scalars())
    coming = [one for one in archived if one.id not in there]
    for one in coming:
        # Somebody else on this server may have brought the same file.
        name = secrets.token_hex(16) if one.id in others else one.id
        connection.execute(
            insert(agreements).values(
                **one.model_dump(
                    exclude={"id", "conversation", "steps", "follow_ups", "sender"}
                ),
                id=name,
                owner=owner,
                conversation=names.get(one.conversation or "", one.conversation),
                sender=storable(one.sender),
                steps=json.dumps([storable(step) for step in one.steps], ensure_ascii=False),
            )
        )
        for each in one.follow_ups:
            _put(connection, name, each, secrets.token_hex(16) if each.id in others else each.id)
    return len(coming)


def _put(
    connection: Connection, agreement: str, one: ArchivedFollowUp, name: str
) -> None:
    connection.execute(
        insert(follow_ups).values(
            id=name,
            agreement=agreement,
            answers=answers_to_json(one.answers or Answers()),
            created=one.created,
            finished=one.finished,
        )
    )
    if one.released is not None:
        connection.execute(
            insert(summaries).values(
                follow_up=name,
                text=storable(one.text),
                released=one.released,
                opened=one.opened,
            )
        )


def _archived(one: Agreement, told: Sequence[FollowUp]) -> ArchivedAgreement:
    sent = one.kind == "sent"
    if sent:
        told = [each for each in told if each.summary is not None and each.summary.opened]
    return ArchivedAgreement(
        id=one.id,
        kind=one.kind,
        conversation=one.conversation,
        language=one.language,
        sender=one.sender,
        steps=one.steps,
        made=one.made,
        valid_until=one.valid_until,
        revoked=one.revoked,
        begun=one.begun,
        updated=one.updated,
        follow_ups=tuple(
            ArchivedFollowUp(
                id=each.id,
                answers=None if sent else each.answers,
                created=each.created,
                finished=each.finished,
                text=each.summary.text if each.summary else "",
                released=each.summary.released if each.summary else None,
                opened=each.summary.opened if each.summary else None,
            )
            for each in told
        ),
    )
