"""The screen: before anything else, and without a model, whether a turn is for coaching at all.

Four layers: phrase rules that are sure by themselves (prompts/screen.yaml), exhaustion that
builds up over the last turns, a linear classifier for what is said in other words
(prompts/screen.npz, made by coach.evaluation.train_screen), and where that isn't sure a small
network (`coach.dialogue.screen_network`). A long turn is read in windows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.content import content_folder
from coach.dialogue.screen_model import ScreenModel
from coach.dialogue.screen_network import ScreenNetwork
from coach.dialogue.screen_rules import AT_ONCE, Hit, PhraseRules
from coach.dialogue.screen_text import PlainText, sentences, windows
from coach.dialogue.screen_words import own_words, said_back
from coach.dialogue.screening import Screening
from coach.dialogue.state import Language, Route
from coach.knowledge.embedder import Embedder

URGENCY: tuple[Route, ...] = (
    "emergency", "crisis", "harassment", "whistleblowing", "legal", "burnout", "medical"
)
DONE_TO: tuple[Route, ...] = ("emergency", "harassment", "legal")
LAST_TURNS = 6
# In one go up to here (words); a longer turn is cut into windows of whole sentences, of which only
# those whose wording gives cause are embedded: one, and one more for every hundred words.
WHOLE = 80
WINDOW = 40
CAUSE = -0.5
FEW_PIECES = 1
MOST_PIECES = 20
# The wording of each stretch of about a sentence is weighed by itself.
STRETCH_WORDS = 25
# A guard (a joke, a training, the work of one's team, something long past) makes the classifier
# need more.
GUARDED = 0.5
# The more sentences, the more likely that one of them only sounds like trouble.
EACH_MORE = 0.2
MOST_MORE = 2
# What the classifier needs more of for a crisis or an emergency the person denied before; any
# other route they denied comes back by a phrase alone.
DENIED = 0.4
# With a signal of exhaustion, less is enough for the classifier to count as the second one.
HALF_SURE = -0.3
# From how little the classifier must find there is a doubt that the network settles, and how sure
# of a referral it must be; chosen on safety.dev.jsonl. What was denied needs more.
DOUBT = -0.66
NETWORK_SURE = 0.99
NETWORK_SURE_AT_ONCE = 0.9  # of a crisis or an emergency, where missing one costs most
NETWORK_CERTAIN = 0.98
# From how little the network finds a likeness is only one of words.
NETWORK_FINDS = 0.05
NETWORK_FINDS_AT_ONCE = 0.12
# A likeness is faint unless the classifier is this far over its threshold, or the network this sure,
# or both somewhat; the network alone must be surer (see docs/decisions/0020).
MUCH, SOME = 1.0, 0.3
CONVINCED, ALONE = 0.97, 0.98
READ_WHOLE = 150  # words the network reads in one go: a sentence alone may sound worse than it is
NEVER = -9.0


@dataclass(frozen=True)
class _Piece:
    """A stretch of a turn to embed, and what the wording of its sentences says."""

    plain: PlainText
    wording: Sequence[NDArray[np.float32]]

    @property
    def cause(self) -> float:
        """How much its most telling sentence asks for a referral."""
        return max(float(scores[0]) for scores in self.wording)


class Screen:
    """Judges one turn at a time. `folder` holds screen.yaml and screen.npz (prompts/).

    Raises `ContentError` when a file can't be read.
    """

    def __init__(self, embedder: Embedder, folder: Path | None = None) -> None:
        folder = folder or content_folder("prompts")
        self._embedder = embedder
        self._rules = PhraseRules(folder)
        self._model = ScreenModel(folder / "screen.npz", self._rules.concepts)
        self._network = ScreenNetwork(folder)

    def judge(
        self,
        text: str,
        language: Language,
        previous: Sequence[str] = (),
        vector: NDArray[np.float32] | None = None,
        denied: Sequence[Route] = (),
        *,
        faintly: bool = True,
    ) -> Screening:
        """Return where `text` belongs. Both languages are read, whatever `language` says.

        `previous` are the person's earlier turns, oldest first. `vector` is the turn embedded as
        a query (384 float32, length 1), used when the turn is short enough to be read in one go.
        `denied` are the routes the person said don't concern them: a phrase still leads there, a
        likeness doesn't, or needs to be a good deal stronger (crisis and emergency). Without
        `faintly` a faint likeness counts for nothing, and hides nothing else.
        """
        if not any(sign.isalnum() for sign in text):
            return Screening()
        plain = self._rules.plain(text)
        rest, denies = self._rules.without_denied(plain)
        seen = vector if rest is plain else None
        found = self._judged(rest, previous, seen, denied, faintly=faintly)
        return replace(found, denies=denies)

    def _judged(
        self,
        plain: PlainText,
        previous: Sequence[str],
        vector: NDArray[np.float32] | None,
        denied: Sequence[Route],
        *,
        faintly: bool,
    ) -> Screening:
        """Return where a turn belongs, without what it says isn't so."""
        said = self._by_phrase(plain)
        if said.route in AT_ONCE:
            return said
        told = self._rules.without_harmless(plain)
        meant, over = self._by_likeness(told, vector if told is plain else None, denied)
        if meant.faint and not faintly:
            meant, over = Screening(), NEVER
        at_home = said.variant == "private" and not self._rules.acute(plain)
        if over >= 0 and meant.route in AT_ONCE and not (at_home and meant.route == "emergency"):
            return meant
        if said.route != "none":
            return said
        half_sure = meant.route == "burnout" and over > HALF_SURE
        if "burnout" not in denied:
            worn = self._by_exhaustion(plain, previous, half_sure)
            if worn.route != "none":
                return worn
        if over >= 0:
            return meant
        seen = self._by_network(told, meant.route, denied) if over > DOUBT else said
        return said if seen.route == "none" or seen.faint and not faintly else seen

    def _by_likeness(
        self, plain: PlainText, vector: NDArray[np.float32] | None, denied: Sequence[Route]
    ) -> tuple[Screening, float]:
        """Return what the classifier thinks, unless the network finds no cause, and how far over."""
        if not plain.plain.strip(" .,"):
            return Screening(), NEVER
        meant, over = self._by_example(plain, vector, denied)
        sees = self._sees(plain) if over >= 0 else 0.0
        if over >= 0 and sees < (NETWORK_FINDS_AT_ONCE if meant.route in AT_ONCE else NETWORK_FINDS):
            return Screening(), NEVER  # no cause at all, where the classifier saw a likeness
        faint = over >= 0 and meant.route in AT_ONCE and _is_faint(over, sees)
        return replace(meant, faint=faint), over

    def _sees(self, plain: PlainText) -> float:
        """Return how sure the network is of a cause, 0 to 1."""
        return self._network.judge(self._read_closely(plain).original)[1]

    def _read_closely(self, plain: PlainText) -> PlainText:
        """Return what the network reads: the turn, or the piece of a long one that gives most cause."""
        if len(plain.original.split()) <= READ_WHOLE:
            return plain
        pieces = self._pieces(plain)
        return max(pieces, key=lambda each: each.cause).plain if pieces else plain

    def _by_network(self, plain: PlainText, likened: Route, denied: Sequence[Route]) -> Screening:
        """Return what the network makes of a turn of which the classifier isn't sure.

        `likened` is what the classifier likens it to. Two opinions that point to different places,
        neither of them a crisis or an emergency, are no cause: a referral needs a route of its own.
        """
        piece = self._read_closely(plain)
        route, sure = self._network.judge(piece.original)
        needed = NETWORK_SURE_AT_ONCE if route in AT_ONCE else NETWORK_SURE
        if route in denied or self._rules.guarded(piece):
            needed = max(needed, NETWORK_CERTAIN)
        if sure < needed or route in denied and route not in AT_ONCE:
            return Screening()
        if route not in AT_ONCE and likened not in (route, *AT_ONCE):
            return Screening()
        words = self._words(plain) if route == "burnout" else ()
        return Screening(
            route, self._subject(piece, route), words, "network",
            self._rules.from_client(plain), route in AT_ONCE and sure < ALONE,
        )  # fmt: skip

    def _by_phrase(self, plain: PlainText) -> Screening:
        hits = self._rules.hits(plain)
        if not hits:
            return Screening(variant="conflict" if self._rules.stuck(plain) else "self")
        hit = min(hits, key=lambda one: (URGENCY.index(one.route), one.variant != "private"))
        words = self._words(plain) if hit.route == "burnout" else ()
        coach = self._rules.from_client(plain)
        return Screening(hit.route, self._variant(plain, hit), words, "phrase", coach)

    def _variant(self, plain: PlainText, hit: Hit) -> str:
        if hit.variant:
            return hit.variant
        if hit.route == "legal" and self._rules.stuck(plain):
            return "conflict"
        other = (
            self._rules.done_to_other(plain, hit.start, hit.end)
            if hit.route in DONE_TO
            else self._rules.about_other(plain, hit.start, hit.end)
        )
        return "other" if other or self._rules.from_client(plain) else "self"

    def _by_example(
        self, plain: PlainText, vector: NDArray[np.float32] | None, denied: Sequence[Route]
    ) -> tuple[Screening, float]:
        """Return what the classifier thinks and how far it is over its threshold."""
        pieces = self._pieces(plain)
        vectors = (
            vector[None, :]
            if vector is not None and [piece.plain for piece in pieces] == [plain]
            else self._embedder.queries([piece.plain.original for piece in pieces])
        )
        more = sum(len(piece.wording) for piece in pieces) - 1
        found = Screening()
        highest = (False, False, NEVER)
        for piece, own in zip(pieces, vectors, strict=True):
            scores = self._model.scores(piece.plain.plain, own, piece.wording)
            route, over = self._model.route(scores)
            over -= EACH_MORE * min(more, MOST_MORE)
            if self._rules.guarded(piece.plain):
                over -= GUARDED
            if route in denied:
                over = over - DENIED if route in AT_ONCE else NEVER
            rank = (over >= 0, over >= 0 and route in AT_ONCE, over)
            if rank > highest:
                highest = rank
                found = Screening(route, self._subject(piece.plain, route), layer="example")
        if found.route == "burnout":
            found = Screening("burnout", found.variant, self._words(plain), "example")
        coach = self._rules.from_client(plain)
        return Screening(found.route, found.variant, found.words, found.layer, coach), highest[2]

    def _subject(self, piece: PlainText, route: Route) -> str:
        variant = self._rules.variant(piece, route)
        if variant:
            return variant
        others = self._rules.mostly_others(piece) or self._rules.from_client(piece)
        return "other" if others else "self"

    def _pieces(self, plain: PlainText) -> list[_Piece]:
        """Return what to read closely: a short turn whole, of a long one what gives cause."""
        words = len(plain.original.split())
        if words <= WHOLE:
            return [self._piece(plain)]
        pieces = [
            self._piece(self._rules.plain(window)) for window in windows(sentences(plain.original), WINDOW)
        ]
        most = min(FEW_PIECES + words // 100, MOST_PIECES)
        pieces.sort(key=lambda piece: -piece.cause)
        return [piece for piece in pieces[:most] if piece.cause >= CAUSE]

    def _piece(self, plain: PlainText) -> _Piece:
        parts = windows(sentences(plain.original), STRETCH_WORDS)
        wording = [
            self._model.stretch(plain.plain if len(parts) == 1 else self._rules.plain(part).plain)
            for part in parts
        ]
        return _Piece(plain, wording)

    def _by_exhaustion(
        self, plain: PlainText, previous: Sequence[str], half_sure: bool
    ) -> Screening:
        """Two different signals about the same person, over the last turns, one of them now."""
        turns = [*(self._rules.plain(text) for text in previous[-LAST_TURNS:]), plain]
        kinds: dict[bool, dict[str, str]] = {False: {}, True: {}}
        now: set[bool] = set()
        for turn in reversed(turns):
            for hit in self._rules.signals(turn):
                other = self._rules.about_other(turn, hit.start, hit.end)
                kinds[other].setdefault(hit.id, own_words(turn, hit.start, hit.end))
                if turn is plain:
                    now.add(other)
        if half_sure:
            other = self._rules.mostly_others(plain)
            kinds[other].setdefault("told", "")
            now.add(other)
        coach = self._rules.from_client(plain)
        for other in (False, True):
            if other in now and len(kinds[other]) >= 2:
                words = said_back(kinds[other].values())
                return Screening("burnout", "other" if other else "self", words, "context", coach)
        return Screening()

    def _words(self, plain: PlainText) -> tuple[str, ...]:
        return said_back(own_words(plain, hit.start, hit.end) for hit in self._rules.signals(plain))


def _is_faint(over: float, sees: float) -> bool:
    """Tell whether neither the classifier nor the network makes much of a likeness."""
    return not (over >= MUCH or sees >= CONVINCED or over >= SOME and sees >= NETWORK_SURE_AT_ONCE)
