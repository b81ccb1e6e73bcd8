"""A coach prepares: from a few turns to a sheet in their own order, and a map on the table."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from coach.dialogue.intake import load_intake
from coach.dialogue.state import Language
from coach.web.texts import Texts, texts_for
from tests.browser.conftest import Visit
from tests.browser.serving import ROOT, Served, free_port
from tests.browser.talking import box, replied, said, say, settled, widest
from tests.browser.test_screens import SIZES, serious

SCREENSHOTS = ROOT / "screenshots"
TOLD: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Teamleider in een ziekenhuis. Haar planner Marjan deed elf weken alle roosters.",
        "Marjan kreeg een bos bloemen. Er was een vrije dag beloofd, die kwam er nooit.",
        "Ze wil weten hoe ze het gesprek donderdag opent.",
    ),
    "en": (
        "Team lead on a hospital ward. Her planner Denise did all the rotas for eleven weeks.",
        "Denise got flowers. A day off was promised and it never came.",
        "She wants to know how to open the talk on Thursday.",
    ),
}
NAMES: dict[Language, tuple[str, str]] = {"nl": ("Marjan", "M"), "en": ("Denise", "D")}
OWN: dict[Language, str] = {"nl": "Wat zag je die week?", "en": "What did you see that week?"}
STEP: dict[Language, str] = {
    "nl": "Als het gesprek donderdag begint, dan noem ik eerst de elf weken.",
    "en": "When Thursday’s talk begins, I name the eleven weeks first.",
}
STILL = "() => !document.getAnimations().some((each) => each.playState === 'running')"
SHEET = ".st-key-sheet_questions"
ASKED = f"{SHEET} [class*=st-key-asked_] > [data-testid=stElementContainer]:first-child p"


def questions(page: Page) -> list[str]:
    """Return the questions of the sheet, without the mark of those that are core."""
    marks = [f" {texts_for(language)('sheet.core')}" for language in TOLD]
    shown = [text.strip() for text in page.locator(ASKED).all_inner_texts()]
    return [text.removesuffix(marks[0]).removesuffix(marks[1]) for text in shown]


def choose(page: Page, number: int, option: str) -> None:
    page.locator(f"{SHEET} [class*=st-key-row_menu_] button").nth(number - 1).click()
    page.get_by_role("menuitem", name=option).click()


def look(page: Page, name: str, language: Language) -> list[str]:
    """Take pictures of the screen, wide and narrow, and return what is wrong with it."""
    wrong: list[str] = []
    SCREENSHOTS.mkdir(exist_ok=True)
    for size, (width, height) in reversed(SIZES.items()):
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        page.wait_for_function(STILL)  # what is old fades out, and is pale while it does
        picture = SCREENSHOTS / f"prepare-{name}-{language}-{size}.png"
        page.screenshot(path=picture, animations="disabled")
        wrong += serious(page)
        if widest(page) > width:
            wrong.append(f"{name} is {widest(page)} wide at {width}")
    return wrong


@pytest.mark.parametrize("language", TOLD)
def test_a_coach_comes_from_an_intake_to_a_sheet_of_their_own(
    tmp_path: Path, visit: Visit, language: Language
) -> None:
    texts = texts_for(language)
    port = free_port()
    public = {"COACH_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    served = Served(tmp_path, scripted=False, port=port, environment=public)
    served.start()
    try:
        page = visit(served.url, accept_downloads=True)
        wrong = _intake(page, texts, language)
        name, initial = NAMES[language]
        before = questions(page)
        assert 10 <= len(before) <= 15
        assert initial in " ".join(before)
        assert name not in page.locator(".stApp").inner_text()
        wrong += look(page, "sheet", language)
        changed = _arrange(page, texts, language, before)
        page.reload()
        expect(page.locator(ASKED)).to_have_count(len(changed))
        settled(page)
        assert questions(page) == changed
        served.stop()
        served.start()
        page.goto(page.url)
        # A server that has just started may wait for the library to be laid out.
        expect(page.locator(ASKED)).to_have_count(len(changed), timeout=120_000)
        settled(page)
        assert questions(page) == changed
        with page.expect_download() as waiting:
            page.get_by_role("button", name=texts("plan.docx")).click()
        paragraphs = Document(io.BytesIO(Path(waiting.value.path()).read_bytes())).paragraphs
        written = [each.text for each in paragraphs]
        for number, asked in enumerate(changed, start=1):
            assert any(text.startswith(f"{number}. {asked}") for text in written), asked
        wrong += _invite(page, visit, texts, language)
        wrong += _table(page, texts, language)
        page.get_by_role("button", name=texts("table.back")).click()
        expect(page.locator(SHEET)).to_be_visible()
        settled(page)
        page.get_by_role("button", name=texts("sheet.back")).click()
        expect(page.locator("[class*=st-key-row_talk_]")).to_have_count(1)
        wrong += look(page, "list", language)
        page.goto(served.url)
        expect(page.locator("[class*=st-key-row_talk_]")).to_contain_text(texts("prepare.ready"))
        wrong += look(page, "home", language)
        page.locator("[class*=st-key-row_go_] button").click()
        expect(page.locator(SHEET)).to_be_visible()
        settled(page)
        assert questions(page) == changed
        assert wrong == []
    finally:
        served.stop()


def _intake(page: Page, texts: Texts, language: Language) -> list[str]:
    if language == "en":
        page.get_by_role("radio", name="English").click()
        expect(page.get_by_role("button", name=texts("welcome.agree"))).to_be_visible()
        settled(page)
    coach = page.get_by_role("radio", name=texts("audience.coach"))
    coach.click()
    expect(coach).to_be_checked()
    settled(page)
    page.get_by_role("button", name=texts("welcome.agree")).click()
    expect(page.get_by_role("heading", name=texts("prepare.heading"))).to_be_visible()
    box(page)
    wrong = look(page, "new", language)
    name, initial = NAMES[language]
    for number, words in enumerate(TOLD[language]):
        say(page, words)
        if number == 0:
            expect(page.get_by_label(texts("prepare.instead", name=name))).to_have_value(initial)
            wrong += look(page, "name", language)
            page.get_by_role("button", name=texts("prepare.replace")).click()
            expect(said(page).first).not_to_contain_text(name)
            settled(page)
    expect(replied(page).last).to_contain_text(load_intake(language)["ask"]["session"])
    wrong += look(page, "session", language)
    page.get_by_role("button", name=texts("prepare.make")).click()
    expect(page.locator(SHEET)).to_be_visible()
    settled(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    return wrong


def _arrange(page: Page, texts: Texts, language: Language, before: list[str]) -> list[str]:
    """Move, replace, reword, add and take away, each once; return the sheet as it then is."""
    choose(page, 2, texts("sheet.down"))
    expect(page.locator(ASKED).nth(2)).to_contain_text(before[1])
    settled(page)
    choose(page, 2, texts("sheet.another"))
    expect(page.locator(ASKED).nth(1)).not_to_contain_text(before[2])
    settled(page)
    page.get_by_role("button", name=texts("sheet.take_back")).click()
    expect(page.locator(ASKED).nth(1)).to_contain_text(before[2])
    settled(page)
    choose(page, 3, texts("sheet.reword"))
    drawer = page.get_by_role("dialog")
    drawer.get_by_label(texts("sheet.question")).fill(OWN[language])
    drawer.get_by_role("button", name=texts("sheet.save")).click()
    expect(page.locator(ASKED).nth(2)).to_contain_text(OWN[language])
    expect(drawer).to_have_count(0)
    settled(page)
    # A question in the coach's words keeps its reason and its source.
    page.locator("[class*=st-key-behind_] summary").nth(2).click()
    page.wait_for_function(STILL)  # while it unfolds, what is under the pointer moves
    page.locator("[class*=st-key-source_] button:visible").click()
    expect(drawer.locator(".st-key-passage")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    count = len(questions(page))
    page.get_by_role("button", name=texts("sheet.add")).click()
    drawer.get_by_label(texts("sheet.question")).fill(f"{OWN[language]} 2")
    drawer.get_by_role("button", name=texts("sheet.save")).click()
    expect(page.locator(ASKED)).to_have_count(count + 1)
    expect(drawer).to_have_count(0)
    settled(page)
    choose(page, count + 1, texts("sheet.remove"))
    expect(page.locator(ASKED)).to_have_count(count)
    settled(page)
    return questions(page)


def _invite(page: Page, visit: Visit, texts: Texts, language: Language) -> list[str]:
    """Invite the client to look back on what the session led to, and open the link as they do."""
    page.get_by_role("button", name=texts("inviting.make")).click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text(texts("inviting.steps_empty"))).to_be_visible()
    drawer.get_by_label(texts("inviting.steps")).fill(STEP[language])
    drawer.get_by_label(texts("inviting.sender")).fill("Els")
    drawer.get_by_label(texts("inviting.sender")).press("Tab")
    drawer.get_by_role("button", name=texts("inviting.link"), exact=True).click()
    link = drawer.locator("code").first
    expect(link).to_contain_text("/invitation?token=")
    wrong = look(page, "invitation", language)
    client = visit(link.inner_text().strip())
    expect(client.locator(".st-key-sheet_agreed")).to_contain_text(STEP[language])
    settled(client)
    text = client.locator(".stApp").inner_text()
    assert not [each for each in questions(page) if each in text]
    client.context.close()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    settled(page)
    return [*wrong, *look(page, "invited", language)]


def _table(page: Page, texts: Texts, language: Language) -> list[str]:
    page.get_by_role("button", name=texts("table.open")).click()
    expect(page.locator(".st-key-cloth img")).to_be_visible()
    settled(page)
    kinds = page.locator(".st-key-cup_kind").get_by_role("radio")
    for place, name in enumerate(("ik", "team", "T")):
        kinds.nth(place).click()
        expect(kinds.nth(place)).to_be_checked()
        page.get_by_label(texts("table.name")).fill(name)
        page.get_by_role("button", name=texts("table.put_down")).click()
        expect(page.get_by_role("radio", name=name, exact=True)).to_be_checked()
        settled(page)
    picture = page.locator(".st-key-cloth img")
    stood = picture.get_attribute("src")
    page.get_by_role("button", name=texts("table.up")).press("Enter")  # by keyboard as well
    expect(picture).not_to_have_attribute("src", stood or "")
    page.get_by_label(texts("table.noticed")).fill("T")
    page.get_by_label(texts("table.check")).click()
    settled(page)
    wrong = look(page, "table", language)
    moved = picture.get_attribute("src")
    page.reload()
    expect(picture).to_have_attribute("src", moved or "")
    expect(page.get_by_label(texts("table.noticed"))).to_have_value("T")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=texts("table.png")).click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    return wrong
