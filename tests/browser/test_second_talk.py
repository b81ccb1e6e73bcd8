"""A leader comes back: from a plan to a calendar file, on to a second talk that begins there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from coach.dialogue.state import Language
from coach.web.texts import texts_for
from tests.browser.conftest import Visit
from tests.browser.serving import ROOT, Served
from tests.browser.talking import begin, box, replied, said, say, settled, widest
from tests.browser.test_screens import serious

SCREENSHOTS = ROOT / "screenshots"
SIZES = {"desktop": (1280, 900), "phone": (360, 760)}
FIRST: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Marjan heeft vanaf februari alle roosters gedaan toen de planner uitviel.",
        "Stop",
        "Als ik Marjan vandaag om 16.00 uur spreek, dan begin ik met die roosters.",
    ),
    "en": (
        "Denise ran the old analyser and the new one side by side for six weeks.",
        "Stop",
        "If I see Denise today at 4 pm, I'll open with the analyser.",
    ),
}
SECOND: dict[Language, tuple[str, str, str]] = {
    "nl": ("Ja.", "Ze was even stil en zei dat niemand dat ooit gezegd had.", "niemand dat ooit"),
    "en": ("Yes.", "She went quiet and said nobody had ever noticed.", "nobody had ever noticed"),
}
QUOTED: dict[Language, str] = {
    "nl": "‘Als ik Marjan vandaag om 16.00 uur spreek, dan begin ik met die roosters.’",
    "en": "‘If I see Denise today at 4 pm, I'll open with the analyser.’",
}
ASKED: dict[Language, tuple[str, str, str]] = {
    "nl": ("Is het gebeurd?", "Wat gebeurde er toen?", "Dan nu verder:"),
    "en": ("Did it happen?", "What happened then?", "Then on from here:"),
}


def looked_at(page: Page, name: str) -> None:
    """Take the page's picture wide and narrow, and hold both against what all can read."""
    SCREENSHOTS.mkdir(exist_ok=True)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        page.screenshot(path=SCREENSHOTS / f"second-{name}-{size}.png", animations="disabled")
        assert serious(page) == []
        assert widest(page) <= width
    page.set_viewport_size({"width": 1280, "height": 900})
    settled(page)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_leader_comes_back_with_what_became_of_the_step(
    tmp_path: Path, visit: Visit, language: Language
) -> None:
    texts = texts_for(language)
    served = Served(tmp_path, scripted=False, environment={"COACH_LANGUAGE": language})
    served.agree()
    served.start()
    try:
        page = visit(served.url, accept_downloads=True)
        begin(page, served.url)
        for turn in FIRST[language]:
            say(page, turn)
        page.get_by_role("button", name=texts("talk.to_plan")).first.click()
        expect(page.locator(".st-key-sheet_plan h1")).to_be_visible()
        settled(page)
        with page.expect_download() as waiting:
            page.get_by_role("button", name=texts("plan.ics")).click()
        calendar = Calendar.from_ical(Path(waiting.value.path()).read_bytes())
        (entry,) = calendar.walk("VEVENT")
        assert entry.decoded("dtstart").date() == date.today()

        page.goto(served.url)
        due = page.locator(".st-key-sheet_due")
        expect(due).to_contain_text(QUOTED[language][1:20])
        looked_at(page, f"home-{language}")
        due.get_by_role("button", name=texts("home.told")).click()
        expect(replied(page).last).to_contain_text(QUOTED[language])
        expect(replied(page).last).to_contain_text(ASKED[language][0])
        box(page)
        looked_at(page, f"begins-{language}")
        bare, told, words = SECOND[language]
        say(page, bare)
        expect(replied(page).last).to_contain_text(ASKED[language][1])
        say(page, told)
        expect(replied(page).last).to_contain_text(ASKED[language][2])
        expect(page.locator(".st-key-sheet_record")).to_contain_text(words)
        page.screenshot(path=SCREENSHOTS / f"second-goes-on-{language}.png", animations="disabled")
        assert "after=" not in page.url
        page.reload()
        expect(said(page)).to_have_text([bare, told])

        page.goto(served.url)
        rows = page.locator("[class*=st-key-row_talk_]")
        expect(rows).to_have_count(2)
        expect(page.locator(".st-key-sheet_due")).to_have_count(0)  # it was told
        _label(page, language, "Keuken & kas")
        expect(rows.first).to_contain_text("Keuken & kas")
        looked_at(page, f"labelled-{language}")
        page.get_by_role("radio", name="Keuken & kas").click()
        expect(rows).to_have_count(1)
        page.get_by_role("radio", name="Keuken & kas").click()
        expect(rows).to_have_count(2)
        search = page.get_by_role("searchbox", name=texts("home.search"))
        search.fill("16.00" if language == "nl" else "4 pm")
        page.keyboard.press("Enter")
        expect(rows).to_have_count(2)  # told in the one, quoted in the other
        search.fill(words)
        page.keyboard.press("Enter")
        expect(rows).to_have_count(1)
    finally:
        served.stop()


def _label(page: Page, language: Language, name: str) -> None:
    """Give the first talk of the list a label."""
    texts = texts_for(language)
    settled(page)
    page.locator("[class*=st-key-row_menu_] button").first.click()
    page.get_by_role("menuitem", name=texts("home.label"), exact=True).click()
    drawer = page.get_by_role("dialog")
    field = drawer.get_by_label(texts("home.label_new"))
    expect(field).to_be_visible()
    settled(page)
    looked_at_dialog(page, f"label-{language}")
    field.fill(name)
    drawer.get_by_role("button", name=texts("home.label_save")).click()
    expect(drawer).to_have_count(0)
    # Streamlit's own note that it worked has no name for readers; it goes by itself.
    expect(page.get_by_test_id("stToast")).to_be_visible()
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    settled(page)


def looked_at_dialog(page: Page, name: str) -> None:
    """Take the picture of a dialog as it stands."""
    page.screenshot(path=SCREENSHOTS / f"second-{name}.png", animations="disabled")
    assert serious(page) == []
