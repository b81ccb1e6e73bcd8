"""Every screen, one after the other, as a person would come to it."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from coach.web.texts import Texts
from tests.browser.talking import begin, box, replied, say, settled

TELLS = {
    "nl": "Marjan heeft vanaf februari alle roosters gedaan toen de planner uitviel.",
    "en": "Denise ran the old analyser and the new one side by side for six weeks.",
}
ASKS = {"nl": "Is er bewijs dat dit werkt?", "en": "Is there any evidence that this works?"}
IN_NEED = {
    "nl": "Eigenlijk denk ik: iedereen is beter af zonder mij.",
    "en": "Honestly, everyone would be better off without me.",
}
PHONE = 640  # pixels; narrower than this the sheet is a drawer


def tour(page: Page, url: str, texts: Texts) -> Iterator[str]:
    """Yield the name of each screen while `page` shows it; begins at the first visit."""
    width = (page.viewport_size or {"width": 1280})["width"]
    language = texts.language
    if language == "en":
        page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("button", name=texts("welcome.agree"))).to_be_visible()
    settled(page)
    yield "first-visit"
    page.get_by_text(texts("welcome.more")).click()
    expect(page.get_by_text(texts("leaving.whole_guided").split(".")[0])).to_be_visible()
    settled(page)
    yield "first-visit-all"
    page.get_by_role("button", name=texts("welcome.agree")).click()
    box(page)
    settled(page)
    yield "new-talk"
    say(page, TELLS[language])
    say(page, ASKS[language])
    yield "talk"
    talk = page.url
    page.locator("[class*=st-key-cite_] button").first.click()
    yield from _drawer(page, "passage")
    opens = "record_button" if width <= PHONE else "correct"
    page.locator(f".st-key-{opens} button").click()
    yield from _drawer(page, "record" if width <= PHONE else "correct")
    page.goto(talk.replace("talk=", "plan="))
    expect(page.locator(".st-key-sheet_plan h1")).to_be_visible()
    settled(page)
    yield "plan"
    yield from _elsewhere(page, url, texts)
    begin(page, url)
    say(page, IN_NEED[language])
    expect(page.locator(".st-key-referral")).to_be_visible()
    yield "referral"


def _elsewhere(page: Page, url: str, texts: Texts) -> Iterator[str]:
    page.goto(url)
    expect(page.locator(".st-key-talks")).to_be_visible()
    settled(page)
    yield "home"
    page.locator("[class*=st-key-row_menu_] button").first.click()
    page.get_by_role("menuitem", name=texts("home.delete")).click()
    yield from _drawer(page, "delete")
    page.goto(f"{url}/library")
    guide = page.locator("[class*=st-key-read_] button")
    expect(guide.first).to_be_visible()
    settled(page)
    yield "library"
    guide.first.click()
    expect(page.locator(".st-key-reading")).to_be_visible()
    settled(page)
    yield "guide"
    page.goto(f"{url}/data")
    expect(page.locator(".st-key-sheet_data")).to_be_visible()
    settled(page)
    yield "data"
    page.get_by_role("button", name=texts("data.erase_all")).click()
    yield from _drawer(page, "data-erase")


def _drawer(page: Page, name: str) -> Iterator[str]:
    drawer = page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    settled(page)
    yield name
    done = drawer.locator(".st-key-done button")
    if done.count():
        done.click()
    else:
        page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def last_words(page: Page) -> str:
    """Return what the coach said last."""
    return replied(page).last.inner_text()
