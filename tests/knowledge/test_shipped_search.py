"""The search that ships, over the library that ships: exact, and as good as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from coach.content import content_folder
from coach.dialogue.state import AUDIENCES, LANGUAGES, Language
from coach.evaluation.cases import RetrievalCase, read_cases
from coach.evaluation.retrieval import evaluate, measure
from coach.knowledge import topics
from coach.knowledge.embedder import BundledEmbedder
from coach.knowledge.entries import entries_of, first_asked
from coach.knowledge.index import open_index
from coach.knowledge.library import load_library
from coach.knowledge.own import with_own
from coach.knowledge.search import Search
from coach.knowledge.vectors import load_shipped, vectors_of
from coach.own_document import OwnDocument

QUERIES = Path(__file__).parents[1] / "data" / "retrieval.dev.jsonl"
CARDS = "coach-question-cards"
UNANSWERABLE = Path(__file__).with_name("unanswerable.jsonl")
RECOGNISED, REFUSED = 0.90, 0.06
NEAR = 0.6  # share of words from which a query says the same as a question of ours
# Written apart from the questions, and so short or so usual that both came to the same words. They
# are left out of what is measured here; nothing was reworded to make them count.
TOO_NEAR = frozenset({"en-u36", "rs-en-004", "rs-nl-086", "rs-en-046"})


@dataclass(frozen=True)
class Floors:
    """What docs/decisions/0003 reports, less 0.03; `apart`: what nDCG@10 may differ by language."""

    ndcg: float
    recall: float
    apart: float = 1.0


@pytest.fixture(scope="module")
def shipped(
    embedder: BundledEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Search]:
    """Return a search over the shipped library."""
    library = load_library(content_folder("knowledge"))
    search = Search.over(library, embedder, tmp_path_factory.mktemp("index"))
    yield search
    search.close()


def test_the_index_finds_what_an_exact_search_finds(
    embedder: BundledEmbedder, tmp_path: Path
) -> None:
    entries = entries_of(load_library(content_folder("knowledge")))
    matrix = vectors_of(entries, embedder, load_shipped())
    index = open_index(tmp_path, entries, embedder)
    asked = [case.query for case in read_cases(QUERIES, RetrievalCase)][::4]
    for vector in embedder.queries(asked):
        exact = np.sort(matrix[: first_asked(entries)] @ vector)[::-1][:100]
        found = [similarity for _, similarity in index.nearest(vector, 100)]
        assert np.allclose(found, exact, atol=1e-5)
    index.close()


@pytest.mark.parametrize(
    ("name", "part", "floors"),
    [
        ("dev", "", Floors(ndcg=0.85, recall=0.92)),
        ("situations", "tune", Floors(ndcg=0.90, recall=0.93)),
        ("typed", "", Floors(ndcg=0.92, recall=0.95, apart=0.07)),
    ],
)
def test_labelled_queries_find_what_they_found(
    shipped: Search, name: str, part: str, floors: Floors
) -> None:
    cases = [case for case in queries(name, part) if case.id not in TOO_NEAR]
    report = measure(cases, shipped)
    figures = {one: report[one] for one in ("ndcg@10", "recall@5", "wrongly_refused")}
    figures["language_difference"] = report["language_difference"]
    assert report["ndcg@10"]["mean"] >= floors.ndcg, figures
    assert report["recall@5"]["mean"] >= floors.recall, figures
    assert report["wrongly_refused"]["mean"] <= REFUSED, figures
    assert abs(report["language_difference"]["mean"]) <= floors.apart, figures


@pytest.mark.parametrize("name", ["dev", "situations", "typed"])
def test_no_query_that_is_measured_stands_among_the_questions(name: str) -> None:
    """Those of the half kept apart are compared by their words and by nothing else."""
    questions: dict[Language, list[frozenset[str]]] = {language: [] for language in LANGUAGES}
    library = load_library(content_folder("knowledge"))
    for (_, _, language), asked in library.questions.items():
        questions[language] += [words(question) for question in asked]
    near = {
        case.id
        for case in queries(name)
        if any(jaccard(words(case.query), one) >= NEAR for one in questions[case.language])
    }
    assert near == {one for one in TOO_NEAR if one in {case.id for case in queries(name)}}


def queries(name: str, part: str = "") -> list[RetrievalCase]:
    """Return the cases of one file of labelled queries, or of one part of it."""
    path = QUERIES.with_name(f"retrieval.{name}.jsonl")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    ids = {line["id"] for line in lines if not part or line["part"] == part}
    return [case for case in read_cases(path, RetrievalCase) if case.id in ids]


def words(text: str) -> frozenset[str]:
    """Return the different words of a text."""
    return frozenset(re.findall(r"\w+", text.lower()))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the words of two texts that both have (Jaccard 1901)."""
    return len(one & other) / len(one | other)


def test_what_the_library_does_not_answer_is_recognised(shipped: Search, tmp_path: Path) -> None:
    lines = [
        line
        for path in (QUERIES, UNANSWERABLE)
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.strip() and not json.loads(line)["relevant"]
    ]
    (tmp_path / "none.jsonl").write_text("\n".join(lines), encoding="utf-8")
    report = evaluate(tmp_path / "none.jsonl", shipped)
    assert report["unanswerable_recognised"]["mean"] >= RECOGNISED, report["wrong_about_answerable"]


def test_a_document_of_ones_own_answers_what_is_refused_without_it(
    shipped: Search, embedder: BundledEmbedder, tmp_path: Path
) -> None:
    answered = {
        "nl": ["hoe vaak heb ik wachtdienst", "oproep in de nacht, hoeveel uur vrij"],
        "en": ["can i take overtime as time off", "overtime rate"],
    }
    others = {
        "nl": ["wat is het minimumloon", "hoe maak ik een draaitabel in excel"],
        "en": ["how do i set up a vpn", "how many fire wardens do I need for 40 staff"],
    }
    added = datetime(2026, 11, 1, tzinfo=UTC)
    own = (
        OwnDocument(
            "own-garage", "nl", "Afspraken werkplaats", AUDIENCES, "Overleg",
            "## Wachtdienst\n\nDe wachtdienst rouleert per week. Per oproep in de nacht krijg je "
            "anderhalf uur vrij terug.", added,
        ),
        OwnDocument(
            "own-depot", "en", "Depot handbook", AUDIENCES, "Handbook",
            "## Overtime\n\nOvertime is paid at one and a half. You can take it as time off "
            "instead, within eight weeks.", added,
        ),
    )  # fmt: skip
    library = with_own(load_library(content_folder("knowledge")), own)
    search = Search.over(library, embedder, tmp_path)
    for language in LANGUAGES:
        for query in answered[language]:
            assert not shipped.search(query, language).answerable, query
            assert search.search(query, language).answerable, query
        for query in others[language]:
            assert not search.search(query, language).answerable, query
    search.close()


def test_quotes_of_the_shipped_library_stand_in_their_sections(shipped: Search) -> None:
    for case in read_cases(QUERIES, RetrievalCase)[::5]:
        for hit in shipped.search(case.query, case.language).hits:
            section = shipped.passage(hit.document, hit.section, hit.language)
            assert section is not None
            assert hit.quote
            assert hit.quote in section.text
            assert hit.language == case.language


def test_the_shipped_topics_are_those_of_the_shipped_library(embedder: BundledEmbedder) -> None:
    entries = entries_of(load_library(content_folder("knowledge")))
    asked = entries[first_asked(entries) :]
    assert topics.load(topics.digest(asked, embedder.name)) is not None, (
        "Questions changed since: run `python -m coach.knowledge.ship` and commit what it writes"
    )


@pytest.mark.parametrize(
    "query",
    [
        "waarom vraag je dat", "Waarom wil je dat weten?", "wat bedoel je daarmee", "hoezo",
        "ik snap je vraag niet", "waarom vraag je naar een datum", "why do you ask that?",
        "what do you mean by that", "why do you need to know", "I don't get the question",
    ],
)
def test_a_question_about_the_coachs_question_is_none_for_the_library(
    shipped: Search, query: str
) -> None:
    assert not shipped.search(query).answerable


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("mooie vragen voor een gesprek", "nl"),
        ("what do I ask when the answer stays vague", "en"),
        ("goede vragen over waardering", "nl"),
    ],
)
def test_what_is_for_coaches_alone_doesnt_come_first_for_others(
    shipped: Search, query: str, language: Language
) -> None:
    assert shipped.search(query, language, audience="coach").hits[0].document == CARDS
    assert shipped.search(query, language, audience="leader").hits[0].document != CARDS


@pytest.mark.parametrize(
    ("query", "language", "document"),
    [
        ("wat is een spiegelvraag", "nl", "mirror-question"),
        ("what is the psychological contract", "en", "psychological-contract"),
        ("is dit wetenschappelijk bewezen", "nl", "research"),
        ("how do I apologise", "en", "repair"),
        ("werkt dit ook als ik geen budget heb", "nl", "visible-return"),
        ("waarom moet ik zo concreet zijn", "nl", "naming-contributions"),
        ("what is reciprocity", "en", "reciprocity"),
    ],
)
def test_a_plain_question_opens_the_guide_and_not_its_sources(
    shipped: Search, query: str, language: Language, document: str
) -> None:
    result = shipped.search(query, language)
    assert result.answerable
    assert result.hits[0].section != "sources"
    assert document in [hit.document for hit in result.hits[:3]]
