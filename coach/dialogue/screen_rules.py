"""Phrase rules of the screen: prompts/screen.yaml, compiled once, matched on plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from coach.dialogue.screen_denials import Denials, DenialWords
from coach.dialogue.screen_model import Concepts
from coach.dialogue.screen_text import PlainText, Spelling, pasted, plain_text, single
from coach.dialogue.state import Route
from coach.errors import ContentError

AT_ONCE: tuple[Route, ...] = ("crisis", "emergency")
_GAP = re.compile(r"<(\d+)>")
_NESTED = 3
_GROUP = re.compile(r"\((?!\?)")
_SET = re.compile(r"\{([a-z_]+)\}")


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    route: Route
    variant: str = ""
    nl: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    pasted: bool = True


class _Signal(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    nl: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class _Variant(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    route: Route
    variant: str
    nl: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class _People(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    me: tuple[str, ...]
    self: tuple[str, ...]
    done_to_me: tuple[str, ...]
    other: tuple[str, ...]
    client: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    spellings: dict[str, str]
    terms: tuple[str, ...]
    sets: dict[str, str]
    guards: dict[str, tuple[str, ...]]
    denials: DenialWords
    people: _People
    rules: tuple[_Rule, ...]
    signals: tuple[_Signal, ...]
    variants: tuple[_Variant, ...]
    acute: tuple[str, ...]
    stuck: tuple[str, ...]
    harmless: tuple[str, ...]
    concepts: dict[str, str]


@dataclass(frozen=True)
class Hit:
    """A rule or signal that matched: its id, and where in the plain text."""

    id: str
    route: Route
    variant: str
    start: int
    end: int


@dataclass(frozen=True)
class _Pattern:
    id: str
    route: Route
    variant: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: tuple[re.Pattern[str], ...]
    pasted: bool


class PhraseRules:
    """The rules of prompts/screen.yaml. Raises `ContentError` when the file can't be used."""

    def __init__(self, folder: Path) -> None:
        path = folder / "screen.yaml"
        try:
            file = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
            self._build(file)
        except (OSError, yaml.YAMLError, ValidationError, re.error, KeyError, ValueError) as error:
            raise ContentError(
                f"{path} can't be read as rules of the screen: {error}. "
                "Nothing was changed. Mend the file, or install the package again."
            ) from error

    def _build(self, file: _File) -> None:
        self._spelling = Spelling.of(file.spellings, file.terms)
        self.concepts = Concepts(file.concepts)
        self._sets = file.sets
        guards = {name: "|".join(parts) for name, parts in file.guards.items()}
        self._rules = tuple(
            _Pattern(
                rule.id, rule.route, rule.variant, self._any(rule.nl + rule.en),
                self._guard(rule.unless, guards),
                tuple(self._compile(need) for need in rule.needs), rule.pasted,
            )
            for rule in file.rules
        )
        self._signals = tuple(
            _Pattern(
                signal.kind, "burnout", "", self._any(signal.nl + signal.en),
                self._guard(signal.unless, guards), (), True,
            )
            for signal in file.signals
        )
        self._me = self._any(file.people.me)
        self._done_to_me = self._any(file.people.done_to_me)
        self._other = self._any(file.people.other)
        self._client = self._any(file.people.client)
        self._self = self._any(file.people.self)
        self._acute = self._any(file.acute)
        self._stuck = self._any(file.stuck)
        self._harmless = self._any(file.harmless)
        self._denials = Denials(file.denials, self._compile)
        self._guarded = self._compile("|".join(guards.values()))
        self._variants = tuple(
            _Pattern(
                variant.variant, variant.route, variant.variant,
                self._any(variant.nl + variant.en), None, (), True,
            )
            for variant in file.variants
        )

    def plain(self, text: str) -> PlainText:
        """Return `text` made plain with the spellings of the file."""
        return plain_text(text, self._spelling)

    def hits(self, text: PlainText) -> list[Hit]:
        """Return every rule that matches and isn't guarded off, in order of the file."""
        return _found(self._rules, text, pasted(text.original))

    def signals(self, text: PlainText) -> list[Hit]:
        """Return the signals of exhaustion in `text`; `Hit.id` is their kind."""
        return _found(self._signals, text, ())

    def about_other(self, text: PlainText, start: int, end: int) -> bool:
        """Return whether the sentence around a match speaks of someone else than the speaker."""
        left, right = text.sentence(start, end)
        before = text.plain[left:end]
        others = [m.start() for m in self._other.finditer(before)]
        if not others:
            return False
        mine = [m.start() for m in self._me.finditer(text.plain[max(left, start - 1) : right])]
        nearest = others[-1] >= _last(self._me, before)
        return not mine or (others[-1] + left <= start and nearest)

    def done_to_other(self, text: PlainText, start: int, end: int) -> bool:
        """Return whether what happens in the sentence of a match happens to someone else."""
        left, right = text.sentence(start, end)
        if self._done_to_me.search(text.plain, left, right):
            return False
        return self._other.search(text.plain, left, right) is not None

    def from_client(self, text: PlainText) -> bool:
        """Return whether a coach tells what a client said."""
        return self._client.search(text.plain) is not None

    def mostly_others(self, text: PlainText) -> bool:
        """Return whether a text speaks of someone else more than of the speaker."""
        mine = sum(1 for _ in self._self.finditer(text.plain))
        return sum(1 for _ in self._other.finditer(text.plain)) > mine

    def variant(self, text: PlainText, route: Route) -> str:
        """Return the variant of a route that a text's own words point to, or ""."""
        for pattern in self._variants:
            if pattern.route == route and pattern.pattern.search(text.plain):
                return pattern.variant
        return ""

    def guarded(self, text: PlainText) -> bool:
        """Return whether a text jokes, speaks of a training, of one's work or of the past."""
        return self._guarded.search(text.plain) is not None

    def acute(self, text: PlainText) -> bool:
        """Return whether a text speaks of what happens now, or of what may kill."""
        return self._acute.search(text.plain) is not None

    def stuck(self, text: PlainText) -> bool:
        """Return whether a text tells of a conflict at work that is stuck."""
        return self._stuck.search(text.plain) is not None

    def without_harmless(self, text: PlainText) -> PlainText:
        """Return `text` without threats to do what one may do; `text` itself without any.

        ‘He threatens to report sick’ sounds like a threat to somebody, and is none.
        """
        return self._without(text, [match.span() for match in self._harmless.finditer(text.plain)])

    def without_denied(self, text: PlainText) -> tuple[PlainText, Route]:
        """Return `text` without the trouble it denies, and whether that was a crisis or an emergency.

        `text` itself when it denies nothing.
        """
        denials = self._denials.found(text)
        rest = self._without(text, [(denial.start, denial.end) for denial in denials])
        routes = {denial.route for denial in denials}
        return rest, next((route for route in AT_ONCE if route in routes), "none")

    def _without(self, text: PlainText, spans: Sequence[tuple[int, int]]) -> PlainText:
        left = text.original
        for begins, ends in reversed([text.stretch(*span) for span in spans]):
            left = f"{left[:begins]} {left[ends:]}"
        return self.plain(left) if spans else text

    def _any(self, parts: tuple[str, ...]) -> re.Pattern[str]:
        return self._compile("|".join(parts) or r"(?!)")

    def _guard(
        self, unless: tuple[str, ...], guards: Mapping[str, str]
    ) -> re.Pattern[str] | None:
        parts = [guards[part[1:]] if part.startswith("@") else part for part in unless]
        return self._compile("|".join(parts)) if parts else None

    def _compile(self, source: str) -> re.Pattern[str]:
        filled = source
        for _ in range(_NESTED):
            filled = _SET.sub(lambda match: f"({self._sets[match.group(1)]})", filled)
        return compiled(filled)


@lru_cache(maxsize=512)
def compiled(source: str) -> re.Pattern[str]:
    """Compile a pattern of the data files: <n> is a gap of up to n words in one sentence."""
    filled = _GAP.sub(r"(?:[a-z0-9,]+ ){0,\1}", source)
    filled = _GROUP.sub("(?:", filled)
    start = "" if filled.startswith("^") else r"\b"
    end = "" if filled.endswith("$") else r"\b"
    return re.compile(f"{start}(?:{single(filled)}){end}")


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


NAMES_TOO = frozenset({"Sue"})  # what somebody is called, where it is written with a capital in a sentence


def _found(
    patterns: tuple[_Pattern, ...], text: PlainText, material: tuple[tuple[int, int], ...]
) -> list[Hit]:
    hits: list[Hit] = []
    for rule in patterns:
        for match in rule.pattern.finditer(text.plain):
            left, right = text.sentence(*match.span())
            if rule.unless and rule.unless.search(text.plain, left, right):
                continue
            if not all(need.search(text.plain) for need in rule.needs):
                continue
            place = text.place(match.start())
            if text.verbatim(*match.span()) in NAMES_TOO and re.search(r"[^.!?\s]\s*$", text.original[:place]):
                continue  # "the chocolates were from Sue"
            if not rule.pasted and any(start <= place < end for start, end in material):
                continue
            hits.append(Hit(rule.id, rule.route, rule.variant, *match.span()))
            break
    return hits
