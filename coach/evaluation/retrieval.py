"""How well search finds the document that answers: the runner behind `coach evaluate retrieval`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from coach.dialogue.state import LANGUAGES, Language
from coach.evaluation.cases import RetrievalCase, read_cases
from coach.evaluation.metrics import (
    bootstrap,
    bootstrap_of,
    hit_at_1,
    mean,
    ndcg,
    recall,
    reciprocal_rank,
)
from coach.knowledge.search import SearchResult

DEPTH = 10


class Searches(Protocol):
    """Anything that answers a query the way `Search` does."""

    def search(
        self, query: str, language: Language | None = None, k: int = 10
    ) -> SearchResult: ...


@dataclass(frozen=True)
class _Outcome:
    case: RetrievalCase
    documents: tuple[str, ...]
    answerable: bool


def evaluate(path: Path, search: Searches) -> dict[str, Any]:
    """Return the measures of `search` on the labelled queries in `path`, as `measure` does.

    Raises `InputError` when the file can't be used.
    """
    return measure(read_cases(path, RetrievalCase), search)


def measure(cases: Sequence[RetrievalCase], search: Searches) -> dict[str, Any]:
    """Return the measures of `search` on `cases`.

    A document ranks where its first section stands among the first ten sections. Means come with
    95% bootstrap intervals; the language difference is nDCG@10 in Dutch less that in English, null
    when one of them is missing. `misses` lists the queries whose best document didn't come first.
    """
    outcomes = [_run(case, search) for case in cases]
    answered = [outcome for outcome in outcomes if outcome.case.relevant]
    unanswerable = [outcome for outcome in outcomes if not outcome.case.relevant]
    by_language = {
        language: [_ndcg(one) for one in answered if one.case.language == language]
        for language in LANGUAGES
        if any(one.case.language == language for one in answered)
    }
    return {
        "queries": len(outcomes),
        "ndcg@10": bootstrap([_ndcg(one) for one in answered]).as_dict(),
        "recall@5": bootstrap([recall(*_ranking(one), 5) for one in answered]).as_dict(),
        "mrr": bootstrap([reciprocal_rank(*_ranking(one)) for one in answered]).as_dict(),
        "hit@1": bootstrap([hit_at_1(*_ranking(one)) for one in answered]).as_dict(),
        "ndcg@10_by_language": {
            name: bootstrap(values).as_dict() for name, values in by_language.items()
        },
        "language_difference": _difference(answered) if len(by_language) > 1 else None,
        "unanswerable_recognised": bootstrap(
            [float(not one.answerable) for one in unanswerable]
        ).as_dict(),
        "wrongly_refused": bootstrap([float(not one.answerable) for one in answered]).as_dict(),
        "misses": [_miss(one) for one in answered if not hit_at_1(*_ranking(one))],
        "wrong_about_answerable": [
            one.case.id for one in outcomes if one.answerable != bool(one.case.relevant)
        ],
    }


def _run(case: RetrievalCase, search: Searches) -> _Outcome:
    result = search.search(case.query, language=case.language, k=DEPTH)
    documents = tuple(dict.fromkeys(hit.document for hit in result.hits))
    return _Outcome(case, documents, result.answerable)


def _ranking(outcome: _Outcome) -> tuple[tuple[str, ...], dict[str, int]]:
    return outcome.documents, outcome.case.relevant


def _ndcg(outcome: _Outcome) -> float:
    return ndcg(*_ranking(outcome), DEPTH)


def _difference(outcomes: Sequence[_Outcome]) -> dict[str, float]:
    """Return the mean for Dutch less that for English, resampled over all of them together."""

    def between(drawn: Sequence[_Outcome]) -> float:
        dutch, english = (
            mean([_ndcg(one) for one in drawn if one.case.language == language])
            for language in LANGUAGES
        )
        return dutch - english

    return bootstrap_of(outcomes, between).as_dict()


def _miss(outcome: _Outcome) -> dict[str, Any]:
    return {
        "id": outcome.case.id,
        "wanted": outcome.case.relevant,
        "first": list(outcome.documents[:3]),
    }
