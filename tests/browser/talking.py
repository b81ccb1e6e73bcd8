"""What a person does on the page, and waiting till the page has answered."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from coach.dialogue.state import Language

BOX = "[data-testid=stChatInputTextArea]"
MESSAGES = "[data-testid=stChatMessageContent]"
YOU: dict[Language, str] = {"nl": "Jij", "en": "You"}


def settled(page: Page) -> None:
    """Wait until the page has drawn itself and nothing is left half done."""
    page.wait_for_function(
        """() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')"""
    )


def box(page: Page) -> Locator:
    """Return the box one writes in, once one can write in it."""
    found = page.locator(BOX)
    expect(found).to_have_count(1)  # the screen before it is taken away a moment later
    expect(found).to_be_enabled()
    return found


def said(page: Page) -> Locator:
    """Return what the person said so far."""
    return page.locator(f"{MESSAGES}:is([aria-label$=' Jij'], [aria-label$=' You'])")


def replied(page: Page) -> Locator:
    """Return what the coach said so far, the cards aside."""
    return page.locator(f"{MESSAGES}[aria-label$=' Coach']")


def write(page: Page, text: str) -> None:
    """Write `text` and send it; don't wait for the answer."""
    turns = said(page).count()
    box(page).fill(text)
    box(page).press("Enter")
    expect(said(page)).to_have_count(turns + 1)


def say(page: Page, text: str) -> None:
    """Write `text`, send it, and wait for the answer."""
    write(page, text)
    # The first turn of a server may wait for the library to be laid out.
    expect(page.locator(".st-key-answering")).to_have_count(0, timeout=120_000)
    settled(page)
    box(page)


def begin(page: Page, url: str) -> None:
    """Go to a talk that hasn't begun."""
    page.goto(f"{url}/?talk=new")
    box(page)
    settled(page)


def widest(page: Page) -> int:
    """Return how wide the page is, in pixels, with whatever sticks out."""
    return int(page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth"))
