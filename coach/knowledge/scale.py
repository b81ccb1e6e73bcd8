"""Another embedder's cosines on the scale that the weights of search were chosen on.

Cosines of multilingual-e5-small lie close together (0.75 to 0.90), those of all-MiniLM-L6-v2 far
apart (0 to 0.7). The library's own questions tell how far: each is asked in turn, itself left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coach.knowledge.embedder import Embedder, Vectors
from coach.knowledge.evidence import Weights

CHOSEN_WITH = "multilingual-e5-small"  # in whichever runtime: its cosines stay as they are
CENTRE, SPREAD = 0.805, 0.0303  # mean and deviation of the cosines between its questions
# This share of our own questions would be refused; the threshold chosen on labelled queries with
# e5 refuses as many of them.
REFUSED = 0.02
FEWEST = 200  # questions, below which there is nothing to learn from
NEAREST = 5
ASKED_IN_TURN = 1_500  # questions at most, spread evenly: 30 MB and half a second


@dataclass(frozen=True)
class Scale:
    """How cosines are shifted and stretched, and which lead of our questions is enough there."""

    centre: float = CENTRE
    stretch: float = 1.0
    asked: float | None = None  # None: as the weights have it

    def refusing(self, weights: Weights) -> Weights:
        """Return `weights` with what refuses a query put on this scale."""
        if self.asked is None:
            return weights
        topic = weights.elsewhere_topic * self.stretch
        return replace(weights, asked=self.asked, elsewhere_topic=topic)

    def __call__(self, cosines: Vectors) -> Vectors:
        """Return cosines on the scale of the weights, in the same shape."""
        if self.stretch == 1.0 and self.centre == CENTRE:
            return cosines
        moved: Vectors = CENTRE + self.stretch * (cosines - self.centre)
        return moved


def scale_of(embedder: Embedder, vectors: Vectors, answered: int) -> Scale:
    """Return the scale for `embedder`, judged by `vectors` of the library's questions, (n, d).

    The first `answered` are those the library answers, the rest are from elsewhere. With too few
    of either, or for the embedder the weights were chosen with, cosines stay as they are.
    """
    elsewhere = len(vectors) - answered
    known = embedder.name.startswith(CHOSEN_WITH)
    if known or answered < FEWEST or elsewhere < NEAREST:
        return Scale()
    step = -(-answered // ASKED_IN_TURN)
    rows = np.arange(0, answered, step)
    cosines = vectors[rows] @ vectors.T
    cosines[np.arange(len(rows)), rows] = np.nan  # itself
    stretch = SPREAD / max(float(np.nanstd(cosines)), 1e-6)
    centre = float(np.nanmean(cosines))
    cosines = np.nan_to_num(cosines, nan=-1.0)
    leads = _nearest(cosines[:, :answered]) - _nearest(cosines[:, answered:])
    return Scale(centre, stretch, float(np.quantile(leads, REFUSED)) * stretch)


def _nearest(cosines: Vectors) -> Vectors:
    found: Vectors = np.sort(cosines, axis=1)[:, -NEAREST:].mean(axis=1)
    return found
