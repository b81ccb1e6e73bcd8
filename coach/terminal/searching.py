"""`coach search`: one question for a person or a script, or many as JSON Lines."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.dialogue.state import LANGUAGES, Language
from coach.knowledge.live import LiveSearch, open_search
from coach.knowledge.search import Hit, SearchResult
from coach.records.documents import open_documents
from coach.terminal.lines import (
    BadLine,
    note,
    read_file,
    read_objects,
    text_field,
    write_bad,
    write_line,
)
from coach.terminal.texts import terminal_texts

if TYPE_CHECKING:
    from coach.settings import Settings


def search_once(
    settings: Settings, query: str, language: Language | None, k: int, json: bool
) -> None:
    """Print what the library has on `query`; with `json` as one line, quotes included."""
    search = _open(settings)
    result = search.search(query, language=language, k=k)
    if json:
        hits = [{k: v for k, v in asdict(hit).items() if k != "audience"} for hit in result.hits]
        write_line({"query": query, "answerable": result.answerable, "results": hits})
        return
    from rich.console import Console

    console = Console()
    texts = terminal_texts(language or settings.language)
    if not result.answerable:
        console.print(texts.nothing_found, markup=False, highlight=False)
        return
    for hit in result.hits:
        section = search.passage(hit.document, hit.section, hit.language)
        path = section.heading_path if section else hit.document
        console.print(path, style="bold", markup=False, highlight=False)
        console.print(f"‘{hit.quote}’\n", markup=False, highlight=False)


def search_lines(settings: Settings, file: Path, language: Language | None, k: int) -> None:
    """Answer every {"id","query","language"?} of `file` with one line, best results first."""
    search: LiveSearch | None = None
    for read in read_objects(read_file(file)):
        if isinstance(read, BadLine):
            write_bad(read)
            continue
        number, value = read
        query = text_field(number, value, "query")
        if isinstance(query, BadLine):
            write_bad(query)
            continue
        wanted = value.get("language", language)
        if wanted is not None and wanted not in LANGUAGES:
            write_bad(BadLine(number, f"There is no language {wanted!r}; nl and en are there."))
            continue
        search = search or _open(settings)
        result = search.search(query, language=wanted, k=k)
        write_line({"id": value.get("id"), **_result(result)})


def _open(settings: Settings) -> LiveSearch:
    search = open_search(settings, shelf=open_documents(settings))
    if search.notice:
        note(search.notice)
    return search


def _result(result: SearchResult) -> dict[str, Any]:
    return {"answerable": result.answerable, "results": [_hit(hit) for hit in result.hits]}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "document": hit.document,
        "section": hit.section,
        "language": hit.language,
        "score": hit.score,
    }
