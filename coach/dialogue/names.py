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
    names = {w.lower(): w for name in people for w in name.split() if w[:1].isupper() and w.lower() in load_names().first - load_names().also_words}
    if not names:
        return text
    small = re.compile(rf"(?<![\w'’-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
    parts = re.split(r"(‘[^’]*(?:’(?=\w)[^’]*)*’)", text)
    return "".join(part if part.startswith("‘") else small.sub(lambda m: names[m[0]], part) for part in parts)
