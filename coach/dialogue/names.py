"""First names, names that are words too, and capitalised words that are no people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from coach.content import content_folder
from coach.dialogue.lexicon import LOADER


@dataclass(frozen=True)
class Names:
    """First names, names that are words too, and capitalised words that are no people."""

    first: frozenset[str]
    also_words: frozenset[str]
    others: frozenset[str]


@cache
def load_names() -> Names:
    """Read prompts/names.yaml."""
    data: dict[str, Any] = yaml.load(
        (content_folder("prompts") / "names.yaml").read_text(encoding="utf-8"), LOADER
    )
    return Names(*(frozenset(str(data[key]).split("|")) for key in ("first", "also_words", "others")))


def with_capitals(text: str, people: Iterable[str]) -> str:
    """Return `text` with the names of `people` as names, where they were typed small; not what stands in quotation marks."""
    names = {word.lower(): word for name in people for word in name.split() if word[:1].isupper() and is_only_a_name(word.lower())}
    small = [name for name in names if name in text]
    if not small:
        return text
    typed = re.compile(rf"(?<![\w'’-])(?:{'|'.join(map(re.escape, small))})(?![\w-])")
    parts = re.split(r"(‘[^’]*(?:’(?=\w)[^’]*)*’)", text)
    return "".join(part if part.startswith("‘") else typed.sub(lambda m: names[m[0]], part) for part in parts)


def is_only_a_name(word: str) -> bool:
    """Tell whether a word in lower case is a first name and no ordinary word too."""
    return word in load_names().first and word not in load_names().also_words
