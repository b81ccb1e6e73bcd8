"""A browser, and servers to visit with it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests.browser.serving import ROOT, Served

FIND = ROOT / "tools" / "find-chromium"
QUIET = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser(chromium_args: list[str]) -> Iterator[Browser]:
    """Return the Chromium of this system."""
    found = subprocess.run([FIND], capture_output=True, text=True).stdout.strip()
    assert found, "No Chromium was found. On Debian: apt-get install chromium. Then run this again."
    expect.set_options(timeout=30_000)  # two cores, shared with whatever else runs
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=[*chromium_args, *QUIET])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Return a way to open a tab of its own: its width, height and colours may be chosen."""
    opened: list[BrowserContext] = []
    stopped: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            stopped.append(message.text)

    def open_tab(
        url: str, *, width: int = 1280, height: int = 900, scheme: str = "light", **more: object
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            **more,  # type: ignore[arg-type]
        )
        opened.append(context)
        context.on("console", hear)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_tab
    for context in opened:
        context.close()
    assert stopped == [], "The page wanted something that its own policy forbids."


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server whose engine is scripted and whose owner has agreed already."""
    yield from _served(tmp_path_factory.mktemp("scripted"), scripted=True)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the real thing, at its first visit."""
    yield from _served(tmp_path_factory.mktemp("real"), scripted=False)


def _served(folder: Path, *, scripted: bool) -> Iterator[Served]:
    served = Served(folder, scripted)
    if scripted:
        served.agree()
    served.start()
    yield served
    served.stop()
