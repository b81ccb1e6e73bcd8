"""A document of one's own, as it is kept: its text in plain Markdown, and what somebody said of it.

The store keeps it and the library reads it; neither knows the other.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from coach.dialogue.state import Audience, Language

OWN = "own-"  # what the id of every such document begins with, and of no other
PAGE_BREAK = "\f"
LONGEST_SLUG = 40


@dataclass(frozen=True)
class OwnDocument:
    """One document in one language.

    `text` holds headings (`## `), list items and paragraphs, each on one line with a blank line
    after it, and `PAGE_BREAK` lines between the pages of a PDF. Nothing else in it is Markdown.
    """

    id: str
    language: Language
    title: str
    audience: tuple[Audience, ...]
    source: str
    text: str
    added: datetime


class Shelf(Protocol):
    """Where documents of one's own are kept."""

    def version(self) -> str:
        """Return what changes whenever one is added, changed or removed; quick."""
        ...

    def documents(self) -> tuple[OwnDocument, ...]:
        """Return all of them."""
        ...


class EmptyShelf:
    """No documents of one's own."""

    def version(self) -> str:
        """Return the version of nothing."""
        return ""

    def documents(self) -> tuple[OwnDocument, ...]:
        """Return none."""
        return ()


def new_id() -> str:
    """Return an id that no other document gets, and that tells nothing of what is in it."""
    return f"{OWN}{secrets.token_hex(6)}"


def slug(text: str) -> str:
    """Return `text` in small letters, digits and single hyphens; empty when it has none."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare)[:LONGEST_SLUG].strip("-")
