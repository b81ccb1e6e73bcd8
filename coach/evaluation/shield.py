"""How well the shield does on labelled texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.dialogue.state import Language
from coach.evaluation.cases import ShieldCase, read_cases
from coach.evaluation.metrics import bootstrap, bootstrap_of
from coach.models.shield_numbers import KINDS, Span

Find = Callable[[str, Language], Sequence[Span]]


@dataclass(frozen=True)
class _Judged:
    """One text: of each kind how many were wanted, hidden whole, and claimed rightly or not."""

    wanted: dict[str, int]
    hidden: dict[str, int]
    named: dict[str, int]
    claimed: dict[str, int]
    right: dict[str, int]


def evaluate(path: Path, find: Find) -> dict[str, Any]:
    """Return the measures of `find` (text, language → spans) on the labelled texts of `path`.

    Of each kind: `recall`, the share of identifiers of which no part was left, under whatever
    kind; `typed`, the share that was also called by its kind; `precision`, the share of what was
    hidden that overlaps a labelled identifier. `unchanged`: of the texts without identifiers, the
    share in which nothing was hidden. All with 95% intervals over texts. Raises `InputError` when
    the file can't be read.
    """
    cases = read_cases(path, ShieldCase)
    judged, missed, changed = [], [], []
    for case in cases:
        spans = list(find(case.text, case.language))
        result, left = _judge(case, spans)
        judged.append(result)
        missed += [{"id": case.id, "text": words, "type": kind} for words, kind in left]
        if not case.spans and spans:
            changed.append({"id": case.id, "texts": [case.text[s.start : s.end] for s in spans]})
    bare = [1.0 - (case.id in {each["id"] for each in changed}) for case in cases if not case.spans]
    kinds = {}
    for kind in KINDS:
        if any(each.wanted[kind] or each.claimed[kind] for each in judged):
            kinds[kind] = {
                "recall": _share(judged, kind, "hidden", "wanted"),
                "typed": _share(judged, kind, "named", "wanted"),
                "precision": _share(judged, kind, "right", "claimed"),
            }
    return {
        "measure": "shield",
        "cases": len(cases),
        "kinds": kinds,
        "unchanged": bootstrap(bare).as_dict(),
        "missed": missed,
        "changed": changed,
    }


def _share(judged: list[_Judged], kind: str, part: str, whole: str) -> dict[str, float]:
    pairs = [(getattr(each, part)[kind], getattr(each, whole)[kind]) for each in judged]
    pairs = [pair for pair in pairs if pair[1]]

    def share(drawn: Sequence[tuple[int, int]]) -> float:
        total = sum(of for _, of in drawn)
        return sum(count for count, _ in drawn) / total if total else 0.0

    return bootstrap_of(pairs, share).as_dict()


def _judge(case: ShieldCase, spans: list[Span]) -> tuple[_Judged, list[tuple[str, str]]]:
    counts: list[dict[str, int]] = [dict.fromkeys(KINDS, 0) for _ in range(5)]
    wanted, hidden, named, claimed, right = counts
    places: list[tuple[int, int]] = []
    left: list[tuple[str, str]] = []
    begin: dict[str, int] = {}
    for gold in case.spans:
        start = case.text.find(gold.text, begin.get(gold.text, 0))
        if start < 0:
            start = case.text.find(gold.text)
        end = start + len(gold.text)
        begin[gold.text] = end
        places.append((start, end))
        wanted[gold.type] += 1
        covering = [s for s in spans if s.start < end and s.end > start]
        open_ = [
            at for at in range(start, end)
            if case.text[at].isalnum() and not any(s.start <= at < s.end for s in covering)
        ]  # fmt: skip
        if open_ or not covering:
            left.append((gold.text, gold.type))
        else:
            hidden[gold.type] += 1
            named[gold.type] += any(s.kind == gold.type for s in covering)
    for span in spans:
        claimed[span.kind] += 1
        right[span.kind] += any(span.start < end and span.end > start for start, end in places)
    return _Judged(wanted, hidden, named, claimed, right), left
