"""`make bench-models`: our own part of a turn with a model, many people at once while its server is
stuck, and whole walks with real small ones.

Prints Markdown. The walks take some minutes; how many people walk is the one argument.
"""

from __future__ import annotations

import platform
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language
from coach.dialogue.telling import sentences
from coach.dialogue.tools import Tools, load_tools
from coach.dialogue.turn import take_turn
from coach.dialogue.voice import ModelVoice, make_voice, with_model
from coach.settings import Settings
from tests.fakes.llama import WINDOW, serving
from tests.fakes.misbehaving import Call, MisbehavingServer, silent, the_draft, words
from tests.fakes.models import SOON, model_at, settings_for

PERSONAS = Path(__file__).parents[1] / "data" / "personas.yaml"
TOLD = "Marjan deed vanaf februari alle roosters naast haar eigen routes."
REPEAT = 30
MANY = 20  # people at once
THINK = 5.0  # seconds between two turns of each, on average
LIMIT = 60.0  # seconds for a whole reply of a real model, as by default


def main() -> None:
    """Measure, and print what was measured."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    with tempfile.TemporaryDirectory() as folder:
        tools = load_tools(Settings(data_dir=Path(folder)))
        print(f"{date.today()}, {platform.machine()}, Python {platform.python_version()}\n")
        print("| our own part | median | p95 |\n|---|---|---|")
        for name, measured in (
            ("overhead of a turn over the bare model", overhead(tools)),
            ("from the model's first whole sentence to its being shown", first_sentence(tools)),
            ("from the time limit to the set phrase being shown", fallback(tools)),
        ):
            print(f"| {name} | {_ms(measured, 0.5)} | {_ms(measured, 0.95)} |", flush=True)
        print(f"\n| first words of {MANY} at once, the model stuck | turns | median | p95 |")
        print("|---|---|---|---|")
        for name, measured in zip(
            ("until the breaker opened", "after that"), stuck(tools), strict=True
        ):
            figures = f"{_ms(measured, 0.5)} | {_ms(measured, 0.95)}"
            print(f"| {name} | {len(measured)} | {figures} |", flush=True)
        print("\n| walks with | replies | model | fallback | set | its sentences shown ", end="")
        print("| stopped by | first words, median | whole reply, median |")
        print("|---" * 9 + "|", flush=True)
        with MisbehavingServer(the_draft()) as server:
            walk(tools, "a model that keeps to the set reply", settings_for(server), people)
        for weights in ("smollm2", "gemma3"):
            with serving(weights, Path(folder)) as address:
                settings = Settings(
                    model=f"openai:{weights}", model_base_url=address, model_local=True,
                    model_window=WINDOW, model_first_seconds=LIMIT, model_whole_seconds=LIMIT,
                )  # fmt: skip
                walk(tools, weights, settings, people)
        walk(tools, "no model", Settings(), people)


def overhead(tools: Tools) -> list[float]:
    """Return seconds a reply takes more than its model's bare stream does."""
    before = open_talk(tools, "nl", "leader").state
    outcome = take_turn(tools, before, TOLD)
    more = []
    with MisbehavingServer(the_draft()) as server:
        voice = ModelVoice(model_at(server))
        for _ in range(REPEAT):
            request = voice.request(before, TOLD, outcome)
            assert request is not None
            started = time.perf_counter()
            list(voice.model.stream(request.messages))
            bare = time.perf_counter() - started
            started = time.perf_counter()
            telling = voice.tell(before, TOLD, outcome)
            assert telling is not None
            telling.whole()
            more.append(time.perf_counter() - started - bare)
    return more[1:]


def first_sentence(tools: Tools) -> list[float]:
    """Return seconds from the end of a model's first sentence to its being shown."""
    before = open_talk(tools, "nl", "leader").state
    outcome = take_turn(tools, before, TOLD)
    sent: list[float] = []
    seen = threading.Event()

    def slowly(call: Call) -> None:
        call.begin()
        call.say(words("Alle roosters, naast haar eigen routes. Wat"))
        sent.append(time.perf_counter())
        seen.wait(5)
        call.say([f" {outcome.reply.question[4:]}"])
        call.end()

    took = []
    with MisbehavingServer(slowly) as server:
        voice = ModelVoice(model_at(server))
        for _ in range(REPEAT):
            seen.clear()
            telling = voice.tell(before, TOLD, outcome)
            assert telling is not None
            next(piece for piece in telling.pieces if piece)
            took.append(time.perf_counter() - sent[-1])
            seen.set()
            telling.whole()
    return took[1:]


def fallback(tools: Tools) -> list[float]:
    """Return seconds from the time limit for the first word to the set phrase being shown."""
    before = open_talk(tools, "nl", "leader").state
    outcome = take_turn(tools, before, TOLD)
    took = []
    with MisbehavingServer(silent) as server:
        for _ in range(REPEAT // 3):
            voice = ModelVoice(model_at(server, model_first_seconds=SOON))
            voice.model.made()
            telling = voice.tell(before, TOLD, outcome)
            assert telling is not None
            started = time.perf_counter()
            next(piece for piece in telling.pieces if piece)
            took.append(time.perf_counter() - started - SOON)
    return took


def stuck(tools: Tools) -> tuple[list[float], list[float]]:
    """Return seconds to the first words of `MANY` people at once, whose model never says one.

    First of the turns it was asked for or somebody stood in line for, then of those after the
    breaker had opened. Everything is set as by default.
    """
    asked: list[float] = []
    rested: list[float] = []
    person = next(iter(_people(1)))

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
        with ThreadPoolExecutor(MANY) as people:
            list(people.map(talk, range(MANY)))
    return asked, rested


def walk(tools: Tools, name: str, settings: Settings, people: int) -> None:
    """Walk with the first `people` of each language, and print a line of what was said by whom."""
    voice = make_voice(settings)
    voices: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    shown = replies = 0
    first: list[float] = []
    whole: list[float] = []
    for person in _people(people):
        language: Language = person["lang"][:2]
        state = open_talk(tools, language, person["audience"]).state
        for text in person["turns"]:
            started = time.perf_counter()
            outcome = take_turn(tools, state, text)
            telling = voice.tell(state, text, outcome) if voice is not None else None
            if telling is None:
                first.append(time.perf_counter() - started)
            else:
                seen = 0.0
                for piece in telling.pieces:
                    if piece and not seen:
                        seen = time.perf_counter() - started
                        first.append(seen)
                outcome = telling.outcome
                speech = outcome.speech
                assert speech is not None
                shown += speech.sentences
                if speech.ended:
                    ended[speech.ended.removeprefix("gate:")] += 1
            whole.append(time.perf_counter() - started)
            voices[outcome.reply.voice] += 1
            replies += sentences(outcome.reply.text)
            state = outcome.state
    told = ", ".join(f"{rule} {count}" for rule, count in ended.most_common()) or "–"
    share = f"{shown} of {replies}"
    counts = f"{voices.total()} | {voices['model']} | {voices['fallback']} | {voices['guided']}"
    print(f"| {name} | {counts} | {share} | {told} | {_s(first)} | {_s(whole)} |", flush=True)


def _people(most: int) -> Iterable[dict[str, Any]]:
    people = yaml.safe_load(PERSONAS.read_text(encoding="utf-8"))["personas"]
    for language in ("nl", "en"):
        # Somebody who mixes languages ("nl-en") walks in the first.
        yield from [each for each in people if each["lang"].startswith(language)][:most]


def _ms(seconds: list[float], share: float) -> str:
    return f"{1000 * sorted(seconds)[round(share * (len(seconds) - 1))]:.0f} ms"


def _s(seconds: list[float]) -> str:
    return f"{sorted(seconds)[len(seconds) // 2]:.2f} s"


if __name__ == "__main__":
    main()
