"""Labels on talks, inside a transaction that is open already."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from coach.records.in_transaction import storable
from coach.records.tables import conversations, labels

MOST = 8  # labels of one talk
LONGEST = 40  # signs of a label


def put_labels(connection: Connection, conversation: str, names: Sequence[str]) -> None:
    """Give a talk these labels in place of those it had; blank ones and doubles are left out."""
    connection.execute(delete(labels).where(labels.c.conversation == conversation))
    told = [" ".join(storable(name).split())[:LONGEST].strip() for name in names]
    kept: dict[str, str] = {}
    for name in told:
        if name:
            kept.setdefault(name.casefold(), name)
    if kept:
        rows = [{"conversation": conversation, "name": name} for name in kept.values()][:MOST]
        connection.execute(insert(labels), rows)


def labels_by_talk(connection: Connection, owner: str) -> dict[str, tuple[str, ...]]:
    """Return the labels of every talk of `owner` that has some, in the order they were given."""
    found: dict[str, tuple[str, ...]] = {}
    query = select(labels).join(conversations).where(conversations.c.owner == owner)
    for row in connection.execute(query.order_by(labels.c.id)):
        found[row.conversation] = (*found.get(row.conversation, ()), row.name)
    return found
