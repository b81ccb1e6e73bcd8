"""A link becomes a session at once, in a browser that shows a page, and only where it may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from coach.records.store import Store
from coach.settings import Settings
from coach.web import invited
from coach.web.invited import COOKIE, Invitations, is_follow_up, link_to

PUBLIC = "https://coach.example"
LOGIN: dict[str, str | SecretStr] = {
    "public_url": PUBLIC,
    "login_metadata_url": "https://id.example/.well-known/openid-configuration",
    "login_client_id": "coach",
    "login_client_secret": SecretStr("a secret of this test"),
}
SHOWS = {"sec-fetch-dest": "document", "sec-fetch-mode": "navigate"}
LOOKS: tuple[dict[str, str], ...] = (
    {}, {"sec-fetch-dest": "empty"}, {"sec-fetch-dest": "image"},
    {**SHOWS, "sec-purpose": "prefetch;prerender"}, {**SHOWS, "purpose": "prefetch"},
)  # fmt: skip


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(f"page {Request(scope).url.path}")(scope, receive, send)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    for name, value in LOGIN.items():
        told = value.get_secret_value() if isinstance(value, SecretStr) else value
        monkeypatch.setenv(f"COACH_{name.upper()}", told)
    invited._kept.cache_clear()
    yield TestClient(Invitations(page), base_url="https://coach.example", follow_redirects=False)
    invited._kept.cache_clear()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store(settings)
    yield opened
    opened.close()


def invite(store: Store) -> str:
    return store.follow_ups.agree("sent", "nl", ("Donderdag.",), days=45)[1]


def test_a_link_becomes_a_session_that_only_its_browser_has(
    client: TestClient, store: Store, settings: Settings
) -> None:
    token = invite(store)
    answer = client.get("/invitation", params={"token": token}, headers=SHOWS)
    assert (answer.status_code, answer.headers["location"]) == (303, "follow")
    assert answer.headers["cache-control"] == "no-store"
    told = answer.headers["set-cookie"].lower()
    for part in ("httponly", "secure", "samesite=lax", "path=/", "max-age="):
        assert part in told
    session = answer.cookies[COOKIE]
    assert token not in told
    public = settings.model_copy(update=LOGIN)
    found = is_follow_up(public, store.follow_ups, {COOKIE: session})
    assert found is not None
    assert found.steps == ("Donderdag.",)
    for missing in ("public_url", "login_metadata_url"):  # no address, or nobody signs in
        without = public.model_copy(update={missing: ""})
        assert is_follow_up(without, store.follow_ups, {COOKIE: session}) is None
    assert is_follow_up(public, store.follow_ups, {COOKIE: "raden"}) is None
    assert is_follow_up(public, store.follow_ups, {}) is None


@pytest.mark.parametrize("headers", LOOKS)
def test_a_program_that_looks_at_a_link_uses_nothing_up(
    client: TestClient, store: Store, headers: dict[str, str]
) -> None:
    token = invite(store)
    looked = client.get("/invitation", params={"token": token}, headers=headers)
    asked = client.head("/invitation", params={"token": token}, headers=SHOWS)
    posted = client.post("/invitation", params={"token": token}, headers=SHOWS)
    for answer in (looked, asked, posted):
        assert (answer.status_code, answer.headers["location"]) == (303, "follow")
        assert "set-cookie" not in answer.headers
    answer = client.get("/invitation", params={"token": token}, headers=SHOWS)
    assert COOKIE in answer.cookies


def test_nothing_is_told_about_a_link_that_opens_nothing(client: TestClient, store: Store) -> None:
    used = invite(store)
    came = client.get("/invitation", params={"token": used}, headers=SHOWS)
    assert store.follow_ups.of_session(came.cookies[COOKIE]) is not None
    client.cookies.clear()
    answers = [
        client.get("/invitation", params={"token": each}, headers=SHOWS)
        for each in (used, "raden", "", "\ud83d".encode("utf-8", "replace").decode(), "a" * 5000)
    ]
    assert len({(each.status_code, str(sorted(each.headers.items()))) for each in answers}) == 1
    assert not any("set-cookie" in each.headers for each in answers)


def test_every_other_request_is_passed_on(client: TestClient) -> None:
    assert client.get("/follow", headers=SHOWS).text == "page /follow"
    assert client.get("/invitations", headers=SHOWS).text == "page /invitations"


@pytest.mark.parametrize("address", ["", PUBLIC])
def test_there_are_no_links_where_nobody_from_elsewhere_is_answered(
    store: Store, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("COACH_PUBLIC_URL", address)
    token = invite(store)
    there = TestClient(Invitations(page), base_url="http://127.0.0.1:8501")
    answer = there.get("/invitation", params={"token": token}, headers=SHOWS)
    assert answer.text == "page /invitation"
    assert store.follow_ups.exchange(token) is not None


def test_a_link_is_under_the_public_address(settings: Settings) -> None:
    public = settings.model_copy(update=LOGIN)
    assert link_to(public, "abc-_1") == f"{PUBLIC}/invitation?token=abc-_1"
