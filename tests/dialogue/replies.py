"""Labelled replies for the gate: what each may lean on, and what comes of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from coach.dialogue.gate import Allowed, Gate

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Labelled:
    """One reply; `rule` is the one it breaks, "" for a good one."""

    id: str
    reply: str
    allowed: Allowed
    rule: str


def replies(name: str) -> list[Labelled]:
    """Return the replies of tests/data/gate.NAME.jsonl."""
    lines = (DATA / f"gate.{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        value = json.loads(line)
        allowed = Allowed(
            value["language"], value["act"], value["question"], value["known"],
            instructions=value.get("instructions", ""),
        )  # fmt: skip
        found.append(Labelled(value["id"], value["reply"], allowed, value.get("rule", "")))
    return found


def through(reply: str, allowed: Allowed, sizes: tuple[int, ...] = ()) -> tuple[Gate, list[str]]:
    """Feed a reply in pieces of `sizes` characters and a rest; return the gate and what came."""
    gate, at = Gate(allowed), 0
    came: list[str] = []
    for size in sizes:
        came += gate.feed(reply[at : at + size])
        at += size
    came += gate.feed(reply[at:])
    came += gate.finish()
    return gate, came
