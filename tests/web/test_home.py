"""Home: what is due, talks with their step, labels to find them by, and going on from a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from coach.dialogue.answers import Answers
from coach.dialogue.state import BalanceRecord, Item
from coach.records.store import Store
from coach.settings import Settings
from coach.web.resources import Resources, gather
from coach.web.texts import CONSENT_VERSION, consent_hash
from tests.fakes.engine import ScriptedEngine, say
from tests.web.test_page import button, page, words

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip


@pytest.fixture(autouse=True)
def on_this_computer() -> Iterator[None]:
    before = st.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield
    config.set_option("server.address", before)


@pytest.fixture
def shared(settings: Settings) -> Resources:
    found = gather(settings, ScriptedEngine())
    assert found.store is not None
    found.store.give_consent(CONSENT_VERSION, consent_hash())
    return found


def planned(shared: Resources, about: str, in_days: int) -> str:
    """Keep a finished talk whose step is so many days from now; return its id."""
    store = kept(shared)
    day = (datetime.now(UTC).astimezone() + timedelta(days=in_days)).date()
    step = f"als ik {about} zie op {day.day} {MONTHS[day.month - 1]}, dan bedank ik {about}"
    opening = shared.engine.open_talk("nl", "leader")
    talk = store.create(opening)
    store.add_user_turn(talk, 1, f"Over {about}.")
    item = Item("i1", "next_step", step, "seen", 1, clause=step)
    closes = say(
        "Klaar.", "", phase="closing", change=lambda s: replace(s, record=BalanceRecord((item,)))
    )
    store.add_coach_turn(talk, closes(opening.state, f"Over {about}."))
    return talk


def kept(shared: Resources) -> Store:
    assert shared.store is not None
    return shared.store


def keys(app: AppTest) -> list[str]:
    return [str(each.key) for each in app.button]


def test_the_nearest_step_is_due_first_and_the_others_are_named(shared: Resources) -> None:
    for about, days in (("Joost", 9), ("Marjan", 0), ("Gerda", 30)):
        planned(shared, about, days)
    app = page(shared)
    told = words(app)
    assert "Voor vandaag" in told
    assert "Als ik Marjan zie" in told
    also = [each.label for each in app.button if str(each.key).startswith("due_also")]
    assert len(also) == 1
    assert also[0].startswith(":small[Voor ")
    assert "tell" in keys(app)


def test_a_finished_talk_tells_its_step_in_the_list(shared: Resources) -> None:
    planned(shared, "Marjan", 60)
    told = words(page(shared))
    assert "Klaar. Stap: als ik Marjan zie op" in told


def test_saying_how_it_went_begins_with_the_step_and_is_no_longer_due(shared: Resources) -> None:
    talk = planned(shared, "Marjan", 0)
    kept(shared).label(talk, ["Nachtploeg"])
    app = page(shared)
    button(app, "tell")
    assert "De vorige keer koos je deze stap: ‘Als ik Marjan zie" in words(app)
    assert "Nog niet, want …" in [each.label for each in app.button]
    app.chat_input[0].set_value("Ja, het is gebeurd.").run()
    (second,) = [found for found in kept(shared).summaries() if found.id != talk]
    assert kept(shared).load(second.id).state.after == talk
    assert second.title.startswith("Als ik Marjan zie")  # ‘Ja’ would tell nothing in a list
    assert second.labels == ("Nachtploeg",)
    assert app.query_params["talk"] == second.id
    assert "after" not in app.query_params
    assert "tell" not in keys(page(shared))


def test_what_was_looked_back_on_is_no_longer_due(shared: Resources) -> None:
    talk, follow_ups = planned(shared, "Marjan", 0), kept(shared).follow_ups
    own, _ = follow_ups.agree("own", "nl", ("Iets.",), conversation=talk)
    begun = follow_ups.start(own.id, Answers())
    assert any(each.key == "read_plan" for each in page(shared).button)
    follow_ups.finish(begun)
    assert not any(each.key == "read_plan" for each in page(shared).button)


def test_a_due_step_has_one_way_to_say_how_it_went_and_its_plan_has_both(
    shared: Resources,
) -> None:
    talk = planned(shared, "Marjan", 0)
    app = page(shared)
    assert {"tell", "look_back"} & {each.key for each in app.button} == {"tell"}
    app.query_params["plan"] = talk
    app.run()
    assert {"tell", "look_back"} <= {each.key for each in app.button}


def test_a_talk_that_was_erased_meanwhile_cannot_be_followed_up(shared: Resources) -> None:
    talk = planned(shared, "Marjan", 0)
    app = page(shared)
    kept(shared).delete(talk)
    app.query_params.update({"talk": "new", "after": talk})
    app.run()
    assert "Wat speelt er in je team?" in words(app)
    assert not app.exception


def test_an_ordinary_new_talk_begins_as_ever_after_a_follow_up_was_left(
    shared: Resources,
) -> None:
    planned(shared, "Marjan", 0)
    app = page(shared)
    button(app, "tell")
    app.query_params.clear()
    app.run()
    button(app, "new_talk")
    assert "Wat speelt er in je team?" in words(app)
    assert "De vorige keer" not in words(app)


def test_labels_narrow_the_list_to_what_belongs_together(shared: Resources) -> None:
    marjan, joost = planned(shared, "Marjan", 60), planned(shared, "Joost", 70)
    kept(shared).label(marjan, ["Nachtploeg", "*de* keuken"])
    kept(shared).label(joost, ["Kas"])
    app = page(shared)
    assert "Label: Nachtploeg · *de* keuken" in words(app)
    app.button_group(key="label_choice").set_value("Kas").run()
    rows = [key for key in keys(app) if key.startswith("row_go_")]
    assert rows == [f"row_go_{joost}"]


def test_without_labels_there_is_no_choice_of_them(shared: Resources) -> None:
    planned(shared, "Marjan", 60)
    assert not [each for each in page(shared).button_group if each.key == "label_choice"]


def test_the_plan_leads_on_to_how_it_went(shared: Resources) -> None:
    talk = planned(shared, "Marjan", 60)
    app = page(shared)
    app.query_params["plan"] = talk
    app.run()
    button(app, "tell")
    assert "De vorige keer koos je deze stap" in words(app)
