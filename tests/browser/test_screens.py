"""Every screen, wide and narrow, light and dark: readable by all, and fit for its width."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from coach.dialogue.state import Language
from coach.web.texts import texts_for
from tests.browser.conftest import Visit
from tests.browser.serving import ROOT, Served
from tests.browser.talking import widest
from tests.browser.tour import tour

SCREENSHOTS = ROOT / "screenshots"
SIZES = {"desktop": (1280, 900), "phone": (360, 760)}
AXE = Axe()


def serious(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page as it stands."""
    found: dict[str, Any] = AXE.run(page).response
    return [
        f"{each['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_screen_is_readable_by_all_and_fits_its_width(
    tmp_path: Path, visit: Visit, language: Language, size: str, scheme: str
) -> None:
    served = Served(tmp_path, scripted=False)
    served.start()
    try:
        width, height = SIZES[size]
        page = visit(served.url, width=width, height=height, scheme=scheme)
        SCREENSHOTS.mkdir(exist_ok=True)
        wrong: dict[str, object] = {}
        for number, name in enumerate(tour(page, served.url, texts_for(language))):
            picture = f"{number:02}-{name}-{language}-{size}-{scheme}.png"
            page.screenshot(path=SCREENSHOTS / picture, animations="disabled")
            if found := serious(page):
                wrong[name] = found
            if widest(page) > width:
                wrong[f"{name} is wider than the screen"] = widest(page)
            spoken = page.evaluate("document.documentElement.lang")
            if spoken != language:
                wrong[f"{name} speaks"] = spoken
        assert not wrong
    finally:
        served.stop()
