"""What `make bench` measured: values beside what they may be, in one table."""

from __future__ import annotations

import math
import os
import statistics
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One row: what was measured, its values, the unit, and what median and p95 may be.

    `at_least` is what the median must reach, for what is better when it's more.
    """

    name: str
    values: tuple[float, ...]
    unit: str
    median_budget: float = math.inf
    p95_budget: float = math.inf
    at_least: float = -math.inf

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The value that 95% stay within, by nearest rank; with few values the largest."""
        return sorted(self.values)[math.ceil(0.95 * len(self.values)) - 1]

    @property
    def within(self) -> bool:
        """Whether every budget is met."""
        few = self.median <= self.median_budget and self.p95 <= self.p95_budget
        return few and self.median >= self.at_least

    @property
    def budgets(self) -> str:
        """What it may be, in words; empty when nothing is asked of it."""
        if math.isfinite(self.at_least):
            return f"at least {self.at_least:g}"
        if math.isinf(self.median_budget) and math.isinf(self.p95_budget):
            return ""
        return " / ".join(
            "–" if math.isinf(budget) else f"{budget:,.0f}"
            for budget in (self.median_budget, self.p95_budget)
        )


def print_table(rows: Iterable[Measured]) -> None:
    """Print one table, and how busy the machine was."""
    from rich.console import Console
    from rich.table import Table

    table = Table("measured", "n", "median", "p95", "may be (median / p95)", "within")
    for row in rows:
        digits = 3 if row.unit == "share" else 1
        table.add_row(
            f"{row.name}, {row.unit}",
            str(len(row.values)),
            f"{row.median:,.{digits}f}",
            f"{row.p95:,.{digits}f}",
            row.budgets,
            ("yes" if row.within else "no") if row.budgets else "",
        )
    console = Console(width=110)
    console.print(table)
    busy = os.getloadavg()[0]
    console.print(
        f"{os.cpu_count()} cores; load in the last minute {busy:.1f}, this bench included."
    )
