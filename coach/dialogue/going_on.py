"""What a person says after a referral: going on, taking up its offer, or naming a country."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from coach.content import content_folder
from coach.dialogue.screen_rules import compiled
from coach.dialogue.screen_text import Spelling, plain_text
from coach.dialogue.state import Language
from coach.errors import ContentError

_WRITTEN_OUT = Spelling.of(
    {"dont": "do not", "cant": "can not", "cannot": "can not", "id": "i would", "k": "ik"}, ()
)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    go_on: tuple[str, ...]
    turns_to: tuple[str, ...]
    not_done: tuple[str, ...]
    denies: tuple[str, ...]
    not_go_on: tuple[str, ...]
    accept: tuple[str, ...]
    agrees: tuple[str, ...]
    countries: dict[str, str]


def wants_to_go_on(text: str, language: Language) -> bool:
    """Return whether the person says they want to go on with the talk after a referral.

    Dutch and English are both understood, whatever the language of the talk. Saying that one
    can't go on is not wanting to.
    """
    file, plain = _file(), plain_text(text, _WRITTEN_OUT).plain
    return _any(file.go_on, plain) and not _any(file.not_go_on, plain)


def turns_to_something_else(text: str) -> bool:
    """Return whether the person says what they would rather speak of."""
    file, plain = _file(), plain_text(text, _WRITTEN_OUT).plain
    return _any(file.turns_to, plain) and not _any(file.not_go_on, plain)


def does_not_go_on(text: str) -> bool:
    """Return whether the person says that they can't or won't go on, or don't know how."""
    return _any(_file().not_go_on, plain_text(text, _WRITTEN_OUT).plain)


def is_not_done(text: str) -> bool:
    """Return whether the person says, with the page before them, that they had more to tell."""
    return _any(_file().not_done, plain_text(text, _WRITTEN_OUT).plain)


def says_it_is_not_so(text: str) -> bool:
    """Return whether the person says the referral isn't for them: somebody else, or a manner of speaking."""
    return _any(_file().denies, plain_text(text, _WRITTEN_OUT).plain)


def takes_the_offer(text: str) -> bool:
    """Return whether the turn is a bare yes, to the one thing a referral offered."""
    return _any(_file().accept, plain_text(text, _WRITTEN_OUT).plain)


def says_yes(text: str) -> bool:
    """Return whether the turn begins with a yes, to being asked whether the talk may go on."""
    file, plain = _file(), plain_text(text, _WRITTEN_OUT).plain
    return _any((*file.accept, *file.agrees), plain) and not _any(file.not_go_on, plain)


def country_named(text: str) -> str:
    """Return the country the person says they are in: nl, be, gb, ie, us, ca, eu, int, or ""."""
    plain = plain_text(text, _WRITTEN_OUT).plain
    found: list[tuple[int, int, str]] = []
    for country, pattern in _file().countries.items():
        for match in compiled(pattern).finditer(plain):
            if not re.search(r"\b(niet|not) (in|uit|from) $", plain[: match.start()]):
                found.append((match.start(), -len(match.group()), country))
    return min(found)[2] if found else ""


def _any(parts: tuple[str, ...], plain: str) -> bool:
    return any(compiled(part).search(plain) for part in parts)


@lru_cache(maxsize=1)
def _file(folder: Path | None = None) -> _File:
    path = (folder or content_folder("prompts")) / "going_on.yaml"
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ContentError(
            f"{path} can't be read: {error}. "
            "Nothing was changed. Mend the file, or install the package again."
        ) from error
