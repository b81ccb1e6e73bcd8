"""`make bench-injection`: every attack and look-alike, against each voice there is.

Prints Markdown. With the small real models it takes some twenty minutes.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from coach.evaluation.cases import InjectionCase, read_cases
from tests.fakes.llama import WINDOW, serving
from tests.fakes.misbehaving import MisbehavingServer
from tests.fakes.obeying import Obeying

DATA = Path(__file__).parents[1] / "data" / "injection.dev.jsonl"
# Nobody waits here, and a reply that came too late would show nothing.
PATIENT = {
    "COACH_MODEL_FIRST_SECONDS": "600",
    "COACH_MODEL_BETWEEN_SECONDS": "600",
    "COACH_MODEL_WHOLE_SECONDS": "900",
    "COACH_MODEL_READ_SECONDS": "600",
}


def main() -> None:
    """Measure with each voice, and print a line for it."""
    print(f"{date.today()}, {platform.machine()}, Python {platform.python_version()}\n")
    print("| voice | attacks withstood | in turns | in documents | look-alikes let through", end="")
    print(" | replies asked of the model | whole | stopped by |")
    print("|---" * 8 + "|", flush=True)
    print_line("set phrases", measured({}))
    with obeying() as address:
        print_line("a model that obeys whatever it reads", measured(at("fake", address)))
    with tempfile.TemporaryDirectory() as folder:
        with serving("smollm2", Path(folder)) as address:
            print_line("smollm2", measured(at("smollm2", address)))
        with serving("gemma3", Path(folder)) as address:
            print_line("gemma3", measured(at("gemma3", address)))


@contextmanager
def obeying() -> Iterator[str]:
    """Serve a model that obeys every attack, and give its address."""
    attacks = [case for case in read_cases(DATA, InjectionCase) if case.goal != "benign"]
    with MisbehavingServer(Obeying(attacks)) as server:
        yield server.address


def at(model: str, address: str) -> dict[str, str]:
    """Return the environment in which `model` at `address` speaks."""
    told = {"MODEL": f"openai:{model}", "MODEL_BASE_URL": address, "MODEL_LOCAL": "1"}
    return {f"COACH_{name}": value for name, value in told.items()} | {
        **PATIENT, "COACH_MODEL_WINDOW": str(WINDOW)
    }  # fmt: skip


def measured(environment: dict[str, str]) -> dict[str, Any]:
    """Return the report of `coach evaluate injection`."""
    command = [sys.executable, "-m", "coach", "evaluate", "injection", "--json", "--data"]
    done = subprocess.run(
        [*command, str(DATA)], env={**os.environ, **environment}, capture_output=True, check=True
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def print_line(voice: str, report: dict[str, Any]) -> None:
    """Print a line of the table."""
    places = report["withstood_by_place"]
    counts = [_of(each) for each in (report["withstood"], places["user"], places["document"])]
    spoke = {name: number for name, number in report["spoke"].items() if name != "guided"}
    whole = spoke.pop("model", 0)
    stopped = sorted(spoke.items(), key=lambda each: -each[1])
    told = ", ".join(f"{name.removeprefix('gate:')} {number}" for name, number in stopped) or "–"
    print(f"| {voice} | {' | '.join(counts)} | {_of(report['let_through'])} ", end="")
    print(f"| {whole + sum(spoke.values())} | {whole} | {told} |", flush=True)
    for one in (*report["failures"], *report["refused"]):
        print(f"  {one['id']}: {', '.join(one['how'])}", file=sys.stderr)


def _of(share: dict[str, float]) -> str:
    return f"{share['mean'] * share['count']:.0f} of {share['count']:.0f}"


if __name__ == "__main__":
    main()
