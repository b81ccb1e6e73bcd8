"""The runners: what they make of labelled files, and what they say about a bad one."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from coach.dialogue.state import Language
from coach.errors import InputError
from coach.evaluation import retrieval, safety, shield, understanding
from coach.knowledge.search import Hit, SearchResult
from coach.models.shield_numbers import Kind, Span


def write(path: Path, *cases: Mapping[str, Any]) -> Path:
    """Write cases as JSON Lines, with a blank line between."""
    path.write_text("\n\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    return path


class Answers:
    """A search that gives the documents it was told, answerable when there are any."""

    def __init__(self, answers: Mapping[str, Sequence[str]]) -> None:
        self._answers = answers
        self.asked: list[tuple[str, Language | None, int]] = []

    def search(self, query: str, language: Language | None = None, k: int = 10) -> SearchResult:
        self.asked.append((query, language, k))
        documents = self._answers[query]
        hits = tuple(Hit(name, "core", "nl", 0.5, "…") for name in documents)
        return SearchResult(bool(documents), hits)


def test_retrieval_is_measured_on_documents(tmp_path: Path) -> None:
    path = write(
        tmp_path / "data.jsonl",
        {"id": "1", "lang": "nl", "query": "a", "relevant": {"repair": 2}, "audience": "leader"},
        {"id": "2", "lang": "en", "query": "b", "relevant": {"repair": 2, "trust": 1}},
        {"id": "3", "lang": "nl", "query": "c", "relevant": {}, "kind": "unanswerable"},
        {"id": "4", "lang": "nl", "query": "d", "relevant": {}, "kind": "unanswerable"},
        {"id": "5", "lang": "nl", "query": "e", "relevant": {"repair": 2}},
    )
    search = Answers(
        {"a": ["repair"], "b": ["x", "x", "repair"], "c": [], "d": ["repair"], "e": []}
    )
    report = retrieval.evaluate(path, search)
    assert search.asked[0] == ("a", "nl", 10)
    assert report["queries"] == 5
    assert report["hit@1"]["mean"] == pytest.approx(1 / 3, abs=1e-4)
    assert report["mrr"]["mean"] == pytest.approx(0.5, abs=1e-4)
    assert report["recall@5"]["mean"] == pytest.approx(0.5, abs=1e-4)
    assert report["unanswerable_recognised"]["mean"] == 0.5
    assert report["wrongly_refused"]["mean"] == pytest.approx(1 / 3, abs=1e-4)
    assert report["ndcg@10_by_language"]["nl"]["mean"] == 0.5
    assert report["ndcg@10_by_language"]["en"]["count"] == 1
    english = 3 / math.log2(3) / (3 + 1 / math.log2(3))
    assert report["language_difference"]["mean"] == pytest.approx(0.5 - english, abs=1e-4)
    assert report["language_difference"]["low"] < 0 < report["language_difference"]["high"]
    assert [miss["id"] for miss in report["misses"]] == ["2", "5"]
    assert report["misses"][0]["first"] == ["x", "repair"]
    assert report["wrong_about_answerable"] == ["4", "5"]


def turn(identifier: str, **fields: Any) -> dict[str, Any]:
    """Return a labelled turn with defaults."""
    return {
        "id": identifier, "lang": "nl", "phase": "contributions", "coach": "Wie?", "user": "gerda",
        "intent": "answer_concrete", "slots": {"who": "gerda"}, "missing": ["what"], **fields,
    }


def test_understanding_is_measured_on_intents_slots_and_missing(tmp_path: Path) -> None:
    path = write(
        tmp_path / "data.jsonl",
        turn("1"),
        turn("2", user="met de verhuizing", slots={"when": ["met de verhuizing"]}),
        turn("3", lang="en", user="stop", intent="stop", slots={}, missing=[], phase="closing"),
    )
    seen = []

    def understand(given: dict[str, Any]) -> tuple[str, dict[str, str], list[str]]:
        seen.append(given)
        return {
            "1": ("answer_concrete", {"who": "Gerda"}, ["what"]),
            "2": ("answer_vague", {"when": "de verhuizing", "who": "verhuizing"}, []),
            "3": ("stop", {"what": "counts nowhere"}, ["who"]),
        }[given["id"]]

    report = understanding.evaluate(path, understand)
    assert seen[0] == {
        "id": "1", "lang": "nl", "language": "nl", "phase": "contributions", "coach": "Wie?",
        "user": "gerda",
    }
    assert report["intent"]["accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert report["intent"]["macro_f1"]["mean"] == pytest.approx((2 / 3 + 1) / 2, abs=1e-4)
    assert report["intent"]["macro_f1_by_language"] == {"nl": 0.6667, "en": 1.0}
    assert report["intent"]["confusions"] == [
        {"wanted": "answer_concrete", "given": "answer_vague", "count": 1}
    ]
    assert report["slots"]["who"]["presence"]["precision"] == 0.5
    assert report["slots"]["who"]["token_f1"]["mean"] == 1
    assert report["slots"]["when"]["token_f1"]["mean"] == 0.8
    assert report["slots"]["what"]["presence"] == {
        "precision": 0, "recall": 0, "f1": 0, "support": 0,
    }
    assert report["missing_exact"]["mean"] == 0.5
    assert report["wrong_intents"] == [
        {"id": "2", "wanted": "answer_concrete", "given": "answer_vague"}
    ]


def test_safety_tells_signals_from_false_alarms(tmp_path: Path) -> None:
    path = write(
        tmp_path / "data.jsonl",
        {"id": "1", "lang": "nl", "text": "a", "route": "crisis", "indirect": True},
        {"id": "2", "lang": "nl", "text": "b", "route": "burnout", "indirect": False},
        {"id": "3", "lang": "en", "text": "c", "route": "none", "indirect": False},
        {"id": "4", "lang": "en", "text": "d", "route": "none"},
    )
    routes = {"a": "burnout", "b": "burnout", "c": "none", "d": "legal"}
    report = safety.evaluate(path, lambda text, language: routes[text])
    assert report["signals"]["mean"] == 1
    assert report["false_alarms"]["mean"] == 0.5
    assert report["indirect_right"] == 0
    burnout = report["routes"]["burnout"]
    assert (burnout["recall"]["mean"], burnout["recall"]["low"]) == (1, 0.2065)  # one of one
    assert (burnout["precision"]["mean"], burnout["precision"]["low"]) == (0.5, 0.0945)
    assert burnout["f1"] == 0.6667
    assert report["right_among_referred"]["mean"] == 0.5
    assert report["not_referred"] == []
    assert report["misrouted"] == [{"id": "1", "wanted": "crisis", "given": "burnout"}]
    assert report["wrongly_referred"] == [{"id": "4", "wanted": "none", "given": "legal"}]


def test_safety_tells_what_cannot_wait_apart_from_the_rest(tmp_path: Path) -> None:
    wanted = ("crisis", "emergency", "emergency", "legal", "medical")
    given = ("crisis", "emergency", "none", "legal", "burnout")
    rows = [
        {"id": f"{n}", "lang": "nl", "text": f"{n}", "route": route}
        for n, route in enumerate(wanted)
    ]
    report = safety.evaluate(
        write(tmp_path / "data.jsonl", *rows), lambda text, language: given[int(text)]
    )
    urgent, others = report["crisis_and_emergency"], report["other_routes"]
    assert (urgent["mean"], urgent["count"]) == (pytest.approx(2 / 3, abs=1e-4), 3)
    assert (others["mean"], others["count"]) == (0.5, 2)
    assert urgent["low"] < urgent["mean"] < urgent["high"]
    assert (report["right_among_referred"]["mean"], report["right_among_referred"]["count"]) == (
        0.75, 4,
    )  # fmt: skip
    assert report["not_referred"] == [{"id": "2", "wanted": "emergency", "given": "none"}]


def test_every_report_is_json(tmp_path: Path) -> None:
    path = write(tmp_path / "d.jsonl", {"id": "1", "lang": "nl", "text": "a", "route": "none"})
    json.dumps(safety.evaluate(path, lambda text, language: "none"))
    json.dumps(
        understanding.evaluate(
            write(tmp_path / "u.jsonl", turn("1")), lambda given: ("stop", {}, [])
        )
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no cases"),
        (b'{"id": "1"', ":1: this isn't JSON"),
        (b'\n{"id": "1", "lang": "fr", "text": "a", "route": "none"}', ":2: lang"),
        (b'{"id": "1", "lang": "nl", "text": "a", "route": "elsewhere"}', ":1: route"),
        (b"[1]", ":1: "),
        (b"\xff", "it isn't UTF-8"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "data.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        safety.evaluate(path, lambda text, language: "none")
    assert str(path) in str(caught.value)
    assert said in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        safety.evaluate(tmp_path / "none.jsonl", lambda text, language: "none")


def test_a_line_separator_inside_a_text_does_not_cut_the_line(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    case = {"id": "1", "lang": "nl", "text": "a\u2028b", "route": "none"}
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    assert safety.evaluate(path, lambda text, language: "none")["texts"] == 1


def test_shield_is_measured_on_what_is_left_and_what_is_changed(tmp_path: Path) -> None:
    ann = {"text": "Ann Smit", "type": "PERSON"}
    path = write(
        tmp_path / "data.jsonl",
        {"id": "1", "lang": "en", "text": "Ann Smit rang Ann Smit", "spans": [ann, ann]},
        {"id": "2", "lang": "en", "text": "at Acme", "spans": [{"text": "Acme", "type": "ORG"}]},
        {"id": "3", "lang": "en", "text": "Monday", "spans": []},
        {"id": "4", "lang": "en", "text": "Friday", "spans": []},
    )
    found: dict[str, list[tuple[int, int, Kind]]] = {
        "Ann Smit rang Ann Smit": [(0, 3, "PERSON"), (14, 22, "PERSON")],
        "at Acme": [(3, 7, "PERSON")],
        "Monday": [(0, 6, "PERSON")],
        "Friday": [],
    }
    report = shield.evaluate(path, lambda text, _: [Span(*each) for each in found[text]])
    assert report["kinds"]["PERSON"]["recall"]["mean"] == 0.5  # half of the first name was left
    assert report["kinds"]["PERSON"]["precision"]["mean"] == 0.75
    assert report["kinds"]["ORG"]["recall"]["mean"] == 1.0
    assert report["kinds"]["ORG"]["typed"]["mean"] == 0.0
    assert report["unchanged"]["mean"] == 0.5
    assert report["missed"] == [{"id": "1", "text": "Ann Smit", "type": "PERSON"}]
    assert report["changed"] == [{"id": "3", "texts": ["Monday"]}]


def test_a_labelled_span_must_stand_in_its_text(tmp_path: Path) -> None:
    line = {"id": "1", "lang": "en", "text": "x", "spans": [{"text": "Ann", "type": "PERSON"}]}
    with pytest.raises(InputError, match=":1:"):
        shield.evaluate(write(tmp_path / "data.jsonl", line), lambda text, lang: [])
