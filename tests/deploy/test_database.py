"""What somebody sees on the page of a real server while its PostgreSQL is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.serving import Served
from tests.fakes.apart import apart
from tests.fakes.page_client import Page, open_page
from tests.fakes.postgres import Postgres

FIRST = "Marjan deed vanaf februari alle roosters."
SECOND = "Dat kostte haar twee avonden per week."


@pytest.fixture
def database() -> Iterator[Postgres]:
    """Return a PostgreSQL of this test's own, to stop and start."""
    own = Postgres()
    yield own
    own.remove()


@pytest.fixture
def served(tmp_path: Path, database: Postgres) -> Iterator[Served]:
    environment = {"COACH_DATABASE_URL": database.database()}
    server = Served(tmp_path, scripted=False, environment=environment)
    server.agree()
    server.start()
    yield server
    server.stop()


async def sent(page: Page, text: str) -> None:
    await page.begin(text)
    await page.settled()


def test_what_is_said_while_it_is_away_stands_in_the_box_with_the_reason_and_is_answered_later(
    served: Served, database: Postgres
) -> None:
    async def walk() -> list[str]:
        async with open_page(served.url) as page:
            for text in (FIRST, SECOND):  # the first of a new talk, and one in the midst of it
                database.stop()
                try:
                    for _ in range(2):
                        await sent(page, text)
                        assert page.box == text
                        assert any("database" in told for told in page.alerts)
                finally:
                    database.start()
                await page.say(page.box)
            return page.said

    assert apart(walk()) == [FIRST, SECOND]
