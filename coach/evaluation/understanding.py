"""How well turns are understood: the runner behind `coach evaluate understanding`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.dialogue.state import LANGUAGES, SLOTS, Slot
from coach.evaluation.cases import UnderstandingCase, read_cases
from coach.evaluation.metrics import (
    bootstrap,
    bootstrap_of,
    class_scores,
    macro_f1,
    mean,
    presence,
    token_f1,
)

SLOT_PHASES = ("contributions", "return", "repair")

Slots = Mapping[str, str | Sequence[str]]
Understand = Callable[[dict[str, Any]], tuple[str, Slots, Sequence[str]]]


@dataclass(frozen=True)
class _Outcome:
    case: UnderstandingCase
    intent: str
    slots: dict[str, str]
    missing: frozenset[str]


def evaluate(path: Path, understand: Understand) -> dict[str, Any]:
    """Return the measures of `understand` on the labelled turns in `path`.

    `understand` takes a turn as it stands in the file, without its labels, and gives intent,
    slots and missing. Slots and missing are measured in the phases that have them: presence by
    F1, the words by token F1 over the turns that hold the slot. Raises `InputError` when the file
    can't be used.
    """
    outcomes = [_run(case, understand) for case in read_cases(path, UnderstandingCase)]
    slotted = [one for one in outcomes if one.case.phase in SLOT_PHASES]
    return {
        "turns": len(outcomes),
        "intent": _intents(outcomes),
        "slots": {slot: _slot(slot, slotted) for slot in SLOTS},
        "missing_exact": bootstrap(
            [float(one.missing == set(one.case.missing)) for one in slotted]
        ).as_dict(),
        "wrong_intents": [
            {"id": one.case.id, "wanted": one.case.intent, "given": one.intent}
            for one in outcomes
            if one.intent != one.case.intent
        ],
    }


def _run(case: UnderstandingCase, understand: Understand) -> _Outcome:
    turn = {
        "id": case.id,
        "lang": case.language,
        "language": case.language,
        "phase": case.phase,
        "coach": case.coach,
        "user": case.user,
    }
    intent, slots, missing = understand(turn)
    held = {name: _joined(value) for name, value in slots.items()}
    return _Outcome(case, intent, {k: v for k, v in held.items() if v}, frozenset(missing))


def _intents(outcomes: Sequence[_Outcome]) -> dict[str, Any]:
    wanted = [one.case.intent for one in outcomes]
    given = [one.intent for one in outcomes]
    confusions = Counter((a, b) for a, b in zip(wanted, given, strict=True) if a != b)
    languages = {
        language: round(_macro([one for one in outcomes if one.case.language == language]), 4)
        for language in LANGUAGES
        if any(one.case.language == language for one in outcomes)
    }
    return {
        "macro_f1": bootstrap_of(outcomes, _macro).as_dict(),
        "accuracy": round(mean([float(a == b) for a, b in zip(wanted, given, strict=True)]), 4),
        "macro_f1_by_language": languages,
        "classes": {k: v.as_dict() for k, v in class_scores(wanted, given).items()},
        "confusions": [
            {"wanted": a, "given": b, "count": count}
            for (a, b), count in sorted(confusions.items(), key=lambda item: (-item[1], item[0]))
        ],
    }


def _macro(outcomes: Sequence[_Outcome]) -> float:
    return macro_f1([one.case.intent for one in outcomes], [one.intent for one in outcomes])


def _slot(slot: Slot, outcomes: Sequence[_Outcome]) -> dict[str, Any]:
    wanted = [_joined(one.case.slots.get(slot, [])) for one in outcomes]
    given = [one.slots.get(slot, "") for one in outcomes]
    words = [token_f1(a, b) for a, b in zip(wanted, given, strict=True) if a]
    return {
        "presence": presence([bool(a) for a in wanted], [bool(b) for b in given]).as_dict(),
        "token_f1": bootstrap(words).as_dict(),
    }


def _joined(value: str | Sequence[str]) -> str:
    return value.strip() if isinstance(value, str) else " ".join(part.strip() for part in value)
