"""Showing people's words as they typed them, where the page expects Markdown."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit reads these inside finished text: icons and emoji between colons, arrows and dashes,
# and GitHub's bare addresses. A word joiner is invisible and keeps the signs from touching.
_JOINER = "\u2060"
_READ_LATER = re.compile(r"(?<=:)(?=\S)|(?<=[<>~\-=])(?=[<>~\-=])|(?<=www)(?=\.)|(?<=@)(?=\S)")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_BLOCK_MARK = re.compile(r"#{1,6} |- |\d{1,3}[.)] ")
_OPENS, _CLOSES = "\ue000", "\ue001"  # private signs, which no kept text holds
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return Markdown that shows `text` literally: no headings, links, images, sums or icons.

    Blank lines stay paragraphs and single breaks stay breaks; control and direction signs go.
    """
    paragraphs = re.split(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*", _CONTROL.sub("", text).strip())
    return "\n\n".join(_BREAK.sub("  \n", _literal(each)) for each in paragraphs)


def line(text: str) -> str:
    """Return Markdown that shows `text` literally on one line, for labels and headings."""
    return _literal(" ".join(_CONTROL.sub("", text).split()))


def paper(text: str, quote: str = "") -> str:
    """Return Markdown that shows somebody's document: headings and lists, all else literal.

    `text` is as `OwnDocument.text`. Where `quote` stands in it first, that is marked.
    """
    place = text.find(quote) if quote else -1
    if place >= 0:
        end = place + len(quote)
        text = f"{text[:place]}{_OPENS}{text[place:end]}{_CLOSES}{text[end:]}"
    written = []
    for block in _CONTROL.sub("", text).split("\n\n"):
        opens = _OPENS if block.startswith(_OPENS) else ""
        mark = _BLOCK_MARK.match(block, len(opens))
        start = mark.end() if mark else len(opens)
        words = f"{opens}{block[start:]}".strip()
        literal = _literal(words).replace(_OPENS, ":yellow-background[").replace(_CLOSES, "]")
        written.append((_shown(mark.group()) if mark else "") + literal)
    return "\n\n".join(written)


def _shown(mark: str) -> str:
    """Return the mark of a block, a heading never above those of the page."""
    return mark if not mark.startswith("#") else "#### "


def _literal(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", _READ_LATER.sub(_JOINER, text))
