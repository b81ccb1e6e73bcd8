"""The screen: before anything else, and without a model, whether a turn is for coaching at all.

Three layers, in this order: phrase rules that are sure by themselves (prompts/screen.yaml), a
linear classifier over sentence vectors for what is said in other words (prompts/screen.npz, made
by coach.evaluation.train_screen), and exhaustion that builds up over the last turns. A long turn
is read piece by piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.content import content_folder
from coach.dialogue.screen_rules import Hit, PhraseRules
from coach.dialogue.screen_text import PlainText
from coach.dialogue.screening import Screening
from coach.dialogue.state import Language, Route
from coach.knowledge.embedder import Embedder

URGENCY: tuple[Route, ...] = (
    "emergency", "crisis", "harassment", "whistleblowing", "legal", "burnout", "medical"
)
DONE_TO: tuple[Route, ...] = ("emergency", "harassment", "legal")
LAST_TURNS = 6
MOST_WORDS = 3


class Screen:
    """Judges one turn at a time. `folder` holds screen.yaml and screen.npz (prompts/).

    Raises `ContentError` when a file can't be read.
    """

    def __init__(self, embedder: Embedder, folder: Path | None = None) -> None:
        self._embedder = embedder
        self._rules = PhraseRules(folder or content_folder("prompts"))

    def judge(
        self,
        text: str,
        language: Language,
        previous: Sequence[str] = (),
        vector: NDArray[np.float32] | None = None,
    ) -> Screening:
        """Return where `text` belongs.

        `previous` are the person's earlier turns, oldest first. `vector` is the turn embedded as
        a query (384 float32, length 1), used when the turn is short enough to be read in one go.
        """
        plain = self._rules.plain(text)
        found = self._by_phrase(plain)
        if found.route in ("emergency", "crisis"):
            return found
        worn = self._by_exhaustion(plain, previous)
        return found if found.route != "none" else worn

    def _by_phrase(self, plain: PlainText) -> Screening:
        hits = self._rules.hits(plain)
        if not hits:
            return Screening()
        hit = min(hits, key=lambda one: URGENCY.index(one.route))
        return Screening(
            hit.route,
            self._variant(plain, hit),
            (plain.verbatim(hit.start, hit.end),),
            "phrase",
            self._rules.from_client(plain),
        )

    def _variant(self, plain: PlainText, hit: Hit) -> str:
        if hit.variant:
            return hit.variant
        other = (
            self._rules.done_to_other(plain, hit.start, hit.end)
            if hit.route in DONE_TO
            else self._rules.about_other(plain, hit.start, hit.end)
        )
        return "other" if other or self._rules.from_client(plain) else "self"

    def _by_exhaustion(self, plain: PlainText, previous: Sequence[str]) -> Screening:
        """Two different signals about the same person, over the last turns, one of them now."""
        turns = [self._rules.plain(text) for text in previous[-LAST_TURNS:]] + [plain]
        kinds: dict[bool, dict[str, str]] = {False: {}, True: {}}
        now: set[bool] = set()
        for turn in reversed(turns):
            for hit in self._rules.signals(turn):
                other = self._rules.about_other(turn, hit.start, hit.end)
                kinds[other].setdefault(hit.id, turn.verbatim(hit.start, hit.end))
                if turn is plain:
                    now.add(other)
        for other in (False, True):
            if other in now and len(kinds[other]) >= 2:
                words = tuple(kinds[other].values())[:MOST_WORDS]
                variant = "other" if other else "self"
                coach = self._rules.from_client(plain)
                return Screening("burnout", variant, words, "context", coach)
        return Screening()
