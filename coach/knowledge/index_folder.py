"""The folder the index lives in: a pointer, one writer, readers that hold their place, seals."""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

PATIENCE = 30.0  # seconds to wait for another process that is building

_POINTER, _LOCK, _MANIFEST, _IN_USE = "current", "writer.lock", "manifest.json", "in-use"
_NAME = re.compile(r"^[0-9a-f]{16}-[0-9a-f]{8}$")
_DATABASE = "chroma.sqlite3"


def current(folder: Path) -> Path | None:
    """Return the place the pointer names; None when there is no pointer or it isn't one of ours."""
    try:
        name = (folder / _POINTER).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return folder / name if _NAME.match(name) else None


def new_place(folder: Path, fingerprint: str) -> Path:
    """Make an empty place for an index with this fingerprint, beside the others."""
    place = folder / f"{fingerprint}-{secrets.token_hex(4)}"
    place.mkdir(mode=0o700)
    return place


def copy(before: Path, place: Path) -> None:
    """Copy Chroma's files from `before`, where others may have them open, to `place`."""
    for folder in before.iterdir():
        if folder.is_dir():
            shutil.copytree(folder, place / folder.name)
    address = f"{(before / _DATABASE).absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as here,
        closing(sqlite3.connect(place / _DATABASE)) as there,
    ):
        here.backup(there)


def seal(place: Path, fingerprint: str) -> None:
    """Write down what a whole index in `place` looks like."""
    manifest = {"fingerprint": fingerprint, "files": _digests(place)}
    (place / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def vacuum(place: Path) -> None:
    """Give back what Chroma's database no longer needs, half of it once an index is filled.

    Nobody may have it open.
    """
    with closing(sqlite3.connect(place / _DATABASE, isolation_level=None)) as database:
        database.execute("VACUUM")


def is_whole(place: Path, fingerprint: str = "") -> bool:
    """Tell whether `place` still is as it was sealed, without opening it in Chroma.

    With `fingerprint`, it must be the one it was sealed with.
    """
    try:
        manifest = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
        files: dict[str, str] = manifest["files"]
        if fingerprint and manifest["fingerprint"] != fingerprint:
            return False
        if _digests(place) != files:
            return False
        address = f"{(place / _DATABASE).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error):
        return False


def switch(folder: Path, place: Path) -> None:
    """Point at `place`, in one step: a reader sees the old name or the new one."""
    fresh = folder / f"{_POINTER}.{secrets.token_hex(4)}"
    fresh.write_text(place.name, encoding="ascii")
    fresh.replace(folder / _POINTER)


def clear_away(folder: Path) -> None:
    """Remove indexes that no process holds, but what the pointer names.

    One that is in use goes the next time.
    """
    for place in folder.iterdir():
        if not _NAME.match(place.name):
            continue
        try:
            with (place / _IN_USE).open("wb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Asked only now: whoever built it held it until the pointer named it.
                if current(folder) not in (None, place):
                    shutil.rmtree(place, ignore_errors=True)
        except OSError:
            continue


def hold(place: Path) -> IO[bytes]:
    """Mark `place` as in use until the returned file is closed, also by the process's end."""
    file = (place / _IN_USE).open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_SH)
    except OSError:
        file.close()
        raise
    return file


@contextmanager
def only_writer(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the writer's lock; raise `OSError` when another keeps it longer than `patience` s."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / _LOCK).open("ab") as file:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise TimeoutError(f"another process is building it in {folder}") from None
                time.sleep(0.1)
        yield


def _digests(place: Path) -> dict[str, str]:
    """Return the SHA-256 of Chroma's vector files; its database changes whenever it's opened."""
    found = {}
    for path in sorted(place.rglob("*")):
        own = path.name in (_MANIFEST, _IN_USE) or path.name.startswith(_DATABASE)
        if path.is_file() and not own:
            with path.open("rb") as file:
                found[str(path.relative_to(place))] = hashlib.file_digest(
                    file, "sha256"
                ).hexdigest()
    return found
