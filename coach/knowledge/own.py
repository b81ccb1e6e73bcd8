"""Documents of one's own in the library: their sections, which their headings or pages make."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from coach.dialogue.state import Language
from coach.errors import StoreError
from coach.knowledge.document import HEADING, PATH_MARK, Document, Section
from coach.knowledge.library import Library
from coach.knowledge.passages import word_count
from coach.own_document import OWN, PAGE_BREAK, OwnDocument, Shelf, slug

logger = logging.getLogger(__name__)

LONGEST_SECTION = 400  # words; more is cut between paragraphs, so that a citation stays findable
# Ids that mean something in the guides of the library, and would here too.
_TAKEN = frozenset({"sources", "example", "sentences", "when-to-use", "core-idea"})


@dataclass(frozen=True)
class _Words:
    page: str
    part: str
    more: str


@dataclass(frozen=True)
class _Piece:
    heading: str
    id: str
    text: str


class LiveLibrary:
    """The shipped library with whatever stands on a shelf now. Safe to share between threads."""

    def __init__(self, shipped: Library, shelf: Shelf) -> None:
        self._shipped = shipped
        self._shelf = shelf
        self._lock = threading.Lock()
        self._version = ""
        self._now = shipped
        self._told = ""  # why the shelf can't be read, once logged

    def now(self) -> Library:
        """Return it as it is now; as it was when the shelf can't be read."""
        try:
            with self._lock:
                version = self._shelf.version()
                if version != self._version:
                    self._now = with_own(self._shipped, self._shelf.documents())
                    self._version = version
                self._told = ""
                return self._now
        except StoreError as error:
            if self._told != (told := type(error).__name__):
                self._told = told
                logger.warning("Documents of one's own can't be read: %s", told)
            return self._now


def with_own(library: Library, own: tuple[OwnDocument, ...]) -> Library:
    """Return `library` with these documents beside its own."""
    added = {(one.id, one.language): document_of(one) for one in own}
    return replace(library, documents={**library.documents, **added})


def is_own(document: str) -> bool:
    """Tell whether an id belongs to a document of one's own."""
    return document.startswith(OWN)


def document_of(own: OwnDocument) -> Document:
    """Return `own` cut in sections: at its page breaks, else at its headings.

    The same text gives the same sections with the same ids.
    """
    words = _words()[own.language]
    if PAGE_BREAK in own.text:
        pieces = list(_pages(own.text, words))
    else:
        pieces = list(_headed(own.text, own.title, words))
    sections = tuple(
        Section(
            piece.id, piece.heading, f"{own.title}{PATH_MARK}{piece.heading}", piece.text,
            own.id, own.language,
        )
        for piece in pieces
    )  # fmt: skip
    source = (own.source,) if own.source else ()
    return Document(
        own.id, own.language, own.title, own.audience, (), source, own.added.date(), sections
    )


def _pages(text: str, words: _Words) -> Iterator[_Piece]:
    for number, page in enumerate(text.split(PAGE_BREAK), start=1):
        if page.strip():
            yield _Piece(words.page.format(number=number), f"page-{number}", page.strip())


def _headed(text: str, title: str, words: _Words) -> Iterator[_Piece]:
    used: set[str] = set()
    parts = list(_parts(text))
    bare = all(heading is None for heading, _, _ in parts) and len(parts) > 1
    for heading, number, body in parts:
        name = words.part.format(number=number) if bare else heading or title
        if number > 1 and not bare:
            name = words.more.format(heading=name, number=number)
        yield _Piece(name, _free_id(name, used), body)


def _parts(text: str) -> Iterator[tuple[str | None, int, str]]:
    """Yield (heading, which part of it from 1, text) of no more than `LONGEST_SECTION` words."""
    heading: str | None = None
    number, blocks, length = 1, list[str](), 0
    for block in text.split("\n\n"):
        found = HEADING.match(block)
        count = word_count(block)
        if found is not None:
            if blocks or heading is not None:
                yield heading, number, "\n\n".join(blocks)
            heading, number, blocks, length = found["text"], 1, [], 0
            continue
        if blocks and length + count > LONGEST_SECTION:
            yield heading, number, "\n\n".join(blocks)
            number, blocks, length = number + 1, [], 0
        blocks.append(block)
        length += count
    if blocks or heading is not None:
        yield heading, number, "\n\n".join(blocks)


def _free_id(name: str, used: set[str]) -> str:
    wanted = slug(name) or "text"
    if wanted in _TAKEN:
        wanted = f"on-{wanted}"
    free, number = wanted, 2
    while free in used:
        free, number = f"{wanted}-{number}", number + 1
    used.add(free)
    return free


@cache
def _words() -> dict[Language, _Words]:
    text = Path(__file__).with_name("own_text.yaml").read_text(encoding="utf-8")
    return {language: _Words(**words) for language, words in yaml.safe_load(text).items()}
