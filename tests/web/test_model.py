"""A model on the page: who spoke, what leaves first, saying it again, and changing one's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from coach.dialogue.state import Destination, agreed
from coach.dialogue.telling import Telling
from coach.dialogue.voice import ModelVoice
from coach.records.store import Conversation, Store
from coach.settings import Settings
from coach.web.answering import in_line
from coach.web.figures import count_call
from coach.web.resources import Resources, gather
from coach.web.texts import CONSENT_VERSION, texts_for
from coach.web.visit import Visit
from coach.web.what_leaves import consent_of
from tests.fakes.engine import ScriptedEngine, say
from tests.fakes.misbehaving import MisbehavingServer, good, status, the_draft
from tests.fakes.models import model_at, settings_for

TOLD = "Marjan deed de roosters."
WORDED = "De roosters, dus. Wanneer was dat?"


@pytest.fixture(autouse=True)
def on_this_computer() -> Iterator[None]:
    before = st.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield
    config.set_option("server.address", before)


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with MisbehavingServer(good(WORDED)) as made:
        yield made


@pytest.fixture
def shared(server: MisbehavingServer, settings: Settings) -> Resources:
    return around(server, settings)


def around(server: MisbehavingServer, settings: Settings, **changes: Any) -> Resources:
    engine = ScriptedEngine()
    engine.voice = ModelVoice(model_at(server))
    engine.voice.model.noted = count_call
    changed = settings_for(server, data_dir=settings.data_dir, **changes)
    made = gather(changed, engine)
    assert made.store is not None
    made.store.give_consent(CONSENT_VERSION, consent_of(made.settings))
    return made


def page(shared: Resources, talk: str) -> AppTest:
    def draw(shared):  # type: ignore[no-untyped-def]  # its source runs where no names are known
        from coach.web.main import run

        run(shared)

    app = AppTest.from_function(draw, default_timeout=30, args=(shared,))
    app.query_params["talk"] = talk
    return app.run()


def begun(shared: Resources) -> str:
    """Return a talk in which the person's first turn waits for its answer."""
    store = store_of(shared)
    talk = store.create(shared.engine.open_talk("nl", "leader"))
    store.add_user_turn(talk, 1, TOLD)
    return talk


def store_of(shared: Resources) -> Store:
    assert shared.store is not None
    return shared.store


def kept(shared: Resources, talk: str) -> Conversation:
    return store_of(shared).load(talk)


def words(app: AppTest) -> str:
    parts = [*app.markdown, *app.text, *app.code, *app.info]
    return "\n".join(str(each.value) for each in parts).replace("\\", "")


def button(app: AppTest, key: str) -> AppTest:
    return next(each for each in app.button if each.key == key).click().run()


def keys(app: AppTest) -> set[str | None]:
    return {each.key for each in app.button}


def test_the_page_shows_what_the_model_said_keeps_it_and_says_who_spoke(shared: Resources) -> None:
    talk = begun(shared)
    app = page(shared, talk)
    assert "De roosters, dus." in words(app)
    assert "Taalmodel" in words(app)
    last = kept(shared, talk).turns[-1]
    assert (last.text, last.stopped) == (WORDED, False)
    assert last.reply is not None
    assert last.reply.voice == "model"
    assert last.speech is not None
    assert not app.exception


def test_a_failing_model_is_said_and_the_set_phrase_stands(settings: Settings) -> None:
    with MisbehavingServer(status(400)) as server:
        shared = around(server, settings)
        talk = begun(shared)
        app = page(shared, talk)
    assert "Dat staat er." in words(app)
    assert "gaf geen bruikbaar antwoord" in words(app)
    assert not app.exception


def test_nothing_leaves_before_the_exact_text_was_shown_and_agreed_to(
    shared: Resources, server: MisbehavingServer
) -> None:
    engine = shared.engine
    assert isinstance(engine, ScriptedEngine)
    engine.leaves = "Precies deze tekst."
    talk = begun(shared)
    app = page(shared, talk)
    assert "Precies deze tekst." in words(app)
    assert server.requests == []
    assert kept(shared, talk).pending == TOLD
    assert app.chat_input[0].disabled
    app = button(app, "leaving_agree")
    assert "De roosters, dus." in words(app)
    assert kept(shared, talk).state.leaves_to is not None
    assert len(server.requests) == 1


def test_who_would_rather_not_send_it_gets_the_set_phrases(
    shared: Resources, server: MisbehavingServer
) -> None:
    engine = shared.engine
    assert isinstance(engine, ScriptedEngine)
    engine.leaves = "Precies deze tekst."
    talk = begun(shared)
    app = button(page(shared, talk), "leaving_stay")
    assert "Dat staat er." in words(app)
    assert server.requests == []


def test_saying_it_again_gives_other_words_for_the_same_turn_and_keeps_the_first(
    settings: Settings,
) -> None:
    other = "Zij deed ze. Wanneer was dat?"
    with MisbehavingServer(good(WORDED), good(other)) as server:
        shared = around(server, settings)
        talk = begun(shared)
        app = page(shared, talk)
        record = kept(shared, talk).state.record
        app = button(app, "say_again")
        assert WORDED in server.requests[-1]["messages"][-1]["content"]
    assert "Zij deed ze." in words(app)
    after = kept(shared, talk)
    assert [turn.text for turn in after.turns][-1] == other
    assert after.state.turn == 1
    assert after.state.record == record
    assert [turn.text for turn in store_of(shared).earlier(talk)] == [WORDED]


def test_saying_it_again_says_the_same_reply_whatever_the_turn_would_be_answered_now(
    settings: Settings,
) -> None:
    with MisbehavingServer(the_draft()) as server:
        shared = around(server, settings)
        engine = shared.engine
        assert isinstance(engine, ScriptedEngine)
        engine.steps.extend(
            (say("Dat staat er.", "Wanneer was dat?"), say("Iets anders.", "Wat kostte het?"))
        )
        talk = begun(shared)
        app = page(shared, talk)
        for _ in range(2):  # also of what was said again
            app = button(app, "say_again")
            asked = server.requests[-1]["messages"][-1]["content"]
            assert "<draft>\nDat staat er. Wanneer was dat?\n</draft>" in asked
    after = kept(shared, talk)
    assert after.turns[-1].text == "Dat staat er. Wanneer was dat?"
    assert len(engine.steps) == 1  # the turn wasn't taken once more


def test_saying_it_again_sends_nothing_elsewhere_that_was_not_shown(settings: Settings) -> None:
    from coach.web.engine import LoadedEngine

    told = "Marjan deed vanaf februari alle roosters naast haar eigen routes."
    with MisbehavingServer(the_draft()) as server:
        here = settings_for(server, data_dir=settings.data_dir)
        elsewhere = settings_for(server, data_dir=settings.data_dir, model_local=False)
        talk = ""
        for each in (here, elsewhere):
            shared = gather(each, LoadedEngine(each))
            store_of(shared).give_consent(CONSENT_VERSION, consent_of(each))
            if not talk:
                talk = store_of(shared).create(shared.engine.open_talk("nl", "leader"))
                store_of(shared).add_user_turn(talk, 1, told)
            app = page(shared, talk)
        assert len(server.requests) == 1
        app = button(app, "say_again")
        assert len(server.requests) == 1
        exact = next(str(each.value) for each in app.code if "[PERSOON-1]" in str(each.value))
        button(app, "leaving_agree")
        _, asked = server.requests
    assert "\n\n".join(message["content"] for message in asked["messages"]) == exact
    host = server.address.removeprefix("http://").removesuffix("/v1")
    assert kept(shared, talk).state.leaves_to == Destination(host, hides=True)


@pytest.mark.parametrize("changed", ["host", "names"])
def test_who_agreed_is_shown_the_exact_text_again_when_something_else_would_leave(
    settings: Settings, changed: str
) -> None:
    from coach.web.engine import LoadedEngine

    with MisbehavingServer(the_draft()) as first, MisbehavingServer(the_draft()) as second:
        elsewhere = settings_for(first, data_dir=settings.data_dir, model_local=False)
        to_others = elsewhere.model_copy(
            update={"model_base_url": second.address}
            if changed == "host"
            else {"model_unshielded": True}
        )
        asked = second if changed == "host" else first
        shared = gather(elsewhere, LoadedEngine(elsewhere))
        store_of(shared).give_consent(CONSENT_VERSION, consent_of(elsewhere))
        talk = begun(shared)
        button(page(shared, talk), "leaving_agree")
        assert len(first.requests) == 1

        shared = gather(to_others, LoadedEngine(to_others))
        store_of(shared).give_consent(CONSENT_VERSION, consent_of(to_others))
        store_of(shared).add_user_turn(talk, 2, "Marjan deed ook de telefoon.")
        app = page(shared, talk)
        assert len(first.requests) + len(second.requests) == 1
        exact = [str(each.value) for each in app.code if "deed ook de telefoon" in str(each.value)]
        assert ("[PERSOON-1]" in exact[0]) is (changed == "host")
        assert "Je zei eerder ja" in words(app)
        button(app, "leaving_agree")
        sent = asked.requests[-1]["messages"]
    assert len(first.requests) + len(second.requests) == 2
    assert "\n\n".join(message["content"] for message in sent) == exact[0]


def test_changing_ones_last_words_answers_them_anew_and_keeps_what_was_there(
    shared: Resources,
) -> None:
    talk = begun(shared)
    app = button(page(shared, talk), "change")
    app.text_area(key="changed_text").set_value("Samir deed de roosters.")
    app = button(app, "change_send")
    after = kept(shared, talk)
    assert [turn.text for turn in after.turns[-2:]] == ["Samir deed de roosters.", WORDED]
    assert after.pending is None
    earlier = store_of(shared).earlier(talk)
    assert [turn.text for turn in earlier] == [WORDED, TOLD]
    assert not app.exception


def test_one_may_choose_the_other_voice_only_where_the_operator_allows_it(
    server: MisbehavingServer, settings: Settings, shared: Resources
) -> None:
    talk = begun(shared)
    assert "choose_voice" not in keys(page(shared, talk))
    allowed = around(server, settings, model_choice=True)
    app = button(page(allowed, talk), "choose_voice")
    assert kept(allowed, talk).state.set_phrases
    asked = len(server.requests)
    store_of(allowed).add_user_turn(talk, 2, "En de telefoon.")
    app.run()
    assert len(server.requests) == asked
    assert kept(allowed, talk).turns[-1].text == "Dat staat er. Wanneer was dat?"
    button(app, "choose_voice")
    assert not kept(allowed, talk).state.set_phrases
    store_of(allowed).add_user_turn(talk, 3, "En de post.")
    app.run()
    assert kept(allowed, talk).turns[-1].text == WORDED
    assert [turn.text for turn in kept(allowed, talk).turns if turn.role == "user"] == [
        TOLD, "En de telefoon.", "En de post.",
    ]  # fmt: skip


def test_the_page_says_which_model_it_is_and_where(settings: Settings) -> None:
    from coach.web.texts import texts_for
    from coach.web.what_leaves import what_leaves

    with MisbehavingServer(good(WORDED)) as server:
        local = settings_for(server)
    host = server.address.removeprefix("http://").removesuffix("/v1")
    texts = texts_for("nl")
    here = what_leaves(texts, local)
    assert here.startswith(
        f"Niets. Het taalmodel openai:fake schrijft mee op deze computer, op {host}."
    )
    elsewhere = local.model_copy(update={"model_local": False})
    assert "gaan naar het taalmodel openai:fake" in what_leaves(texts, elsewhere)
    assert "niet altijd alle" in what_leaves(texts, elsewhere)
    opened = elsewhere.model_copy(update={"model_unshielded": True})
    assert "met de namen erin" in what_leaves(texts, opened)
    assert what_leaves(texts, settings) == ""


def test_a_talk_kept_in_the_tab_alone_can_be_said_again_and_changed() -> None:
    from coach.web.keeping import PRIVATE, TabOnly

    engine = ScriptedEngine()
    keeper = TabOnly()
    keeper.create(engine.open_talk("nl", "leader"))
    keeper.add_user_turn(PRIVATE, 1, TOLD)
    outcome = engine.take_turn(keeper.load(PRIVATE).state, TOLD)
    keeper.add_coach_turn(PRIVATE, outcome)
    again = replace(outcome, reply=replace(outcome.reply, text="Anders. Wanneer was dat?"))
    keeper.say_again(PRIVATE, again)
    assert keeper.load(PRIVATE).turns[-1].text == "Anders. Wanneer was dat?"
    keeper.take_back(PRIVATE, 1, "Samir deed de roosters.")
    talk = keeper.load(PRIVATE)
    assert talk.pending == "Samir deed de roosters."
    assert talk.state.turn == 0


def test_what_the_real_engine_shows_before_is_exactly_what_it_sends(settings: Settings) -> None:
    from coach.web.engine import LoadedEngine

    told = "Marjan deed vanaf februari alle roosters naast haar eigen routes."
    with MisbehavingServer(the_draft()) as server:
        engine = LoadedEngine(
            settings_for(server, data_dir=settings.data_dir, model_local=False, model_reads=True)
        )
        before = engine.open_talk("nl", "leader").state
        leaving = engine.leaving(before, told, engine.take_turn(before, told))
        assert server.requests == []
        assert "[PERSOON-1] deed vanaf februari" in leaving
        assert "Marjan" not in leaving
        host = server.address.removeprefix("http://").removesuffix("/v1")
        after = agreed(before, Destination(host, hides=True))
        outcome = engine.take_turn(after, told)
        assert engine.leaving(after, told, outcome) == ""
        telling = engine.tell(after, told, outcome)
        assert telling is not None
        assert "Marjan" in telling.whole().reply.text
        (asked,) = server.requests
    assert "\n\n".join(message["content"] for message in asked["messages"]) == leaving


def test_a_model_that_cannot_be_made_leaves_the_set_phrases(settings: Settings) -> None:
    from coach.web.engine import LoadedEngine

    broken = settings.model_copy(update={"model": "nobody:x"})
    engine = LoadedEngine(broken)
    before = engine.open_talk("nl", "leader").state
    outcome = engine.take_turn(before, TOLD)
    assert engine.tell(before, TOLD, outcome) is None
    assert engine.leaving(before, TOLD, outcome) == ""


@pytest.mark.parametrize(
    ("ahead", "told"), [(0, ""), (1, "nog één antwoord vóór"), (3, "nog 3 antwoorden vóór")]
)
def test_who_waits_for_the_model_sees_how_many_come_first(ahead: int, told: str) -> None:
    visit = cast(Visit, SimpleNamespace(texts=texts_for("nl")))
    shown = in_line(visit, cast(Telling, SimpleNamespace(ahead=ahead)))
    assert told in shown
    assert bool(shown) is bool(told)
