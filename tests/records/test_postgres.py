"""What PostgreSQL does of its own, and what somebody then meets."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from coach.dialogue.answers import Answers
from coach.errors import (
    SettingsError,
    SignedOut,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
    TurnConflict,
)
from coach.records import in_transaction, on_postgres
from coach.records import store as stores
from coach.records.nul_signs import with_nul, without_nul
from coach.records.place import database_place
from coach.records.store import Store
from coach.settings import Settings, load_settings
from coach.web.texts import texts_for
from coach.web.what_leaves import consent_of, what_leaves
from tests.fakes.postgres import Postgres
from tests.records.told import DOCUMENT, reply_to, tell

pytestmark = pytest.mark.only_on("postgresql")
FEW = 4  # connections


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store(settings)
    yield opened
    opened.close()


def test_of_a_correction_and_a_reply_at_once_one_is_refused_and_none_lost(
    settings: Settings, store: Store
) -> None:
    """Both have read the talk before either writes: the second must see what the first kept."""
    other = Store(settings)
    for turn in range(1, 13):
        talk = tell(store, "Eén.", *(f"Zin {n}." for n in range(2, turn % 3 + 2)))
        now = store.load(talk)
        number = now.state.turn + 1
        if now.pending is None:
            store.add_user_turn(talk, number, "Nog iets.")
        corrected = replace(now.state, country="gb")
        both = threading.Barrier(2)

        def reply(talk: str = talk, number: int = number, both: threading.Barrier = both) -> str:
            both.wait()
            store.add_coach_turn(talk, reply_to(number, "Nog iets."))
            return "replied"

        def correct(
            talk: str = talk, both: threading.Barrier = both, state: object = corrected
        ) -> str:
            both.wait()
            try:
                other.save_state(talk, state)  # type: ignore[arg-type]
            except TurnConflict:
                return "refused"
            return "corrected"

        with ThreadPoolExecutor(2) as pool:
            replied, corrections = pool.submit(reply), pool.submit(correct)
            assert replied.result() == "replied"
            done = corrections.result()
        after = store.load(talk)
        assert (after.state.turn, after.turns[-1].number) == (number, number)
        assert after.before is not None
        assert after.before.country == ("gb" if done == "corrected" else "be")
    other.close()


def test_a_talk_is_read_as_it_was_at_one_moment(settings: Settings, store: Store) -> None:
    other = Store(settings)
    talk = tell(store, "Eén.", "Twee.")
    with store._engine.begin() as reading:
        count = text("SELECT count(*) FROM turns")
        before = reading.execute(count).scalar_one()
        other.add_coach_turn(talk, reply_to(2, "Twee."))
        assert reading.execute(count).scalar_one() == before
    other.close()


def test_the_same_document_brought_twice_at_once_stands_once(
    settings: Settings, store: Store
) -> None:
    both = [replace(DOCUMENT, id=f"own-{n:012x}", text=f"Versie {n}.") for n in range(6)]
    stores = [Store(settings) for _ in both]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda one, at: at.documents.keep(one), both, stores))
    assert len(store.documents.documents()) == 1
    for each in stores:
        each.close()


def test_of_two_who_bring_one_link_at_once_one_comes_in(
    settings: Settings, store: Store
) -> None:
    other = Store(settings)
    made, token = store.follow_ups.agree("sent", "nl", ("Iets.",), days=45)
    with ThreadPoolExecutor(2) as pool:
        with store.writing() as connection:
            connection.execute(text("SELECT 1 FROM agreements FOR UPDATE"))
            both = [pool.submit(each.follow_ups.exchange, token) for each in (store, other)]
            waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            with other.reading() as looking:
                while looking.execute(waiting).scalar_one() < 2:
                    assert not any(each.done() for each in both)
                    looking.execute(text("SELECT pg_stat_clear_snapshot()"))
        came = [each.result() for each in both]
        first, last = (
            pool.submit(each.follow_ups.of_session, brought[0])
            for each, brought in zip((store, other), came, strict=True)
            if brought is not None
        )
        (found,) = [each for each in (first.result(), last.result()) if each is not None]
    assert found.id == made.id
    assert store.follow_ups.exchange(token) is None
    other.close()


@pytest.mark.parametrize(
    "write", ["save", "finish", "release", "take_back", "open", "erase_answers", "remove", "revoke"]
)
def test_whoever_writes_in_a_follow_up_waits_for_its_agreement_and_holds_nothing_meanwhile(
    settings: Settings, store: Store, write: str
) -> None:
    """One order of holding: two at once can't each hold what the other waits for."""
    other = Store(settings)
    made, _ = store.follow_ups.agree("own", "nl", ("Iets.",))
    told = store.follow_ups.start(made.id, Answers(done=("done",)))
    if write != "save":
        store.follow_ups.release(told, "Het ging.")
    kept = other.follow_ups
    writes: dict[str, Callable[[], object]] = {
        "save": lambda: kept.save(told, Answers(done=("partly",))),
        "finish": lambda: kept.finish(told),
        "release": lambda: kept.release(told, "Het ging anders."),
        "take_back": lambda: kept.take_back(told),
        "open": lambda: kept.open(told.id),
        "erase_answers": lambda: kept.erase_answers(made.id),
        "remove": lambda: kept.remove(made.id),
        "revoke": lambda: kept.revoke(made.id),
    }
    with ThreadPoolExecutor(1) as pool:
        with store.writing() as connection:
            connection.execute(text("SELECT 1 FROM agreements FOR UPDATE"))
            waits = pool.submit(writes[write])
            waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            with store.reading() as looking:
                while looking.execute(waiting).scalar_one() == 0:
                    assert not waits.done()
                    looking.execute(text("SELECT pg_stat_clear_snapshot()"))
            for table in ("follow_ups", "summaries"):
                connection.execute(text(f"SELECT 1 FROM {table} FOR UPDATE NOWAIT"))
        waits.result()
    other.close()


def test_servers_that_look_at_the_clock_at_once_note_it_once(
    settings: Settings, store: Store
) -> None:
    later = datetime.now(UTC) + timedelta(days=2)
    stores = [Store(settings) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda each: each.erase_expired(later), stores)) == [0] * 6
    with store.reading() as connection:
        seen = text("SELECT count(*) FROM choices WHERE name = 'clock_seen'")
        assert connection.execute(seen).scalar_one() == 1
    for each in stores:
        each.close()


def test_servers_whose_clocks_differ_keep_one_order_and_erase_nothing(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A talk goes to and fro between a server that is an hour ahead and one that is behind."""

    class Shifted(datetime):
        by = timedelta(0)

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Shifted:
            return cls.fromtimestamp((datetime.now(tz) + cls.by).timestamp(), tz)

    for module in (stores, in_transaction):
        monkeypatch.setattr(module, "datetime", Shifted)
    talk = tell(store, "Eén.")
    servers = (store, Store(settings))
    for turn in range(2, 8):
        Shifted.by = timedelta(hours=1 if turn % 2 else -1)
        at = servers[turn % 2]
        at.add_user_turn(talk, turn, f"Zin {turn}.")
        at.add_coach_turn(talk, reply_to(turn, f"Zin {turn}."))
        at.erase_expired()
    for each in servers:
        kept = each.load(talk)
        assert kept.pending is None
        assert [turn.number for turn in kept.turns if turn.role == "user"] == list(range(1, 8))
        assert [turn.role for turn in kept.turns] == ["coach", *["user", "coach"] * 7]
        assert [found.id for found in each.summaries()] == [talk]
    servers[1].close()


def test_people_who_sign_in_at_two_servers_at_once_are_remembered_once(
    settings: Settings, store: Store
) -> None:
    other = Store(settings)
    now = datetime.now(UTC).replace(microsecond=0)
    both = [each.for_owner("a" * 64, now + timedelta(seconds=n)) for n, each in
            enumerate((store, other))]  # fmt: skip
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: each.arrive(), both))
    both[0].sign_out()
    for each in both:
        with pytest.raises(SignedOut):
            each.summaries()
    other.close()


def test_a_database_that_started_again_is_used_again_without_a_word(postgres: Postgres) -> None:
    own = Postgres()
    try:
        store = Store(Settings(database_url=SecretStr(own.database())))
        talk = tell(store, "Eén.", "Twee.")
        own.stop()
        with pytest.raises(StoreUnreachable, match="Everything saved before is kept") as error:
            store.load(talk)
        assert own.address("x").split("@")[0] not in str(error.value)
        own.start()
        assert store.load(talk).pending == "Twee."
        store.close()
    finally:
        own.remove()


@pytest.mark.parametrize("crash", range(3))
def test_a_crash_of_the_database_costs_no_turn_that_was_acknowledged(crash: int) -> None:
    own = Postgres("fsync=on")
    acknowledged: list[str] = []
    enough = threading.Event()
    try:
        store = Store(Settings(database_url=SecretStr(own.database())))
        talk = tell(store, "Eén.")

        def talks() -> None:
            with suppress(StoreError):
                for turn in range(2, 10_000):
                    said = f"Zin {turn}."
                    store.add_user_turn(talk, turn, said)
                    acknowledged.append(said)
                    outcome = reply_to(turn, said)
                    store.add_coach_turn(talk, outcome)
                    acknowledged.append(outcome.reply.text)
                    if turn == 10 * (crash + 1):
                        enough.set()

        with ThreadPoolExecutor(1) as pool:
            talking = pool.submit(talks)
            enough.wait()
            own.stop(signal.SIGQUIT)
            talking.result()
        own.start()
        kept = [turn.text for turn in store.load(talk).turns[3:]]  # after those of `tell`
        assert kept[: len(acknowledged)] == acknowledged
        assert len(kept) <= len(acknowledged) + 1  # one may be there whose answer got lost
        store.close()
    finally:
        own.remove()


def test_a_password_is_never_told(settings: Settings) -> None:
    address = settings.database_url.get_secret_value().replace("coach@", "wie:geheim@")
    place = database_place(settings.model_copy(update={"database_url": SecretStr(address)}))
    assert "geheim" not in str(place) + repr(place)
    with pytest.raises(StoreUnreachable) as error:
        Store(settings.model_copy(update={"database_url": SecretStr(address)}))
    assert "geheim" not in str(error.value)


def test_when_every_connection_is_taken_it_is_busy_and_then_goes_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_postgres, "POOL_SECONDS", 0.01)
    store = Store(settings.model_copy(update={"database_connections": 1}))
    talk = tell(store, "Eén.", "Twee.")
    with store._engine.connect(), pytest.raises(StoreBusy, match="too busy"):
        store.load(talk)
    assert store.load(talk).pending == "Twee."
    store.close()


def test_when_the_databases_own_connections_are_all_taken_it_is_busy_and_then_goes_on() -> None:
    own = Postgres("fsync=off", f"max_connections={FEW}", "superuser_reserved_connections=0")
    try:
        settings = Settings(database_url=SecretStr(own.database()))
        others = [psycopg.connect(own.address("postgres")) for _ in range(FEW)]
        with pytest.raises(StoreBusy, match="too busy"):
            Store(settings)
        for each in others:
            each.close()
        # PostgreSQL ends a connection some moments after it was closed.
        while True:
            with suppress(StoreBusy):
                store = Store(settings)
                break
        assert store.load(tell(store, "Eén.", "Twee.")).pending == "Twee."
        store.close()
    finally:
        own.remove()


def test_what_takes_too_long_is_given_up_and_leaves_nothing_held(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_postgres, "STATEMENT_SECONDS", 1)
    store = Store(settings.model_copy(update={"database_connections": 1}))
    talk = tell(store, "Eén.", "Twee.")
    with pytest.raises(StoreBusy, match="too busy"), store.reading() as connection:
        connection.execute(text("SELECT pg_sleep(20)"))
    assert store.load(talk).pending == "Twee."
    store.close()


def test_no_statement_stays_with_a_connection_that_a_pooler_gives_to_others(
    settings: Settings,
) -> None:
    store = Store(settings.model_copy(update={"database_connections": 1}))
    for _ in range(8):
        store.load(tell(store, "Eén.", "Twee."))
    with store.reading() as connection:
        kept = text("SELECT count(*) FROM pg_prepared_statements")
        assert connection.execute(kept).scalar_one() == 0
    store.close()


def test_whoever_waits_too_long_for_a_talk_hears_that_it_is_busy(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_postgres, "LOCK_SECONDS", 0.05)
    monkeypatch.setattr(on_postgres, "STATEMENT_SECONDS", 1)
    other = Store(settings)
    talk = tell(store, "Eén.", "Twee.")
    with store.writing() as connection:
        connection.execute(text("SELECT 1 FROM conversations FOR UPDATE"))
        with pytest.raises(StoreBusy):
            other.add_coach_turn(talk, reply_to(2, "Twee."))
        assert other.load(talk).pending == "Twee."  # reading waits for nobody
    other.close()


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("53100", StoreFull), ("25006", StoreReadOnly), ("42501", StoreReadOnly),
        ("XX001", StoreDamaged), ("40P01", StoreBusy), ("57P01", StoreUnreachable),
        ("22000", StoreError),
    ],
)  # fmt: skip
def test_what_the_server_reports_is_one_sentence_without_its_words(
    store: Store, code: str, wanted: type[StoreError]
) -> None:
    said = f"DO $$ BEGIN RAISE EXCEPTION 'wrevelnacht' USING ERRCODE = '{code}'; END $$"
    with pytest.raises(wanted) as error, store.writing() as connection:
        connection.exec_driver_sql(said)
    assert type(error.value) is wanted
    assert "wrevelnacht" not in str(error.value)
    assert "kept" in str(error.value) or "Nothing in it was changed" in str(error.value)


def test_what_is_erased_is_not_in_any_row(settings: Settings, store: Store) -> None:
    """Its place in the file is autovacuum's; with a key nothing there can be read anyway."""
    talk = tell(store, "Zjelvana deed de wrevelnacht.")
    store.delete(talk)
    with store._engine.connect() as connection:
        for table in ("conversations", "turns", "earlier_turns"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


@pytest.mark.parametrize(
    "said", ["", "nul\x00", "\x1a", "\x1a0", "\x00\x1a0\x1a1\x00\x00", "\x1a\x1a1"]
)
def test_nul_signs_come_back(store: Store, said: str) -> None:
    assert with_nul(without_nul(said)) == said
    assert "\x00" not in without_nul(said)
    talk = store.create(reply_to(0, "Hallo"))
    store.add_user_turn(talk, 1, said)
    assert store.load(talk).pending == said
    with pytest.raises(StoreError, match="no talk with the id"):
        store.load("x\x00")


def test_without_the_driver_it_says_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_postgres, "find_spec", lambda name: None)
    with pytest.raises(StoreError, match=r"stille-balans\[postgresql\]"):
        Store(settings)


def test_it_is_told_when_what_is_said_is_kept_elsewhere(settings: Settings) -> None:
    here = consent_of(settings)
    away = Settings(database_url=SecretStr("postgresql://coach@db.example:5432/coach"))
    assert here == consent_of(Settings())
    assert consent_of(away) != here
    assert "db.example" in what_leaves(texts_for("nl"), away)
    for host in ("localhost", "127.0.0.1", "[::1]", ""):
        near = Settings(database_url=SecretStr(f"postgresql://coach@{host}/coach"))
        assert what_leaves(texts_for("nl"), near) == ""


@pytest.mark.parametrize("address", ["sqlite:///x", "mysql://host/x", "http://host"])
def test_only_postgresql_can_be_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_DATABASE_URL", address)
    with pytest.raises(SettingsError, match=r"COACH_DATABASE_URL: .*postgresql://"):
        load_settings()
