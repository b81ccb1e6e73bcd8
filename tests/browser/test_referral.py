"""A referral on the real page: a card, then one line on top for as long as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.serving import ROOT, Served
from tests.browser.talking import begin, box, replied, say, widest

SCREENSHOTS = ROOT / "screenshots"
CRY = "Eigenlijk denk ik: iedereen is beter af zonder mij."
TOLD_ON = (
    "Ik zit hier maar wat op de bank en kijk naar buiten.",
    "Karin heeft in april de hele nacht bij me gezeten na die dienst.",
)


def picture(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"referral-{name}.png", animations="disabled")


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (360, 740)])
def test_what_follows_a_referral_leaves_one_line_on_top_and_no_bubble(
    tmp_path: Path, visit: Visit, width: int, height: int
) -> None:
    served = Served(tmp_path, scripted=False)
    served.start()
    try:
        page = visit(served.url, width=width, height=height)
        page.get_by_role("button", name="Akkoord, begin").click()
        box(page)
        begin(page, served.url)
        opening = replied(page).count()
        say(page, CRY)
        card, line = page.locator(".st-key-referral"), page.locator(".st-key-referral_pinned")
        expect(card.get_by_role("link", name="Bel 113")).to_be_in_viewport()
        expect(line).to_have_count(0)
        picture(page, f"{width}-1")
        for number, text in enumerate(TOLD_ON, start=2):
            say(page, text)
            expect(card).to_have_count(0)
            expect(line).to_have_count(1)
            call = line.get_by_role("link", name="Bel 113")
            expect(call).to_have_attribute("href", "tel:113")
            expect(call).to_be_in_viewport()
            expect(page.locator("[class*=st-key-referral_said_]")).to_have_count(number)
            expect(page.locator("[class*=st-key-referral_said_]").last).to_be_in_viewport()
            picture(page, f"{width}-{number}")
        assert replied(page).count() == opening  # no word of a referral is a bubble
        pinned = line.bounding_box()
        assert pinned is not None
        assert pinned["height"] < 80
        assert widest(page) <= width
        page.get_by_role("button", name="Ik wil verder").first.click()
        expect(line).to_have_count(0)
        expect(replied(page).last).to_contain_text("verder")
    finally:
        served.stop()
