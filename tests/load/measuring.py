"""What a load of people does to servers, read from /proc, and figures in a row."""

from __future__ import annotations

import asyncio
import os
import statistics
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.fakes.page_client import Timed

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
EVERY = 1.0  # seconds between two looks


@dataclass
class Processes:
    """Some processes: their processor time (seconds) and their memory of their own (MB)."""

    pids: list[int]
    rested: float = 0.0  # their memory before anybody came

    def rest(self) -> None:
        """Note that nobody has come yet, but to warm them up."""
        self.rested = self.memory

    @property
    def seconds(self) -> float:
        return sum(_cpu(pid) for pid in self.pids)

    @property
    def memory(self) -> float:
        return sum(_memory(pid) for pid in self.pids) / 2**20


@dataclass
class Measured:
    """What one number of people met, and what it took."""

    people: int
    servers: int
    timed: list[Timed] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    processor: float = 0.0  # seconds of the servers
    driver: float = 0.0  # seconds of whoever played the people
    rested: float = 0.0  # MB, before the first load on these servers
    before: float = 0.0  # before this one
    peak: float = 0.0
    after: float = 0.0

    async def watch(self, servers: Processes) -> None:
        """Note the peak until cancelled."""
        while True:
            self.peak = max(self.peak, servers.memory)
            await asyncio.sleep(EVERY)

    def row(self) -> dict[str, object]:
        """Return the figures; times in milliseconds, memory in MB."""
        def at(values: list[float]) -> dict[str, int] | None:
            if not values:
                return None
            ordered = sorted(1000 * value for value in values)
            return {
                "median": round(statistics.median(ordered)),
                **{f"p{p}": round(ordered[min(len(ordered) - 1, len(ordered) * p // 100)])
                   for p in (95, 99)},
            }  # fmt: skip

        return {
            "people": self.people,
            "servers": self.servers,
            "turns": len(self.timed),
            "failures": dict(self.failures),
            "first_text": at([each.first for each in self.timed]),
            "whole_reply": at([each.whole for each in self.timed]),
            "page_at_rest": at([each.settled for each in self.timed]),
            "page_opened": at(self.opened),
            "cores": round(self.processor / self.seconds, 2) if self.seconds else 0,
            "driver_cores": round(self.driver / self.seconds, 2) if self.seconds else 0,
            "processor_ms_a_turn": round(1000 * self.processor / max(1, len(self.timed))),
            "memory_mb": {
                "rested": round(self.rested), "before": round(self.before),
                "peak": round(self.peak), "after": round(self.after),
                # What people before them left stands on their account too.
                "a_session": round((self.peak - self.rested) / self.people, 2),
            },
        }  # fmt: skip


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> int:
    resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
    return (int(resident) - int(shared)) * PAGE
