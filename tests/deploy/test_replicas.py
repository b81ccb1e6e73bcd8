"""Two servers behind nginx on one database: either may go, and everybody goes on in the other."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import pytest
from websockets.exceptions import InvalidHandshake

from coach.records.opening import NEWEST
from coach.records.store import Store
from tests.browser.serving import ROOT, Served
from tests.fakes.apart import apart
from tests.fakes.nginx import Nginx
from tests.fakes.page_client import Page, PageFailed, open_page
from tests.fakes.postgres import Postgres

PEOPLE = 6
MANY = 20
TURNS = 4  # of a talk
THINKS = 0.3  # seconds somebody thinks who talks for as long as a test lasts
PATIENCE = 180.0  # seconds for everything, on a busy computer
REPLIES = 'coach_turns_total{voice="guided"}'


@dataclass
class Person:
    """Somebody who walks, comes back when the page breaks off, and sends again what isn't there."""

    number: int
    address: str
    query: str = ""
    talks: list[str] = field(default_factory=list)  # the queries of those that are over
    came_back: int = 0
    cut_short: int = 0  # how often a reply broke off
    cookie: str = ""
    answering: asyncio.Event = field(default_factory=asyncio.Event)

    def words(self, turn: int) -> str:
        return f"Collega {self.number} deed in week {turn} de roosters, dat zag ik."

    async def walk_until(self, over: asyncio.Event) -> None:
        """Have one talk after another, thinking between two turns."""
        while not over.is_set():
            self.query = ""
            await self.walk(THINKS)

    async def walk(self, thinks: float = 0.0) -> None:
        """Have one talk."""
        turn = 1
        while turn <= TURNS:
            try:
                await self._open()
                async with open_page(self.address, self.query, self.cookie) as page:
                    while turn <= TURNS:
                        if self.words(turn) not in page.said:
                            await asyncio.sleep(thinks)
                            await self._say(page, turn)
                        turn += 1
            # A proxy that finds nobody says so with a status, which is an InvalidHandshake.
            except (PageFailed, OSError, httpx.TransportError, InvalidHandshake):
                self.came_back += 1
        self.talks.append(self.query)

    async def _open(self) -> None:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            given = {"cookie": self.cookie} if self.cookie else {}
            answer = await client.get(self.address, headers=given)
            answer.raise_for_status()
            if not self.cookie:
                self.cookie = answer.headers["set-cookie"].partition(";")[0]

    async def _say(self, page: Page, turn: int) -> None:
        await page.begin(self.words(turn))
        try:
            await page.first_words()
            self.answering.set()
            await page.settled()
        except PageFailed:
            self.cut_short += 1
            raise
        finally:
            self.answering.clear()
            self.query = page.query or self.query


@dataclass
class House:
    """Two servers, the proxy before them and the database behind them."""

    one: Served
    two: Served
    proxy: Nginx

    def people(self, number: int = PEOPLE) -> list[Person]:
        return [Person(each, self.proxy.url) for each in range(1, number + 1)]

    def kept(self, query: str) -> list[tuple[str, str]]:
        store = Store(self.one.settings)
        talk = store.load(query.partition("talk=")[2].partition("&")[0])
        store.close()
        return [(turn.role, turn.text) for turn in talk.turns]


@pytest.fixture
def house(tmp_path: Path, postgres: Postgres) -> Iterator[House]:
    address = {"COACH_DATABASE_URL": postgres.database()}
    servers = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        servers.append(Served(folder, scripted=False, environment=address))
    servers[0].agree()
    for server in servers:
        server.start()
    for server in servers:
        until_ready(server)
    proxy = Nginx(tmp_path / "nginx", *(server.port for server in servers))
    one, two = servers
    found = House(one, two, proxy)
    yield found
    found.proxy.stop()
    for server in servers:
        if server.process.poll() is None:
            server.stop()


def until_ready(server: Served) -> None:
    while httpx.get(f"{server.url}/readyz", timeout=PATIENCE).status_code != 200:
        assert server.process.poll() is None


def everything_is_there(house: House, people: list[Person]) -> None:
    for person in people:
        assert person.talks
        for talk in person.talks:
            kept = house.kept(talk)
            said = [text for role, text in kept if role == "user"]
            assert said == [person.words(turn) for turn in range(1, TURNS + 1)]
            assert [role for role, _ in kept] == ["coach", *["user", "coach"] * TURNS]


def figure(server: Served, name: str) -> int:
    """Return what `server` counts."""
    text = httpx.get(f"{server.url}/metrics", timeout=PATIENCE).text
    found = re.search(rf"^{re.escape(name)} ([0-9]+)", text, re.M)
    return int(found[1]) if found else 0


def on(server: Served) -> int:
    """Return how many pages are open at `server`."""
    return figure(server, "coach_pages")


def while_somebody_is_answered(
    house: House, happens: Callable[[list[Person]], Awaitable[None]], number: int = PEOPLE
) -> list[Person]:
    """Have something happen in the midst of walks, and see that nobody lost a turn by it."""

    async def all_of_it() -> list[Person]:
        people = house.people(number)
        walks = [asyncio.create_task(person.walk()) for person in people]
        while not any(person.answering.is_set() for person in people):
            await asyncio.sleep(0)
        await happens(people)
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*walks)
        return people

    people = apart(all_of_it())
    everything_is_there(house, people)
    assert any(person.came_back for person in people)
    return people


async def one_with_pages(house: House) -> Served:
    """Return a server that somebody's page is open on."""
    pages = await asyncio.to_thread(lambda: (on(house.one), on(house.two)))
    return house.one if pages[0] else house.two


def test_one_killed_in_mid_reply_costs_nobody_a_turn(house: House) -> None:
    def killed() -> None:
        server = house.one
        while not figure(server, "coach_replies"):
            server = house.two if server is house.one else house.one
        server.kill()

    async def happens(_people: list[Person]) -> None:
        await asyncio.to_thread(killed)

    people = while_somebody_is_answered(house, happens, MANY)
    assert any(person.cut_short for person in people)
    log = house.proxy.log.read_text()
    assert "/_stcore/stream" in log
    assert not any(word in log for word in ("talk=", "?", "Collega"))


def test_one_that_hangs_is_asked_no_longer_than_it_may_be_silent_and_costs_nobody_a_turn(
    house: House, tmp_path: Path
) -> None:
    """Until systemd ends it, for it says no more that it lives (tests/web/test_watchdog.py)."""
    house.proxy.stop()
    ports = (house.one.port, house.two.port)
    house.proxy = Nginx(tmp_path / "impatient", *ports, silent="1s")

    async def hangs(people: list[Person]) -> None:
        process = (await one_with_pages(house)).process
        process.send_signal(signal.SIGSTOP)
        async with httpx.AsyncClient(timeout=PATIENCE / 3) as client:
            for person in people:
                answer = await client.get(house.proxy.url, headers={"cookie": person.cookie})
                assert answer.status_code == 200
        process.kill()

    while_somebody_is_answered(house, hangs)


def test_when_nginx_starts_again_everybody_goes_on(house: House) -> None:
    async def starts_again(people: list[Person]) -> None:
        await asyncio.to_thread(house.proxy.stop)
        await asyncio.to_thread(house.proxy.start)

    while_somebody_is_answered(house, starts_again)


def test_each_restarted_into_a_version_with_a_migration_while_people_talk(house: House) -> None:
    next_version = [sys.executable, str(ROOT / "tests/deploy/next_version.py")]

    async def renew(server: Served) -> None:
        await asyncio.to_thread(server.stop)
        server.command = [*next_version, "serve", "--port", str(server.port)]
        await asyncio.to_thread(server.start)
        await asyncio.to_thread(until_ready, server)

    def answers_more(server: Served) -> None:
        before = figure(server, REPLIES)
        while figure(server, REPLIES) == before:
            assert server.process.poll() is None

    async def all_of_it() -> list[Person]:
        people, renewed = house.people(), asyncio.Event()
        walks = [asyncio.create_task(person.walk_until(renewed)) for person in people]
        async with asyncio.timeout(PATIENCE):
            await people[0].answering.wait()
            await renew(house.one)
            assert version() == "9999"
            await asyncio.to_thread(answers_more, house.two)  # which is of the version before
            await renew(house.two)
            await asyncio.to_thread(answers_more, house.two)
            renewed.set()
            await asyncio.gather(*walks)
        return people

    address = house.one.settings.database_url.get_secret_value()

    def version() -> str:
        with psycopg.connect(address) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        assert found is not None
        return str(found[0])

    people = apart(all_of_it())
    with psycopg.connect(address) as connection:
        # The store of this version stops at a later one, so the test goes back.
        connection.execute("UPDATE alembic_version SET version_num = %s", (NEWEST,))
    everything_is_there(house, people)
