"""A real hot standby is read when it has everything, and the database when it hasn't."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, event, text

from coach.errors import SettingsError, SignedOut
from coach.records import read_replica
from coach.records.opening import rotate_key
from coach.records.rows import ConversationSummary
from coach.records.sealing import Seal
from coach.records.store import Store
from coach.settings import Settings, load_settings
from coach.web.texts import texts_for
from coach.web.what_leaves import consent_of, what_leaves
from tests.fakes.postgres import QUICK, Postgres
from tests.records.told import tell

ANN = "a" * 64
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
OTHER = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="


@pytest.fixture(scope="module")
def primary() -> Iterator[Postgres]:
    server = Postgres(*QUICK)
    yield server
    server.remove()


@pytest.fixture
def standby(primary: Postgres) -> Iterator[Postgres]:
    server = primary.standby()
    yield server
    server.remove()


@pytest.fixture
def address(primary: Postgres) -> str:
    return primary.database()


@pytest.fixture
def settings(address: str, standby: Postgres) -> Settings:
    return Settings(database_url=SecretStr(address), database_read_url=there(standby, address))


@pytest.fixture
def store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(read_replica, "CATCH_UP_SECONDS", 20)  # it gets there on any computer
    monkeypatch.setattr(read_replica, "HANG_SECONDS", 60)
    monkeypatch.setattr(read_replica, "ALONE_SECONDS", 0)
    opened = Store(settings)
    yield opened
    opened.close()


def there(standby: Postgres, address: str) -> SecretStr:
    """Return the address of the same database at `standby`."""
    return SecretStr(standby.address(address.rpartition("/")[2]))


def told_to(server: Postgres, statement: str, database: str = "postgres") -> None:
    with psycopg.connect(server.address(database), autocommit=True) as connection:
        connection.execute(statement.encode())


def statements(store: Store) -> list[str]:
    """Return a list that grows with every statement the replica is given."""
    given: list[str] = []
    assert store._replica is not None

    @event.listens_for(store._replica._engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        given.append(statement)

    return given


def in_recovery(store: Store) -> bool:
    """Tell whether what may be read aside is read at a standby."""
    return bool(store._read_aside(lambda at: at.scalar(text("SELECT pg_is_in_recovery()"))))


def test_lists_search_and_counts_are_read_there_and_a_talk_is_not(store: Store) -> None:
    talk = tell(store, "Zjelvana nam over.")
    given = statements(store)
    assert [found.id for found in store.summaries()] == [talk]
    assert "FROM conversations" in " ".join(given)
    assert "FROM turns" not in " ".join(given)
    assert [found.id for found in store.summaries("zjelvana")] == [talk]
    assert "turns.text" in " ".join(given)
    assert store.counts().turns == 1
    assert "count(*)" in " ".join(given)
    given.clear()
    store.load(talk)
    store.earlier(talk)
    store.keeps_for()
    store.consents()
    store.arrive()
    store.erase_expired_of_all()
    assert store.documents.documents() == ()
    assert store.follow_ups.agreements() == ()
    store.delete(talk)
    assert given == []


def test_nobody_misses_what_they_just_did_here_or_at_another_server(
    store: Store, settings: Settings, standby: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Store(settings)
    talk = tell(store, "Eén.")
    assert in_recovery(store)
    monkeypatch.setattr(read_replica, "CATCH_UP_SECONDS", 0)
    told_to(standby, "SELECT pg_wal_replay_pause()")

    def only(search: str = "") -> ConversationSummary:
        both = [each.summaries(search) for each in (store, other)]
        assert both[0] == both[1]
        assert len(both[0]) == 1
        return both[0][0]

    store.rename(talk, "Zjelvana")
    assert only().title == "Zjelvana"
    store.label(talk, ["Wrevelploeg"])
    assert only("zjelvana").labels == ("Wrevelploeg",)
    store.add_user_turn(talk, 2, "Grutterheem.")
    assert only("grutterheem").id == talk
    assert store.counts().turns == 2
    store.delete(talk)
    for each in (store, other):
        assert each.summaries() == each.summaries("zjelvana") == []
    assert not in_recovery(store)
    told_to(standby, "SELECT pg_wal_replay_resume()")
    monkeypatch.setattr(read_replica, "CATCH_UP_SECONDS", 20)
    assert in_recovery(store)
    assert store.summaries() == []
    other.close()


def test_a_replica_that_goes_away_or_breaks_off_is_missed_by_nobody_and_read_again_later(
    store: Store, standby: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    talk = tell(store, "Zjelvana nam over.")
    assert in_recovery(store)
    standby.stop()
    with caplog.at_level(logging.WARNING, "coach.records"):
        for _ in range(3):
            assert [found.id for found in store.summaries("zjelvana")] == [talk]
    (told,) = (record.getMessage() for record in caplog.records)
    assert "isn't read" in told
    assert "zjelvana" not in told.casefold()
    standby.start()
    assert in_recovery(store)

    end = text("SELECT pg_terminate_backend(pg_backend_pid()) WHERE pg_is_in_recovery()")
    tried: list[int] = []

    def broken_off(connection: Connection) -> bool:
        tried.append(1)
        connection.execute(end)
        return True

    assert store._read_aside(broken_off)
    assert len(tried) == 2
    assert in_recovery(store)


def test_one_that_hangs_keeps_nobody_waiting_and_is_read_again_once_it_goes_on(
    store: Store, standby: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = tell(store, "Zjelvana nam over.")
    assert in_recovery(store)
    given = statements(store)
    assert store._replica is not None
    standby.hang()
    try:
        monkeypatch.setattr(read_replica, "HANG_SECONDS", 0.2)
        for _ in range(3):
            assert [found.id for found in store.summaries()] == [talk]
        assert len(given) <= 1  # what hangs; nothing more is asked meanwhile
        assert not store._replica.is_tried
    finally:
        standby.go_on()
    monkeypatch.setattr(read_replica, "HANG_SECONDS", 60)
    while not store._replica.is_tried:
        pass
    assert in_recovery(store)


def test_one_that_was_away_is_left_alone_for_a_while(
    store: Store, standby: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_replica, "ALONE_SECONDS", 3600)
    standby.stop()
    store.summaries()
    standby.start()
    given = statements(store)
    store.summaries()
    assert given == []


def test_whether_somebody_is_signed_in_is_asked_of_the_database(
    store: Store, standby: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in = datetime.now(UTC).replace(microsecond=0)
    ann = store.for_owner(ANN, signed_in)
    ann.arrive()
    assert ann.summaries() == []
    told_to(standby, "SELECT pg_wal_replay_pause()")
    ann.sign_out()
    given = statements(store)
    with pytest.raises(SignedOut):
        ann.summaries()
    assert given == []


def test_another_database_isnt_read(store: Store, standby: Postgres) -> None:
    assert store._replica is not None
    with store.reading() as connection:
        now = read_replica.position(connection)
    assert store._replica.state(now) == "level"
    assert store._replica.state(replace(now, cluster="7000000000000000000")) == "foreign"
    told_to(standby, "SELECT pg_promote()")
    assert store.replica() == (store._replica.place, "foreign")
    talk = tell(store, "Eén.")
    assert [found.id for found in store.summaries()] == [talk]
    assert not in_recovery(store)


def test_a_replica_that_did_not_follow_a_failover_isnt_read_though_its_log_is_longer(
    primary: Postgres, standby: Postgres, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_replica, "CATCH_UP_SECONDS", 0)
    promoted = primary.standby()
    try:
        told_to(promoted, "SELECT pg_promote()")
        lost = Store(Settings(database_url=SecretStr(address)))
        for number in range(20):
            tell(lost, f"Zin {number}.")
        kept = Settings(
            database_url=there(promoted, address), database_read_url=there(standby, address)
        )
        store = Store(kept)
        assert store._replica is not None
        with lost.reading() as longer, store.reading() as connection:
            now, then = read_replica.position(connection), read_replica.position(longer)
        monkeypatch.setattr(read_replica, "CATCH_UP_SECONDS", 20)
        assert store._replica.state(then) == "level"
        monkeypatch.setattr(read_replica, "CATCH_UP_SECONDS", 0)
        assert store._replica.state(now) == "behind"
        assert store._replica.state(replace(now, timeline=then.timeline)) == "level"
        assert store.summaries() == []
        store.close()
        lost.close()
    finally:
        promoted.remove()


def test_a_user_with_no_more_rights_than_on_our_tables_can_ask(
    settings: Settings, primary: Postgres, standby: Postgres, address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(read_replica, "CATCH_UP_SECONDS", 20)
    name = address.rpartition("/")[2]
    told_to(primary, "CREATE ROLE plain LOGIN")
    for right in ("ALL ON ALL TABLES IN SCHEMA public", "ALL ON ALL SEQUENCES IN SCHEMA public",
                  "CREATE ON SCHEMA public"):  # fmt: skip
        told_to(primary, f"GRANT {right} TO plain", name)
    both = {
        key: SecretStr(getattr(settings, key).get_secret_value().replace("coach@", "plain@"))
        for key in ("database_url", "database_read_url")
    }
    store = Store(settings.model_copy(update=both))
    assert in_recovery(store)
    store.close()


def test_a_new_key_that_has_not_come_there_yet_locks_nobody_out(
    settings: Settings, standby: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = settings.model_copy(update={"encryption_key": SecretStr(KEY)})
    monkeypatch.setattr(read_replica, "ALONE_SECONDS", 0)
    store = Store(sealed)
    talk = tell(store, "Eén.")
    store.close()
    told_to(standby, "SELECT pg_wal_replay_pause()")
    rotate_key(sealed, Seal(OTHER))
    store = Store(sealed.model_copy(update={"encryption_key": SecretStr(OTHER)}))
    assert [found.id for found in store.summaries()] == [talk]
    told_to(standby, "SELECT pg_wal_replay_resume()")
    monkeypatch.setattr(read_replica, "CATCH_UP_SECONDS", 20)
    assert [found.id for found in store.summaries()] == [talk]
    store.close()


@pytest.mark.parametrize(
    ("address", "replica", "wanted"),
    [
        ("", "postgresql://host/x", "COACH_DATABASE_URL, which isn't set"),
        ("postgresql://host/x", "postgresql://host/x", "name a replica, or unset it"),
        ("postgresql://host/x", "mysql://host/x", "COACH_DATABASE_READ_URL: .*postgresql://"),
    ],
)
def test_one_that_cannot_be_is_named_at_the_start(
    address: str, replica: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_DATABASE_URL", address)
    monkeypatch.setenv("COACH_DATABASE_READ_URL", replica)
    with pytest.raises(SettingsError, match=wanted):
        load_settings()


def test_it_is_told_when_a_replica_or_an_index_elsewhere_gets_what_is_said() -> None:
    here = Settings(database_url=SecretStr("postgresql://coach@localhost/coach"))
    away = SecretStr("postgresql://coach@copy.example/coach")
    told = here.model_copy(update={"database_read_url": away})
    assert what_leaves(texts_for("en"), here) == ""
    assert "copy.example" in what_leaves(texts_for("en"), told)
    assert consent_of(told) != consent_of(here)
    index = here.model_copy(update={"index_url": SecretStr("postgresql://near.example/index")})
    assert "near.example" in what_leaves(texts_for("en"), index)
    assert consent_of(index) not in (consent_of(here), consent_of(told))
