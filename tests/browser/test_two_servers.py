"""Somebody who signed in is known at every server that shares the secret, by the shipped proxy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.serving import Provider, Served, free_port
from tests.browser.talking import begin, said, say, settled
from tests.browser.test_sign_in import PEOPLE, come_in
from tests.deploy.test_replicas import on
from tests.fakes.nginx import Nginx
from tests.fakes.postgres import Postgres

TOLD = ("Over Marjan en de wrevelnacht.", "Ze deed de roosters.")


@pytest.fixture
def provider() -> Iterator[Provider]:
    started = Provider(PEOPLE)
    started.start()
    yield started
    started.stop()


def test_who_signed_in_goes_on_signed_in_when_their_server_is_killed(
    provider: Provider, postgres: Postgres, tmp_path: Path, visit: Visit
) -> None:
    ports = (free_port(), free_port())
    proxy = Nginx(tmp_path / "nginx", *ports)
    shared = provider.settings(
        proxy.port,
        COACH_DATABASE_URL=postgres.database(),
        COACH_LOGIN_COOKIE_SECRET="a secret of this test, 32 letters",
    )
    servers = [Served(tmp_path / str(port), True, port, shared) for port in ports]
    try:
        for server in servers:
            server.folder.mkdir()
            server.start()
        page = visit(proxy.url)
        come_in(page, "ann")
        begin(page, proxy.url)
        say(page, TOLD[0])
        theirs, other = servers if on(servers[0]) else reversed(servers)
        theirs.kill()
        page.reload()
        settled(page)
        expect(page.locator(".st-key-sheet_door")).to_have_count(0)
        expect(said(page)).to_have_count(1)
        say(page, TOLD[1])
        assert [each.inner_text() for each in said(page).all()] == list(TOLD)
        assert on(other) == 1
    finally:
        proxy.stop()
        for server in servers:
            if server.process.poll() is None:
                server.stop()
