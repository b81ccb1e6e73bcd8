"""The places a referral names: knowledge/referrals.yaml, checked when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from coach.content import content_folder
from coach.dialogue.state import Contact, Language, Route
from coach.errors import ContentError
from coach.settings import Country

UNION: tuple[str, ...] = ("nl", "be", "ie", "eu")
REVIEW_WITHIN = timedelta(days=183)


class _Texts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    nl: str
    en: str

    def of(self, language: Language) -> str:
        return self.nl if language == "nl" else self.en


class Entry(BaseModel):
    """One place to turn to, as the file gives it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    routes: tuple[str, ...]
    country: tuple[Country, ...]
    language: tuple[Language, ...]
    unknown: tuple[Language, ...] = ()
    name: _Texts
    phone: str = ""
    url: str = ""
    note: _Texts = _Texts(nl="", en="")
    verified: Literal["page", "secondary", "memory"]
    checked_on: date

    @property
    def site(self) -> str:
        """The address as one says it: without https:// and www."""
        return self.url.removeprefix("https://").removeprefix("www.")

    def shown(self, language: Language) -> Contact:
        """Return the entry as a referral shows it in `language`."""
        return Contact(self.name.of(language), self.phone, self.url, self.note.of(language))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    contacts: tuple[Entry, ...]


@dataclass(frozen=True)
class ContactBook:
    """All entries by id, in the order of the file, which is the order on the page."""

    entries: dict[str, Entry]

    def of(
        self, route: Route, variant: str, country: str, unknown: Language | None = None
    ) -> tuple[Entry, ...]:
        """Return the entries for a route in one country, and those for whoever speaks `unknown`.

        An entry for the very variant stands before those for the whole route; the routes that
        list entries for a variant show only those.
        """
        here = [
            entry
            for entry in self.entries.values()
            if country in entry.country or unknown in entry.unknown
        ]
        narrow = tuple(entry for entry in here if f"{route}/{variant}" in entry.routes)
        if route == "emergency":
            return tuple(e for e in here if e in narrow or route in e.routes)
        return narrow or tuple(entry for entry in here if route in entry.routes)

    def due(self, today: date) -> tuple[str, ...]:
        """Return the ids that were looked at more than six months before `today`."""
        return tuple(
            entry.id for entry in self.entries.values() if today - entry.checked_on > REVIEW_WITHIN
        )

    def from_memory(self) -> tuple[str, ...]:
        """Return the ids that are known from memory alone: nobody saw them in any source yet."""
        return tuple(entry.id for entry in self.entries.values() if entry.verified == "memory")


def load_contacts(folder: Path | None = None) -> ContactBook:
    """Read referrals.yaml from `folder` (knowledge/ by default); raise `ContentError`."""
    path = (folder or content_folder("knowledge")) / "referrals.yaml"
    try:
        entries = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).contacts
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ContentError(
            f"{path} can't be read as a list of contacts: {error}. "
            "Nothing was changed. Mend the file, or install the package again."
        ) from error
    book = {entry.id: entry for entry in entries}
    if len(book) != len(entries):
        raise ContentError(f"{path} has two entries with the same id. Give each its own.")
    return ContactBook(book)


def net(country: str) -> tuple[str, ...]:
    """Return the keys under which a country's text may stand, the nearest first."""
    if not country:
        return ("unknown", "int")
    if country in UNION:
        return (country, "eu", "int")
    return (country, "int")
