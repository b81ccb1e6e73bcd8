"""What a monitor may know: how many turns, how quick, how often something failed; nobody's words.

Labels come from closed lists (voices, the gate's rules, kinds of errors), never from a talk.
Referrals are one count: which kind it was is nobody's to know.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from coach.dialogue.state import Outcome
from coach.errors import StoreError

logger = logging.getLogger(__name__)

GATE = "gate:"  # what a call ended in begins with when the gate closed
SECONDS = (0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8, 13, 20, 40, 60)


class Figures:
    """The figures of this process since it started."""

    def __init__(self) -> None:
        from prometheus_client import (
            CollectorRegistry,
            Counter,
            Gauge,
            Histogram,
            PlatformCollector,
            ProcessCollector,
        )

        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)

        def count(name: str, told: str, *labels: str) -> Counter:
            return Counter(f"coach_{name}", told, labels, registry=registry)

        def seconds(name: str, told: str) -> Histogram:
            name = f"coach_{name}_seconds"
            return Histogram(name, told, ("voice",), buckets=SECONDS, registry=registry)

        def now(name: str, told: str) -> Gauge:
            return Gauge(f"coach_{name}", told, registry=registry)

        self.turns = count("turns", "Replies kept, by who spoke", "voice")
        self.stopped = count("replies_stopped", "Replies somebody stopped half-way")
        self.referrals = count("referrals", "Replies that referred somebody to others")
        self.rejections = count(
            "gate_rejections", "Replies, and questions of a sheet, the gate ended", "of", "rule"
        )
        self.model_failures = count("model_failures", "Calls of the model that failed", "reason")
        self.tokens = count("model_tokens", "Tokens of all calls of the model", "direction")
        self.unsaved = count("unsaved", "Turns and replies that couldn't be kept", "error")
        self.first_text = seconds("first_text", "From answering to the first words, by who spoke")
        self.whole_reply = seconds("whole_reply", "From answering to the whole reply, by who spoke")
        self.pages = now("pages", "Pages that are connected now")
        self.replies = now("replies", "Replies being given now")
        self.waiting = now("model_waiting", "Replies that wait in line for the model now")

    def text(self) -> bytes:
        """Return all of it as Prometheus reads it."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)


@cache
def figures() -> Figures:
    """Return the figures of this process, made when first asked for."""
    return Figures()


def count_reply(outcome: Outcome, stopped: bool) -> None:
    """Count a reply that was kept."""
    found, reply = figures(), outcome.reply
    found.turns.labels(reply.voice).inc()
    if stopped:
        found.stopped.inc()
    if reply.route != "none":
        found.referrals.inc()
    logger.info("reply", extra={"figures": {"voice": reply.voice, "stopped": stopped}})


def count_call(ended: str, tokens_in: int, tokens_out: int) -> None:
    """Count a call of the model: for a reply, to read a turn, or for a sheet.

    That somebody stopped it isn't its failure; who waited in line for too long, or came while the
    breaker was open, made no call.
    """
    from coach.dialogue.telling import STOPPED

    found = figures()
    found.tokens.labels("in").inc(tokens_in)
    found.tokens.labels("out").inc(tokens_out)
    if ended.startswith(GATE):
        found.rejections.labels("reply", ended.removeprefix(GATE)).inc()
    elif ended not in ("", STOPPED):
        found.model_failures.labels(ended).inc()


def count_refused(rules: Iterable[str]) -> None:
    """Count questions of a sheet whose wording the gate refused, by its rule."""
    for rule in rules:
        figures().rejections.labels("question", rule).inc()


def count_unsaved(error: StoreError) -> None:
    """Count something that couldn't be kept."""
    figures().unsaved.labels(type(error).__name__).inc()


@contextmanager
def replying() -> Iterator[None]:
    """Mark that a reply is being given, so that a server that stops lets it end."""
    with figures().replies.track_inprogress():
        yield


def replies_running() -> bool:
    """Tell whether a reply is being given now."""
    running = figures().registry.get_sample_value("coach_replies")
    return bool(running)
