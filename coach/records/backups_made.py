"""Where backups were made, so that erasing everything finds them again.

It stands in a file in the data folder, one path a line as JSON.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from coach.settings import Settings

SQLITE = b"SQLite format 3\x00"
POSTGRES = b"PGDMP"
NOTED = "backups.jsonl"

logger = logging.getLogger(__name__)


def note_backup(settings: Settings, backup: Path) -> None:
    """Write down that there is a backup at `backup`; those that somebody threw away are forgotten.

    One on a disk that isn't there now is remembered. Where nothing can be written the backup is
    made all the same, and a log tells that erasing won't find it.
    """
    before = backups_noted(settings)
    noted = [each for each in before if is_there(each) or not is_there(each.parent)]
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_noted(settings, [*noted, backup.resolve()])
    except OSError as error:
        logger.warning(
            "Where this backup is made can't be written down (%s), so erasing everything won't "
            "find it. Erase it yourself then.",
            error.strerror,
        )


def backups_noted(settings: Settings) -> list[Path]:
    """Return where backups were made, each once, whether or not they are there now."""
    try:
        lines = (settings.data_dir / NOTED).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    found = []
    for line in lines:
        with suppress(ValueError):  # a damaged line
            found.append(Path(str(json.loads(line))))
    return list(dict.fromkeys(found))


def keep_noted(settings: Settings, backups: Iterable[Path]) -> None:
    """Write down these backups and no others; raises `OSError`."""
    file = settings.data_dir / NOTED
    text = "".join(f"{json.dumps(str(each))}\n" for each in dict.fromkeys(backups))
    if not text:
        file.unlink(missing_ok=True)
        return
    fresh = file.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as opened:
        opened.write(text)
    fresh.replace(file)


def is_backup(file: Path) -> bool:
    """Tell whether a file is there and begins as a backup does."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(SQLITE)).startswith((SQLITE, POSTGRES))
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Tell whether something is at `path` that we can see."""
    try:
        return path.exists()
    except OSError:
        return False
