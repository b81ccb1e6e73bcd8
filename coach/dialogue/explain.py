"""Answering from the library: a quote of at most two sentences and where it stands, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from coach.dialogue.state import Citation, Language, Phase

MOST_WORDS = 45


class Hit(Protocol):
    """A passage found; `quote` stands verbatim in that section."""

    @property
    def document(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def language(self) -> Language: ...
    @property
    def quote(self) -> str: ...


class Result(Protocol):
    """What a search gives back."""

    @property
    def answerable(self) -> bool: ...
    @property
    def hits(self) -> Sequence[Hit]: ...


class Searcher(Protocol):
    """What explaining needs of the library's search."""

    def search(
        self, query: str, language: Language | None = None, k: int = 10, phase: Phase | None = None
    ) -> Result: ...


def answer(
    search: Searcher, query: str, language: Language, phase: Phase, documents: tuple[str, ...] = ()
) -> Citation | None:
    """Return the passage that answers `query`, limited to `documents` if given; else None."""
    result = search.search(query, language, 20, phase)
    if not documents and not result.answerable:
        return None
    for hit in result.hits:
        if hit.language != language or (documents and hit.document not in documents):
            continue
        quote = _short(hit.quote)
        if quote:
            return Citation(hit.document, hit.section, hit.language, quote)
    return None


def _short(quote: str) -> str:
    """Return whole sentences from the start of `quote`, at most `MOST_WORDS` words; "" if none fits."""
    if len(quote.split()) <= MOST_WORDS:
        return quote
    taken = ""
    for match in re.finditer(r".+?[.!?](?=\s|$)", quote, re.S):
        if len((taken + match.group()).split()) > MOST_WORDS:
            break
        taken = quote[: match.end()]
    return taken.strip()
