"""Everything can be done without a mouse."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.serving import Served
from tests.browser.talking import BOX, begin, box, replied, said, say, settled


def tab_to(page: Page, name: str, key: str = "Tab", most: int = 60) -> None:
    """Press `key` until what has the focus is called `name`."""
    called = ""
    for _ in range(most):
        page.keyboard.press(key)
        called = str(
            page.evaluate(
                "(document.activeElement.ariaLabel || document.activeElement.innerText || '')"
                ".replace(/\\s+/g, ' ').trim()"
            )
        )
        if name in called and len(called) < 2 * len(name) + 40:
            return
    raise AssertionError(f"{name!r} wasn't reached; the last was {called!r}")


def test_from_first_visit_to_a_reply(tmp_path: Path, visit: Visit) -> None:
    served = Served(tmp_path, scripted=True)
    served.start()
    try:
        page = visit(served.url)
        expect(page.get_by_role("button", name="Akkoord, begin")).to_be_visible()
        settled(page)
        tab_to(page, "Nederlands")
        tab_to(page, "Lees alles")
        tab_to(page, "leidinggevende")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        expect(page.get_by_role("radio", name="cliënt", exact=True)).to_be_checked()
        settled(page)
        tab_to(page, "Akkoord, begin")
        page.keyboard.press("Enter")
        box(page)
        settled(page)
        tab_to(page, "Schrijf wat je zag of hoorde")
        page.keyboard.type("Over Marjan.")
        page.keyboard.press("Enter")
        expect(replied(page).last).to_contain_text("Wat heeft het gekost?")
    finally:
        served.stop()


def test_after_sending_one_can_go_on_typing(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("En nog iets.")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_count(2)


def test_a_citation_opens_and_gives_the_focus_back(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    tab_to(page, "Benoem concreet", "Shift+Tab")
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    expect(drawer.get_by_text("Erkenning werkt als ze klopt").first).to_be_visible()
    tab_to(page, "Lees de hele gids")
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    held = page.evaluate("document.activeElement.innerText")
    assert "Benoem concreet" in held


def test_the_whole_guide_and_back_to_the_talk(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    talk = page.url
    page.get_by_role("button", name="Benoem concreet").click()
    settled(page)
    tab_to(page, "Lees de hele gids")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-reading")).to_contain_text("Erkenning werkt als ze klopt")
    settled(page)
    tab_to(page, "Terug naar het gesprek")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text(["Over Marjan."])
    assert page.url == talk


def test_the_sheet_is_corrected(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    tab_to(page, "Verbeter", "Shift+Tab")
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    fields = drawer.get_by_role("textbox")
    expect(fields).to_have_count(3)
    settled(page)
    fields.nth(1).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("de helft van de roosters")
    tab_to(page, "Klaar")
    page.keyboard.press("Enter")
    expect(drawer).to_have_count(0)
    expect(page.locator(".st-key-sheet_record")).to_contain_text("de helft van de roosters")
    page.reload()
    expect(page.locator(".st-key-sheet_record")).to_contain_text("de helft van de roosters")


def test_a_talk_is_renamed_and_erased(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Een gesprek om te wissen.")
    page.goto(scripted.url)
    row = page.locator("[class*=st-key-row_talk_]").first
    expect(row).to_contain_text("Een gesprek om te wissen.")
    settled(page)
    row.locator("[class*=st-key-row_menu_] button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Hernoem")).to_be_visible()
    expect(page.get_by_role("menu")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")  # labels
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    name = page.get_by_role("dialog").get_by_role("textbox")
    expect(name).to_be_visible()
    name.fill("Mijn nieuwe naam")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row).to_contain_text("Mijn nieuwe naam")
    settled(page)
    row.locator("[class*=st-key-row_menu_] button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Wis")).to_be_visible()
    expect(page.get_by_role("menu")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Mijn nieuwe naam")
    settled(page)
    tab_to(page, "Wis")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Mijn nieuwe naam")).to_have_count(0)


def test_the_focus_can_be_seen(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              const held = document.activeElement;
              if (held === document.body) return true;
              for (let at = held; at; at = at.parentElement) {
                const style = getComputedStyle(at);
                if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
                  return true;
              }
              return held.outerHTML.slice(0, 200);
            }"""
        )
        assert seen is True, seen
