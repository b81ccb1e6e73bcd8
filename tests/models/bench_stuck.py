"""Many people at once while the model's server is stuck: how long until they read something."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor

from coach.dialogue.putting import open_talk
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.dialogue.voice import make_voice, with_model
from coach.settings import Settings
from tests.fakes.misbehaving import MisbehavingServer, silent
from tests.models.bench_speed import people

MANY = 20  # people at once
THINK = 5.0  # seconds between two turns of each, on average


def print_stuck(tools: Tools) -> None:
    """Print the first words' median and p95 before and after the breaker opened."""
    print(f"\n| first words of {MANY} at once, the model stuck | turns | median | p95 |")
    print("|---|---|---|---|")
    for name, measured in zip(
        ("until the breaker opened", "after that"), stuck(tools), strict=True
    ):
        figures = f"{_ms(measured, 0.5)} | {_ms(measured, 0.95)}"
        print(f"| {name} | {len(measured)} | {figures} |", flush=True)


def stuck(tools: Tools) -> tuple[list[float], list[float]]:
    """Return seconds to the first words of `MANY` people at once, whose model never says one.

    First of the turns it was asked for or somebody stood in line for, then of those after the
    breaker had opened. Everything is set as by default.
    """
    asked: list[float] = []
    rested: list[float] = []
    person = people()[0]

    def talk(number: int) -> None:
        chance, state = random.Random(number), open_talk(reading, "nl", "leader").state
        for text in person["turns"]:
            time.sleep(THINK * chance.uniform(0.5, 1.5))
            started = time.perf_counter()
            outcome = take_turn(reading, state, text)
            telling = voice.tell(state, text, outcome, whose=str(number))
            if telling is not None:
                next(piece for piece in telling.pieces if piece)
                took = rested if telling.speech.ended == "resting" else asked
                took.append(time.perf_counter() - started)
                outcome = telling.whole()
            state = outcome.state

    with MisbehavingServer(silent) as server:
        settings = Settings(model="openai:fake", model_base_url=server.address, model_local=True)
        made = make_voice(settings)
        assert made is not None
        voice = made
        reading = with_model(tools, voice, settings)
        with ThreadPoolExecutor(MANY) as workers:
            list(workers.map(talk, range(MANY)))
    return asked, rested


def _ms(seconds: list[float], share: float) -> str:
    ranked = sorted(seconds)
    return f"{1000 * ranked[min(int(share * len(ranked)), len(ranked) - 1)]:.0f} ms"
