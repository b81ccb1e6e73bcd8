"""The labelled turns of prompts/examples, and which label a clause of one has."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from coach.content import content_folder
from coach.dialogue.clauses import Clause
from coach.dialogue.state import LANGUAGES

INSIDE = frozenset({"who", "when", "extra"})  # found within a clause that tells something else


def load_examples(kind: str = "understanding") -> list[dict[str, Any]]:
    """Return the lines of both languages.

    `reading` are plain turns, `talks` whole talks, `told` talks of who tells in their own order,
    `asides` and `asks` what is said of the talk, `echoes` what is best given back.
    """
    lines: list[dict[str, Any]] = []
    for language in LANGUAGES:
        path = content_folder("prompts") / "examples" / f"{kind}.{language}.jsonl"
        lines += [
            json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line
        ]
    return lines


def label_of(clause: Clause, text: str, fields: dict[str, list[str]]) -> str:
    """Return the field whose labelled span covers most of the clause; context for none."""
    shared: Counter[str] = Counter()
    for name, spans in fields.items():
        for span in spans:
            start = text.find(span)
            if start >= 0:
                end = min(start + len(span), clause.end)
                shared[name] += max(0, end - max(start, clause.start))
    told = {name: size for name, size in shared.items() if size > 0}
    main = {name: size for name, size in told.items() if name not in INSIDE} or told
    return max(main, key=lambda name: main[name]) if main else "context"
