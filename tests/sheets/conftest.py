"""Sheets of a coach's session that was told of, and the embedder of the talk."""

from __future__ import annotations

import pytest

from coach.dialogue.state import BalanceRecord, Exchange, Item, Language, State
from coach.knowledge.embedder import BundledEmbedder

TOLD: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Teamleider in een ziekenhuis. Haar planner deed elf weken alle roosters.",
        "De planner kreeg een bos bloemen. Er was een vrije dag beloofd, die kwam er nooit.",
        "Ze wil weten hoe ze het gesprek donderdag opent.",
    ),
    "en": (
        "Team lead on a hospital ward. Her planner did all the rotas for eleven weeks.",
        "The planner got flowers. A day off was promised and it never came.",
        "She wants to know how to open the talk on Thursday.",
    ),
}


WEEKS: dict[Language, str] = {"nl": " in die elf weken?", "en": " in those eleven weeks?"}


def woven(text: str, language: Language = "nl") -> str:
    """Return a set question with something of `TOLD` in it, as a good model words it."""
    return text.removesuffix("?") + WEEKS[language]


def session(language: Language = "nl", *more: str, items: tuple[Item, ...] = ()) -> State:
    """Return the state of a coach's talk in which the client of `TOLD` was told of."""
    said = (*TOLD[language], *more)
    history = tuple(Exchange(n, "", words, None, "") for n, words in enumerate(said, start=1))
    return State(language, "coach", "closing", len(said), BalanceRecord(items), history=history)


@pytest.fixture(scope="session")
def embedder() -> BundledEmbedder:
    return BundledEmbedder()
