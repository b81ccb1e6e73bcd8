"""What is written beside the talk is read by the screen too; a cry for help is not kept there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from coach.dialogue.state import Item
from coach.records.store import Store
from coach.settings import Settings
from coach.web.resources import Resources, gather
from coach.web.texts import CONSENT_VERSION, consent_hash
from tests.fakes.engine import ScriptedEngine
from tests.records.told import tell
from tests.web.test_page import button, page, words

CRY = "Iedereen is beter af zonder mij."
TOLD = "Marjan deed alle roosters."


@pytest.fixture
def shared(settings: Settings) -> Resources:
    shared = gather(settings, ScriptedEngine())
    assert shared.store is not None
    shared.store.give_consent(CONSENT_VERSION, consent_hash())
    return shared


@pytest.fixture
def store(shared: Resources) -> Store:
    assert shared.store is not None
    return shared.store


def opened(shared: Resources, **address: str) -> AppTest:
    app = page(shared)
    app.query_params.update(address)
    return app.run()


def test_a_cry_in_the_record_drawer_is_not_kept_and_names_who_helps(
    shared: Resources, store: Store
) -> None:
    talk = tell(store, TOLD)
    app = opened(shared, talk=talk)
    button(app, "correct")
    app.text_area(key="text_i1").set_value(CRY).run()
    assert [item.text for item in store.load(talk).state.record.items] == [TOLD]
    button(app, "correct")  # a whole run of the page closes the drawer
    assert "Dit is niet bewaard" in words(app)
    assert "1813" in words(app)  # told in Belgium
    app.text_area(key="text_i1").set_value("Marjan deed de helft.").run()
    assert [i.text for i in store.load(talk).state.record.items] == ["Marjan deed de helft."]
    button(app, "correct")
    assert "Dit is niet bewaard" not in words(app)


def test_a_cry_on_the_table_is_not_kept(shared: Resources, store: Store) -> None:
    talk = tell(store, TOLD)
    app = opened(shared, table=talk)
    app.text_area(key="note_noticed").set_value(CRY).run()
    assert store.load(talk).state.table is None
    assert "Dit is niet bewaard" in words(app)
    app.text_area(key="note_noticed").set_value("Zij staat het verst weg.").run()
    table = store.load(talk).state.table
    assert table is not None
    assert table.noticed == "Zij staat het verst weg."


def test_a_cry_in_an_invitation_makes_no_link_and_no_letter(
    shared: Resources, store: Store
) -> None:
    talk = tell(store, TOLD)
    referred = ("een uitnodiging niet het goede middel", "1813")
    for step, found in ((CRY, True), ("Maandag vraag ik het haar.", False)):
        state = store.load(talk).state
        record = replace(state.record, items=(Item("i1", "next_step", step, "heard", 1),))
        store.save_state(talk, replace(state, record=record))
        app = opened(shared, plan=talk)
        button(app, "make_invitation")
        assert any(each.key == "invitation_steps" for each in app.text_area)
        assert {text: text in words(app) for text in referred} == dict.fromkeys(referred, found)
