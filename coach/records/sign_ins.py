"""Who signed in when, and until when that is good: signing out ends every sign-in so far.

A sign-in is known by its moment, in whole seconds of the provider's clock. That clock may be
ahead of ours or behind, so the newest sign-in of a person is remembered, and ended by name.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Column, ColumnElement, Connection, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from coach.errors import SignedOut
from coach.records.tables import people


def require(connection: Connection, owner: str, signed_in: datetime, lasts: timedelta) -> None:
    """Raise `SignedOut` when the sign-in of `owner` at `signed_in` isn't good any more."""
    reason: Literal["ended", "old"]
    ended = _moment(connection, owner, people.c.signed_out)
    if ended is not None and signed_in <= ended:
        reason, why = "ended", "You signed out, here or elsewhere"
    elif datetime.now(UTC) - signed_in > lasts:
        reason, why = "old", "You signed in too long ago"
    else:
        return
    text = f"{why}, so this wasn't done. What was kept is kept. Sign in again."
    raise SignedOut(reason, text)


def is_known(connection: Connection, owner: str, signed_in: datetime) -> bool:
    """Tell whether that sign-in, or a later one, is remembered."""
    newest = _moment(connection, owner, people.c.signed_in)
    return newest is not None and newest >= signed_in


def remember(connection: Connection, owner: str, signed_in: datetime) -> None:
    """Write down the sign-in of `owner`, when it is their newest."""
    # Both say it in the same words, each in a class of its own.
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(people).values(owner=owner, signed_in=signed_in)
    connection.execute(
        row.on_conflict_do_update(
            index_elements=[people.c.owner],
            set_={"signed_in": row.excluded.signed_in},
            where=people.c.signed_in < row.excluded.signed_in,
        )
    )


def end(connection: Connection, owner: str, signed_in: datetime) -> None:
    """End every sign-in of `owner` so far, the one at `signed_in` with them."""
    remember(connection, owner, signed_in)
    newest = _moment(connection, owner, people.c.signed_in) or signed_in
    now = datetime.now(UTC).replace(microsecond=0)
    connection.execute(
        update(people).where(people.c.owner == owner).values(signed_out=max(now, newest))
    )


def any_before(connection: Connection, moment: datetime) -> bool:
    """Tell whether there is something to `forget`."""
    return connection.execute(select(people.c.owner).where(_before(moment))).first() is not None


def forget(connection: Connection, moment: datetime) -> None:
    """Forget who signed in and out before `moment`, when no sign-in from then can be used."""
    connection.execute(delete(people).where(_before(moment)))


def _before(moment: datetime) -> ColumnElement[bool]:
    out = or_(people.c.signed_out.is_(None), people.c.signed_out < moment)
    return and_(people.c.signed_in < moment, out)


def _moment(
    connection: Connection, owner: str, column: Column[datetime]
) -> datetime | None:
    return connection.execute(select(column).where(people.c.owner == owner)).scalar()
