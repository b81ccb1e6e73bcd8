"""What the page shows before, beside and instead of a talk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from coach.errors import StoreFull, StoreUnreachable
from coach.records.store import ConversationSummary, Store
from coach.settings import Settings
from coach.web.figures import figures
from coach.web.resources import Resources, gather
from coach.web.texts import CONSENT_VERSION, consent_hash
from tests.fakes.engine import ScriptedEngine, say
from tests.records.told import tell


def page(shared: Resources) -> AppTest:
    """Return the page of `shared`, drawn once."""

    def draw(shared):  # type: ignore[no-untyped-def]  # its source runs where no names are known
        from coach.web.main import run

        run(shared)

    return AppTest.from_function(draw, default_timeout=20, args=(shared,)).run()


@pytest.fixture(autouse=True)
def on_this_computer() -> Iterator[None]:
    before = st.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield
    config.set_option("server.address", before)


@pytest.fixture
def shared(settings: Settings) -> Resources:
    return gather(settings, ScriptedEngine())


@pytest.fixture
def agreed(shared: Resources) -> Resources:
    assert shared.store is not None
    shared.store.give_consent(CONSENT_VERSION, consent_hash())
    return shared


def words(app: AppTest) -> str:
    """Return everything the page says."""
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.info, *app.error]
    parts += [*app.warning, *app.text]
    return "\n".join(str(each.value) for each in parts).replace("\\", "")


def button(app: AppTest, key: str) -> None:
    next(each for each in app.button if each.key == key).click().run()


def test_the_settings_are_read_once_however_often_the_page_is_drawn(
    shared: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def settings() -> Settings:
        read.append(1)
        return shared.settings

    def draw() -> None:
        from coach.web.main import run

        run()

    monkeypatch.setattr("coach.web.resources.load_settings", settings)
    monkeypatch.setattr("coach.web.main.resources", lambda: shared)
    st.cache_resource.clear()
    AppTest.from_function(draw, default_timeout=20).run().run()
    st.cache_resource.clear()
    assert len(read) == 1


def test_one_drawing_asks_the_store_once_whether_somebody_agreed(
    agreed: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, consent = [], Store.consent

    def counted(store: Store) -> object:
        asked.append(1)
        return consent(store)

    monkeypatch.setattr(Store, "consent", counted)
    app = page(agreed)
    assert len(asked) == 1
    app.run()
    assert len(asked) == 2


def test_it_says_it_is_a_computer_before_anything_else(shared: Resources) -> None:
    app = page(shared)
    assert "Je praat met een computer" in words(app)
    assert not app.chat_input


def test_agreeing_is_kept_with_the_text_that_was_read(shared: Resources) -> None:
    app = page(shared)
    button(app, "agree")
    assert shared.store is not None
    consent = shared.store.consent()
    assert consent is not None
    assert (consent.version, consent.text_hash) == (CONSENT_VERSION, consent_hash())
    assert "Wat speelt er in je team?" in words(app)


def test_a_second_visit_opens_with_the_question(agreed: Resources) -> None:
    app = page(agreed)
    assert "Wat speelt er in je team?" in words(app)


def test_a_changed_text_is_asked_for_again(shared: Resources) -> None:
    assert shared.store is not None
    shared.store.give_consent("0", "another text")
    app = page(shared)
    assert "Deze tekst is veranderd" in words(app)
    assert any(each.key == "agree" for each in app.button)


def test_english_from_the_first_word(settings: Settings) -> None:
    app = page(gather(settings.model_copy(update={"language": "en"}), ScriptedEngine()))
    assert "talking with a computer" in words(app)
    assert not app.exception


def test_a_talk_knows_the_country_the_operator_set(settings: Settings) -> None:
    shared = gather(settings.model_copy(update={"country": "be"}), ScriptedEngine())
    assert shared.store is not None
    shared.store.give_consent(CONSENT_VERSION, consent_hash())
    app = page(shared)
    app.chat_input[0].set_value("Over Marjan.").run()
    (talk,) = shared.store.summaries()
    assert shared.store.load(talk.id).state.country == "be"


def test_when_nothing_can_be_kept_only_a_private_talk_is_offered(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    app = page(gather(Settings(data_dir=blocked / "data"), ScriptedEngine()))
    assert "Bewaren kan nu niet" in words(app)
    keys = {each.key for each in app.button}
    assert "private" in keys
    assert "agree" not in keys
    button(app, "private")
    assert "Wat speelt er in je team?" in words(app)
    assert not app.exception


def test_a_damaged_database_is_named_and_left_alone(settings: Settings) -> None:
    settings.data_dir.mkdir()
    path = settings.data_dir / "talks.sqlite3"
    path.write_bytes(b"this is no database" * 100)
    before = path.read_bytes()
    app = page(gather(settings, ScriptedEngine()))
    assert "beschadigd" in words(app) or "Bewaren kan nu niet" in words(app)
    assert path.read_bytes() == before
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT * FROM turns")


def test_nothing_is_drawn_for_an_address_others_can_reach_and_the_server_ends(
    shared: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str | None] = []
    monkeypatch.setattr("coach.web.main.end_server", ended.append)
    config.set_option("server.address", "0.0.0.0")
    app = page(shared)
    assert "werkt alleen op deze computer" in str(app.error[0].proto)
    assert not app.button
    assert ended == ["0.0.0.0"]


def test_home_lists_the_talks_and_finds_their_words(agreed: Resources) -> None:
    store = agreed.store
    assert store is not None
    engine = ScriptedEngine()
    for told in ("Over de nachtploeg.", "Over Marjan en de roosters."):
        opening = engine.open_talk("nl", "leader")
        talk = store.create(opening)
        store.add_user_turn(talk, 1, told)
        store.add_coach_turn(talk, say("Dat staat er.", "En toen?")(opening.state, told))
    app = page(agreed)
    assert "Over de nachtploeg" in words(app)
    app.text_input(key="search_talks").set_value("roosters").run()
    assert "nachtploeg" not in words(app)
    assert "roosters" in words(app)
    app.text_input(key="search_talks").set_value("iets anders").run()
    assert "Daarover heb je hier nog niets verteld." in words(app)


def test_a_store_that_fails_later_says_so_calmly(
    agreed: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coach.errors import StoreDamaged

    def broken(self: Store, search: str = "") -> list[object]:
        raise StoreDamaged("broken")

    app = page(agreed)
    monkeypatch.setattr(Store, "summaries", broken)
    app.run()
    assert not app.exception
    assert "beschadigd" in words(app)
    monkeypatch.setattr(Store, "consent", broken)
    app.run()
    assert not app.exception
    assert "beschadigd" in words(app)


def test_a_first_visit_while_the_database_is_away_is_told_so(
    shared: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnreachable("It is away.")

    for name in ("consent", "summaries"):
        monkeypatch.setattr(Store, name, away)
    app = page(shared)
    assert "De database met je gesprekken geeft nu geen antwoord." in words(app)
    assert not app.exception


@pytest.mark.parametrize("step", ["add_user_turn", "add_coach_turn"])
def test_what_cannot_be_kept_is_said_and_counted_by_its_error(
    agreed: Resources, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFull("The disk is full.")

    figures.cache_clear()
    app = page(agreed)
    app.chat_input[0].set_value("Marjan deed de roosters.").run()
    monkeypatch.setattr(Store, step, full)
    app.chat_input[0].set_value("Zij deed ze in mei.").run()
    assert figures().registry.get_sample_value("coach_unsaved_total", {"error": "StoreFull"}) == 1
    assert "schijf" in words(app)
    assert not app.exception


def test_what_leaves_is_told_by_the_real_configuration(settings: Settings) -> None:
    named = settings.model_copy(update={"embeddings": "made-up:64"})
    told = words(page(gather(named, ScriptedEngine())))
    assert "gaat naar made-up" in told
    plain = words(page(gather(settings, ScriptedEngine())))
    assert "gaat naar" not in plain


def test_the_page_of_a_talk_asks_for_no_list_of_talks(
    agreed: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Home alone shows it, and with many talks it is what costs most to read."""
    assert agreed.store is not None
    talk = tell(agreed.store, "Marjan deed alle roosters.")
    asked: list[str] = []
    summaries = Store.summaries

    def listed(store: Store, search: str = "") -> list[ConversationSummary]:
        asked.append(search)
        return summaries(store, search)

    monkeypatch.setattr(Store, "summaries", listed)
    app = page(agreed)
    assert asked
    asked.clear()
    app.query_params["talk"] = talk
    app.run()
    assert "Marjan deed alle roosters." in words(app)
    assert asked == []
