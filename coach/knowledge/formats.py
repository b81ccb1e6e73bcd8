"""Getting the text out of Markdown, plain text and Word, block by block; PDF is in `pdf.py`."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_PAGES = 200
LETTERS_A_PAGE = 4_000  # so that a text without pages is counted too
MOST_UNPACKED = 150_000_000  # bytes in a Word file; a real one holds text and pictures
MOST_PARTS = 5_000  # files in it

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Word, and new Word behind a password
_BINARY = (b"%PDF-", b"PK\x03\x04", _COMPOUND, b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_BULLET = re.compile(r"^(?:[•◦▪‣●○■·*–—-]|\uf0b7)\s+")
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
_HEADING = re.compile(r"(?:heading|kop)\s*(\d)")


class Refused(Exception):
    """The file can't be taken; `reason` is one of those of `DocumentRefused`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Extracted:
    """`blocks` as an `OwnDocument` wants them; `pages` is 0 when there are none to count."""

    blocks: tuple[str, ...]
    title: str = ""
    pages: int = 0
    without_text: int = 0  # pages that hold nothing that can be read


def read_text(data: bytes) -> Extracted:
    """Read plain text: paragraphs between blank lines, list items by their marks."""
    blocks = [
        block
        for part in re.split(r"\n\s*\n", _decoded(data))
        for block in _joined([line.strip() for line in part.split("\n")])
    ]
    return Extracted(tuple(blocks))


def read_markdown(data: bytes) -> Extracted:
    """Read Markdown: headings, list items and paragraphs; links by their text, no pictures."""
    from markdown_it import MarkdownIt

    text = re.sub(r"\A---\n.*?\n---\n", "", _decoded(data), flags=re.S)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return Extracted(tuple(_markdown_blocks(tokens)))


def read_word(data: bytes) -> Extracted:
    """Read a .docx: headings, list items, paragraphs and the rows of tables, in order."""
    if data.startswith(_COMPOUND):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Refused("encrypted" if encrypted else "type")
    if not data.startswith(b"PK"):
        raise Refused("type")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            listed = parts.infolist()
    except zipfile.BadZipFile:
        raise Refused("damaged") from None
    if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
        raise Refused("bomb")
    if "word/document.xml" not in {part.filename for part in listed}:
        raise Refused("type")
    if any(part.flag_bits & 1 for part in listed):
        raise Refused("encrypted")
    import docx

    document = docx.Document(io.BytesIO(data))
    title = " ".join((document.core_properties.title or "").split())
    return Extracted(tuple(_word_blocks(document)), title)


def _decoded(data: bytes) -> str:
    """Return the text of some bytes, whatever encoding; ftfy mends the rest later."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and (b"\0" in data or data.startswith(_BINARY)):
        raise Refused("type")
    from ftfy import guess_bytes

    text, _ = guess_bytes(data)
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one paragraph as a block, list items apart."""
    block = ""
    for line in lines:
        item = list_item(line)
        if block and (item or not line):
            yield block
            block = ""
        block = item or (f"{block} {line}".strip() if line else "")
    if block:
        yield block


def list_item(line: str) -> str:
    """Return a line that begins a list item as one; else nothing."""
    if _BULLET.match(line):
        return f"- {_BULLET.sub('', line)}"
    return line if _NUMBERED.match(line) else ""


def _markdown_blocks(tokens: Iterable[Token]) -> Iterator[str]:
    mark = ""
    lists: list[int | None] = []  # the next number of each list we are in; None for bullets
    cells: list[str] = []
    in_table = False
    for token in tokens:
        if token.type == "heading_open":
            mark = "#" * int(token.tag[1]) + " "
        elif token.type == "ordered_list_open":
            lists.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            lists.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            mark = "- " if number is None else f"{number}. "
            lists[-1] = None if number is None else number + 1
        elif token.type in ("table_open", "table_close"):
            in_table = token.type == "table_open"
        elif token.type == "tr_close":
            yield " · ".join(cell for cell in cells if cell)
            cells = []
        elif token.type == "inline" and in_table:
            cells.append(_inline(token))
        elif token.type in ("inline", "fence", "code_block", "html_block"):
            text = _inline(token) if token.type == "inline" else _without_tags(token)
            if text:
                yield mark + text
            mark = ""


def _inline(token: Token) -> str:
    """Return the text of a line of Markdown: a link by its words, a picture not at all."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return " ".join("".join(parts).split())


def _without_tags(token: Token) -> str:
    text = token.content
    if token.type == "html_block":
        text = re.sub(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?</\1>|<[^>]*>", " ", text, flags=re.S)
    return " ".join(text.split())


def _word_blocks(document: Any) -> Iterator[str]:
    from docx.text.paragraph import Paragraph

    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            text = " ".join(block.text.split())
            if text:
                yield _word_mark(block) + text
            continue
        for row in block.rows:
            cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
            yield " · ".join(cell for cell in cells if cell)


def _word_mark(paragraph: Any) -> str:
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    heading = _HEADING.search(style)
    if heading is not None:
        return "#" * max(2, min(6, int(heading[1]) + 1)) + " "  # the title has the first
    if style in ("title", "titel"):
        return "# "
    properties = paragraph._p.pPr
    numbered = properties is not None and properties.numPr is not None
    return "- " if numbered or style.startswith("list ") else ""
