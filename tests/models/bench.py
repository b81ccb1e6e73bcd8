"""`make bench-models`: whole walks with real small models, with one that misbehaves, and with none;
what is seen when it goes wrong or is stuck.

Prints Markdown. It takes an hour or more. The arguments are who walks, by the first part of an id
of tests/data/personas.yaml; everybody, when there are none.
"""

from __future__ import annotations

import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from coach.dialogue.gate import judge_each
from coach.dialogue.putting import open_talk
from coach.dialogue.state import Language, State
from coach.dialogue.telling import sentences
from coach.dialogue.tools import Tools, load_tools
from coach.dialogue.turn import take_turn
from coach.dialogue.voice import ModelVoice, make_voice, with_model
from coach.models.breaker import Breaker
from coach.settings import Settings
from tests.dialogue.promises import Talk, broken_by
from tests.dialogue.replies import replies
from tests.fakes.llama import WINDOW, serving
from tests.fakes.misbehaving import Call, MisbehavingServer, Step, every_kind, the_draft
from tests.fakes.models import SOON, model_at, settings_for
from tests.models.bench_speed import PERSONAS, TOLD
from tests.models.bench_stuck import print_stuck

DRIBBLES = 1.0  # seconds between two words
LIMIT = 60.0  # seconds for a whole reply of a real model, as by default
WHOLE = ("empty", "no-question")  # rules that end a reply all of whose sentences passed
Person = dict[str, Any]
# Puts the next thing to do wrong before the server, in a talk in this language.
Next = Callable[[Language], None]


def main() -> None:
    """Walk, and print who spoke and what was broken."""
    everybody = yaml.safe_load(PERSONAS.read_text(encoding="utf-8"))["personas"]
    chosen = [p for p in everybody if not sys.argv[1:] or p["id"].split("-")[0] in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        walks = Walks(load_tools(Settings(data_dir=Path(folder))), chosen)
        print(f"{date.today()}, {platform.machine()}, Python {platform.python_version()}; ", end="")
        print(", ".join(str(person["id"]) for person in chosen), end="\n\n")
        print("| walks with | replies | model | fallback | set | its sentences passed ", end="")
        print("| of all shown | stopped by | first words, median | whole reply, median ", end="")
        print("| promises broken | other than guided |")
        print("|---" * 12 + "|", flush=True)
        with MisbehavingServer(the_draft()) as server:
            walks.walk("a model that keeps to the set reply", make_voice(settings_for(server)))
            limits = {"model_first_seconds": SOON, "model_between_seconds": SOON}
            bad = ModelVoice(model_at(server, **limits), breaker=Breaker(most=1000))
            name = f"a server that does wrong in all ways (limits {SOON} s)"
            walks.walk(name, bad, kinds(server))
        for weights in ("smollm2", "gemma3"):
            with serving(weights, Path(folder)) as address:
                settings = Settings(
                    model=f"openai:{weights}", model_base_url=address, model_local=True,
                    model_window=WINDOW, model_first_seconds=LIMIT, model_whole_seconds=LIMIT,
                    model_read_seconds=LIMIT,
                )  # fmt: skip
                voice = make_voice(settings)
                walks.walk(weights, voice)
                reads = with_model(walks.tools, voice, settings)
                walks.walk(f"no model, while {weights} reads along", None, tools=reads)
        walks.walk("no model", None)
    good_replies()
    with tempfile.TemporaryDirectory() as folder:
        tools = load_tools(Settings(data_dir=Path(folder)))
        seen_when_wrong(tools)
        print_stuck(tools)
    none = "No promise was broken, and every walk is the guided one."
    print("\n".join(walks.wrong) or none)


def good_replies() -> None:
    """Print how many sentences of good replies pass, and which rules stop the others."""
    print("\n| good replies | their question as authored | the question of the file | stopped by |")
    print("|---|---|---|---|")
    for name in ("good", "good.held", "good.walk", "good.transcripts"):
        shares, stopped = [], Counter[str]()
        for as_labelled in (False, True):
            told = replies(name, as_labelled=as_labelled)
            verdicts = [v for each in told for _, v in judge_each(each.reply, each.allowed)]
            passed = sum(verdict.passed for verdict in verdicts)
            shares.append(f"{passed} of {len(verdicts)} ({passed / len(verdicts):.1%})")
            stopped = Counter(verdict.rule for verdict in verdicts if not verdict.passed)
        rules = ", ".join(f"{rule} {count}" for rule, count in stopped.most_common()) or "–"
        print(f"| {name} | {shares[0]} | {shares[1]} | {rules} |", flush=True)
    print()


def seen_when_wrong(tools: Tools) -> None:
    """Print what is seen when something goes wrong, and when; limits and backoff as shipped."""
    before = open_talk(tools, "nl", "leader").state
    outcome = take_turn(tools, before, TOLD)
    print("\n| what goes wrong | ended | shown of the model | first words | whole reply |")
    print("|---|---|---|---|---|")
    for name, step in {**every_kind("nl"), "a word now and then": dribbling}.items():
        with MisbehavingServer(step) as server:
            shipped = Settings(
                model="openai:fake", model_base_url=server.address, model_local=True
            )
            voice = make_voice(shipped)
            assert voice is not None
            voice.load()
            telling = voice.tell(before, TOLD, outcome)
            assert telling is not None
            started, first = time.perf_counter(), 0.0
            for piece in telling.pieces:
                if piece and not first:
                    first = time.perf_counter() - started
            whole = time.perf_counter() - started
            speech = telling.outcome.speech
            assert speech is not None
            assert telling.shown == telling.outcome.reply.text
            said = "its first sentence" if speech.sentences else "nothing"
            times = f"{first:.2f} s | {whole:.2f} s"
            print(f"| {name} | {speech.ended} | {said} | {times} |", flush=True)
    print()


def dribbling(call: Call) -> None:
    """Say a word now and then, and never come to an end."""
    call.begin()
    for number in range(1000):
        call.say([f" roosters{number}"])
        time.sleep(DRIBBLES)


def kinds(server: MisbehavingServer) -> Next:
    """Return what makes `server` do one thing wrong after the other, in turn."""
    names = cycle(every_kind("nl"))

    def go_wrong(language: Language) -> None:
        step: Step = every_kind(language)[next(names)]
        server.steps.clear()
        server.steps.append(step)

    return go_wrong


@dataclass
class Walks:
    """Everybody who walks; `wrong` says which promise was broken where, and what wasn't guided."""

    tools: Tools
    people: list[Person]
    wrong: list[str] = field(default_factory=list)
    _alone: dict[str, list[State]] = field(default_factory=dict)

    def guided(self, person: Person) -> list[State]:
        """Return the state at the start and after each turn of the guided walk."""
        if person["id"] not in self._alone:
            states = [open_talk(self.tools, person["lang"][:2], person["audience"]).state]
            for text in person["turns"]:
                states.append(take_turn(self.tools, states[-1], text).state)
            self._alone[person["id"]] = states
        return self._alone[person["id"]]

    def walk(
        self,
        name: str,
        voice: ModelVoice | None,
        go_wrong: Next | None = None,
        tools: Tools | None = None,
    ) -> None:
        """Walk with everybody, and print a line of what was said by whom."""
        tools = tools or self.tools
        voices: Counter[str] = Counter()
        ended: Counter[str] = Counter()
        shown = stopped = replies = breaches = other = 0
        first: list[float] = []
        whole: list[float] = []
        for person in self.people:
            language: Language = person["lang"][:2]
            alone = self.guided(person)
            state = alone[0]
            for number, text in enumerate(person["turns"], start=1):
                if go_wrong is not None:
                    go_wrong(language)
                before = state
                started = time.perf_counter()
                outcome = take_turn(tools, state, text)
                telling = voice.tell(state, text, outcome) if voice is not None else None
                if telling is None:
                    first.append(time.perf_counter() - started)
                    if (read := outcome.reply.read) is not None:
                        ended[f"read {read.ended or 'whole'}"] += 1
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
                    stopped += speech.ended.startswith("gate:") and not speech.ended.endswith(WHOLE)
                    if speech.ended:
                        ended[speech.ended.removeprefix("gate:")] += 1
                whole.append(time.perf_counter() - started)
                voices[outcome.reply.voice] += 1
                replies += sentences(outcome.reply.text)
                state = outcome.state
                place = f"- {name}, {person['id']}, turn {number}"
                said = Talk(before, tuple(person["turns"][:number]))
                found = broken_by(said, outcome)
                self.wrong += [f"{place}: {each}" for each in found]
                breaches += len(found)
                unlike = [
                    part
                    for part in ("record", "phase", "asked")
                    if getattr(state, part) != getattr(alone[number], part)
                ]
                self.wrong += [f"{place}: another {part} than guided" for part in unlike]
                other += bool(unlike)
        told = ", ".join(f"{rule} {count}" for rule, count in ended.most_common()) or "–"
        counts = f"{voices.total()} | {voices['model']} | {voices['fallback']} | {voices['guided']}"
        passed = f"{shown} of {shown + stopped} | {shown} of {replies}"
        print(f"| {name} | {counts} | {passed} | {told} ", end="")
        print(f"| {_s(first)} | {_s(whole)} | {breaches} | {other} |", flush=True)


def _s(seconds: list[float]) -> str:
    return f"{sorted(seconds)[len(seconds) // 2]:.2f} s"


if __name__ == "__main__":
    main()
