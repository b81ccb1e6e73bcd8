"""NUL signs in texts for PostgreSQL, which can't hold them: written as two others, and read back.

Loaded only with PostgreSQL, as it needs its driver.
"""

from __future__ import annotations

from typing import Any

from psycopg import Connection
from psycopg.types.string import StrDumperUnknown, TextLoader

_NUL, _ESCAPE = "\x00", "\x1a"  # ASCII's sign for what was put in place of another


class _Dumper(StrDumperUnknown):
    def dump(self, obj: str) -> Any:
        return super().dump(without_nul(obj))


class _Loader(TextLoader):
    def load(self, data: Any) -> Any:
        found = super().load(data)
        return with_nul(found) if isinstance(found, str) else found


def carry(connection: Any) -> None:
    """Have `connection` write and read every text so."""
    assert isinstance(connection, Connection)
    connection.adapters.register_dumper(str, _Dumper)
    for name in ("text", "varchar"):
        connection.adapters.register_loader(name, _Loader)


def without_nul(text: str) -> str:
    """Return `text` as PostgreSQL can hold it."""
    return text.replace(_ESCAPE, _ESCAPE + "1").replace(_NUL, _ESCAPE + "0")


def with_nul(text: str) -> str:
    """Return what `without_nul` was given."""
    if _ESCAPE not in text:
        return text
    return text.replace(_ESCAPE + "0", _NUL).replace(_ESCAPE + "1", _ESCAPE)
