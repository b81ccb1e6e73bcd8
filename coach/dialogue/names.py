"""First names, names that are words too, and capitalised words that are no people."""

from __future__ import annotations

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
