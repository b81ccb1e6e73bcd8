"""How many turns a person sends, counted where every server of one database sees it.

A count goes with the moment it began and starts anew when its span is over, so that no row says
when each turn came.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from coach.errors import TooManyTurns
from coach.records.tables import paces

Span = Literal["minute", "day"]
LASTS: Mapping[Span, timedelta] = {"minute": timedelta(minutes=1), "day": timedelta(days=1)}
TOLD: Mapping[Span, str] = {
    "minute": "That was a lot in a minute. Wait one, and send it.",
    "day": "That was a lot in a day. Go on tomorrow.",
}


def take(connection: Connection, owner: str, most: Mapping[Span, int], now: datetime) -> None:
    """Count one turn of `owner` in a transaction that writes; `most` of 0 is any number.

    Raises `TooManyTurns` when it is too many; the transaction that ends with it counts none.
    """
    # Both say it in the same words, each in a class of its own.
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    for span, limit in most.items():
        if not limit:
            continue
        first = insert(paces).values(owner=owner, span=span, began=now, turns=0)
        connection.execute(first.on_conflict_do_nothing())
        mine = (paces.c.owner == owner) & (paces.c.span == span)
        # Whoever counts at another server waits; SQLite needs no lock of a row.
        query = select(paces.c.began, paces.c.turns).where(mine).with_for_update()
        began, turns = connection.execute(query).one()
        # One that began in the future is of a server whose clock is a little ahead, or was wrong.
        if abs(now - began) >= LASTS[span]:
            began, turns = now, 0
        if turns >= limit:
            raise TooManyTurns(span, TOLD[span])
        connection.execute(update(paces).where(mine).values(began=began, turns=turns + 1))


def any_before(connection: Connection, moment: datetime) -> bool:
    """Tell whether there is something to `forget`."""
    return connection.execute(select(paces.c.owner).where(_over(moment))).first() is not None


def forget(connection: Connection, moment: datetime) -> None:
    """Forget the counts that were over by `moment`."""
    connection.execute(delete(paces).where(_over(moment)))


def _over(moment: datetime) -> ColumnElement[bool]:
    return paces.c.began <= moment - LASTS["day"]
