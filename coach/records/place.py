"""Where everything is kept: a SQLite file in the data folder, or a PostgreSQL database."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import URL, make_url

from coach.errors import StoreError
from coach.settings import Settings


@dataclass(frozen=True)
class Place(os.PathLike[str]):
    """One database. As text it is the file, or the address without user and password."""

    url: URL

    @property
    def is_file(self) -> bool:
        """Whether it is a SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path:
        """The SQLite file; raises `StoreError` when there is none."""
        if not self.is_file:
            raise StoreError(f"{self} is no file. Nothing was changed. Use PostgreSQL's own tools.")
        return Path(self.url.database or "")

    @property
    def elsewhere(self) -> str:
        """The other computer it is on; empty when it is on this one."""
        host = self.url.host or ""
        if not host or host == "localhost" or host.startswith("/"):
            return ""
        with suppress(ValueError):
            return "" if ip_address(host).is_loopback else host
        return host

    def __fspath__(self) -> str:
        """Return the SQLite file."""
        return str(self.file)

    def __str__(self) -> str:
        """Return what may stand in an error or a log."""
        if self.is_file:
            return str(self.file)
        port = f":{self.url.port}" if self.url.port else ""
        return f"postgresql://{self.url.host or ''}{port}/{self.url.database or ''}"


def database_place(settings: Settings) -> Place:
    """Return where the database of these settings stands."""
    address = settings.database_url.get_secret_value()
    if address:
        return server_place(address)
    return file_place(kept_file(settings))


def replica_place(settings: Settings) -> Place | None:
    """Return where the replica stands that may be read instead; None when there is none."""
    address = settings.database_read_url.get_secret_value()
    return server_place(address) if address else None


def server_place(address: str) -> Place:
    """Return the PostgreSQL database at `address`, to be reached by our driver."""
    return Place(make_url(address).set(drivername="postgresql+psycopg"))


def kept_file(settings: Settings) -> Path:
    """Return the file that keeps everything when there is no `database_url`."""
    return settings.data_dir / "talks.sqlite3"


def file_place(file: Path) -> Place:
    """Return the database in a SQLite file."""
    return Place(URL.create("sqlite", database=str(file)))
