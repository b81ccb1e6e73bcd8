"""A sheet on the page with a model elsewhere, one that fails, and one that nobody wants."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from coach.dialogue.intake import open_intake
from coach.dialogue.prepared import Intake
from coach.dialogue.state import SheetWording, State
from coach.errors import StoreError
from coach.settings import Settings
from coach.sheets.question_sheet import question_sheet
from coach.web.figures import figures
from coach.web.resources import Resources
from coach.web.wording import Asking
from tests.fakes.engine import ScriptedEngine
from tests.fakes.misbehaving import Call, MisbehavingServer, each_question, good, status
from tests.sheets.conftest import session, woven
from tests.web.test_model import around, button, kept, keys, page, store_of, words

LEAVES = "Precies deze tekst."


@pytest.fixture(autouse=True)
def on_this_computer() -> Iterator[None]:
    before = st.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield
    config.set_option("server.address", before)


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with MisbehavingServer(each_question(woven)) as made:
        yield made


def prepared(shared: Resources) -> str:
    """Return a session whose intake is done."""
    store = store_of(shared)
    talk = store.create(open_intake("nl"))
    store.save_state(talk, replace(session(), turn=0, intake=Intake("done", 60, "even")))
    return talk


def asked(shared: Resources, talk: str, app: AppTest) -> AppTest:
    """Run the page until nothing is asked of the model any more."""
    found = app.session_state[f"wording {talk}"]
    assert isinstance(found, Asking)
    found.wait()
    return app.run()


def by_model(state: State) -> int:
    return sum(each.by == "model" for each in question_sheet(state).questions)


def test_a_sheet_leaves_for_elsewhere_only_after_its_exact_text_was_agreed_to(
    server: MisbehavingServer, settings: Settings
) -> None:
    shared = around(server, settings)
    engine = shared.engine
    assert isinstance(engine, ScriptedEngine)
    engine.leaves = LEAVES
    talk = prepared(shared)
    app = asked(shared, talk, page(shared, talk))
    assert LEAVES in words(app)
    assert "Wat heb je de planner zien doen?" in words(app)
    assert server.requests == []
    app = asked(shared, talk, button(app, "leaving_agree"))
    assert len(server.requests) == 2
    assert LEAVES not in words(app)
    assert woven("Wat heb je de planner zien doen?") in words(app)
    assert by_model(kept(shared, talk).state) >= 8
    assert kept(shared, talk).state.leaves_to is not None
    assert not app.exception


def test_who_would_rather_not_send_a_sheet_keeps_the_set_one(
    server: MisbehavingServer, settings: Settings
) -> None:
    shared = around(server, settings)
    engine = shared.engine
    assert isinstance(engine, ScriptedEngine)
    engine.leaves = LEAVES
    talk = prepared(shared)
    app = button(asked(shared, talk, page(shared, talk)), "leaving_stay")
    assert LEAVES not in words(app)
    assert "choose_voice" in keys(app)  # and may change their mind
    app.run()
    assert server.requests == []


def test_a_sheet_says_that_a_model_gave_nothing_usable_and_asks_again_when_told(
    settings: Settings,
) -> None:
    steps = (status(400), status(400), each_question(woven))
    with MisbehavingServer(*steps) as server:
        shared = around(server, settings)
        talk = prepared(shared)
        app = asked(shared, talk, page(shared, talk))
        assert "gaf geen woorden die goed genoeg waren" in words(app)
        app = app.run()
        assert len(server.requests) == 2  # not by itself
        app = asked(shared, talk, button(app, "reword_again"))
    assert by_model(kept(shared, talk).state) >= 8
    assert not app.exception


def test_what_the_gate_refuses_of_a_sheet_is_counted_and_so_are_its_tokens(
    settings: Settings,
) -> None:
    figures.cache_clear()
    blames = good("1. Waarom wil jij dit gesprek?\n2. Zij")
    with MisbehavingServer(blames, each_question(woven)) as server:
        shared = around(server, settings)
        talk = prepared(shared)
        asked(shared, talk, page(shared, talk))
        assert len(server.requests) == 2
    found = figures().registry.get_sample_value
    refused = {"of": "question", "rule": "blame"}
    assert found("coach_gate_rejections_total", refused) == 1
    assert found("coach_gate_rejections_total", {"of": "question", "rule": "missing"}) is None
    assert found("coach_model_tokens_total", {"direction": "in"}) == 2 * 321


def test_what_comes_while_the_page_takes_in_what_came_is_not_asked_for_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, go = threading.Event(), threading.Event()

    def when_told(call: Call) -> None:
        second.set()
        assert go.wait(60)
        each_question(woven)(call)

    take = Asking.take

    def and_then_the_last_comes(asking: Asking) -> list[SheetWording]:
        came = take(asking)
        go.set()
        asking.wait()
        return came

    with MisbehavingServer(each_question(woven), when_told) as server:
        shared = around(server, settings)
        talk = prepared(shared)
        app = page(shared, talk)
        assert second.wait(60)  # the first has come
        with monkeypatch.context() as patched:
            patched.setattr(Asking, "take", and_then_the_last_comes)
            app.run()
        asked(shared, talk, app)
        assert len(server.requests) == 2
    assert by_model(kept(shared, talk).state) >= 8


def test_a_wording_that_cannot_be_kept_is_not_asked_for_over_and_over(
    server: MisbehavingServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = around(server, settings)
    talk = prepared(shared)

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    app = page(shared, talk)
    monkeypatch.setattr(type(store_of(shared)), "save_state", full)
    app = asked(shared, talk, app)
    app = app.run()
    assert len(server.requests) == 2
    assert "Wat heb je de planner zien doen?" in words(app)


def test_without_a_model_nothing_is_said_of_one(settings: Settings) -> None:
    from coach.web.resources import gather
    from coach.web.texts import CONSENT_VERSION
    from coach.web.what_leaves import consent_of

    shared = gather(settings, ScriptedEngine())
    store_of(shared).give_consent(CONSENT_VERSION, consent_of(settings))
    app = page(shared, prepared(shared))
    assert "Wat heb je de planner zien doen?" in words(app)
    assert "taalmodel" not in words(app)
    assert "choose_voice" not in keys(app)
