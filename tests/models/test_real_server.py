"""A real model behind a real server: whatever it writes, the walk is the guided one.

The weights are small and write poor Dutch, which is what the gate is for. `make bench-models` walks
further with them and tells how much of it passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.dialogue.gate_text import questions_in
from coach.dialogue.putting import open_talk
from coach.dialogue.state import LANGUAGES, Language
from coach.dialogue.tools import Tools, load_tools
from coach.dialogue.turn import take_turn
from coach.dialogue.voice import make_voice, with_model
from coach.settings import Settings
from coach.sheets.question_sheet import question_sheet
from coach.sheets.rewording import reword, to_reword, with_wording
from tests.dialogue.promises import Talk, broken_by
from tests.fakes.llama import WINDOW, Weights, serving
from tests.sheets.conftest import session

PERSONAS = Path(__file__).parents[1] / "data" / "personas.yaml"
TURNS = 3  # each costs seconds of two cores
PATIENT: dict[str, Any] = {
    "model_first_seconds": 600,
    "model_between_seconds": 600,
    "model_whole_seconds": 900,
}


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return load_tools(Settings(data_dir=tmp_path_factory.mktemp("real")))


@pytest.fixture(scope="module", params=["smollm2", "gemma3"])
def settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    weights: Weights = request.param
    with serving(weights, tmp_path_factory.mktemp("weights")) as address:
        yield Settings(
            model=f"openai:{weights}",
            model_base_url=address,
            model_local=True,
            model_window=WINDOW,
            **PATIENT,
        )


def persona(language: Language) -> dict[str, Any]:
    people = yaml.safe_load(PERSONAS.read_text(encoding="utf-8"))["personas"]
    found: dict[str, Any] = next(each for each in people if each["lang"] == language)
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_reply_is_whole_and_the_record_is_the_guided_one(
    tools: Tools, settings: Settings, language: Language
) -> None:
    voice = make_voice(settings)
    assert voice is not None
    person = persona(language)
    spoken = alone = open_talk(tools, language, person["audience"]).state
    said: list[str] = []
    for text in person["turns"][:TURNS]:
        guided = take_turn(tools, alone, text)
        outcome = take_turn(tools, spoken, text)
        telling = voice.tell(spoken, text, outcome)
        assert telling is not None
        shown = "".join(telling.pieces)
        outcome = telling.outcome
        speech = outcome.speech
        assert shown == outcome.reply.text == outcome.state.history[-1].reply
        assert questions_in(shown) == 1
        assert shown.endswith(outcome.reply.question)
        assert len(shown.split()) <= 90
        assert speech is not None
        assert speech.tokens_in > 100
        # A model that can't be reached or is too slow would prove nothing here.
        assert speech.ended == "" or speech.ended.startswith("gate:")
        assert (outcome.reply.voice == "model") == (speech.ended == "")
        assert outcome.state.record == guided.state.record
        assert outcome.state.asked == guided.state.asked
        said.append(text)
        assert broken_by(Talk(spoken, tuple(said)), outcome) == []
        spoken, alone = outcome.state, guided.state


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Marjan deed alle roosters, sinds de planner er niet meer was."),
        ("en", "Moira did all the rosters. Her allotment has gone to weeds."),
    ],
)
def test_a_model_that_reads_a_turn_adds_its_words_or_nothing(
    tools: Tools, settings: Settings, language: Language, text: str
) -> None:
    patient = settings.model_copy(update={"model_read_seconds": 600.0})
    reads = with_model(tools, make_voice(patient), patient)
    before = open_talk(tools, language, "leader").state
    outcome, guided = take_turn(reads, before, text), take_turn(tools, before, text)
    assert broken_by(Talk(before, (text,)), outcome) == []
    held = {(item.field, item.text) for item in guided.state.record.items}
    read = {(item.field, item.text) for item in outcome.state.record.items}
    assert held <= read
    assert all(words in text for _, words in read - held)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_whole_whatever_a_real_model_makes_of_it(
    tools: Tools, settings: Settings, language: Language
) -> None:
    """These weights write poor lines: mostly the set questions stand."""
    voice = make_voice(settings)
    assert voice is not None
    before = after = session(language)
    for wording in reword(voice, tools.embedder, before):
        after = with_wording(after, wording) if wording else after
    wording = after.sheet_wording
    assert wording is not None
    assert [speech.ended for speech in wording.speeches] == [""] * len(wording.speeches)
    assert all(speech.tokens_in > 100 for speech in wording.speeches)
    assert to_reword(after) == ()
    for was, now in zip(
        question_sheet(before).questions, question_sheet(after).questions, strict=True
    ):
        assert replace(now, text=was.text, by="bank") == was
        assert questions_in(now.text) == 1
        assert now.text == was.text or now.by == "model"


def test_a_server_that_drowns_is_spared_and_everybody_is_answered(
    tools: Tools, tmp_path: Path
) -> None:
    """Its one place is for one of six who come at once; who waits too long has the set phrase."""
    person = persona("nl")
    before = open_talk(tools, "nl", person["audience"]).state
    guided = take_turn(tools, before, person["turns"][0])
    with serving("smollm2", tmp_path) as address:
        voice = make_voice(
            Settings(
                model="openai:smollm2",
                model_base_url=address,
                model_local=True,
                model_window=WINDOW,
                model_at_once=6,
                model_first_seconds=0.05,
            )
        )
        assert voice is not None

        def say(_: int) -> tuple[str, str]:
            telling = voice.tell(before, person["turns"][0], guided)
            assert telling is not None
            shown = "".join(telling.pieces)
            assert telling.outcome.speech is not None
            return shown, telling.outcome.speech.ended

        with ThreadPoolExecutor(6) as people:
            told = list(people.map(say, range(6)))
        later = say(7)
    assert {shown for shown, _ in told} == {later[0]} == {guided.reply.text}
    ends = [ended for _, ended in told]
    assert ends.count("first") >= 3
    assert set(ends) <= {"first", "resting"}
    assert later[1] == "resting"  # the server wasn't asked at all
