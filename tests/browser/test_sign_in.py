"""Signing in with a real provider: one's own talks, nobody else's, and out everywhere at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coach.dialogue.state import Language
from coach.records.store import Store
from coach.web.texts import texts_for
from tests.browser.conftest import Visit
from tests.browser.serving import Provider, Served, free_port
from tests.browser.talking import BOX, begin, box, replied, said, say, settled, widest
from tests.browser.test_screens import SCREENSHOTS, SIZES, serious

TEXTS = texts_for("nl", team=True)
PEOPLE: tuple[dict[str, object], ...] = (
    {"sub": "ann", "name": "Ann de Boer", "email": "ann@example.org", "email_verified": True},
    {"sub": "ben", "name": "Ben Jansen", "roles": ["coach"]},
    {"sub": "olga", "name": "Olga Visser", "email": "olga@example.org", "email_verified": True},
)
ADDRESSES = (
    *("?talk={}", "?plan={}", "talks?talk={}", "library?guide={}&talk={}", "data?talk={}"),
    *("usage?talk={}", "?balance={}", "?table={}", "?follow={}", "?talk=new&after={}"),
    *("prepare?talk={}", "prepare?table={}"),
)
TOLD = "Over Marjan en de wrevelnacht."


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    started = Provider(PEOPLE)
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def team(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server people sign in to, whose engine is scripted."""
    port = free_port()
    environment = provider.settings(port, COACH_LOGIN_ROLES="olga@example.org=operator")
    served = Served(tmp_path_factory.mktemp("team"), True, port, environment)
    served.start()
    yield served
    served.stop()


def sign_in(page: Page, who: str, language: Language = "nl") -> None:
    """Go through the door and the provider as `who`."""
    page.get_by_role("button", name=texts_for(language)("sign_in.enter")).click()
    page.get_by_role("button", name=who, exact=True).click()
    page.wait_for_url("http://127.0.0.1:*/")
    expect(page.locator(".st-key-sheet_door")).to_have_count(0)


def come_in(page: Page, who: str, language: Language = "nl") -> None:
    """Sign in as `who`, and agree if that is asked."""
    sign_in(page, who, language)
    expect(page.locator(f".st-key-agree, {BOX}").first).to_be_visible()
    if page.locator(".st-key-agree").count():
        agree(page)


def agree(page: Page) -> None:
    page.get_by_role("button", name=TEXTS("welcome.agree")).click()
    box(page)
    settled(page)


def sign_out(page: Page, url: str) -> None:
    """Sign out on the page Your data, at the provider too, and come back to the door."""
    page.goto(f"{url}/data")
    page.get_by_role("button", name=TEXTS("sign_in.leave")).click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(re.compile(re.escape(url)))
    at_the_door(page)


def at_the_door(page: Page) -> None:
    expect(page.locator(".st-key-sheet_door")).to_be_visible()
    expect(page.get_by_role("button", name=TEXTS("sign_in.enter"))).to_be_visible()
    settled(page)


def another_second(page: Page) -> None:
    """Wait till the clock has left the second in which somebody signed out."""
    now = page.evaluate("Math.floor(Date.now() / 1000)")
    page.wait_for_function("now => Math.floor(Date.now() / 1000) > now", arg=now)


def words(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text()


def test_one_signs_in_talks_takes_the_plan_along_and_nobody_else_opens_it(
    provider: Provider, tmp_path: Path, visit: Visit
) -> None:
    port = free_port()
    served = Served(tmp_path, False, port, provider.settings(port))
    served.start()
    try:
        page = visit(served.url)
        at_the_door(page)
        sign_in(page, "ann")
        agree(page)
        say(page, "Marjan heeft alle roosters gedaan toen de planner uitviel.")
        assert replied(page).last.inner_text().strip()
        talk = page.url
        page.goto(talk.replace("talk=", "plan="))
        expect(page.locator(".st-key-sheet_plan")).to_contain_text("roosters")

        other = visit(served.url)
        at_the_door(other)
        sign_in(other, "ben")
        agree(other)
        for address in (talk, talk.replace("talk=", "plan=")):
            other.goto(address)
            expect(other.get_by_text(TEXTS("talk.missing"))).to_be_visible()
            assert "roosters" not in other.content()

        sign_out(page, served.url)
        page.goto(talk)
        at_the_door(page)
        assert "roosters" not in page.content()
    finally:
        served.stop()
    names = [b"Ann de Boer", b"ann@example.org", b"Ben Jansen"]
    kept = [file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file()]
    assert not [name for name in names if any(name in data for data in kept)]


def test_signing_out_ends_every_tab_and_browser_of_that_person_and_no_other(
    team: Served, visit: Visit
) -> None:
    here, elsewhere, other = visit(team.url), visit(team.url), visit(team.url)
    for page, who in ((here, "ann"), (elsewhere, "ann"), (other, "ben")):
        at_the_door(page)
        sign_in(page, who)
        if page is not elsewhere:
            agree(page)
    begin(elsewhere, team.url)
    say(elsewhere, TOLD)
    talk = elsewhere.url
    second = elsewhere.context.new_page()
    second.goto(talk)
    expect(said(second)).to_have_count(1)

    sign_out(here, team.url)

    for page in (elsewhere, second):  # open as they were: nobody touched them
        expect(page.get_by_text(TEXTS("sign_in.ended"), exact=True)).to_be_visible()
        at_the_door(page)
        assert "wrevelnacht" not in page.content()
    for address in (talk, f"{team.url}/data", f"{team.url}/library"):
        elsewhere.goto(address)  # its cookie is still there, and good for nothing
        at_the_door(elsewhere)
        assert "wrevelnacht" not in elsewhere.content()
    begin(other, team.url)

    another_second(elsewhere)
    sign_in(elsewhere, "ann")
    elsewhere.goto(talk)
    expect(said(elsewhere)).to_have_text(TOLD)


def test_every_address_with_the_id_of_another_is_as_one_that_does_not_exist(
    team: Served, visit: Visit
) -> None:
    ben = visit(team.url)
    come_in(ben, "ben")
    begin(ben, team.url)
    say(ben, "Over Marjan en het duinpantser.")
    theirs = ben.url.rpartition("=")[2]
    olga = visit(team.url)
    come_in(olga, "olga")
    for path in ADDRESSES:
        seen = []
        for number in (theirs, "0" * 32):
            olga.goto(f"{team.url}/{path.replace('{}', number)}")
            drawn = olga.locator("[data-testid=stMain] h1, [data-testid=stAlert]")
            expect(drawn.first).to_be_visible()
            settled(olga)
            assert "duinpantser" not in olga.content()
            seen.append(words(olga))
        assert seen[0] == seen[1], path


def test_the_operator_sees_numbers_and_nobody_else_sees_them(team: Served, visit: Visit) -> None:
    page = visit(team.url)
    come_in(page, "olga")
    page.goto(f"{team.url}/usage")
    expect(page.locator(".st-key-sheet_usage")).to_contain_text(TEXTS("usage.turns"))
    settled(page)
    store = Store(team.settings)
    counts = store.counts()
    store.close()
    assert f"{TEXTS('usage.turns')}: {counts.turns}" in words(page)
    assert "Marjan" not in page.content()

    other = visit(team.url)
    come_in(other, "ben")
    assert not other.get_by_role("link", name=TEXTS("nav.usage")).count()
    other.goto(f"{team.url}/usage")
    expect(other.locator("[data-testid=stMain]")).to_be_visible()
    settled(other)
    assert not other.locator(".st-key-sheet_usage").count()


def test_whoever_has_no_role_is_told_whom_to_ask_and_can_leave(
    provider: Provider, tmp_path: Path, visit: Visit
) -> None:
    port = free_port()
    only = provider.settings(
        port,
        COACH_LOGIN_DEFAULT_ROLE="none",
        COACH_LOGIN_CONTACT="Olga, toestel 12",
    )
    served = Served(tmp_path, True, port, only)
    served.start()
    try:
        page = visit(served.url)
        sign_in_refused(page, "ann")
        expect(page.get_by_text("Vraag het aan Olga, toestel 12.")).to_be_visible()
        settled(page)
        picture(page, "refused", "nl", "desktop")
        page.goto(f"{served.url}/data")
        expect(page.get_by_text(TEXTS("sign_in.refused"))).to_be_visible()
        page.get_by_role("button", name=TEXTS("sign_in.leave")).click()
        page.get_by_role("button", name="End session").click()
        at_the_door(page)
        another_second(page)
        sign_in(page, "ben")
        expect(page.get_by_role("button", name=TEXTS("welcome.agree"))).to_be_visible()
    finally:
        served.stop()


def sign_in_refused(page: Page, who: str) -> None:
    page.get_by_role("button", name=TEXTS("sign_in.enter")).click()
    page.get_by_role("button", name=who, exact=True).click()
    expect(page.get_by_text(TEXTS("sign_in.refused"))).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_door_and_what_is_behind_it_are_readable_by_all(
    team: Served, visit: Visit, language: Language, size: str
) -> None:
    texts = texts_for(language, team=True)
    width, height = SIZES[size]
    page = visit(team.url, width=width, height=height)
    at_the_door(page)
    if language == "en":
        page.get_by_role("radio", name="English").click()
        expect(page.get_by_role("button", name=texts("sign_in.enter"))).to_be_visible()
    settled(page)
    fits(page, "door", language, size)
    page.get_by_role("button", name=texts("sign_in.more")).click()
    expect(page.get_by_role("dialog")).to_contain_text(texts("welcome.kept_label"))
    page.keyboard.press("Escape")
    come_in(page, "olga", language)
    for path in ("data", "usage"):
        page.goto(f"{team.url}/{path}")
        expect(page.locator(f".st-key-sheet_{path}")).to_be_visible()
        if language == "en":
            page.get_by_role("radio", name="EN", exact=True).click()
            title = page.get_by_role("heading", name=texts(f"{path}.title"), exact=True)
            expect(title).to_be_visible()
        settled(page)
        fits(page, path, language, size)


def fits(page: Page, name: str, language: str, size: str) -> None:
    picture(page, name, language, size)
    assert not serious(page)
    assert widest(page) <= SIZES[size][0]


def picture(page: Page, name: str, language: str, size: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    file = SCREENSHOTS / f"signin-{name}-{language}-{size}.png"
    page.screenshot(path=file, animations="disabled")
