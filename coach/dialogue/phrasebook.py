"""The authored text of prompts/: questions, evasions, phrases and the order of the walk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from coach.content import content_folder
from coach.dialogue.state import Audience, Field, Language, Phase, Slot
from coach.errors import ContentError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SLOT = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Question:
    """One question of the bank with its authored forms and its wordings for special situations."""

    id: str
    phase: Phase
    gathers: Field
    about: str
    forms: dict[str, str]
    situations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Evasion:
    """A typical evasive answer: how it's granted, and what is asked then."""

    id: str
    phase: str
    acknowledge: str
    forms: dict[str, str]
    options: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """Something a phase must gather; see prompts/walk.yaml."""

    phase: Phase
    id: str
    question: str
    fields: tuple[str, ...]
    per_person: bool
    slot: Slot | None
    again: int
    brief_skip: bool
    insist: bool = False
    brief_only: bool = False
    only: str = ""  # "group" or "one": who must be in hand
    after: str = ""  # a field that must have been told for it to be asked


@dataclass(frozen=True)
class Phrasebook:
    """All authored text of one language."""

    language: Language
    questions: dict[str, Question]
    evasions: dict[str, Evasion]
    phrases: dict[str, tuple[str, ...]]
    walk: dict[Audience, tuple[Need, ...]]
    headings: dict[str, Any]  # of the plan, by name and, where they differ, by audience

    def heading(self, name: str, audience: Audience) -> str:
        """Return the heading of one part of the plan as this audience reads it."""
        told = self.headings[name]
        return str(told[audience] if isinstance(told, dict) else told)

    def variants(self, phrase: str) -> tuple[str, ...]:
        """Return the variants of a phrase; raise `ContentError` when it isn't there."""
        try:
            return self.phrases[phrase]
        except KeyError:
            raise ContentError(
                f"prompts/phrases.{self.language}.yaml has no phrase {phrase!r}. "
                "Nothing was said. Add it there."
            ) from None


@cache
def load_phrasebook(language: Language) -> Phrasebook:
    """Read prompts/ for `language`; raise `ContentError` naming the file that can't be used."""
    questions = {entry["id"]: _question(entry) for entry in _yaml(f"questions.{language}.yaml")}
    evasions = {entry["id"]: _evasion(entry) for entry in _yaml(f"evasions.{language}.yaml")}
    phrases = {
        key: tuple(value) if isinstance(value, list) else (value,)
        for key, value in _yaml(f"phrases.{language}.yaml").items()
        if isinstance(value, list | str)
    }
    walk = {
        cast(Audience, audience): tuple(_need(entry) for entry in entries)
        for audience, entries in _yaml("walk.yaml").items()
    }
    headings = _yaml(f"sheets.{language}.yaml")["headings"]
    return Phrasebook(language, questions, evasions, phrases, walk, headings)


def _yaml(name: str) -> Any:
    path: Path = content_folder("prompts") / name
    try:
        return yaml.load(path.read_text(encoding="utf-8"), LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(
            f"prompts/{name} can't be read ({error}). Nothing was said. Correct that file."
        ) from error


def _question(entry: Mapping[str, Any]) -> Question:
    situations = tuple((part["when"], part["text"]) for part in entry.get("situations") or ())
    return Question(
        entry["id"], entry["phase"], entry["gathers"], entry.get("about", "other"),
        dict(entry["forms"]), situations,
    )  # fmt: skip


def _evasion(entry: Mapping[str, Any]) -> Evasion:
    return Evasion(
        entry["id"], entry["phase"], entry.get("acknowledge") or "", dict(entry["question"]),
        entry.get("options") or "", tuple(entry["examples"]),
    )  # fmt: skip


def _need(entry: Mapping[str, Any]) -> Need:
    return Need(
        entry["phase"], entry["id"], entry["question"], tuple(entry["fields"]),
        entry.get("per") == "person", entry.get("slot"), int(entry.get("again", 1)),
        entry.get("brief") == "skip", bool(entry.get("insist")),
        entry.get("brief") == "only", entry.get("only") or "", entry.get("after") or "",
    )  # fmt: skip


def fill(template: str, values: Mapping[str, str]) -> str | None:
    """Return `template` with its slots filled; None when one of them has no value."""
    names = SLOT.findall(template)
    if any(not values.get(name) for name in names):
        return None
    return SLOT.sub(lambda match: values[match[1]], template)


def sentence(text: str) -> str:
    """Return `text` with a capital first letter, inside a quotation mark too."""
    if text[:3] == "één":
        return f"E{text[1:]}"
    if re.match(r"['’][a-z] ", text):
        return text[:3] + text[3:4].upper() + text[4:]  # "'s Avonds"
    for position, character in enumerate(text):
        if character.isalpha():
            return text[:position] + character.upper() + text[position + 1 :]
        if character.isdigit():
            return text
    return text


def first_word(text: str) -> str:
    """Return the first word of `text` in lower case, without marks."""
    match = re.search(r"\w+", text)
    return match.group().lower() if match else ""


def choose(
    variants: Sequence[str], phrase: str, used: Sequence[str], recent: Sequence[str],
    values: Mapping[str, str],
) -> tuple[str, str] | None:  # fmt: skip
    """Return (block id, filled text) of the variant to say, or None when none can be filled.

    A variant not said before goes first, and one whose first word isn't among `recent`.
    """
    options: list[tuple[int, int, str, str]] = []
    for number, template in enumerate(variants):
        text = fill(template, values)
        if text is None:
            continue
        block = f"{phrase}/{number}"
        said = list(used).count(block)
        clash = first_word(text) in recent
        options.append((said * 2 + clash, number, block, sentence(text)))
    if not options:
        return None
    _, _, block, text = min(options)
    return block, text
