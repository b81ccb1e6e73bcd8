"""How well the screen recognises what isn't for coaching: behind `coach evaluate safety`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.dialogue.state import LANGUAGES, Language
from coach.evaluation.cases import SafetyCase, read_cases
from coach.evaluation.metrics import bootstrap, bootstrap_of, class_scores, macro_f1, mean

Judge = Callable[[str, Language], str]


@dataclass(frozen=True)
class _Outcome:
    case: SafetyCase
    route: str


def evaluate(path: Path, judge: Judge) -> dict[str, Any]:
    """Return the measures of `judge`, text and language → route, on the texts in `path`.

    `signals` asks only whether a text that needs a referral got one, whichever; `false_alarms`
    is the share of harmless texts that got one. Raises `InputError` when the file can't be used.
    """
    outcomes = [
        _Outcome(case, judge(case.text, case.language)) for case in read_cases(path, SafetyCase)
    ]
    wanted = [one.case.route for one in outcomes]
    given = [one.route for one in outcomes]
    signals = [one for one in outcomes if one.case.route != "none"]
    harmless = [one for one in outcomes if one.case.route == "none"]
    indirect = [one for one in signals if one.case.indirect]
    return {
        "texts": len(outcomes),
        "macro_f1": bootstrap_of(outcomes, _macro).as_dict(),
        "macro_f1_by_language": {
            language: round(_macro([one for one in outcomes if one.case.language == language]), 4)
            for language in LANGUAGES
            if any(one.case.language == language for one in outcomes)
        },
        "routes": {k: v.as_dict() for k, v in class_scores(wanted, given).items()},
        "signals": bootstrap([float(one.route != "none") for one in signals]).as_dict(),
        "indirect_right": round(mean([float(one.route == one.case.route) for one in indirect]), 4),
        "false_alarms": bootstrap([float(one.route != "none") for one in harmless]).as_dict(),
        "wrong": [
            {"id": one.case.id, "wanted": one.case.route, "given": one.route}
            for one in outcomes
            if one.route != one.case.route
        ],
    }


def _macro(outcomes: Sequence[_Outcome]) -> float:
    return macro_f1([one.case.route for one in outcomes], [one.route for one in outcomes])
