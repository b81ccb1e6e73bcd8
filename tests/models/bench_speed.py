"""The part of `make bench` about models: what we add to a model's time, and to starting with one.

The model is a server of ours that says the set reply back at once, so that its own time is none.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language, Outcome, State, agreed
from coach.dialogue.tools import Tools, load_tools
from coach.dialogue.turn import take_turn
from coach.dialogue.voice import ModelVoice
from coach.evaluation.bench import INPUT, TURN, chromium, first_start, serving, usable
from coach.evaluation.measured import Measured, print_table
from coach.settings import Settings
from tests.fakes.misbehaving import Call, MisbehavingServer, silent, the_draft, words
from tests.fakes.models import SOON, model_at, settings_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PERSONAS = Path(__file__).parents[1] / "data" / "personas.yaml"
TOLD = "Marjan deed vanaf februari alle roosters naast haar eigen routes."
FIRST = "Alle roosters, naast haar eigen routes."
REPEAT = 30
TIMES_OUT = 10
STARTS = 5
PAUSE = 0.02  # seconds between two words of a model that goes on and on
PROCESSOR = ", processor time"
Turn = tuple[State, str, Outcome]


def main() -> None:
    """Measure, and print one table; nothing fails for being slow."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        tools = load_tools(Settings(data_dir=Path(folder) / "talk"))
        print_table([*spoken(tools), *started(tools, Path(folder))])


def spoken(tools: Tools) -> Iterator[Measured]:
    """Measure what we add to a turn that a model words."""
    for where, hides in (("here", False), ("elsewhere, names hidden", True)):
        turns = overhead(tools, hides=hides)
        for clock in (0, 1):
            name = f"our part of a turn, whole walks, model {where}{PROCESSOR * clock}"
            walks = [[each[clock] for each in walk] for walk in turns]
            whole = tuple(each for walk in walks for each in walk)
            yield Measured(name, whole, "ms", p95_budget=30)
            late = tuple(each for walk in walks for each in walk[8:])
            yield Measured(f"{name}, from turn 9", late, "ms", p95_budget=30)
    name = "the model's first whole sentence until it is shown"
    yield Measured(name, tuple(first_sentence(tools)), "ms", p95_budget=150)
    for limit in ("first", "between", "whole"):
        name = f"time limit ({limit}) until the set phrase is shown"
        yield Measured(name, tuple(fallback(tools, limit)), "ms", p95_budget=300)


def people() -> list[dict[str, Any]]:
    """Return the scripted people, each situation once."""
    everybody = yaml.safe_load(PERSONAS.read_text(encoding="utf-8"))["personas"]
    return [each for each in everybody if not each["id"].split("-")[0].endswith("t")]


def overhead(tools: Tools, *, hides: bool) -> list[list[tuple[float, float]]]:
    """Return, by walk and turn, milliseconds a reply takes more than its model's bare stream.

    On the clock of the wall, and of the processor, which doesn't see what else a machine does.
    """
    walks = []
    with MisbehavingServer(the_draft()) as server:
        voice = ModelVoice(model_at(server, model_local=not hides), hides=hides)
        voice.load()
        for person in people():
            language: Language = person["lang"][:2]
            state = agreed(open_talk(tools, language, person["audience"]).state, voice.destination)
            more = []
            for text in person["turns"]:
                outcome = take_turn(tools, state, text)
                started = clocks()
                telling = voice.tell(state, text, outcome)
                if telling is not None:
                    outcome = telling.whole()
                    ended = clocks()
                    request = voice.request(state, text, outcome)
                    assert request is not None
                    bare = clocks()
                    list(voice.model.stream(request.messages))
                    times = zip(started, ended, bare, clocks(), strict=True)
                    wall, processor = (1000 * (b - a - (d - c)) for a, b, c, d in times)
                    more.append((wall, processor))
                state = outcome.state
            walks.append(more)
    return walks


def clocks() -> tuple[float, float]:
    """Return seconds on the wall, and of all processors for this process."""
    return time.perf_counter(), time.process_time()


def told(tools: Tools) -> Turn:
    """Return one turn and the guided answer to it."""
    before = open_talk(tools, "nl", "leader").state
    return before, TOLD, take_turn(tools, before, TOLD)


def first_sentence(tools: Tools) -> list[float]:
    """Return milliseconds from the end of a model's first sentence to its being shown."""
    turn = told(tools)
    sent: list[float] = []
    seen = threading.Event()

    def slowly(call: Call) -> None:
        call.begin()
        call.say(words(f"{FIRST} Wat"))
        sent.append(time.perf_counter())
        seen.wait(5)
        call.say([f" {turn[2].reply.question[4:]}"])
        call.end()

    took = []
    with MisbehavingServer(slowly) as server:
        voice = ModelVoice(model_at(server))
        voice.load()
        for _ in range(REPEAT):
            seen.clear()
            telling = voice.tell(*turn)
            assert telling is not None
            next(piece for piece in telling.pieces if piece)
            took.append((time.perf_counter() - sent[-1]) * 1000)
            seen.set()
            telling.whole()
    return took[1:]


def fallback(tools: Tools, limit: str) -> list[float]:
    """Return milliseconds from when `limit` has passed to the set phrase being shown."""
    turn = told(tools)
    began: list[float] = []

    def stalls(call: Call) -> None:
        call.begin()
        call.say(words(f"{FIRST} Wat heb je"))
        began.append(time.perf_counter())
        call.wait_for_hanging_up()

    def goes_on(call: Call) -> None:
        call.begin()
        call.say(words(FIRST))
        while True:
            call.say([" en"])
            time.sleep(PAUSE)

    step = {"first": silent, "between": stalls, "whole": goes_on}[limit]
    took = []
    with MisbehavingServer(step) as server:
        for _ in range(TIMES_OUT):
            voice = ModelVoice(model_at(server, **{f"model_{limit}_seconds": SOON}))
            voice.load()
            telling = voice.tell(*turn)
            assert telling is not None
            started = time.perf_counter()
            shown = 0.0
            for piece in telling.pieces:
                if piece and telling.shown != FIRST:
                    shown = time.perf_counter()
            assert telling.speech.ended == limit
            since = began[-1] if limit == "between" else started
            took.append((shown - since - SOON) * 1000)
    return took


def started(tools: Tools, folder: Path) -> Iterator[Measured]:
    """Measure starting the page with a model beside starting it without, in turn, in pairs."""
    shows = " ".join(told(tools)[2].reply.text.split()[:3])
    pages: list[float] = []
    replies: list[float] = []
    with MisbehavingServer(the_draft()) as server, chromium() as browser:
        settings = settings_for(server)
        speaks = {
            "COACH_MODEL": settings.model,
            "COACH_MODEL_BASE_URL": settings.model_base_url,
            "COACH_MODEL_LOCAL": "1",
        }
        first_start(browser, folder / "without")
        first_start(browser, folder / "with", **speaks)
        for _ in range(STARTS):
            page, reply = _start(browser, folder / "without", shows)
            page_with, reply_with = _start(browser, folder / "with", shows, **speaks)
            pages.append(page_with - page)
            replies.append(reply_with - reply)
    name = "more until the page is usable, with a model than without"
    yield Measured(name, tuple(pages), "s", median_budget=0.2)
    name = "more until the first words of a turn sent at once"
    yield Measured(name, tuple(replies), "s", median_budget=1.5)


def _start(
    browser: Browser, data_dir: Path, shows: str, **variables: str
) -> tuple[float, float]:
    """Return seconds from starting until the page is usable, and until a reply begins."""
    began = time.perf_counter()
    with serving(data_dir, **variables) as (_, address):
        page = browser.new_page()
        page.goto(f"{address}/?talk=new")
        usable(page)
        first = time.perf_counter() - began
        page.locator(INPUT).fill(TOLD)
        page.keyboard.press("Enter")
        page.locator(TURN).filter(has_text=shows).first.wait_for(timeout=60_000)
        reply = time.perf_counter() - began
        page.close()
    return first, reply


if __name__ == "__main__":
    main()
