"""The wordings in which people speak of a page, from prompts/review.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from coach.content import content_folder
from coach.dialogue.state import Field, Language
from coach.errors import ContentError


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    fine: str
    missing: str
    restores: str
    takes_off: str
    turned: str
    stands: str
    files: str
    should: str
    under: str
    opens_under: str
    denies: str
    page: str
    first_line: str
    pointing: str
    instead: str
    number: str
    joins: str
    whose_all: str
    whose_under: str
    whose_place: str
    whose_not: str
    rest: str
    headings: dict[Field, str]


@dataclass(frozen=True)
class Wording:
    """The patterns of one language by name, and those of the parts of the page by field."""

    patterns: dict[str, re.Pattern[str]]
    headings: dict[Field, re.Pattern[str]]
    whose: dict[str, str]  # with {name} and {others} to fill in
    rest: frozenset[str]
    part: re.Pattern[str]  # where one part of a turn ends and the next begins

    def says(self, name: str, text: str) -> re.Match[str] | None:
        """Return where the pattern called `name` is found in `text`."""
        return self.patterns[name].search(text)

    def heading(self, text: str) -> Field | None:
        """Return the field of the part of the page that `text` names; None when it names none."""
        return next((f for f, pattern in self.headings.items() if pattern.search(text)), None)

    def says_whose(self, how: str, text: str, name: str, others: tuple[str, ...] = ()) -> bool:
        """Tell whether `text` gives lines to `name`, in the way called `how`."""
        one_of = "|".join(re.escape(other) for other in others) or "(?!)"
        pattern = self.whose[how].replace("{name}", re.escape(name)).replace("{others}", one_of)
        return re.search(pattern, text, re.I) is not None


WHOSE = ("whose_all", "whose_under", "whose_place", "whose_not")


@cache
def load_wording(language: Language, folder: Path | None = None) -> Wording:
    """Return the wordings of `language`. Raises `ContentError` when the file can't be used."""
    path = (folder or content_folder("prompts")) / "review.yaml"
    try:
        told = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))[language])
        plain = {k: v for k, v in told.model_dump().items() if isinstance(v, str)}
        return Wording(
            {k: re.compile(v, re.I) for k, v in plain.items() if k not in {*WHOSE, "rest", "joins"}},
            {field: re.compile(pattern, re.I) for field, pattern in told.headings.items()},
            {how: plain[how] for how in WHOSE},
            frozenset(told.rest.split()),
            re.compile(rf"(?<=[.!?])\s+|\n+|;\s+|,\s+(?=(?:{told.joins})\s)", re.I),
        )
    except (OSError, KeyError, re.error, yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"{path} can't be used: {error}") from error
