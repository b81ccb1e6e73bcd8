"""Word classes and cues of one language, read from prompts/lexicon.LANG.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from coach.content import content_folder
from coach.dialogue.state import Language
from coach.errors import ContentError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """`classes` maps a class to its words, `cues` a cue to its patterns; `times` finds periods."""

    language: Language
    classes: dict[str, frozenset[str]]
    cues: dict[str, re.Pattern[str]]
    times: tuple[re.Pattern[str], ...]
    hedges: re.Pattern[str]
    commands: dict[str, re.Pattern[str]]
    topics: dict[str, re.Pattern[str]]
    advice: dict[str, re.Pattern[str]]  # what advice is asked about: phrase, and words for it
    orders: re.Pattern[str]
    orders_unless_told: re.Pattern[str]  # orders, unless the sentence tells what somebody said
    meta: re.Pattern[str]

    def has(self, name: str, word: str) -> bool:
        """Tell whether `word` (lower case) is in the class `name`."""
        return word in self.classes[name]

    def cue(self, name: str, text: str) -> re.Match[str] | None:
        """Return the first match of the cue `name` in `text`, or None."""
        pattern = self.cues.get(name)
        return pattern.search(text) if pattern else None


@cache
def load_lexicon(language: Language) -> Lexicon:
    """Read the lexicon of `language`; raise `ContentError` when the file can't be used."""
    path = content_folder("prompts") / f"lexicon.{language}.yaml"
    try:
        data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), LOADER)
        return _lexicon(language, data)
    except (OSError, yaml.YAMLError, KeyError, re.error) as error:
        raise ContentError(_broken(path, error)) from error


SHARED_CUES = (
    "returned", "promise", "not_mine", "event", "laugh", "somebody_had_to", "own_share"
)  # fmt: skip
SHARED_CLASSES = (
    "month", "weekday", "first", "third", "generic_who", "auxiliary", "adverb", "filler",
    "preposition", "determiner", "subordinator", "coordinator", "pronoun", "number", "season",
)  # fmt: skip


def _with_english(
    cues: dict[str, re.Pattern[str]], classes: dict[str, frozenset[str]]
) -> tuple[dict[str, re.Pattern[str]], dict[str, frozenset[str]]]:
    """Let Dutch with English in it be read: English cues count, English words are no names."""
    english = load_lexicon("en")
    merged = {
        name: re.compile(f"{pattern.pattern}|{english.cues[name].pattern}", re.IGNORECASE)
        if name in SHARED_CUES
        else pattern
        for name, pattern in cues.items()
    }
    words = frozenset().union(*(english.classes[name] for name in SHARED_CLASSES))
    return merged, {**classes, "names_not": classes["names_not"] | words}


def _broken(path: Path, error: Exception) -> str:
    return f"{path.name} can't be read ({error}). Nothing was changed. Correct that file."


def _lexicon(language: Language, data: dict[str, Any]) -> Lexicon:
    classes = {
        name: frozenset(word.strip().lower() for word in words.split(","))
        for name, words in data["classes"].items()
    }
    if language == "nl":
        english = load_lexicon("en").classes
        for name in ("month", "weekday", "season"):
            classes[name] = classes[name] | english[name] - {
                "may",
                "fall",
                "sun",
                "sat",
                "mon",
                "wed",
                "term",
            }
    cues = {
        name: re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)
        for name, parts in data["cues"].items()
        if parts
    }
    alternatives = {
        name: "(?:" + "|".join(sorted((re.escape(w) for w in words), key=len, reverse=True)) + ")"
        for name, words in classes.items()
        if name in {"month", "season", "weekday", "number"}
    }
    times = tuple(re.compile(part.format(**alternatives), re.IGNORECASE) for part in data["times"])
    if language == "nl":
        cues, classes = _with_english(cues, classes)
    hedge_words = sorted((re.escape(h) for h in classes["hedge"]), key=len, reverse=True)
    hedges = re.compile(r"\b(?:" + "|".join(hedge_words) + r")\b", re.IGNORECASE)
    commands = {name: re.compile(part, re.I) for name, part in data["commands"].items()}
    topics = {name: re.compile(part, re.I) for name, part in data["topics"].items()}
    orders, unless_told = (
        re.compile("|".join(f"(?:{p.replace('@', data['order_starts'])})" for p in data[name]), re.I)
        for name in ("injection", "injection_unless_told")
    )
    meta = re.compile("^(?:" + "|".join(data["meta"]) + ")$", re.I)
    advice = {name: re.compile(part, re.I) for name, part in data["advice"].items()}
    return Lexicon(language, classes, cues, times, hedges, commands, topics, advice, orders, unless_told, meta)
