"""Coming in where people sign in: who is let in, to what, and when that ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import streamlit as st
from pydantic import SecretStr
from sqlalchemy import select
from streamlit import config
from streamlit.testing.v1 import AppTest

from coach.dialogue.voice import ModelVoice
from coach.errors import SignedOut
from coach.records.store import Store
from coach.records.tables import paces
from coach.settings import Settings
from coach.web.invited import COOKIE
from coach.web.resources import Resources, gather
from coach.web.signing_in import person_of
from coach.web.texts import CONSENT_VERSION, texts_for
from coach.web.what_leaves import consent_of
from tests.fakes.engine import ScriptedEngine
from tests.fakes.misbehaving import MisbehavingServer, good
from tests.fakes.models import SOON, model_at
from tests.records.told import DOCUMENT, reply_to, tell
from tests.web.test_page import button, words

NL = texts_for("nl", team=True)
ANN: dict[str, object] = {"iss": "https://id.example", "sub": "ann", "name": "Ann de Boer"}
BEN: dict[str, object] = {"iss": "https://id.example", "sub": "ben", "name": "Ben Jansen"}


class Door:
    """What the browser brings: who it says it is, None for nobody who signed in, and cookies."""

    claims: dict[str, object] | None = None

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def sign_in(self, claims: dict[str, object], moment: datetime | None = None) -> None:
        issued = int((moment or datetime.now(UTC)).timestamp())
        self.claims = {**claims, "iat": issued, "is_logged_in": True}


@pytest.fixture(autouse=True)
def elsewhere() -> Iterator[None]:
    """Have the server listen where others can reach it."""
    before = st.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    yield
    config.set_option("server.address", before)


@pytest.fixture
def team(settings: Settings) -> Settings:
    return settings.model_copy(
        update={
            "public_url": "https://coach.example",
            "login_metadata_url": "https://id.example/.well-known/openid-configuration",
            "login_client_id": "coach",
            "login_client_secret": SecretStr("x"),
            "turns_a_minute": 3,
        }
    )


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    found = Door()
    monkeypatch.setattr("coach.web.entrance.who_signed_in", lambda: found.claims)
    monkeypatch.setattr("coach.web.main.can_sign_in", lambda settings: True)
    cookies = property(lambda context: found.cookies)
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", cookies)
    return found


@pytest.fixture
def shared(team: Settings, door: Door) -> Resources:
    return gather(team, ScriptedEngine())


def store_of(shared: Resources, claims: dict[str, object]) -> Store:
    """Return the store of somebody who agreed, without a sign-in that can end."""
    person = person_of({**claims, "iat": 0}, shared.settings)
    assert person is not None and shared.store is not None
    store = shared.store.for_owner(person.owner)
    if store.consent() is None:
        store.give_consent(CONSENT_VERSION, consent_of(shared.settings))
    return store


def at(shared: Resources, **where: str) -> AppTest:
    """Return the page at an address."""

    def draw(shared):  # type: ignore[no-untyped-def]  # its source runs where no names are known
        from coach.web.main import run

        run(shared)

    app = AppTest.from_function(draw, default_timeout=20, args=(shared,))
    for name, value in where.items():
        app.query_params[name] = value
    return app.run()


def is_the_door(app: AppTest) -> bool:
    return any(each.key == "sign_in" for each in app.button) and not app.chat_input


def send(app: AppTest, text: str) -> None:
    app.chat_input[0].set_value(text).run()


def test_nobody_gets_past_the_door_without_signing_in(shared: Resources, door: Door) -> None:
    talk = tell(store_of(shared, ANN), "Zjelvana nam de wrevelnacht over.")
    for where in ({}, {"talk": talk}, {"plan": talk}, {"talk": "new"}):
        app = at(shared, **where)
        assert is_the_door(app)
        assert NL("sign_in.sees_text") in words(app)
        assert "wrevelnacht" not in words(app)
    button(app, "read_more")
    assert "op de server van je organisatie" in words(app)
    assert not app.exception


def test_an_invitation_opens_no_door_and_locks_nobody_out(shared: Resources, door: Door) -> None:
    kept = store_of(shared, ANN).follow_ups
    _, token = kept.agree("sent", "nl", ("Zjelvana bellen.",), days=45)
    came = kept.exchange(token)
    assert came is not None
    door.cookies[COOKIE] = came[0]
    talk = tell(store_of(shared, ANN), "Zjelvana nam de wrevelnacht over.")
    for where in ({}, {"talk": talk}, {"plan": talk}):
        app = at(shared, **where)
        assert is_the_door(app)
        assert "Zjelvana" not in words(app)
    mine = tell(store_of(shared, BEN), "Over de kwetsbloem.")
    door.sign_in(BEN)
    assert "kwetsbloem" in words(at(shared, talk=mine))
    assert NL("talk.missing") in words(at(shared, talk=talk))


def test_each_finds_their_own_talks_and_those_of_another_are_not_there(
    shared: Resources, door: Door
) -> None:
    talk = tell(store_of(shared, ANN), "Zjelvana nam de wrevelnacht over.")
    tell(store_of(shared, BEN), "Iets van Ben.")
    door.sign_in(ANN)
    assert "wrevelnacht" in words(at(shared))
    assert "wrevelnacht" in words(at(shared, talk=talk))
    door.sign_in(BEN)
    assert "wrevelnacht" not in words(at(shared))
    for name in ("talk", "plan"):
        theirs, unknown = at(shared, **{name: talk}), at(shared, **{name: "0" * 32})
        assert NL("talk.missing") in words(theirs)
        assert words(theirs) == words(unknown)
        assert not theirs.exception


def test_the_page_says_where_it_is_kept_and_never_that_it_is_this_computer(
    shared: Resources, door: Door
) -> None:
    door.sign_in(ANN)
    app = at(shared)
    told = words(app)
    assert "op de server van je organisatie" in told
    assert "deze computer" not in told
    assert str(shared.settings.data_dir) not in told
    assert "Ann de Boer" in told  # and how to leave, before anything was agreed to
    assert any(each.key == "sign_out" for each in app.button)
    button(app, "agree")
    assert "deze computer" not in words(app)


def test_who_has_no_role_is_told_whom_to_ask(shared: Resources, door: Door) -> None:
    talk = tell(store_of(shared, ANN), "Zjelvana nam de wrevelnacht over.")
    strict = {"login_default_role": "none", "login_contact": "Olga, toestel 12"}
    closed = replace(shared, settings=shared.settings.model_copy(update=strict))
    door.sign_in(ANN)
    for where in ({}, {"talk": talk}):
        app = at(closed, **where)
        assert NL("sign_in.refused") in words(app)
        assert "Vraag het aan Olga, toestel 12." in words(app)
        assert "wrevelnacht" not in words(app)
        assert not app.chat_input
    door.sign_in({**ANN, "roles": ["leader"]})
    assert "wrevelnacht" in words(at(closed))


def test_a_coach_begins_as_a_coach(shared: Resources, door: Door) -> None:
    store_of(shared, ANN)
    door.sign_in({**ANN, "roles": "coach"})
    assert at(shared).session_state["audience"] == "coach"


def test_what_one_wrote_after_signing_out_elsewhere_is_not_lost(
    shared: Resources, door: Door
) -> None:
    store = store_of(shared, ANN)
    talk = tell(store, "Zjelvana nam de wrevelnacht over.")
    door.sign_in(ANN)
    app = at(shared, talk=talk)
    elsewhere = person_of(door.claims or {}, shared.settings)
    assert elsewhere is not None and shared.store is not None
    shared.store.for_owner(elsewhere.owner, elsewhere.signed_in).sign_out()
    send(app, "En daarna nog dit.")
    assert is_the_door(app)
    assert NL("sign_in.ended") in str(app.info[0].proto)
    assert [each.value for each in app.code] == ["En daarna nog dit."]
    assert "wrevelnacht" not in words(app)
    assert len(store.load(talk).turns) == 3
    door.sign_in(ANN, datetime.now(UTC) + timedelta(seconds=2))
    assert "wrevelnacht" in words(at(shared, talk=talk))


@pytest.mark.parametrize("press", ["again", "go_desk_opening", "change"])
def test_any_button_of_a_tab_that_is_signed_out_leads_to_the_door(
    shared: Resources, door: Door, press: str
) -> None:
    store = store_of(shared, ANN)
    engine = ScriptedEngine()
    opening = engine.open_talk("nl", "leader")
    talk = store.create(opening)
    store.add_user_turn(talk, 1, "Zjelvana nam de wrevelnacht over.")
    reply = engine.take_turn(opening.state, "Zjelvana nam de wrevelnacht over.")
    store.add_coach_turn(talk, reply, shown="Dat staat", stopped=press == "again")
    door.sign_in(ANN)
    app = at(shared, talk=talk)
    person = person_of(door.claims or {}, shared.settings)
    assert person is not None and shared.store is not None
    shared.store.for_owner(person.owner, person.signed_in).sign_out()
    button(app, press)
    assert not app.exception
    assert is_the_door(app)


def test_a_sign_in_ends_by_itself_and_says_so(shared: Resources, door: Door) -> None:
    store_of(shared, ANN)
    door.sign_in(ANN, datetime.now(UTC) - timedelta(hours=13))
    app = at(shared)
    assert is_the_door(app)
    assert NL("sign_in.old") in str(app.info[0].proto)


def test_a_tab_forgets_its_private_talk_at_the_door(shared: Resources, door: Door) -> None:
    door.sign_in(ANN)
    app = at(shared)
    button(app, "private")
    send(app, "Zjelvana nam de wrevelnacht over.")
    assert "wrevelnacht" in words(app)
    door.claims = None
    app.run()
    assert is_the_door(app)
    assert "tab_only" not in app.session_state
    door.sign_in(BEN)
    app.run()
    assert "wrevelnacht" not in words(app)


@pytest.mark.parametrize("private", [False, True])
def test_too_many_turns_wait_and_stay_in_the_box(
    shared: Resources, door: Door, private: bool
) -> None:
    door.sign_in(ANN)
    if private:
        app = at(shared)
        button(app, "private")
    else:
        store_of(shared, ANN)
        app = at(shared, talk="new")
    for number in range(3):
        send(app, f"Beurt {number}.")
    send(app, "De vierde.")
    assert told_to_wait(app)
    assert app.chat_input[0].proto.value == "De vierde."
    assert [each.value for each in app.text] == ["Beurt 0.", "Beurt 1.", "Beurt 2."]
    door.sign_in(BEN)
    store_of(shared, BEN)
    other = at(shared, talk="new")
    send(other, "Ben mag nog.")
    assert not told_to_wait(other)


def test_turns_are_counted_together_at_every_server_of_one_database(
    team: Settings, door: Door
) -> None:
    one, two = (gather(team, ScriptedEngine()) for _ in range(2))
    door.sign_in(ANN)
    talk = tell(store_of(one, ANN), "De eerste.")
    for shared, number in ((one, 2), (two, 3), (one, 4)):
        app = at(shared, talk=talk)
        send(app, f"Beurt {number}.")
        assert not told_to_wait(app)
    app = at(two, talk=talk)
    send(app, "Nog een.")
    assert told_to_wait(app)
    assert app.chat_input[0].proto.value == "Nog een."


def test_what_is_said_without_saving_leaves_no_count(shared: Resources, door: Door) -> None:
    door.sign_in(ANN)
    app = at(shared)
    button(app, "private")
    send(app, "Een.")
    assert "Een." in [each.value for each in app.text]
    assert shared.store is not None
    with shared.store.reading() as connection:
        assert not connection.execute(select(paces)).all()


def test_one_place_before_the_model_is_for_one_person_however_many_pages_they_have(
    team: Settings, door: Door
) -> None:
    worded = "De roosters, dus. Wanneer was dat?"
    with MisbehavingServer(good(worded)) as server:
        engine = ScriptedEngine()
        model = model_at(server, model_at_once=3, model_line_seconds=SOON)
        engine.voice = ModelVoice(model)
        speaks = {"model": "openai:fake", "model_base_url": server.address, "model_local": True}
        shared = gather(team.model_copy(update=speaks), engine)
        ann = person_of({**ANN, "iat": 0}, team)
        assert ann is not None
        model.line.join(ann.owner)  # another page of hers is being answered
        said = {}
        for who in (ANN, BEN):
            store = store_of(shared, who)
            door.sign_in(who)
            app = at(shared, talk=tell(store, "Eén.", "Twee."))
            said[str(who["sub"])] = words(app)
            assert not app.exception
        asked = len(server.requests)
        again = at(shared, talk=store.summaries()[0].id)  # Ben's
        model.line.join(store.owner)
        button(again, "say_again")
        assert len(server.requests) == asked
    assert "De roosters, dus." in said["ben"]
    assert "De roosters, dus." not in said["ann"]
    assert asked == 1


def told_to_wait(app: AppTest) -> bool:
    return any(NL("errors.too_many") in str(each.proto) for each in app.info)


def test_documents_are_the_operators_to_add_and_everybodys_to_read(
    shared: Resources, door: Door
) -> None:
    from coach.web.visit import Visit

    assert shared.store is not None
    shared.store.documents.keep(DOCUMENT)
    seen = {}
    for role in ("leader", "coach", "operator"):
        person = person_of(
            {**ANN, "iat": datetime.now(UTC).timestamp(), "roles": role}, shared.settings
        )
        assert person is not None
        bound = shared.store.for_owner(
            person.owner, person.signed_in, operates=person.role == "operator"
        )
        seen[role] = Visit(replace(shared, store=bound), person).shelf
    assert seen["leader"] is None and seen["coach"] is None
    assert seen["operator"] is not None
    assert [one.id for one in seen["operator"].documents()] == [DOCUMENT.id]


def test_erasing_everything_leaves_what_is_anothers_and_the_organisations(
    shared: Resources,
) -> None:
    ann, ben = store_of(shared, ANN), store_of(shared, BEN)
    assert shared.store is not None
    shared.store.documents.keep(DOCUMENT)
    tell(ann, "Iets van Ann.")
    tell(ben, "Iets van Ben.")
    ann.erase_all()
    assert not ann.summaries() and ann.consent() is None
    assert len(ben.summaries()) == 1 and ben.consent() is not None
    assert shared.store.documents.documents() == (DOCUMENT,)


def test_a_page_without_its_guards_shows_nothing_where_people_should_sign_in(
    shared: Resources, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str | None] = []
    monkeypatch.setattr("coach.web.main.end_server", ended.append)
    monkeypatch.setattr("coach.web.main.can_sign_in", lambda settings: False)
    door.sign_in(ANN)
    app = at(shared)
    assert not app.button
    assert ended == ["0.0.0.0"]


def test_the_store_itself_refuses_what_the_page_forgot_to(shared: Resources) -> None:
    person = person_of({**ANN, "iat": datetime.now(UTC).timestamp()}, shared.settings)
    assert person is not None and shared.store is not None
    bound = shared.store.for_owner(person.owner, person.signed_in)
    talk = bound.create(ScriptedEngine().open_talk("nl", "leader"))
    bound.add_user_turn(talk, 1, "Iets.")
    bound.sign_out()
    with pytest.raises(SignedOut):
        bound.add_coach_turn(talk, reply_to(1, "iets"))
