"""What a query is about what else answers it, by the questions near it; shipped or fitted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coach.knowledge import topics
from coach.knowledge.document import Section
from coach.knowledge.entries import Entry

VECTORS = np.random.default_rng(5).standard_normal((30, 384)).astype(np.float32)
VECTORS[:10] += 2 * VECTORS[0]
VECTORS[10:20] += 2 * VECTORS[10]
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)


def entry(number: int) -> Entry:
    """Return a question: ten for repair that trust answers too, ten for trust, ten for nothing."""
    document = ("repair", "trust", "")[number // 10]
    section = Section("core", "Core", "Core", "", document, "en") if document else None
    also = ("trust",) if document == "repair" else ()
    return Entry(str(number), f"question {number}", as_query=True, section=section, also=also)


ENTRIES = [entry(number) for number in range(30)]


@pytest.mark.parametrize(("row", "document"), [(3, "repair"), (15, "trust"), (24, "")])
def test_a_query_is_about_the_document_whose_questions_are_like_it(
    row: int, document: str
) -> None:
    query = VECTORS[row] + 0.2 * VECTORS[29 - row]
    query /= np.linalg.norm(query)
    about, _ = topics.fit(ENTRIES, VECTORS).of(query, VECTORS @ query)
    assert set(about) == {"repair", "trust", topics.ELSEWHERE}
    assert max(about, key=lambda name: about[name]) == document


def test_what_its_neighbours_name_as_well_answers_a_query_too() -> None:
    fitted = topics.fit(ENTRIES, VECTORS)
    of_repair, of_trust = (fitted.of(VECTORS[row], VECTORS @ VECTORS[row])[1] for row in (3, 15))
    assert set(of_repair) == {"repair", "trust"}
    assert of_repair["trust"] > 0.5 > abs(of_trust["trust"])
    assert of_repair["repair"] == pytest.approx(0, abs=0.01)


def test_what_is_saved_comes_back_under_its_own_mark_only(tmp_path: Path) -> None:
    path = tmp_path / "topics.npz"
    fitted = topics.fit(ENTRIES, VECTORS)
    mark = topics.digest(ENTRIES, "some")
    topics.save(fitted, mark, path)
    found = topics.load(mark, path)
    assert found is not None
    query = VECTORS[4]
    for kept, made in zip(
        found.of(query, VECTORS @ query), fitted.of(query, VECTORS @ query), strict=True
    ):
        assert kept == pytest.approx(made, abs=0.01)
    alone = [replace(one, also=()) for one in ENTRIES]
    for entries, name in ((ENTRIES, "another"), (ENTRIES[1:], "some"), (alone, "some")):
        other = topics.digest(entries, name)
        assert topics.load(other, path) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off"])
def test_a_damaged_file_is_fitted_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "topics.npz").write_bytes(content)
    assert topics.load("mark", tmp_path / "topics.npz") is None
    assert topics.load("mark", tmp_path / "missing.npz") is None


def test_a_document_without_questions_counts_as_the_third_best() -> None:
    about = {"a": 0.9, "b": 0.1, "c": 0.4, "d": 0.2, topics.ELSEWHERE: 0.8}
    assert topics.of_another_document(about) == 0.2
    assert topics.of_another_document({"a": 0.5, topics.ELSEWHERE: 0.1}) == 0.5
    assert topics.of_another_document({}) == 0.0
