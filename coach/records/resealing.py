"""Sealing every text of a database anew: the first time, and when the key changes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

from sqlalchemy import Column, Connection, Table, select, type_coerce, update
from sqlalchemy.types import Text

from coach.own_document import OWN
from coach.records.sealing import Seal, Sealed
from coach.records.tables import metadata, own_documents

_TELLING = re.compile(rf"{OWN}(?![0-9a-f]{{12}}$)")


def reseal(connection: Connection, before: Seal, after: Seal) -> None:
    """Open everything with `before` and seal it with `after`, in the transaction of `connection`.

    Ids of documents that still tell a title are changed, here and in the talks that cite them.
    Raises `SealBroken` when something doesn't open.
    """
    ids = _new_ids(connection)
    for table in metadata.sorted_tables:
        sealed = [each for each in table.c if isinstance(each.type, Sealed)]
        if sealed:
            _reseal_table(connection, table, sealed, before, after, ids)
    for old, new in ids.items():
        connection.execute(
            update(own_documents).where(own_documents.c.id == old).values(id=new)
        )
    # A digest of an earlier version tells whoever guesses a text that they are right.
    for name in connection.execute(select(own_documents.c.id)).scalars().all():
        one = own_documents.c.id == name
        connection.execute(update(own_documents).where(one).values(digest=secrets.token_hex(32)))


def _reseal_table(
    connection: Connection,
    table: Table,
    sealed: list[Column[str]],
    before: Seal,
    after: Seal,
    ids: Mapping[str, str],
) -> None:
    (key,) = table.primary_key.columns
    kept = [type_coerce(each, Text).label(each.name) for each in sealed]
    for row in connection.execute(select(key, *kept)).mappings().all():
        values = {
            each.name: type_coerce(after.close(_renamed(before.open(row[each.name]), ids)), Text)
            for each in sealed
            if row[each.name] is not None
        }
        connection.execute(update(table).where(key == row[key.name]).values(values))


def _new_ids(connection: Connection) -> dict[str, str]:
    names = connection.execute(select(own_documents.c.id)).scalars().all()
    return {name: f"{OWN}{secrets.token_hex(6)}" for name in names if _TELLING.match(name)}


def _renamed(text: str, ids: Mapping[str, str]) -> str:
    for old, new in ids.items():
        text = text.replace(old, new)
    return text
