"""What was found before is found once, changes nothing of what is sent, and keeps nobody's words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.dialogue.prompting import may_be_reworded, request_for
from coach.dialogue.putting import open_talk
from coach.dialogue.state import Outcome, State
from coach.dialogue.tools import Tools, load_tools
from coach.dialogue.turn import take_turn
from coach.models import shield_found
from coach.models.shield import Shield
from coach.models.shield_numbers import Span
from coach.settings import Settings

DATA = Path(__file__).parents[1] / "data" / "personas.yaml"
PEOPLE: list[dict[str, Any]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))["personas"]
WALKS = [next(p for p in PEOPLE if p["lang"] == language) for language in ("nl", "en")]
Call = tuple[State, str, Outcome]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return load_tools(Settings(data_dir=tmp_path_factory.mktemp("found")))


def walk(tools: Tools, person: dict[str, Any]) -> list[Call]:
    """Return what a model would be asked about in one walk."""
    state = open_talk(tools, person["lang"], person["audience"]).state
    calls = []
    for text in person["turns"]:
        outcome = take_turn(tools, state, text)
        if may_be_reworded(outcome):
            calls.append((state, text, outcome))
        state = outcome.state
    return calls


def sent(call: Call) -> object:
    request = request_for(*call, 8192, 400, hides=True)
    assert request is not None
    return request.messages


@pytest.mark.parametrize("person", WALKS, ids=lambda person: str(person["id"]))
def test_what_is_sent_is_the_same_as_when_everything_is_found_anew(
    tools: Tools, person: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = walk(tools, person)
    remembered = [sent(call) for call in calls]
    assert [sent(call) for call in calls] == remembered

    def anew(asked: tuple[object, ...], find: Callable[[], list[Span]]) -> list[Span]:
        del asked
        return find()

    monkeypatch.setattr("coach.models.shield.found_once", anew)
    assert [sent(call) for call in calls] == remembered


def test_a_history_that_was_sent_before_is_not_gone_through_again(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, last = walk(tools, WALKS[0])
    sent(last)
    looked: list[str] = []

    def look(text: str) -> list[Span]:
        looked.append(text)
        return []

    monkeypatch.setattr("coach.models.shield.numbers_in", look)
    sent(last)
    assert looked == []


def test_a_name_that_becomes_known_later_is_hidden_in_what_was_sent_before() -> None:
    text = "Daarna deed roos de planning."
    first, later = Shield("nl"), Shield("nl", ["Roos"])
    assert first.hide(text).text == text
    assert later.hide(text).text == "Daarna deed [PERSOON-1] de planning."


def test_nothing_anybody_wrote_stays_in_memory() -> None:
    Shield("nl", ["Wendela"]).hide("Wendela Ooms zit op 06-12345678, zei Fatima.")
    kept = repr(shield_found._found)
    assert shield_found._found
    assert not any(word in kept for word in ("Wendela", "wendela", "Ooms", "12345678", "Fatima"))
    assert all(isinstance(name, bytes) for name in shield_found._found)
