"""`coach knowledge add` and `remove`: documents of one's own, shown before they are kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from coach.dialogue.state import Audience, Language
from coach.errors import InputError
from coach.terminal.lines import note, write_line
from coach.terminal.texts import AddingTexts, terminal_texts

if TYPE_CHECKING:
    from coach.knowledge.reading import Draft
    from coach.own_document import OwnDocument
    from coach.records.documents import Documents
    from coach.settings import Settings

SHOWN = 600  # letters of a document
BETWEEN = 1.0  # seconds between two lines of progress
YES = ("y", "yes", "j", "ja")


def add_documents(
    settings: Settings,
    files: Sequence[Path],
    title: str,
    language: Language | None,
    audience: Sequence[Audience],
    source: str,
    *,
    yes: bool,
    json: bool,
) -> None:
    """Read all `files`, show each, keep what may be kept, and make that searchable.

    Asks only somebody at a terminal, and not with `yes` or `json`. Raises `DocumentRefused` for
    the first file that can't be taken; nothing of any of them is kept then.
    """
    from coach.knowledge.reading import read_upload
    from coach.records.documents import open_documents

    texts = terminal_texts(settings.language).adding
    drafts = [read_upload(_bytes(file), file.name) for file in files]
    documents = open_documents(settings)
    kept: list[OwnDocument] = []
    for draft in drafts:
        document = draft.document(
            title=title, language=language, audience=audience, source=source
        )
        _show(draft, document, documents, texts)
        asks = not yes and not json and at_terminal()
        if asks and input(texts.keep).strip().casefold() not in YES:
            note(texts.not_kept)
            continue
        kept.append(documents.keep(document))
    if not kept:
        return
    _make_searchable(settings, documents, texts)
    for document in kept:
        note(texts.searchable.format(title=document.title, id=document.id))
        if json:
            write_line(
                {
                    "document": document.id,
                    "language": document.language,
                    "title": document.title,
                    "audience": list(document.audience),
                    "source": document.source,
                }
            )
        else:
            print(document.id)  # noqa: T201


def at_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty()


def remove_document(settings: Settings, document: str) -> None:
    """Erase one document; raise `DocumentNotFound`, or `InputError` when it isn't one's own."""
    from coach.knowledge.own import is_own
    from coach.records.documents import open_documents

    if not is_own(document):
        raise InputError(
            f"{document} isn't a document of your own. Nothing was removed. "
            "`coach knowledge list` names yours; their ids begin with own-."
        )
    texts = terminal_texts(settings.language).adding
    documents = open_documents(settings)
    documents.remove(document)
    _make_searchable(settings, documents, texts)
    note(texts.removed.format(id=document))


def _bytes(file: Path) -> bytes:
    """Return the bytes of `file`, one more at most than may be added."""
    from coach.knowledge.reading import MOST_BYTES

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"The file {file} can't be read ({error.strerror}). Nothing was added. "
            "Check the name and try again."
        ) from error


def _show(draft: Draft, document: OwnDocument, documents: Documents, texts: AddingTexts) -> None:
    """Tell on standard error how the file was read."""
    words = len(draft.text.split())
    note(texts.read.format(title=document.title, language=document.language, words=words))
    shown = draft.text[:SHOWN].replace("\f", "")
    note(shown + (" …" if len(draft.text) > SHOWN else ""))
    if draft.pages:
        note(texts.pages.format(count=draft.pages))
    if draft.without_text:
        note(texts.without_text.format(count=draft.without_text))
    if draft.repairs:
        before, after = draft.repairs[0]
        note(texts.repaired.format(count=draft.repaired, before=before, after=after))
    same = (document.title, document.language)
    if any((each.title, each.language) == same for each in documents.documents()):
        note(texts.replaces)


def _make_searchable(settings: Settings, documents: Documents, texts: AddingTexts) -> None:
    """Build the index of what is kept now, and tell how far it is."""
    from coach.knowledge.live import build_index

    os.environ.setdefault("OMP_NUM_THREADS", "1")  # as coach.web.build_index does
    told = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if total and (done in (0, total) or monotonic() - told > BETWEEN):
            told = monotonic()
            note(texts.embedding.format(done=done, total=total))

    if notice := build_index(settings, documents, progress=progress):
        note(notice)
