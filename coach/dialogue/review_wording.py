"""The wordings in which people speak of a page, from prompts/review.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from coach.content import content_folder
from coach.dialogue.state import Field, Language, Source
from coach.errors import ContentError


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    fine: str
    missing: str
    restores: str
    takes_off: str
    between_us: str
    undo: str
    of_page: str
    shared: dict[str, str]
    plain: dict[str, list[str]]
    thanks: str
    not_answered: str
    not_under: str
    turned: str
    stands: str
    files: str
    should: str
    denies: str
    page: str
    first_line: str
    a_line: str
    reads_out: str
    pointing: str
    instead: str
    number: str
    was_number: str
    joins: str
    whose_all: str
    whose_place: str
    whose_swapped: list[str]
    whose_same: list[str]
    whose_line: list[str]
    counts: str
    corrects: str
    asks: str
    altered: str
    nothing_more: str
    swaps: str
    undone: str
    still: str
    mine: str
    delete: str
    denied_of: str
    weak: str
    that_should: str
    orders: str
    whole: str
    not_right: str
    same_person: str
    not_so: str
    asks_done: str
    told_now: str
    dictating: str
    dictates_bare: str
    judges: str
    last_sentence: str
    rest: str
    slots: dict[str, str]
    parts: dict[str, str]
    is_mine: str
    only_under: str
    begins: str
    instead_of: str
    wrongly: str
    for_another: str
    sets_right: str
    not_why: str
    reason_told: str
    otherwise: list[str]
    otherwise_surely: list[str]
    counts_again: str
    since_again: str
    time_again: str
    orders_off: str
    orders_on: str
    asks_heard: str
    sources: dict[Source, str]
    headings: dict[Field, str]


@dataclass(frozen=True)
class Wording:
    """The patterns of one language by name, and those of the parts of the page by field."""

    patterns: dict[str, re.Pattern[str]]
    headings: dict[Field, re.Pattern[str]]
    parts: dict[str, re.Pattern[str]]  # the authored parts, by key
    slots: dict[str, re.Pattern[str]]  # the parts somebody may word themself, by key
    sources: dict[Source, re.Pattern[str]]  # how it is said where a line comes from
    whose: dict[str, tuple[str, ...]]  # with {name}, {others} and {new} to fill in
    otherwise: tuple[re.Pattern[str], ...]  # one fact told otherwise, as the groups "old" and "new"
    otherwise_surely: tuple[re.Pattern[str], ...]  # those of them that also say it was wrong
    requests: dict[str, tuple[re.Pattern[str], ...]]  # what is asked of a line plainly, by what is to become of it
    rest: frozenset[str]
    part: re.Pattern[str]  # where one part of a turn ends and the next begins

    def says(self, name: str, text: str) -> re.Match[str] | None:
        """Return where the pattern called `name` is found in `text`."""
        return self.patterns[name].search(text)

    def plain(self, kind: str, text: str) -> Iterator[re.Match[str]]:
        """Yield where `text` asks plainly that a line be changed in the way called `kind`."""
        return (m for pattern in self.requests[kind] if (m := pattern.search(text)))

    def heading(self, text: str) -> Field | None:
        """Return the field of the part of the page that `text` names; None when it names none."""
        return next((f for f, pattern in self.headings.items() if pattern.search(text)), None)

    def heading_at(self, text: str) -> tuple[Field, int] | None:
        """Return the part of the page that `text` names last, and where; None when it names none."""
        found = [(m.start(), f) for f, p in self.headings.items() for m in p.finditer(text)]
        return (max(found)[1], max(found)[0]) if found else None

    def slot(self, text: str) -> str:
        """Return the key of the part that `text` names and one may word oneself; "" for none."""
        return next((key for key, pattern in self.slots.items() if pattern.search(text)), "")

    def part_named(self, text: str) -> str:
        """Return the key of an authored part of the page that `text` names; "" for none."""
        return next((key for key, pattern in self.parts.items() if pattern.search(text)), "")

    def sources_told(self, text: str) -> tuple[Source | None, Source | None, str]:
        """Return (what a line is said to be wrongly, what it is, `text` without both)."""
        wrong: Source | None = None
        right: Source | None = None
        rest = text
        for source, pattern in self.sources.items():
            for match in pattern.finditer(text):
                if self.patterns["wrongly"].search(text[: match.start()]):
                    wrong = source
                else:
                    right = source
            rest = pattern.sub(" ", rest)
        return wrong, right, rest

    def whose_match(
        self, how: str, text: str, name: str, new: str = "", others: tuple[str, ...] = ()
    ) -> re.Match[str] | None:
        """Return where `text` gives lines to `name`, or puts another for it as the group "new"."""
        return next(iter(self.whose_matches(how, text, (name,), new, others)), None)

    def whose_matches(
        self, how: str, text: str, names: tuple[str, ...], new: str = "", others: tuple[str, ...] = ()
    ) -> list[re.Match[str]]:
        """Return every place where `text` says whose lines are, {name} being any of `names`."""
        one, rest = ("|".join(re.escape(n) for n in each) or "(?!)" for each in (names, others))
        told = (
            p.replace("{name}", f"(?:{one})").replace("{others}", rest).replace("{new}", new)
            for p in self.whose[how]
        )
        return [m for p in told if (m := re.search(p, text, re.I | re.S))]


def _compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, re.I) for p in patterns)


def _filled(pattern: str, shared: Mapping[str, str]) -> str:
    """Return a pattern with what it shares with others in it ({hour})."""
    for name, told in shared.items():
        pattern = pattern.replace(f"{{{name}}}", told)
    return pattern


WHOSE = ("whose_all", "whose_place", "whose_swapped", "whose_same", "whose_line")


@cache
def load_wording(language: Language, folder: Path | None = None) -> Wording:
    """Return the wordings of `language`. Raises `ContentError` when the file can't be used."""
    path = (folder or content_folder("prompts")) / "review.yaml"
    try:
        told = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))[language])
        plain = {k: v for k, v in told.model_dump().items() if isinstance(v, str)}
        return Wording(
            {k: re.compile(v, re.I | re.S) for k, v in plain.items() if k not in {*WHOSE, "rest", "joins", "orders"}},
            {field: re.compile(pattern, re.I) for field, pattern in told.headings.items()},
            {key: re.compile(pattern, re.I) for key, pattern in told.parts.items()},
            {key: re.compile(pattern, re.I) for key, pattern in told.slots.items()},
            {source: re.compile(pattern, re.I) for source, pattern in told.sources.items()},
            {how: tuple(own) if isinstance(own := getattr(told, how), list) else (own,) for how in WHOSE},
            _compiled((*told.otherwise_surely, *told.otherwise)),
            _compiled(told.otherwise_surely),
            {kind: _compiled(_filled(p, told.shared) for p in patterns) for kind, patterns in told.plain.items()},
            frozenset(told.rest.split()),
            re.compile(
                rf"(?<=[.!?])\s+|\n+|;\s+|,\s+(?=(?:{told.joins})\s)|(?:,|,?\s+(?:en|and))\s+(?=(?:{told.orders})\b)",
                re.I,
            ),
        )
    except (OSError, KeyError, re.error, yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"{path} can't be used: {error}") from error
