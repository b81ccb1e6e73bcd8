"""`make bench`: how long things take on this machine, beside what they may take."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from coach.dialogue.state import LANGUAGES, Language
from coach.evaluation.bench_search import search_rows
from coach.evaluation.measured import Measured, print_table
from coach.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from coach.dialogue.tools import Tools

FIND_CHROMIUM = Path(__file__).parents[2] / "tools" / "find-chromium"
STARTS = 5
PAGES, PAGE_LINES = 40, 22  # of a document somebody adds: some 400 words a page
ROUNDS = 3
INPUT = '[data-testid="stChatInputTextArea"]:not([disabled])'
TURN = '[data-testid="stChatMessage"]'
AT_REST = "() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'"


def main() -> None:
    """Measure everything and print one table; nothing fails for being slow."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(data_dir=Path(folder) / "warm")
        rows = [
            *_page(Path(folder)), *_engine(settings), *search_rows(settings), *_document(settings),
        ]  # fmt: skip
    print_table(rows)


def _engine(settings: Settings) -> Iterator[Measured]:
    """Measure turns and search inside this process, everything loaded."""
    from coach.dialogue.tools import load_tools

    words = _words()
    tools = load_tools(settings)
    walks = [
        seconds
        for language in LANGUAGES
        for _ in range(ROUNDS)
        for seconds in _walk(tools, language, words["walk"][language])
    ]
    yield Measured("guided turn, 20-turn walk", tuple(walks), "ms", 40, 90)
    for length, budget in ((300, 700), (2_000, 3_000)):
        long = [
            seconds
            for language in LANGUAGES
            for _ in range(ROUNDS)
            for seconds in _walk(tools, language, [_of_length(words["walk"][language], length)])
        ]
        yield Measured(f"turn of {length:,} words", tuple(long), "ms", budget, budget)


def _walk(tools: Tools, language: Language, said: Iterable[str]) -> Iterator[float]:
    from coach.dialogue.putting import open_talk
    from coach.dialogue.turn import take_turn

    state = open_talk(tools, language, "leader").state
    for text in said:
        started = perf_counter()
        state = take_turn(tools, state, text).state
        yield (perf_counter() - started) * 1000


def _document(settings: Settings) -> Iterator[Measured]:
    """Measure how long a document of 40 pages takes, as the page has it made searchable."""
    from coach.own_document import OwnDocument
    from coach.records.documents import open_documents

    said = cycle(_words()["walk"]["nl"])
    pages = [
        " ".join(f"{next(said)} Dat was op dag {page * 30 + line}." for line in range(PAGE_LINES))
        for page in range(PAGES)
    ]
    text, now = "\n\n\f\n\n".join(pages), datetime.now(UTC)
    words = len(text.split()) // PAGES
    open_documents(settings).keep(
        OwnDocument("own-bench-1", "nl", "Bench", ("leader",), "", text, now)
    )
    started = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "coach.web.build_index"],
        env={**os.environ, "COACH_DATA_DIR": str(settings.data_dir)},
        stdout=subprocess.DEVNULL,
    ):
        pass  # until it is done
    seconds = perf_counter() - started
    name = f"document of {PAGES} pages of {words} words until searchable"
    yield Measured(name, (seconds,), "s", 60, 60)


def _of_length(said: list[str], length: int) -> str:
    words = cycle(word for text in said for word in text.split())
    return " ".join(islice(words, length))


def _page(folder: Path) -> Iterator[Measured]:
    """Measure the page in a real browser that is open already."""
    with chromium() as browser:
        first = [first_start(browser, folder / f"first-{n}") for n in range(ROUNDS)]
        yield Measured("first start to usable chat, nothing indexed", tuple(first), "s", 6, 6)
        warm = folder / "warm"
        first_start(browser, warm)
        starts, sizes = zip(*(_warm_start(browser, warm) for _ in range(STARTS)), strict=True)
        yield Measured("serve to usable page, warm", starts, "s", 3, 3)
        yield Measured("memory with one conversation", sizes, "MB", 350, 350)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a browser, and close it."""
    from playwright.sync_api import sync_playwright

    found = subprocess.run([FIND_CHROMIUM], capture_output=True, text=True, check=True)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.stdout.strip(), args=["--no-sandbox"] if root else []
        )
        yield browser
        browser.close()


def first_start(browser: Browser, data_dir: Path, **variables: str) -> float:
    """Agree in a folder of its own; return seconds from starting until the chat is usable."""
    started = perf_counter()
    with serving(data_dir, **variables) as (_, address):
        page = browser.new_page()
        page.goto(address)
        page.locator(".st-key-agree button").click()
        usable(page)
        seconds = perf_counter() - started
        _say(page, "Hallo.")
        page.close()
    return seconds


def _warm_start(browser: Browser, data_dir: Path) -> tuple[float, float]:
    started = perf_counter()
    with serving(data_dir) as (server, address):
        page = browser.new_page()
        page.goto(f"{address}/?talk=new")
        usable(page)
        seconds = perf_counter() - started
        for text in _words()["walk"]["nl"][:5]:
            _say(page, text)
        size = _resident(server.pid)
        page.close()
    return seconds, size


def usable(page: Page) -> None:
    """Wait until the opening stands on the page and one can write."""
    page.wait_for_selector(TURN)
    page.wait_for_selector(INPUT)


def _say(page: Page, text: str) -> None:
    """Send one turn and wait until its answer stands and the box is free again."""
    page.wait_for_function(AT_REST)
    turns = page.locator(TURN)
    before = turns.count()
    page.locator(INPUT).fill(text)
    page.keyboard.press("Enter")
    turns.nth(before + 1).wait_for(timeout=60_000)
    page.wait_for_function(AT_REST)


@contextmanager
def serving(data_dir: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve the page, with `variables` set; give the process, and the address once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "coach", "serve", "--port", str(port)],
        env={**os.environ, **variables, "COACH_DATA_DIR": str(data_dir)},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            server.stdout.readline()
            yield server, f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def _resident(process: int) -> float:
    """Return the resident memory of a process in MB."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024


def _words() -> dict[str, Any]:
    import yaml

    file = Path(__file__).with_name("bench.yaml")
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    main()
