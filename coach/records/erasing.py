"""Erasing everything, the backups we made among it, and telling which files may still hold it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from coach.records.backups_made import backups_noted, is_backup, is_there, keep_noted
from coach.records.place import database_place, kept_file
from coach.records.store import Store
from coach.settings import Settings


def backups_that_go(settings: Settings, store: Store) -> list[Path]:
    """Return the backups that go with everything of the store's owner.

    None while somebody else has something: it is in those backups as well.
    """
    found, talks, documents = store.counts(), store.summaries(), store.documents.documents()
    alone = found.people <= 1 and found.talks == len(talks) and found.documents == len(documents)
    return [each for each in backups_noted(settings) if alone and is_backup(each)]


def erase_everything(settings: Settings, store: Store) -> list[Path]:
    """Erase everything of the store's owner; return the files that may still hold some of it.

    Raises a `StoreError` when it can't be erased; the backups are all there then.
    """
    going = backups_that_go(settings, store)
    store.erase_all()
    for backup in going:
        with suppress(OSError):  # what stays is told
            backup.unlink()
    gone = [each for each in going if not is_there(each)]
    with suppress(OSError):
        keep_noted(settings, [each for each in backups_noted(settings) if each not in gone])
    return may_hold(settings)


def may_hold(settings: Settings) -> list[Path]:
    """Return the files that may hold what was erased from the database.

    Backups, also those that aren't where they were made, and the file from before there was a
    database server. A file that isn't a backup any more is none of ours.
    """
    noted = backups_noted(settings)
    left = [each for each in noted if is_backup(each) or not is_there(each)]
    file = kept_file(settings)
    moved = not database_place(settings).is_file and is_there(file)
    return [*left, file] if moved else left
