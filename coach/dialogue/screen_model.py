"""The screen's classifier: two models whose opinions are averaged, in numpy alone.

One compares the sentence vector (multilingual-e5-small, 384 numbers) with two thousand labelled
examples and weighs how near each is (Nyström, Williams & Seeger 2001); the other weighs letters
and words of the plain text (hashed n-grams). The first knows meaning, the second the telling turn
of phrase. Everything stands in prompts/screen.npz, made by coach.evaluation.train_screen.
"""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.state import Route
from coach.errors import ContentError

ROUTES: tuple[Route, ...] = (
    "none", "crisis", "emergency", "burnout", "harassment", "legal", "whistleblowing", "medical"
)
BUCKETS = 1 << 15
WIDTH = 0.003
LETTERS = (2, 3, 4, 5)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Grams:
    """The hashed n-grams of one text: bucket numbers and their weights, of length 1 together."""

    buckets: NDArray[np.int64]
    weights: Floats


class ScreenModel:
    """What the file holds; raises `ContentError` when it can't be read."""

    def __init__(self, path: Path) -> None:
        try:
            with np.load(path, allow_pickle=False) as file:
                self._centre: Floats = file["centre"].astype(np.float32)
                self._scale: Floats = file["scale"].astype(np.float32)
                self._examples: Floats = file["examples"].astype(np.float32) * file["step"]
                self._nearness: Floats = file["nearness"].astype(np.float32)
                self._nearness_bias: Floats = file["nearness_bias"].astype(np.float32)
                self._rarity: Floats = file["rarity"].astype(np.float32)
                self._grams: Floats = file["grams"].astype(np.float32) * file["grams_scale"]
                self._grams_bias: Floats = file["grams_bias"].astype(np.float32)
                self.thresholds: Floats = file["thresholds"].astype(np.float32)
        except (OSError, KeyError, ValueError) as error:
            raise ContentError(
                f"{path} can't be read as the screen's coefficients: {error}. Nothing was "
                "changed. Install the package again, or run coach.evaluation.train_screen."
            ) from error

    def chances(self, plain: str, vector: Floats) -> Floats:
        """Return the chance of each of `ROUTES`, shape (8,), for one text and its vector (384,)."""
        placed = (vector - self._centre) / self._scale
        meaning = _softmax(
            near(placed[None, :], self._examples)[0] @ self._nearness + self._nearness_bias
        )
        return averaged(meaning, self._by_grams(plain))

    def wording(self, plain: str) -> float:
        """Return the chance of a referral going by the wording alone: cheap, no vector needed."""
        return float(1.0 - self._by_grams(plain)[0])

    def _by_grams(self, plain: str) -> Floats:
        grams = n_grams(plain)
        weights = grams.weights * self._rarity[grams.buckets]
        length = float(np.linalg.norm(weights)) or 1.0
        return _softmax(self._grams[:, grams.buckets] @ (weights / length) + self._grams_bias)

    def route(self, chances: Floats) -> tuple[Route, float]:
        """Return the likeliest route and how far the chance of a referral is over its threshold.

        A number of 0 or more means: refer.
        """
        best = 1 + int(np.argmax(chances[1:]))
        return ROUTES[best], float(1.0 - chances[0] - self.thresholds[best])


def near(vectors: Floats, examples: Floats) -> Floats:
    """Return how near each vector is to each example, 0 to 1 (a Gaussian kernel)."""
    apart = (
        (vectors**2).sum(axis=1)[:, None]
        + (examples**2).sum(axis=1)[None, :]
        - 2 * vectors @ examples.T
    )
    return np.asarray(np.exp(-WIDTH * np.maximum(apart, 0)), dtype=np.float32)


def averaged(one: Floats, other: Floats) -> Floats:
    """Return the geometric mean of two sets of chances along the last axis."""
    both = np.sqrt(np.maximum(one, 1e-6) * np.maximum(other, 1e-6))
    return np.asarray(both / both.sum(axis=-1, keepdims=True), dtype=np.float32)


def n_grams(plain: str) -> Grams:
    """Return the n-grams of a plain text: letters within words, single words and pairs."""
    counts: Counter[int] = Counter()
    words = plain.split()
    for word in words:
        padded = f" {word} "
        for size in LETTERS:
            for i in range(len(padded) - size + 1):
                counts[_bucket("c", padded[i : i + size])] += 1
    for i, word in enumerate(words):
        counts[_bucket("w", word)] += 1
        if i:
            counts[_bucket("p", f"{words[i - 1]} {word}")] += 1
    buckets = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
    weights = 1.0 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
    return Grams(buckets, weights.astype(np.float32))


def _bucket(kind: str, gram: str) -> int:
    return zlib.crc32(f"{kind}{gram}".encode()) % BUCKETS


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)
