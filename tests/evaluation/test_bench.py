"""The benches measure what they say: the same queries for all, real indexes, honest budgets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from coach.content import content_folder
from coach.dialogue.state import Language
from coach.evaluation import bench_retrieval, bench_search
from coach.evaluation.bench_retrieval import Plain, Words, query_sets
from coach.evaluation.measured import Measured
from coach.evaluation.retrieval import measure
from coach.knowledge.library import load_library


def test_queries_nobody_tuned_on_are_reported_apart() -> None:
    sets = query_sets()
    development, held = sets["development"], sets["kept apart"]
    assert {case.part for case in held} == {"held"}
    assert {case.part for case in development} == {"", "tune"}
    assert not {case.id for case in held} & {case.id for case in development}
    assert len(held) == 149


def test_a_usual_way_may_go_on_until_it_has_its_documents() -> None:
    class Repeats:
        def ranked(self, query: str, language: Language | None) -> Iterable[str]:
            return ["repair"] * 50 + ["trust", "repair", "signals"]

    found = Plain(Repeats()).search("a", "nl", k=2)
    assert [hit.document for hit in found.hits] == ["repair", "trust"]
    assert found.answerable


def test_words_alone_find_a_section_by_its_words() -> None:
    words = Words(load_library(content_folder("knowledge")))
    assert next(iter(words.ranked("opstelling op tafel", "nl"))) == "table-constellation"
    assert not list(words.ranked("xyzzy", "en"))


def test_a_table_names_every_system_and_says_which_never_refuses() -> None:
    sets = {"kept apart": query_sets()["kept apart"]}

    class Finds:
        def ranked(self, query: str, language: Language | None) -> Iterable[str]:
            return ["repair"]

    report = measure(sets["kept apart"], Plain(Finds()))
    lines = list(bench_retrieval._table(sets, [("one way", [report])]))
    assert "149 queries, 13 without an answer" in lines[1]
    row = lines[-1].split(" | ")
    assert row[0] == "| one way"
    assert row[-2:] == ["–", "– |"]


def test_many_vectors_are_found_as_an_exact_search_finds_them(tmp_path: Path) -> None:
    found = bench_search._many(tmp_path / "index", 2_000)
    assert len(found.milliseconds) == bench_search.ASKED
    assert np.mean(found.recalls) == 1
    assert found.megabytes > 0


def test_synthetic_vectors_are_unit_and_lie_near_few_directions() -> None:
    rows = bench_search.low_rank(1_000, seed=1)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    strengths = np.linalg.svd(rows, compute_uv=False) ** 2
    assert strengths[: bench_search.RANK].sum() > 0.95 * strengths.sum()
    assert not np.array_equal(rows, bench_search.low_rank(1_000, seed=2))


def test_a_budget_is_kept_or_not() -> None:
    fast = Measured("a", (1.0, 2.0, 9.0), "ms", median_budget=2, p95_budget=8)
    assert (fast.median, fast.p95, fast.within) == (2, 9, False)
    many = Measured("b", (25.0, 21.0, 19.0), "a second", at_least=20)
    assert (many.within, many.budgets) == (True, "at least 20")
    assert Measured("c", (1.0,), "MB").budgets == ""
