"""`coach knowledge`: checking the library, building its index, listing its documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coach.content import content_folder
from coach.errors import InputError
from coach.terminal.lines import note, write_line

if TYPE_CHECKING:
    from coach.settings import Settings


def check_library(folder: Path | None) -> bool:
    """Print every problem in the library by file and line; return whether there is none."""
    from coach.knowledge.check import check

    if folder is not None and not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Nothing was checked. Check the name.")
    problems = check(folder or content_folder("knowledge"))
    for problem in problems:
        note(str(problem))
    note(f"Errors in the library: {len(problems)}." if problems else "The library is sound.")
    return not problems


def build_index(settings: Settings) -> None:
    """Build the search index anew."""
    from coach.knowledge.search import open_search, passages_of

    search = open_search(settings, rebuild=True)
    count = len(passages_of(search.library))
    note(search.notice or f"The index is built: {count} passages in {settings.data_dir / 'index'}.")


def list_library(json: bool) -> None:
    """Print every document of the library in each language."""
    from coach.knowledge.library import load_library

    for document in load_library(content_folder("knowledge")).documents.values():
        if json:
            write_line(
                {
                    "document": document.id,
                    "language": document.language,
                    "title": document.title,
                    "sections": [section.id for section in document.sections],
                }
            )
        else:
            print(f"{document.id}  {document.language}  {document.title}")  # noqa: T201
