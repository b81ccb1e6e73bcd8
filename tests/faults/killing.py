"""`kill -9` at random points of turns: what was acknowledged must be there afterwards."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from coach.dialogue.putting import open_talk
from coach.records.store import Conversation, Store
from coach.settings import Settings

ROOT = Path(__file__).parents[2]
SAID = (
    "Marjan deed vanaf februari alle roosters, naast haar eigen routes.",
    "Ze bleef zes zondagen langer; dat hoorde ik van haar collega.",
    "Er kwam niets terug, alleen een bos bloemen voor het hele team.",
    "Ik had haar een vrije dag beloofd en dat ben ik vergeten.",
    "Dat weet ik niet.",
    "Als ik haar donderdag zie, dan begin ik daarmee.",
    "sla over",
    "🙂 é ‘zo’ \u202e \x00 " + "lang verhaal over de piek. " * 60,
)
# Seconds after a turn was sent. Most of a guided turn is thinking; half of the kills fall where the
# turn itself is written.
SPANS = {"plain": (0.003, 0.01), "guided": (0.01, 0.15)}


@dataclass
class Killed:
    """What a series of kills brought about; `lost` and `broken` have to stay empty."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    where: Counter[str] = field(default_factory=Counter)

    def told(self) -> str:
        """Return the figures in one line."""
        fell = ", ".join(f"{name} {count}" for name, count in sorted(self.where.items()))
        return (
            f"kill -9: {self.kills} kills ({fell}); turns acknowledged {self.acknowledged}, "
            f"lost or changed {len(self.lost)}, database not in order {len(self.broken)}"
        )


def kill_at_random(folder: Path, count: int, seed: int, voice: str) -> Killed:
    """Kill `count` processes that keep a talk in `folder`, each at a random point of a turn."""
    chance = random.Random(seed)
    settings = Settings(data_dir=folder)
    done = Killed()
    acknowledged: dict[tuple[str, int], str] = {}
    with closing(Store(settings)) as store:
        opening = open_talk(None, "nl", "leader")
        talk = store.create(opening)
    acknowledged["coach", 0] = opening.reply.text
    for _ in range(count):
        last = _one(folder, talk, voice, chance, acknowledged)
        done.kills += 1
        with closing(Store(settings)) as store:
            kept = store.load(talk)
            _check(kept, acknowledged, done)
            if (said := _in_order(store.path.file)) != "ok":
                done.broken.append(said)
        done.where[_fell(last, kept)] += 1
    done.acknowledged = len(acknowledged)
    return done


def _one(
    folder: Path,
    talk: str,
    voice: str,
    chance: random.Random,
    acknowledged: dict[tuple[str, int], str],
) -> str:
    """Start a process, send it some turns, kill it; return what it acknowledged last."""
    command = [sys.executable, "-m", "tests.faults.worker", str(folder), talk, voice]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        last = "nothing"

        def heard(line: str) -> None:
            nonlocal last
            told = json.loads(line)
            last = told["role"]
            if last != "ready":
                acknowledged[last, told["number"]] = told["text"]

        heard(child.stdout.readline())
        for _ in range(chance.randint(0, 2)):  # turns that go well first
            _send(child, chance)
            role = last
            while role != "user":  # an answer that was owed comes before
                heard(child.stdout.readline())
                role = last
            heard(child.stdout.readline())
        _send(child, chance)
        # A moment nobody chose is what this is about.
        time.sleep(chance.uniform(0, chance.choice(SPANS[voice])))
        child.kill()
        for line in child.stdout:
            if line.endswith("\n"):
                heard(line)
    return last


def _send(child: subprocess.Popen[str], chance: random.Random) -> None:
    assert child.stdin is not None
    child.stdin.write(json.dumps(chance.choice(SAID)) + "\n")
    child.stdin.flush()


def _check(kept: Conversation, acknowledged: dict[tuple[str, int], str], done: Killed) -> None:
    there = {(str(turn.role), turn.number): turn.text for turn in kept.turns}
    for key, text in acknowledged.items():
        if there.get(key) != text:
            done.lost.append(f"{key}: {text[:40]!r} became {there.get(key)!r}")
    order = [(turn.number, turn.role) for turn in kept.turns]
    whole = [(0, "coach")]
    whole += [(n, role) for n in range(1, kept.state.turn + 1) for role in ("user", "coach")]
    if kept.pending is not None:
        whole.append((kept.state.turn + 1, "user"))
    if order != whole:
        done.broken.append(f"turns stand as {order[-4:]}")


def _in_order(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def _fell(last: str, kept: Conversation) -> str:
    """Name the point of the turn the kill fell on."""
    if kept.pending is not None:
        return "between a turn and its reply"
    return "after a reply" if last == "coach" else "before the turn was kept"
