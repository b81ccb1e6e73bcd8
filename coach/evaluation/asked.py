"""What a labelled line's coach question asked for; in a talk the walk itself knows.

The question is compared with every question of the bank, by the rarity-weighted words and
character fragments they share; the nearest one of the language says which field it gathers.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, cast

from coach.dialogue.asked import Asked
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.state import Audience, Field, Language, Phase

NEAR = 0.25  # cosine; below this the question is none of the bank's
SAME_PHASE = 0.08
SPEAKER = re.compile(
    r"\b(?:heb jij|heb je zelf|je gekost|jou|did you give|cost you|you did|have you given)\b"
)


def asked_of(line: Mapping[str, Any]) -> Asked:
    """Return what the turn answers, read from the coach's question in the labelled line."""
    question = last_question(str(line.get("coach") or ""))
    phase = cast(Phase, line.get("phase") or "contributions")
    language: Language = "en" if line.get("lang") == "en" else "nl"
    field = None if phase == "opening" else gathered_by(question, language, phase)
    audience = line.get("audience") or (
        "client" if SPEAKER.search(question.lower()) else "leader"
    )
    return Asked(phase, field, cast(Audience, audience))


def asked_in(language: Language) -> list[tuple[Phase, Field]]:
    """Return the phase and the field of every question of the bank."""
    return [(q.phase, q.gathers) for q in load_phrasebook(language).questions.values()]


def last_question(said: str) -> str:
    """Return the last sentence of what the coach said."""
    sentences = [part for part in re.split(r"(?<=[.!?:])\s+", said.strip()) if part.strip()]
    return sentences[-1] if sentences else ""


def gathered_by(question: str, language: Language, phase: Phase) -> Field | None:
    """Return the field that the bank's nearest question gathers; None when none is near."""
    bank, rarity = _bank(language)
    wanted = _weighted(_fragments(question), rarity)
    best = max(
        (sum(weight * other.get(name, 0.0) for name, weight in wanted.items())
         + SAME_PHASE * (of == phase), field)
        for of, field, other in bank
    )  # fmt: skip
    return best[1] if best[0] >= NEAR else None


@cache
def _bank(
    language: Language,
) -> tuple[list[tuple[Phase, Field, dict[str, float]]], Mapping[str, float]]:
    forms = [
        (question.phase, question.gathers, _fragments(text))
        for question in load_phrasebook(language).questions.values()
        for text in (*question.forms.values(), *(t for _, t in question.situations))
    ]
    count = Counter(name for _, _, names in forms for name in set(names))
    rarity = {name: math.log(len(forms) / (1 + times)) for name, times in count.items()}
    return [(p, f, _weighted(names, rarity)) for p, f, names in forms], rarity


def _fragments(text: str) -> list[str]:
    words = re.findall(r"\w+", re.sub(r"\{[^}]*\}", " ", text.lower()))
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    cut = [f"~{w[i : i + 4]}" for w in words for i in range(max(len(w) - 3, 1))]
    return [*words, *pairs, *cut]


def _weighted(names: Sequence[str], rarity: Mapping[str, float]) -> dict[str, float]:
    known = {name: rarity.get(name, max(rarity.values(), default=1.0)) for name in set(names)}
    length = math.sqrt(sum(weight * weight for weight in known.values())) or 1.0
    return {name: weight / length for name, weight in known.items()}
