"""Getting the text out of a PDF: lines joined to paragraphs, page by page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from coach.knowledge.formats import MOST_PAGES, Extracted, Refused, list_item
from coach.own_document import PAGE_BREAK

_SENTENCE_END = (".", "?", "!", ":", "’", "”", ".)")


class _Complaints(logging.Handler):
    """Counts what pypdf says of a file; what it says may hold the file's text."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self.count += 1


def read_pdf(data: bytes) -> Extracted:
    """Read a PDF page by page: lines joined to paragraphs, what every page repeats left out."""
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError

    if b"%PDF-" not in data[:1024]:
        raise Refused("type")
    if b"%%EOF" not in data[-2048:]:
        raise Refused("damaged")  # cut off
    complaints = _Complaints()
    logging.getLogger("pypdf").addHandler(complaints)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Refused("encrypted")
        if len(reader.pages) > MOST_PAGES:
            raise Refused("pages")
        # Asked for by itself: taking the text out passes over content that can't be unpacked.
        contents = [page.get_contents() for page in reader.pages]
        for content in contents:
            if content is not None:
                content.get_data()
        pages = [page.extract_text() for page in reader.pages]
        pictured = any(_has_picture(page.get("/Resources")) for page in reader.pages)
        title = " ".join(str((reader.metadata.title if reader.metadata else "") or "").split())
    except LimitReachedError:
        raise Refused("bomb") from None
    empty = sum(not page.strip() for page in pages)
    if pages and empty == len(pages):
        raise Refused("damaged" if complaints.count else "scan" if pictured else "empty")
    return Extracted(tuple(_pdf_blocks(pages)), title, len(pages), empty)


def _has_picture(resources: Any) -> bool:
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return False
    found = (each.get_object() for each in objects.get_object().values())
    return any(each.get("/Subtype") == "/Image" for each in found)


def _pdf_blocks(pages: Sequence[str]) -> Iterator[str]:
    """Yield the blocks of all pages, with a page break between one and the next."""
    lines = [[line.strip() for line in page.split("\n")] for page in pages]
    repeated = _repeated(lines)
    blocks = [
        list(_paragraphs([line for line in page if _unnumbered(line) not in repeated]))
        for page in lines
    ]
    for before, after in pairwise(blocks):
        _carry_over(before, after)
    for number, page in enumerate(blocks):
        if number:
            yield PAGE_BREAK
        yield from page


def _repeated(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the first and last lines that most pages share, numbers aside, and bare numbers."""
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line]
        edges.update({_unnumbered(line) for line in (*filled[:2], *filled[-2:])})
    often = {line for line, count in edges.items() if count >= 3 and count > len(pages) / 2}
    return frozenset(often) | {"#"}


def _unnumbered(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Join lines to paragraphs: one ends at a blank line, a short line or a list item."""
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[int(0.8 * (len(lengths) - 1))] if lengths else 0
    paragraph: list[str] = []
    for line in lines:
        if paragraph and (not line or list_item(line)):
            yield _reflowed(paragraph)
            paragraph = []
        if not line:
            continue
        paragraph.append(line)
        short = len(line) < 0.75 * full
        if short and (line.endswith(_SENTENCE_END) or len(paragraph) == 1 and not list_item(line)):
            yield _reflowed(paragraph)
            paragraph = []
    if paragraph:
        yield _reflowed(paragraph)


def _reflowed(lines: Sequence[str]) -> str:
    text = list_item(lines[0]) or lines[0]
    for line in lines[1:]:
        # A hyphen before a small letter was put there by the line's end.
        if re.search(r"[a-zß-ÿ][-\u00ad]$", text) and re.match(r"[a-zß-ÿ]", line):
            text = text[:-1] + line
        else:
            text += f" {line}"
    return " ".join(text.split())


def _carry_over(before: list[str], after: list[str]) -> None:
    """Let a sentence that runs on over the page's end be whole, on the page where it begins."""
    if not before or not after or before[-1].endswith(_SENTENCE_END):
        return
    rest = re.match(r"[a-zß-ÿ].*?[.?!][’”)]*(?=\s|$)", after[0])
    if rest is None:
        return
    before[-1] = _reflowed([before[-1], rest.group()])
    left = after[0][rest.end() :].strip()
    after[:1] = [left] if left else []
