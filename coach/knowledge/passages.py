"""Cutting sections into passages that can be found and quoted, never through a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from coach.knowledge.document import HEADING, PATH_MARK, Section

TARGET_WORDS = 90  # a paragraph or two; chosen in docs/decisions/0003-search-weights.md

# A stop ends a sentence when space and a new beginning follow; closing marks belong to it.
_STOP = re.compile(r"[.!?…]+[’”\"')\]*_]*(?=\s+[‘“\"'(\[*_]*[A-ZÀ-Þ0-9]|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(‘“])(?:bijv|bv|d\.w\.z|o\.a|m\.n|t\.a\.v|i\.p\.v|n\.a\.v|nr|art|dr|drs|ir|prof|mr|mw"
    r"|dhr|resp|ca|vgl|blz|p|pp|e\.g|i\.e|vs|etc|al|ed|eds|vol|no|ms|mrs|st)\.$",
    re.I,
)
_LIST_MARK = re.compile(r"^[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_LINE_MARK = re.compile(r"^(?:[ \t]*>[ \t]?)*(?:[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+)?", re.M)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_INLINE = re.compile(r"(\*\*|__|\*|(?<!\w)_|_(?!\w)|`)")
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True)
class Passage:
    """A stretch of one section; `text` stands verbatim in `section.text`."""

    section: Section
    number: int  # from 0, within the section
    heading_path: str  # "document title > section heading", and a `###` heading when it has one
    text: str

    @property
    def id(self) -> str:
        """An id that stays the same as long as the passage keeps its place."""
        return f"{self.section.document}.{self.section.language}.{self.section.id}.{self.number}"

    @cached_property
    def embedding_text(self) -> str:
        """What is embedded: the heading path, then the text without its Markdown."""
        return f"{self.heading_path}\n{plain(self.text)}"

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences that can be quoted, each verbatim, in order."""
        return tuple(sentences(self.text))


def passages(section: Section) -> tuple[Passage, ...]:
    """Cut `section` at blank lines into passages of up to about `TARGET_WORDS` words.

    A `###` heading begins a new passage. A paragraph longer than that is cut between list items
    or sentences. An empty section gives none.
    """
    found: list[Passage] = []
    for heading, text in _under_headings(section.text):
        path = f"{section.heading_path}{PATH_MARK}{heading}" if heading else section.heading_path
        for start, end in _groups(text):
            found.append(Passage(section, len(found), path, text[start:end]))
    return tuple(found)


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of some Markdown verbatim, without list, quote and heading marks."""
    for block in blocks(text):
        for start, end in sentence_spans(block):
            yield block[start:end]


def plain(text: str) -> str:
    """Return Markdown as somebody would read it aloud: no marks, links by their text."""
    text = re.sub(r"^#{1,6}\s+", "", text, flags=re.M)
    return _INLINE.sub("", _LINK.sub(r"\1", _LINE_MARK.sub("", text)))


def word_count(text: str) -> int:
    """Return the number of words."""
    return len(_WORD.findall(text))


def blocks(text: str) -> Iterator[str]:
    """Yield paragraphs and list items without their first mark; headings and tables are left out.

    A line without a mark of its own goes on with the line before it.
    """
    block = ""
    for line in [*text.split("\n"), ""]:
        mark = _LINE_MARK.match(line)
        start = mark.end() if mark else 0
        if block and line.strip() and start == 0 and not HEADING.match(line):
            block += f"\n{line}"
            continue
        if block:
            yield block
        block = "" if HEADING.match(line) or line.lstrip().startswith("|") else line[start:].strip()
    if block:
        yield block


def _under_headings(text: str) -> Iterator[tuple[str, str]]:
    """Yield (heading, text under it); the first heading is empty."""
    heading = ""
    lines: list[str] = []
    for line in text.split("\n"):
        match = HEADING.match(line)
        if match is None:
            lines.append(line)
            continue
        yield heading, "\n".join(lines)
        heading, lines = match["text"].strip(), []
    yield heading, "\n".join(lines)


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Join neighbouring spans as long as together they stay within the target."""
    group: tuple[int, int] | None = None
    for start, end in _pieces(text):
        if group is not None and word_count(text[group[0] : end]) <= TARGET_WORDS:
            group = (group[0], end)
            continue
        if group is not None:
            yield group
        group = (start, end)
    if group is not None:
        yield group


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of paragraphs; of long ones their list items or sentences."""
    for start, end in _trimmed(text, _cut(text, re.compile(r"\n[ \t]*\n"))):
        if word_count(text[start:end]) <= TARGET_WORDS:
            yield start, end
            continue
        for first, last in _trimmed(text, _items(text, start, end)):
            if word_count(text[first:last]) <= TARGET_WORDS:
                yield first, last
                continue
            for opening, closing in sentence_spans(text[first:last]):
                yield first + opening, first + closing


def _cut(text: str, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in mark.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a paragraph before every line that begins a list item."""
    first = place = start
    for line in text[start:end].splitlines(keepends=True):
        if place > first and _LIST_MARK.match(line):
            yield first, place
            first = place
        place += len(line)
    yield first, end


def _trimmed(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of sentences; a stop inside ‘ ’ quotation marks doesn't end one."""
    start = 0
    for match in _STOP.finditer(text):
        end = match.end()
        if _ABBREVIATION.search(text[start:end]) or _inside_quotation(text[start:end]):
            continue
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            yield start, end
        start = end
    if text[start:].strip():
        yield start + len(text[start:]) - len(text[start:].lstrip()), len(text.rstrip())


def _inside_quotation(text: str) -> bool:
    """Tell whether a ‘ in `text` is still open; an ’ before a letter is an apostrophe."""
    opened = text.count("‘")
    closed = len(re.findall(r"’(?!\w)", text))
    return opened > closed
