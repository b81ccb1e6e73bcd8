"""What a person types is shown as typed, by them and by the coach, and fetches nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.serving import Served
from tests.browser.talking import begin, replied, said, say

TYPED = (
    "echo # kop en *nadruk*",
    "echo ![foto](http://example.org/spion.png)",
    "echo <img src=http://example.org/x onerror=alert(1)>",
    "echo kost $5, en $x^2$ erbij",
    "echo :material/home: :smile: :red[rood]",
    "echo a -> b, c <- d, x -- y",
    "echo `code` [klik](javascript:alert(1))",
)


@pytest.fixture
def asked(scripted: Served, visit: Visit) -> tuple[Page, list[str]]:
    """Return a page with a new talk, and the addresses it asked for outside its own server."""
    page = visit(scripted.url)
    outside: list[str] = []
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if not request.url.startswith((scripted.url, "data:", "blob:", "ws://127.0.0.1"))
            else None
        ),
    )
    begin(page, scripted.url)
    return page, outside


def test_words_are_shown_as_typed_and_fetch_nothing(asked: tuple[Page, list[str]]) -> None:
    page, outside = asked
    for typed in TYPED:
        say(page, typed)
        assert said(page).last.inner_text().strip() == typed
        shown = replied(page).last.locator("p").first.inner_text().replace("\u2060", "")
        assert shown == f"‘{typed}’ schreef je."
    assert page.locator("[data-testid=stMain] img").count() == 0
    assert outside == []


def test_lines_stay_lines(asked: tuple[Page, list[str]]) -> None:
    page, _ = asked
    page.locator("[data-testid=stChatInputTextArea]").fill("echo een\n\n\ntwee")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_count(1)
    assert said(page).last.inner_text().strip() == "echo een\n\n\ntwee"


def test_the_title_of_a_talk_is_shown_as_typed(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "# Titel met *sterren*")
    page.goto(scripted.url)
    expect(page.get_by_text("# Titel met *sterren*").first).to_be_visible()
