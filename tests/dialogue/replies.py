"""Labelled replies for the gate: what each may lean on, and what comes of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from coach.dialogue.gate import Allowed, Gate
from coach.dialogue.gate_text import questions_in
from coach.dialogue.gate_words import load_gate_words
from coach.dialogue.same_question import asks_the_same
from coach.dialogue.stream_sentences import sentences_of

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Labelled:
    """One reply; `rule` is the one it breaks, "" for a good one.

    Some ask a question of their own. Then that is the authored one here, so that they are judged
    by the rule they are labelled with; `asks_otherwise` tells which.
    """

    id: str
    reply: str
    allowed: Allowed
    rule: str
    asks_otherwise: bool = False


def replies(name: str, *, as_labelled: bool = False) -> list[Labelled]:
    """Return the replies of tests/data/gate.NAME.jsonl.

    With `as_labelled` the authored question stays the one of the file, as in a talk.
    """
    lines = (DATA / f"gate.{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        value = json.loads(line)
        said = sentences_of(value["reply"], load_gate_words(value["language"]).abbreviations)
        asked = next((each.strip() for each in said if questions_in(each)), "")
        otherwise = bool(asked and value["question"]) and not asks_the_same(
            asked, value["question"]
        )
        allowed = Allowed(
            value["language"], value["act"],
            asked if otherwise and not as_labelled else value["question"], value["known"],
            instructions=value.get("instructions", ""),
        )  # fmt: skip
        rule = value.get("rule", "")
        found.append(Labelled(value["id"], value["reply"], allowed, rule, otherwise))
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
