"""Your data, and the text one agrees to, as they are on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import streamlit as st
from pydantic import SecretStr
from sqlalchemy import update
from streamlit import config
from streamlit.testing.v1 import AppTest

from coach.dialogue.answers import Answers
from coach.records.backing_up import back_up
from coach.records.sealing import new_key
from coach.records.store import Store
from coach.records.tables import conversations
from coach.settings import Settings
from coach.web.readable import readable
from coach.web.resources import Resources, gather
from coach.web.texts import CONSENT_VERSION, consent_hash, texts_for
from tests.fakes.engine import ScriptedEngine
from tests.records.told import DOCUMENT, reply_to, tell
from tests.web.test_page import button, page, words


@pytest.fixture(autouse=True)
def on_this_computer() -> Iterator[None]:
    before = st.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield
    config.set_option("server.address", before)


@pytest.fixture
def agreed(settings: Settings) -> Resources:
    shared = gather(settings, ScriptedEngine())
    assert shared.store is not None
    shared.store.give_consent(CONSENT_VERSION, consent_hash())
    return shared


def data_page(shared: Resources) -> AppTest:
    def draw(shared):  # type: ignore[no-untyped-def]  # its source runs where no names are known
        from coach.web.resources import Resources
        from coach.web.screens import data
        from coach.web.visit import Visit

        assert isinstance(shared, Resources)
        data.show(Visit(shared))

    return AppTest.from_function(draw, default_timeout=20, args=(shared,)).run()


def age(store: Store, talk: str, days: int) -> None:
    then = datetime.now(UTC) - timedelta(days=days)
    with store.writing() as connection:
        connection.execute(
            update(conversations).where(conversations.c.id == talk).values(updated=then)
        )


def a_day(days: int) -> str:
    return texts_for("nl").date(datetime.now(UTC) + timedelta(days=days))


def test_the_first_visit_tells_for_how_long_and_where_by_the_real_configuration(
    settings: Settings,
) -> None:
    short = settings.model_copy(update={"retention_days": 14})
    told = words(page(gather(short, ScriptedEngine())))
    assert "tot 14 dagen na je laatste bericht" in told
    assert "een gesprek wist zichzelf 14 dagen" in told.lower()
    assert str(settings.data_dir).replace("\\", "") in told
    assert "Een rol of initialen is genoeg" in told
    assert "Nood, ziekte, een juridisch geschil" in told
    assert "kan dat bestand lezen" in told
    for_good = settings.model_copy(
        update={"retention_days": 0, "encryption_key": SecretStr(new_key())}
    )
    told = words(page(gather(for_good, ScriptedEngine())))
    assert "tot jij het wist" in told
    assert "Dat bestand is versleuteld" in told


def test_who_agreed_that_nothing_leaves_is_asked_again_when_something_does(
    settings: Settings, agreed: Resources
) -> None:
    assert not [each for each in page(agreed).button if each.key == "agree"]
    named = settings.model_copy(update={"embeddings": "made-up:64"})
    app = page(gather(named, ScriptedEngine()))
    assert "Deze tekst is veranderd" in words(app)
    button(app, "agree")
    assert not [each for each in app.button if each.key == "agree"]


def test_with_the_wrong_key_the_page_says_so_and_keeps_the_talks(settings: Settings) -> None:
    sealed = settings.model_copy(update={"encryption_key": SecretStr(new_key())})
    store = Store(sealed)
    talk = tell(store, "Over de lift.")
    store.close()
    app = page(gather(settings, ScriptedEngine()))
    assert "de sleutel ontbreekt of is een andere" in words(app)
    assert "agree" not in {each.key for each in app.button}
    assert Store(sealed).load(talk).title == "Over de lift."


def test_a_private_talk_says_what_ends_it(agreed: Resources) -> None:
    assert "staat alleen in het geheugen" not in words(page(agreed))
    fresh = page(gather(Settings(data_dir=agreed.settings.data_dir / "else"), ScriptedEngine()))
    button(fresh, "private")
    assert "laad je het opnieuw of valt de computer uit, dan is het weg" in words(fresh)
    assert "Over een collega? Een rol of initialen is genoeg." in words(fresh)


def test_the_page_tells_what_there_is_and_when_it_goes(agreed: Resources) -> None:
    store = agreed.store
    assert store is not None
    old, _ = tell(store, "Over de lift."), tell(store, "Over de trap.")
    age(store, old, 20)
    told = words(data_page(agreed))
    assert "Twee gesprekken op deze computer." in told
    assert f"Het oudste wordt op **{a_day(70)}** vanzelf gewist." in told
    assert "Wat deze computer verlaat: **niets**" in told
    home = words(page(agreed))
    assert f"Blijft tot {a_day(70)}" in home
    assert f"Blijft tot {a_day(90)}" in home


def test_a_shorter_time_asks_before_anything_goes(agreed: Resources) -> None:
    store = agreed.store
    assert store is not None
    old, young = tell(store, "Over de lift."), tell(store, "Over de trap.")
    age(store, old, 40)
    app = data_page(agreed)
    app.button_group(key="keep_choice").set_value(30).run()
    assert "ouder dan 30 dagen" in words(app)
    assert "- Over de lift." in words(app)
    assert {talk.id for talk in store.summaries()} == {old, young}
    assert store.keeps_for() == 90
    app.button_group(key="keep_choice").set_value(365).run()
    assert store.keeps_for() == 365
    assert "Gesprekken blijven nu 365 dagen" in str([each.value for each in app.success])


def test_before_everything_is_erased_it_is_named(agreed: Resources) -> None:
    store = agreed.store
    assert store is not None
    tell(store, "Over de lift.")
    store.documents.keep(DOCUMENT)
    back_up(agreed.settings, agreed.settings.data_dir / "kopie")
    app = data_page(agreed)
    button(app, "erase_all")
    told = words(app)
    assert "Ook deze kopieën, gemaakt met `coach data backup`, gaan weg: " in told
    assert "data/kopie" in told.replace("\\", "")
    for named in ("- Over de lift.", "- Eigen document: Afspraken Grutterheem", "je akkoord en"):
        assert named in told
    assert store.summaries()


def test_the_readable_export_reads_as_it_was_said(agreed: Resources) -> None:
    store = agreed.store
    assert store is not None
    talk = tell(store, "# Over *Marjan*, 3,5 uur.\n- en dit?", "Ik wil niet meer.")
    store.add_coach_turn(talk, reply_to(2, "Ik wil niet meer.", route="crisis"))
    store.documents.keep(DOCUMENT)
    told = readable(texts_for("nl"), store)
    assert "\\# Over \\*Marjan\\*, 3,5 uur.\n\\- en dit?" in told
    assert "- 113, 113" in told
    assert "### Afspraken Grutterheem\n\nOverleg duinpantser, 1 november 2026" in told
    assert "Je akkoord:" in told


def test_follow_ups_are_read_too_but_of_others_only_what_they_released(agreed: Resources) -> None:
    store = agreed.store
    assert store is not None
    kept, told = store.follow_ups, Answers(done=("partly",), happened="Het regende", score=4)
    own, _ = kept.agree("own", "nl", ("Donderdag vraag ik het.",))
    kept.finish(kept.start(own.id, told))
    sent, token = kept.agree("sent", "nl", ("Vrijdag bel ik.",), days=45)
    for text in ("Gelezen tekst.", "Nog dichte tekst."):
        kept.release(kept.start(sent.id, Answers(happened="Geheim van een ander")), text)
    kept.open(kept.released(sent.id)[0][0])
    text = readable(texts_for("nl"), store)
    step = "Donderdag vraag ik het. Deels. Het regende."
    for part in ("## Terugblikken", step, "4 van 10", "Gelezen tekst."):
        assert part in text
    for part in ("Nog dichte", "Geheim", token):
        assert part not in text
