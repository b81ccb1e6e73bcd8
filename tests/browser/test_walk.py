"""The whole road on the real thing: from the first visit to a plan to take along."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect

from coach.dialogue.state import Language
from coach.web.texts import texts_for
from tests.browser.conftest import Visit
from tests.browser.serving import ROOT, Served
from tests.browser.talking import box, replied, said, say, settled

SCREENSHOTS = ROOT / "screenshots"
PERSONAS = ROOT / "tests" / "data" / "personas.yaml"
# What was told, and belongs on the plan: who and what.
ROADS: dict[Language, tuple[str, tuple[str, ...]]] = {
    "nl": ("p01-zorg-teammanager", ("Marjan", "roosters", "bos bloemen")),
    "en": ("e1-lab-full-walk", ("Denise", "analyser")),
}


def turns_of(name: str) -> list[str]:
    data: dict[str, Any] = yaml.safe_load(PERSONAS.read_text(encoding="utf-8"))
    return next(
        [str(turn) for turn in each["turns"]] for each in data["personas"] if each["id"] == name
    )


def picture(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"walk-{name}.png", animations="disabled")


@pytest.mark.parametrize("language", ROADS)
def test_a_leader_walks_the_whole_road(tmp_path: Path, visit: Visit, language: Language) -> None:
    name, told = ROADS[language]
    texts = texts_for(language)
    served = Served(tmp_path, scripted=False)
    served.start()
    try:
        page = visit(served.url, accept_downloads=True)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.reload()  # so that the first drawing is heard too
        if language == "en":
            page.get_by_role("radio", name="English").click()
        page.get_by_role("button", name=texts("welcome.agree")).click()
        box(page)
        turns = turns_of(name)
        for number, turn in enumerate(turns, start=1):
            say(page, turn)
            assert replied(page).last.inner_text().strip()
            picture(page, f"{language}-{number:02}")
        expect(said(page)).to_have_count(len(turns))
        sheet = page.locator(".st-key-sheet_record").inner_text()
        assert told[0] in sheet
        page.get_by_role("button", name=texts("talk.to_plan")).first.click()
        expect(page.locator(".st-key-sheet_plan h1")).to_be_visible()
        expect(page.locator(".st-key-sheet_plan h1")).to_be_in_viewport()
        settled(page)
        picture(page, f"{language}-plan")
        plan = page.locator(".st-key-sheet_plan").inner_text().casefold()
        assert [word for word in told if word.casefold() not in plan] == []
        with page.expect_download() as waiting:
            page.get_by_role("button", name=texts("plan.pdf")).click()
        assert waiting.value.suggested_filename.endswith(".pdf")
        assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
        page.goto(served.url)
        row = page.locator("[class*=st-key-row_talk_]")
        expect(row).to_have_count(1)
        settled(page)
        picture(page, f"{language}-home")
        row.get_by_role(
            "button", name=re.compile(texts("home.go_on") + "|" + texts("home.read"))
        ).click()
        expect(said(page)).to_have_count(len(turns))
        assert wrong == []
    finally:
        served.stop()


def test_the_stepper_goes_back_and_the_language_goes_along(tmp_path: Path, visit: Visit) -> None:
    served = Served(tmp_path, scripted=False)
    served.agree()
    served.start()
    try:
        page = visit(served.url)
        box(page)
        say(page, "Marjan heeft vanaf februari alle roosters gedaan.")
        page.get_by_role("button", name=re.compile("Begin$")).click()
        expect(replied(page)).to_have_count(3)
        settled(page)
        page.get_by_role("radio", name="EN", exact=True).click()
        expect(page.get_by_role("link", name="Talks")).to_be_visible()
        settled(page)
        page.reload()
        expect(page.get_by_role("link", name="Talks")).to_be_visible()
        expect(said(page)).to_have_text(["Marjan heeft vanaf februari alle roosters gedaan."])
    finally:
        served.stop()
