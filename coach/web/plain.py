"""Showing people's words as they typed them, where the page expects Markdown."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit reads these inside finished text: icons and emoji between colons, arrows and dashes,
# and GitHub's bare addresses. A word joiner is invisible and keeps the signs from touching.
_JOINER = "\u2060"
_READ_LATER = re.compile(r"(?<=:)(?=\S)|(?<=[<>~\-=])(?=[<>~\-=])|(?<=www)(?=\.)|(?<=@)(?=\S)")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
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


def _literal(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", _READ_LATER.sub(_JOINER, text))
