"""Gone is gone: in the rows, in free pages, in the log; asked for, or past its day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from coach.errors import ConversationNotFound, StoreBusy, StoreFull
from coach.records.store import Store
from coach.records.tables import conversations
from coach.settings import Settings
from coach.web.resources import erase_daily
from tests.records.told import DOCUMENT, WORDS, holding, left, reply_to, tell

SAID = ("Zjelvana deed de wrevelnacht.", "Met een duinpantser van kwetsbloem.")
ITS = ("wrevelnacht", "duinpantser")  # words of `SAID` alone
DAY = timedelta(days=1)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store(settings)
    yield opened
    opened.close()


def age(store: Store, talk: str, days: float) -> None:
    """Make the last turn of `talk` so many days old."""
    then = datetime.now(UTC) - timedelta(days=days)
    with store.writing() as connection:
        aged = update(conversations).where(conversations.c.id == talk).values(updated=then)
        connection.execute(aged)


def free_pages(store: Store) -> int:
    with sqlite3.connect(store.path) as connection:
        (count,) = connection.execute("PRAGMA freelist_count").fetchone()
    connection.close()
    return int(count)


def test_one_erased_talk_leaves_no_word_and_the_other_stays(
    store: Store, settings: Settings
) -> None:
    gone = tell(store, *SAID, *(f"Nog eens wrevelnacht {n}." for n in range(60)))
    stays = tell(store, "Over de lift.")
    assert left(settings, *ITS)
    store.delete(gone)
    assert left(settings, *ITS) == []
    assert not store.path.is_file or free_pages(store) == 0
    assert store.load(stays).turns[1].text == "Over de lift."


def test_everything_erased_leaves_no_word_of_talks_documents_or_consent(
    store: Store, settings: Settings
) -> None:
    tell(store, *SAID)
    store.documents.keep(DOCUMENT)
    store.give_consent("2", "wrevelnacht")
    store.keep_for(30)
    store.erase_all()
    assert left(settings, *WORDS) == []
    assert store.summaries() == []
    assert store.documents.documents() == ()
    assert store.consent() is None
    assert store.keeps_for() == 90
    tell(store, "Een nieuw begin.")


def test_an_erased_document_leaves_no_word(store: Store, settings: Settings) -> None:
    store.documents.keep(DOCUMENT)
    assert left(settings, *WORDS)
    store.documents.remove(DOCUMENT.id)
    assert left(settings, *WORDS) == []


@pytest.mark.only_on("sqlite")
def test_beside_a_program_that_reads_it_is_erased_and_the_log_goes_the_next_time(
    store: Store, data_dir: Path
) -> None:
    talk = tell(store, *SAID)
    reader = sqlite3.connect(store.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM turns").fetchone()
    with store._engine.connect() as connection:  # so that the test needn't wait as long as we do
        connection.execution_options(begin="").exec_driver_sql("PRAGMA busy_timeout=1")
    store.delete(talk)
    with pytest.raises(ConversationNotFound):
        store.load(talk)
    reader.close()
    store.delete(tell(store, "Iets anders."))
    assert holding(data_dir, *WORDS) == []


def test_a_talk_past_its_day_is_gone_when_the_store_opens(settings: Settings) -> None:
    store = Store(settings)
    old, young = tell(store, *SAID), tell(store, "Van gisteren.")
    age(store, old, 90.01)
    age(store, young, 89.99)
    store.close()
    store = Store(settings)
    assert [talk.id for talk in store.summaries()] == [young]
    assert left(settings, *ITS) == []
    store.close()


def test_a_running_server_erases_once_a_day(store: Store) -> None:
    talk = tell(store, *SAID)
    days = iter((False, False, True))
    waits: list[float] = []

    def waited(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 2:
            age(store, talk, 91)
        return next(days)

    erase_daily(store, waited)
    assert store.summaries() == []
    assert waits == [24 * 3600.0] * 3


def test_a_day_on_which_it_cannot_be_erased_is_not_the_last(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def busy(self: Store, now: datetime | None = None) -> int:
        tried.append(1)
        raise StoreBusy("busy")

    monkeypatch.setattr(Store, "erase_expired_of_all", busy)
    days = iter((False, False, True))
    erase_daily(store, lambda _: next(days))
    assert len(tried) == 2


def test_a_store_that_cannot_erase_today_opens_all_the_same(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Store, now: datetime | None = None) -> int:
        raise StoreFull("full")

    monkeypatch.setattr(Store, "erase_expired_of_all", full)
    store = Store(settings)
    assert store.load(tell(store, *SAID)).pending == SAID[1]
    store.close()


def test_every_turn_begins_the_days_anew(store: Store) -> None:
    talk = tell(store, *SAID)
    age(store, talk, 89)
    store.add_coach_turn(talk, reply_to(2, SAID[1]))
    assert store.erase_expired(datetime.now(UTC) + 89 * DAY) == 0
    assert store.erase_expired(datetime.now(UTC) + 91 * DAY) == 1


def test_nought_keeps_for_good(settings: Settings) -> None:
    store = Store(settings.model_copy(update={"retention_days": 0}))
    talk = tell(store, *SAID)
    assert store.erase_expired(datetime.now(UTC) + 9000 * DAY) == 0
    assert store.summaries()[0].kept_until(store.keeps_for()) is None
    assert store.load(talk).title
    store.close()


def test_a_person_may_keep_shorter_or_longer_than_the_setting(
    settings: Settings, store: Store
) -> None:
    talk = tell(store, *SAID)
    age(store, talk, 40)
    store.keep_for(365)
    (kept,) = Store(settings).summaries()
    until = kept.kept_until(store.keeps_for())
    assert until is not None
    assert until - kept.updated == 365 * DAY
    store.keep_for(30)
    assert store.summaries() == []


def test_words_that_led_to_a_referral_name_no_talk(store: Store) -> None:
    talk = store.create(reply_to(0, "Hallo"))
    store.add_user_turn(talk, 1, "Ik wil niet meer leven.")
    store.add_coach_turn(talk, reply_to(1, "Ik wil niet meer leven.", route="crisis"))
    assert store.load(talk).title == ""
    store.add_user_turn(talk, 2, "Over de roosters.")
    store.add_coach_turn(talk, reply_to(2, "Over de roosters."))
    assert store.load(talk).title == "Over de roosters."
    store.add_user_turn(talk, 3, "Toch weer: ik wil niet meer.")
    store.add_coach_turn(talk, reply_to(3, "Toch weer: ik wil niet meer.", route="crisis"))
    assert store.load(talk).title == "Over de roosters."
