"""The measures, against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from coach.evaluation.metrics import (
    bootstrap,
    bootstrap_of,
    class_scores,
    hit_at_1,
    macro_f1,
    ndcg,
    presence,
    recall,
    reciprocal_rank,
    token_f1,
    wilson,
)

GRADES = {"best": 2, "good": 1}


def test_ndcg_rewards_the_best_in_front() -> None:
    assert ndcg(["best", "good", "other"], GRADES) == 1
    swapped = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    assert ndcg(["good", "best"], GRADES) == pytest.approx(swapped)
    assert ndcg(["other"], GRADES) == 0
    assert ndcg(["best"], {}) == 0


def test_ndcg_counts_an_id_once_and_stops_at_k() -> None:
    assert ndcg(["good", "good", "best"], GRADES) == ndcg(["good", "best"], GRADES)
    assert ndcg(["a", "b", "best"], {"best": 2}, k=2) == 0


def test_recall_reciprocal_rank_and_hit() -> None:
    ranked = ["other", "good", "best"]
    assert recall(ranked, GRADES, k=2) == 0.5
    assert recall(ranked, GRADES, k=3) == 1
    assert reciprocal_rank(ranked, GRADES) == 0.5
    assert reciprocal_rank(["other"], GRADES) == 0
    assert hit_at_1(["best"], GRADES) == 1
    assert hit_at_1(["good"], GRADES) == 0
    assert hit_at_1([], GRADES) == 0


def test_class_scores_by_hand() -> None:
    scores = class_scores(["a", "a", "b", "c"], ["a", "b", "b", "d"])
    assert (scores["a"].precision, scores["a"].recall) == (1, 0.5)
    assert (scores["b"].precision, scores["b"].recall) == (0.5, 1)
    assert (scores["c"].f1, scores["c"].support) == (0, 1)
    assert (scores["d"].precision, scores["d"].support) == (0, 0)
    assert macro_f1(["a", "a", "b", "c"], ["a", "b", "b", "d"]) == pytest.approx(
        (2 / 3 + 2 / 3 + 0) / 3
    )


def test_presence_by_hand() -> None:
    score = presence([True, True, False, False], [True, False, True, False])
    assert (score.precision, score.recall, score.f1, score.support) == (0.5, 0.5, 0.5, 2)


@pytest.mark.parametrize(
    ("wanted", "given", "f1"),
    [
        ("met de verhuizing", "met de verhuizing.", 1),
        ("de Verhuizing", "verhuizing", 2 / 3),
        ("een een twee", "een drie", 0.4),
        ("iets", "", 0),
        ("", "", 1),
    ],
)
def test_token_f1_by_hand(wanted: str, given: str, f1: float) -> None:
    assert token_f1(wanted, given) == pytest.approx(f1)


def test_intervals_hold_the_mean_and_come_out_the_same() -> None:
    values = [1.0] * 30 + [0.0] * 10
    interval = bootstrap(values)
    assert interval.mean == 0.75
    assert 0.55 < interval.low < 0.75 < interval.high < 0.95
    assert bootstrap(values) == interval
    assert bootstrap([]).count == 0
    assert bootstrap([1.0] * 5).low == 1
    assert bootstrap_of(values, lambda cases: max(cases)).high == 1


def test_all_of_thirty_is_no_certainty() -> None:
    all_right = wilson([1.0] * 30)
    assert (all_right.mean, all_right.high) == (1.0, 1.0)
    assert all_right.low == pytest.approx(0.8865, abs=1e-4)
    none = wilson([0.0] * 30)
    assert none.low == 0.0
    assert none.high == pytest.approx(0.1135, abs=1e-4)
    assert wilson([]).count == 0
