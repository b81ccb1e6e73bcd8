"""Disks without room: a tiny one of its own, where the system has namespaces."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LONG = "Marjan deed alle roosters. " * 10_000  # more than a log of SQLite's has room for by chance


@cache
def own_mounts() -> bool:
    """Tell whether a process here may have mounts of its own."""
    command = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def on_tiny_disk(folder: Path, command: list[str], size: str) -> list[str]:
    """Return `command` as it runs with `folder` for a disk of its own, of `size`."""
    mount = f'mount -t tmpfs -o size={size},mode=700 tmpfs "$1" && shift && exec "$@"'
    return ["unshare", "-rm", "sh", "-c", mount, "sh", str(folder), *command]


@dataclass
class Filled:
    """What full disks brought about; `lost` has to stay empty."""

    acknowledged: int = 0
    refused: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def fill_the_disk(folder: Path, *, tiny: bool, rounds: int = 1) -> Filled:
    """Talk on a disk that gets full before a turn and before an answer, and has room again.

    `tiny` takes a disk of its own; otherwise no file may grow (RLIMIT_FSIZE), which works
    everywhere.
    """
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.faults.worker", str(folder), "-", "plain"]
    if tiny:
        command = on_tiny_disk(folder, command, size=f"{2 + rounds}m")
    done = Filled()
    acknowledged: list[list[Any]] = []
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None and child.stdout is not None

        def ask(wanted: str | dict[str, str], *answers: str) -> dict[str, Any]:
            child.stdin.write(json.dumps(wanted) + "\n")  # type: ignore[union-attr]
            child.stdin.flush()  # type: ignore[union-attr]
            for expected in answers:
                told = json.loads(child.stdout.readline())  # type: ignore[union-attr]
                assert told["role"] == expected, told
                if expected in ("user", "coach"):
                    acknowledged.append([told["role"], told["number"], told["text"]])
                elif expected == "refused":
                    done.refused.append(told["error"])
                elif told["kept"][1 : len(acknowledged) + 1] != acknowledged:
                    done.lost.append(str(wanted))
            return dict(told)

        child.stdout.readline()
        for _ in range(rounds):
            ask("Over Marjan.", "user", "coach")
            ask({"do": "fill"}, "fill")
            ask(LONG, "refused")
            ask(LONG, "refused")
            ask({"do": "free"}, "free")
            ask("En dit ook.", "user", "coach")
            ask({"do": "fill while answering"}, "fill while answering")
            ask(LONG[:2_000], "user", "refused")
            ask({"do": "free"}, "free")
            ask({"do": "answer"}, "coach", "answer")
        child.stdin.close()
        done.acknowledged = len(acknowledged)
    return done
