"""`coach knowledge`: checking the library, building its index, listing its documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from coach.content import content_folder
from coach.dialogue.state import LANGUAGES
from coach.errors import InputError
from coach.terminal.lines import note, write_line

if TYPE_CHECKING:
    from coach.settings import Settings

DUE = (
    "Contacts not checked for more than six months: {ids}. See whether they still hold, and put "
    "today at checked_on in referrals.yaml."
)
FROM_MEMORY = (
    "Contacts known from memory alone, not looked up at their source: {count} of {total} ({ids}). "
    "Look them up, and put what you saw at verified and today at checked_on in referrals.yaml."
)


def check_library(folder: Path | None) -> bool:
    """Print every problem in the library by file and line; return whether there is none.

    Of the shipped one it is checked too that every guide has its parts, and that the coach's other
    texts hold no contact data either.

    Contacts that should be looked up (again) are named as well, and are no problem yet.
    """
    from coach.dialogue.contacts import load_contacts
    from coach.knowledge.check import check, check_texts
    from coach.knowledge.check_guides import check_guides

    if folder is not None and not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Nothing was checked. Check the name.")
    problems = check(folder or content_folder("knowledge"))
    if folder is None:
        problems += [*check_guides(content_folder("knowledge")), *check_texts(texts_read())]
    for problem in problems:
        note(str(problem))
    if problems:
        note(f"Errors in the library: {len(problems)}.")
        return False
    contacts = load_contacts(folder)
    if due := contacts.due(date.today()):
        note(DUE.format(ids=", ".join(due)))
    if unseen := contacts.from_memory():
        total = len(contacts.entries)
        note(FROM_MEMORY.format(count=len(unseen), total=total, ids=", ".join(unseen)))
    note("The library is sound.")
    return True


def texts_read() -> list[Path]:
    """Return the files with what people read outside the library: the coach's words, the pages'."""
    prompts, code = content_folder("prompts"), Path(__file__).parents[1]
    names = ("phrases", "questions", "referrals", "sheets", "follow_up", "question_sheet", "intake")
    return [
        *(prompts / f"{name}.{language}.yaml" for name in names for language in LANGUAGES),
        *sorted((prompts / "model").glob("*.md")),
        *(code / "web" / "texts" / f"{language}.yaml" for language in LANGUAGES),
        *(code / "terminal" / f"texts.{language}.yaml" for language in LANGUAGES),
    ]


def build_index(settings: Settings) -> None:
    """Build the search index anew, documents of one's own included."""
    from coach.knowledge.live import open_search
    from coach.knowledge.search import passages_of
    from coach.records.documents import open_documents

    search = open_search(settings, shelf=open_documents(settings), rebuild=True)
    count = len(passages_of(search.library))
    note(search.notice or f"The index is built: {count} passages in {settings.data_dir / 'index'}.")


def list_library(settings: Settings, json: bool) -> None:
    """Print every document of the library in each language, and every one of one's own."""
    from coach.knowledge.library import load_library
    from coach.knowledge.own import LiveLibrary, is_own
    from coach.records.documents import open_documents

    live = LiveLibrary(load_library(content_folder("knowledge")), open_documents(settings))
    for document in live.now().documents.values():
        if json:
            write_line(
                {
                    "document": document.id,
                    "language": document.language,
                    "title": document.title,
                    "own": is_own(document.id),
                    "sections": [section.id for section in document.sections],
                }
            )
        else:
            print(f"{document.id}  {document.language}  {document.title}")  # noqa: T201
