"""`coach data`: taking along everything that is kept, bringing it back, erasing it."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coach.errors import InputError
from coach.records.store import Store
from coach.terminal.lines import note
from coach.terminal.own_documents import YES, at_terminal
from coach.terminal.texts import DataTexts, terminal_texts

if TYPE_CHECKING:
    from coach.settings import Settings

DataFormat = Literal["json", "md"]
DATA_FORMATS: tuple[DataFormat, ...] = ("json", "md")


def export_data(settings: Settings, form: DataFormat, to: Path | None) -> None:
    """Write everything to `to`, or to standard output; raise a `CoachError`."""
    from coach.records.archive import archive_of
    from coach.sheets.sheet import sheet_markdown
    from coach.web.readable import readable
    from coach.web.texts import texts_for

    with closing(Store(settings, reading=True)) as store:
        if form == "md":
            written = readable(texts_for(settings.language), store)
        else:
            written = archive_of(store, lambda talk: sheet_markdown(talk.state)).model_dump_json(
                indent=1
            )
    if to is None:
        sys.stdout.buffer.write(written.encode() + b"\n")
        sys.stdout.buffer.flush()
        return
    try:
        to.write_text(written + "\n", encoding="utf-8")
        to.chmod(0o600)
    except OSError as error:
        raise InputError(
            f"The file {to} can't be written ({error.strerror}). What is kept is as it was. "
            "Name another file."
        ) from error
    note(terminal_texts(settings.language).data.written.format(file=to))


def import_data(settings: Settings, file: Path) -> None:
    """Read an export back; raise `InputError` when it can't be, and nothing is changed then."""
    from coach.records.archive import MOST_BYTES, read_archive, restore

    texts = terminal_texts(settings.language).data
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"The file {file} can't be read ({error.strerror}). Nothing was changed. "
            "Check the name and try again."
        ) from error
    archive = read_archive(data)
    with closing(Store(settings)) as store:
        done = restore(store, archive)
        days = store.keeps_for()
    note(texts.restored.format(talks=done.talks, documents=done.documents))
    if done.there_already:
        note(texts.there_already.format(count=done.there_already))
    if done.too_old:
        note(texts.too_old.format(count=done.too_old, days=days))
    if done.documents:
        _build_index(settings)


def erase_data(settings: Settings, talk: str, *, yes: bool) -> None:
    """Erase one talk, or everything, after naming what goes.

    Asks somebody at a terminal; raises `InputError` when nobody is there and `yes` isn't given.
    """
    from coach.records.erasing import erase_everything, may_hold

    texts = terminal_texts(settings.language).data
    with closing(Store(settings)) as store:
        _name_what_goes(texts, settings, store, talk)
        if not yes and not at_terminal():
            raise InputError("Nobody could be asked, so nothing was erased. Add --yes to erase.")
        if not yes and input(texts.sure).strip().casefold() not in YES:
            note(texts.left)
            return
        had_documents = bool(store.documents.documents())
        if talk:
            store.delete(talk)
            left = may_hold(settings)
        else:
            left = erase_everything(settings, store)
    _tell_what_is_left(texts, left)
    if not talk and had_documents:
        _build_index(settings)


def _name_what_goes(texts: DataTexts, settings: Settings, store: Store, talk: str) -> None:
    from coach.records.erasing import backups_that_go

    if talk:
        note(texts.goes_one.format(title=store.load(talk).title or talk))
        return
    talks, documents = store.summaries(), store.documents.documents()
    note(texts.goes_all.format(talks=len(talks), documents=len(documents)))
    for title in [one.title for one in talks] + [one.title for one in documents]:
        if title:
            note(f"- {title}")
    if backups := backups_that_go(settings, store):
        note(texts.goes_backups)
        _list(backups)


def _tell_what_is_left(texts: DataTexts, left: list[Path]) -> None:
    """Say that nothing is left, or which files may still hold it: here, and not here any more."""
    from coach.records.backups_made import is_there

    if not left:
        note(texts.erased)
        return
    note(texts.erased_but)
    here = [each for each in left if is_there(each)]
    for told, files in (
        (texts.still_in, here),
        (texts.not_here, [each for each in left if each not in here]),
    ):
        if files:
            note(told)
            _list(files)


def _list(files: list[Path]) -> None:
    for file in files:
        note(f"- {file}")


def rotate_key(settings: Settings) -> None:
    """Seal everything with COACH_NEW_ENCRYPTION_KEY; without that, give a fresh key to use."""
    from coach.records.opening import rotate_key as rotate
    from coach.records.sealing import Seal, new_key

    texts = terminal_texts(settings.language).data
    new = settings.new_encryption_key.get_secret_value()
    if not new:
        print(new_key())  # noqa: T201
        note(texts.fresh_key)
        return
    rotate(settings, Seal(new))
    note(texts.rotated)


def back_up(settings: Settings, to: Path) -> None:
    """Copy everything that is kept into one file."""
    from coach.records.backing_up import back_up as copy

    copy(settings, to)
    note(terminal_texts(settings.language).data.backed_up.format(file=to))


def put_back(settings: Settings, backup: Path) -> None:
    """Put such a file where nothing is kept yet."""
    from coach.records.backing_up import put_back as restore

    restore(settings, backup)
    note(terminal_texts(settings.language).data.put_back)


def move_data(settings: Settings) -> None:
    """Copy the file in the data folder into the database of COACH_DATABASE_URL."""
    from coach.records.moving import move
    from coach.records.place import kept_file

    texts = terminal_texts(settings.language).data
    done = move(settings)
    note(texts.moved.format(rows=done.rows, file=kept_file(settings)))
    if done.there:
        note(texts.moved_there.format(rows=done.there))
    if done.different:
        note(texts.moved_different.format(rows=done.different))


def _build_index(settings: Settings) -> None:
    """Make the index that of the documents there are now; what went goes from it too."""
    from coach.knowledge.live import build_index
    from coach.records.documents import open_documents

    if notice := build_index(settings, open_documents(settings)):
        note(notice)
