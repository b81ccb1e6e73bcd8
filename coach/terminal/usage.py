"""`coach usage`: how much the coach is used, in numbers of everybody together."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

from coach.records.store import Store
from coach.terminal.lines import write_line
from coach.terminal.texts import terminal_texts

if TYPE_CHECKING:
    from coach.settings import Settings


def tell_usage(settings: Settings, json: bool) -> None:
    """Print how many people, talks, turns and documents there are; nothing anybody said."""
    with closing(Store(settings)) as store:
        counts = asdict(store.counts())
    if json:
        write_line(counts)
        return
    texts = terminal_texts(settings.language).usage
    for name, count in counts.items():
        print(getattr(texts, name).format(count=count))  # noqa: T201
