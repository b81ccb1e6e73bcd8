"""The words and patterns of the gate, read from prompts/gate.LANG.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from coach.content import content_folder
from coach.dialogue.lexicon import LOADER
from coach.dialogue.state import Language
from coach.errors import ContentError

PATTERN_RULES = (
    "prompt", "injection", "citation", "human", "diagnosis", "verdict", "promise", "judging", "list"
)  # fmt: skip
CLAIM_RULES = ("diagnosis", "verdict", "promise", "judging")


@dataclass(frozen=True)
class Pattern:
    """Something that isn't said, but for two excuses.

    `unless` excuses it when found in the sentence, `grounded` when found in what is known.
    """

    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    grounded: re.Pattern[str] | None


@dataclass(frozen=True)
class GateWords:
    """What the rules of one language go by; all words in lower case."""

    language: Language
    own: frozenset[str]
    strange: frozenset[str]
    abbreviations: frozenset[str]
    numbers: dict[str, int]
    measures: frozenset[str]
    number_phrases: tuple[str, ...]
    also: frozenset[str]
    months: tuple[str, ...]
    month: str
    capitals: frozenset[str]
    rules: dict[str, tuple[Pattern, ...]]
    claims: dict[str, tuple[re.Pattern[str], ...]]
    open: re.Pattern[str]
    suggests: re.Pattern[str]
    together: re.Pattern[str]
    past: re.Pattern[str]
    relative: frozenset[str]
    talk: frozenset[str]
    advice: re.Pattern[str]
    speaks: frozenset[str]
    belongs: frozenset[str]
    myself: re.Pattern[str]
    mine: re.Pattern[str]
    second_question: re.Pattern[str]
    why: dict[str, str]


@cache
def load_gate_words(language: Language) -> GateWords:
    """Read the gate's file of `language`; raise `ContentError` when it can't be used."""
    other: Language = "en" if language == "nl" else "nl"
    try:
        return _words(language, _read(language), _read(other))
    except (OSError, yaml.YAMLError, KeyError, TypeError, re.error) as error:
        raise ContentError(
            f"prompts/gate.{language}.yaml can't be used: {error}. "
            "Nothing was changed. Mend the file, or install the package again."
        ) from error


def _read(language: Language) -> dict[str, Any]:
    path = content_folder("prompts") / f"gate.{language}.yaml"
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), LOADER)
    return data


def _words(language: Language, data: Mapping[str, Any], other: Mapping[str, Any]) -> GateWords:
    own, shared = _set(data["own"]), _set(data["shared"])
    strange = (_set(other["own"]) | _set(data["elsewhere"])) - own - shared
    return GateWords(
        language,
        (own - _set(other["own"])) | shared,
        strange,
        _set(data["abbreviations"]),
        _numbers(data["number_words"], data["number_joins"]),
        _set(data["measures"]),
        tuple(data["number_phrases"]),
        _set(data["also"]),
        tuple(str(data["months"]).split()),
        str(data["month"]),
        _set(data["capitals"]),
        {rule: _patterns(data["rules"][rule], data["sets"]) for rule in PATTERN_RULES},
        {rule: tuple(re.compile(each["pattern"]) for each in data["claims"][rule]) for rule in CLAIM_RULES},
        re.compile(rf"(?<!\w)(?:{data['open']})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{data['suggests']})(?!\w)"),
        re.compile(rf"\b(?:{data['together']})\b"),
        re.compile(rf"(?:{data['past']})$"),
        _set(data["relative"]),
        _set(data["talk"]),
        re.compile(data["advice"]),
        _set(data["speaks"]),
        _set(data["belongs"]),
        re.compile(data["myself"]),
        re.compile(data["mine"]),
        _second_question(*(_set(data[name]) for name in ("questioning", "asking", "subjects"))),
        {str(rule): str(text) for rule, text in data["why"].items()},
    )


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _patterns(
    entries: list[Mapping[str, str]], sets: Mapping[str, str]
) -> tuple[Pattern, ...]:
    def compiled(text: str | None) -> re.Pattern[str] | None:
        if text is None:
            return None
        for name, words in sets.items():
            text = text.replace(f"{{{name}}}", words)
        return re.compile(text)

    def whole(text: str | None) -> re.Pattern[str] | None:
        return compiled(rf"(?<!\w)(?:{text})(?!\w)" if text else None)

    return tuple(
        Pattern(pattern, whole(entry.get("unless")), compiled(entry.get("grounded")))
        for entry in entries
        if (pattern := compiled(entry["pattern"])) is not None
    )


def _numbers(words: Mapping[str, int], joins: list[str]) -> dict[str, int]:
    """Return every number in words up to 99, and the round ones above, with its value."""
    numbers = {str(word): value for word, value in words.items()}
    units = [(word, value) for word, value in numbers.items() if 0 < value < 10]
    tens = [(word, value) for word, value in numbers.items() if 20 <= value < 100]
    for unit, one in units:
        for ten, more in tens:
            for join in joins:
                bare = unit.replace("é", "e") if unit.startswith("é") else unit
                numbers[join.format(unit=bare, ten=ten)] = one + more
    return numbers


def _second_question(
    questioning: frozenset[str], asking: frozenset[str], subjects: frozenset[str]
) -> re.Pattern[str]:
    opens, verbs, whom = ("|".join(sorted(words)) for words in (questioning, asking, subjects))
    return re.compile(
        rf"(?:^|[:;,] )(?:\w+ )?(?:{opens})\b[^:;]{{3,}}(?:"
        rf"(?:,|,? en|,? and|,? of|,? or)\s+(?:{opens})\s+(?:{verbs})"
        rf"|,? (?:en|and|of|or)\s+(?:{verbs})\s+(?:{whom}))\b"
    )
