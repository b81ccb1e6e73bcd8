"""A sheet in Markdown as a flat list of blocks, ready to be set in Word or PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it.token import Token

Kind = Literal["title", "part", "heading", "paragraph", "bullet", "quote"]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """One paragraph of the sheet.

    `#` is the title, `##` a part; a paragraph that begins in bold is a heading.
    """

    kind: Kind
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words without their style."""
        return "".join(run.text for run in self.runs)


def literal(text: str) -> str:
    """Return one line of somebody's words so that Markdown shows them as they were written."""
    told = re.sub(r"([#*_`\[\]<>|\\])", r"\\\1", text)
    # ‘1. first this’ at the beginning of a line would be a list, and lose its number.
    return re.sub(r"^(\s*)(?:([-+=~])|(\d{1,9})([.)]))", r"\1\3\\\2\4", told)


def read_blocks(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of `markdown` in order; links and HTML become their plain text."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).parse(markdown)
    return tuple(_blocks(tokens))


def sheet_title(markdown: str) -> str:
    """Return the words of the sheet's title; empty when it has none."""
    return next((block.text for block in read_blocks(markdown) if block.kind == "title"), "")


def to_text(markdown: str) -> str:
    """Return the sheet as plain text, as one would put it in a mail."""
    marks = {"bullet": "- ", "quote": "  "}
    lines: list[str] = []
    for block in read_blocks(markdown):
        if block.kind in ("part", "heading", "paragraph", "quote") and lines:
            lines.append("")
        if block.kind == "part":
            lines.append("")
        lines.append(marks.get(block.kind, "") + block.text)
    return "\n".join(lines) + "\n"


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    kind: Kind = "paragraph"
    depth = {"bullet": 0, "quote": 0}
    for token in tokens:
        if token.type == "heading_open":
            kind = "title" if token.tag == "h1" else "part"
        elif token.type == "heading_close":
            kind = "paragraph"
        elif token.type in ("list_item_open", "list_item_close"):
            depth["bullet"] += token.nesting
        elif token.type in ("blockquote_open", "blockquote_close"):
            depth["quote"] += token.nesting
        elif token.type in ("fence", "code_block"):
            yield Block("paragraph", (Run(token.content.strip()),))
        elif token.type == "inline":
            inside: Kind = "bullet" if depth["bullet"] else "quote" if depth["quote"] else kind
            for runs in _lines(tuple(_runs(token.children or []))):
                starts_bold = inside == "paragraph" and runs[0].bold
                yield Block("heading" if starts_bold else inside, runs)


def _runs(children: list[Token]) -> Iterator[Run]:
    bold = italic = 0
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            bold += child.nesting
        elif child.type in ("em_open", "em_close"):
            italic += child.nesting
        elif child.type in ("softbreak", "hardbreak"):
            yield Run("\n")
        elif child.content:
            yield Run(child.content, bold > 0, italic > 0)


def _lines(runs: tuple[Run, ...]) -> Iterator[tuple[Run, ...]]:
    """Split at line breaks: a heading and the line under it are one paragraph in Markdown."""
    line: list[Run] = []
    for run in (*runs, Run("\n")):
        if run.text != "\n":
            line.append(run)
        elif line:
            yield tuple(line)
            line = []
