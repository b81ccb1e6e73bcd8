"""How many turns one person may send, at however many servers of one database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from coach.errors import TooManyTurns
from coach.records.paces import LASTS
from coach.records.store import Store
from coach.records.tables import paces
from coach.settings import Settings

NOW = datetime.now(UTC)
MINUTE, DAY = LASTS["minute"], LASTS["day"]
ANN, BEN = "a" * 64, "b" * 64


@pytest.fixture
def servers(settings: Settings) -> Iterator[list[Store]]:
    """Return two servers' stores on one database, where three turns a minute and four a day go."""
    few = settings.model_copy(update={"turns_a_minute": 3, "turns_a_day": 4})
    opened = [Store(few), Store(few)]
    yield opened
    for each in opened:
        each.close()


def refused(store: Store, owner: str, now: datetime = NOW) -> str:
    """Return the span in which one turn more is too many; "" when it may be sent."""
    try:
        store.for_owner(owner).count_turn(now)
    except TooManyTurns as error:
        return error.reason
    return ""


def test_a_minute_and_a_day_have_an_end_for_each_alone_at_all_servers_together(
    servers: list[Store],
) -> None:
    one, two = servers
    assert [refused(each, ANN) for each in (one, two, one, two)] == ["", "", "", "minute"]
    assert refused(two, BEN) == ""
    assert [refused(each, ANN, NOW + MINUTE) for each in (two, one)] == ["", "day"]
    assert refused(one, ANN, NOW + DAY) == ""


def test_of_many_turns_at_once_no_more_go_than_one_may_send(servers: list[Store]) -> None:
    with ThreadPoolExecutor(4) as several:
        told = list(several.map(lambda n: refused(servers[n % 2], ANN), range(12)))
    assert told.count("") == 3


def test_a_server_whose_clock_is_behind_counts_along(servers: list[Store]) -> None:
    one, two = servers
    assert [refused(one, ANN) for _ in range(3)] == ["", "", ""]
    assert refused(two, ANN, NOW - timedelta(seconds=5)) == "minute"


def test_a_clock_that_was_wrong_locks_nobody_out(servers: list[Store]) -> None:
    ahead = NOW + timedelta(days=400)
    assert [refused(servers[0], ANN, ahead) for _ in range(3)] == ["", "", ""]
    assert refused(servers[1], ANN) == ""


def test_nought_is_any_number(settings: Settings) -> None:
    store = Store(settings.model_copy(update={"turns_a_minute": 0, "turns_a_day": 0}))
    assert {refused(store, ANN) for _ in range(30)} == {""}
    store.close()


def test_erasing_everything_begins_no_count_anew_and_a_day_later_nothing_is_left(
    servers: list[Store],
) -> None:
    house = servers[0]
    assert [refused(house, ANN) for _ in range(3)] == ["", "", ""]
    house.for_owner(ANN).erase_all()
    assert refused(house, ANN) == "minute"

    def counted() -> list[str]:
        with house.reading() as connection:
            return list(connection.execute(select(paces.c.owner)).scalars())

    house.erase_expired_of_all(NOW + DAY - MINUTE)
    assert ANN in counted()
    house.erase_expired_of_all(NOW + DAY)
    assert counted() == []
