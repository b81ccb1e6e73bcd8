"""What the page says, in the person's language; the words stand in texts/nl.yaml and en.yaml."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from coach.dialogue.state import LANGUAGES, Language
from coach.errors import CoachError, ContentError

FOLDER = Path(__file__).parent / "texts"
CONSENT_VERSION = "2"


@dataclass(frozen=True)
class Texts:
    """The texts of one language, asked for by a dotted key."""

    language: Language
    entries: dict[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text at `key` with `values` filled in; raise `ContentError` when absent."""
        found = self._at(key)
        if not isinstance(found, str):
            raise _absent(key, self.language)
        return found.format(**values) if values else found

    def many(self, key: str) -> tuple[str, ...]:
        """Return the list of texts at `key`; raise `ContentError` when it isn't there."""
        found = self._at(key)
        if not isinstance(found, list):
            raise _absent(key, self.language)
        return tuple(str(each) for each in found)

    def has(self, key: str) -> bool:
        """Tell whether there is one text at `key`."""
        return isinstance(self._at(key), str)

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names right below `key`, in the order of the file."""
        found = self._at(key)
        if not isinstance(found, dict):
            raise _absent(key, self.language)
        return tuple(found)

    def date(self, moment: datetime) -> str:
        """Return the day of `moment` in full, in local time: ‘6 november 2026’."""
        local = moment.astimezone()
        month = self.many("date.months")[local.month - 1]
        return self("date.full", day=local.day, month=month, year=local.year)

    def day(self, moment: datetime, now: datetime) -> str:
        """Return the day of `moment` as one says it at `now`: today, Tuesday, 6 November."""
        local = moment.astimezone()
        age = (now.astimezone().date() - local.date()).days
        if age <= 0:
            return self("date.today")
        if age == 1:
            return self("date.yesterday")
        if age < 7:
            return self.many("date.weekdays")[local.weekday()]
        month = self.many("date.months")[local.month - 1]
        if local.year != now.astimezone().year:
            return self.date(moment)
        return self("date.day", day=local.day, month=month)

    def _at(self, key: str) -> Any:
        found: Any = self.entries
        for part in key.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        return found


@cache
def texts_for(language: Language, team: bool = False) -> Texts:
    """Return the texts of `language`; raise `ContentError` when its file can't be read.

    `team` is for a server people sign in to, where ‘this computer’ isn't theirs.
    """
    entries = {name: each for name, each in _file(language).items() if name != "team"}
    return Texts(language, _over(entries, _file(language)["team"]) if team else entries)


@cache
def _file(language: Language) -> dict[str, Any]:
    path = FOLDER / f"{language}.yaml"
    try:
        entries: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(
            f"The texts of the page in {path.name} can't be read ({error}). Your talks are kept. "
            "Install the package again."
        ) from error
    return entries


def reason(texts: Texts, error: CoachError | str) -> str:
    """Return why something couldn't be kept or read, and what to do, in the person's language."""
    name = error if isinstance(error, str) else type(error).__name__
    key = f"errors.reasons.{name}"
    return texts(key if texts.has(key) else "errors.reasons.other")


@cache
def consent_hash(leaves: str = "", team: bool = False) -> str:
    """Return the SHA-256 of what a person says yes to, in all languages together.

    `leaves` names whoever gets to see something; empty when nothing leaves this computer. Who
    agreed to the one hasn't agreed to the other.
    """
    whole: list[object] = [texts_for(each, team).entries["welcome"] for each in LANGUAGES]
    whole.append(leaves)
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def _over(entries: dict[str, Any], instead: dict[str, Any]) -> dict[str, Any]:
    """Return `entries` with `instead` in the places it names."""
    found = dict(entries)
    for name, value in instead.items():
        found[name] = _over(found[name], value) if isinstance(value, dict) else value
    return found


def _absent(key: str, language: Language) -> ContentError:
    return ContentError(
        f"The text {key} isn't in texts/{language}.yaml. Your talks are kept. "
        "Install the package again."
    )
