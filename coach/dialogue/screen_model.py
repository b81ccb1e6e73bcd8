"""The screen's classifier, in numpy alone: how much a text asks for a referral, and for which.

Three views of a text are weighed together, as one kernel ridge regression (Saunders, Gammerman &
Vovk 1998): how near its sentence vector (multilingual-e5-small, 384 numbers) is to each labelled
example, more so where both touch the same fields of meaning (`concepts` in prompts/screen.yaml);
its letters and its words (hashed n-grams); and the fields it touches, alone and two at a time.
The last two, which need no vector, make a second opinion on every stretch of the text by itself,
so that one sentence isn't lost among many.
Everything learnt stands in prompts/screen.npz, made by coach.evaluation.train_screen.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.screen_text import single
from coach.dialogue.state import Route
from coach.errors import ContentError

ROUTES: tuple[Route, ...] = (
    "none", "crisis", "emergency", "burnout", "harassment", "legal", "whistleblowing", "medical"
)
# Letters have the first half of the buckets, words and pairs of words the second.
BUCKETS = 1 << 16
WIDTH = 0.002
LETTERS = (3, 4, 5)
# How much more a near example counts for touching the same fields.
SHARED = 2.0
# How much the most telling stretch counts, by its wording, beside the text as a whole.
STRETCH = 0.6
# How much the route's own score counts beside that of any referral; chosen on messages left out.
ITS_OWN = 0.5

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Grams:
    """The hashed n-grams of one text: bucket numbers and weights, the first `letters` of letters."""

    buckets: NDArray[np.int64]
    weights: Floats
    letters: int

    def weighed(self, rarity: Floats) -> Floats:
        """Return the weights by rarity, letters and words each of length 1."""
        weights = self.weights * rarity[self.buckets]
        for part in (weights[: self.letters], weights[self.letters :]):
            part /= float(np.linalg.norm(part)) or 1.0
        return weights


class Concepts:
    """Fields of meaning: their words, nl and en; a star in a word is any ending."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._patterns = tuple(re.compile(_any_of(listed)) for listed in words.values())

    def __len__(self) -> int:
        return len(self._patterns)

    def touched(self, plain: str) -> Floats:
        """Return how much a plain text touches each field, shape (fields,): log(1 + words)."""
        found = [len(set(pattern.findall(plain))) for pattern in self._patterns]
        return np.log1p(np.array(found, dtype=np.float32))


@dataclass(frozen=True)
class Wording:
    """What was learnt of words and fields: one row per output (a referral, then each route)."""

    rarity: Floats
    grams: Floats
    field_rarity: Floats
    pairs: Floats
    alone: Floats
    bias: Floats

    def scores(self, grams: Grams, touched: Floats) -> Floats:
        """Return what words and fields say, shape (8,)."""
        weights = grams.weighed(self.rarity)
        fields = of_length(touched * self.field_rarity)
        return np.asarray(
            self.grams[:, grams.buckets] @ weights
            + (self.pairs @ fields) @ fields
            + self.alone @ fields
            + self.bias,
            dtype=np.float32,
        )


class ScreenModel:
    """What the file holds; raises `ContentError` when it can't be read."""

    def __init__(self, path: Path, concepts: Concepts) -> None:
        self._concepts = concepts
        try:
            with np.load(path, allow_pickle=False) as file:
                self._centre: Floats = file["centre"].astype(np.float32)
                self._scale: Floats = file["scale"].astype(np.float32)
                self._examples: Floats = file["examples"].astype(np.float32) * file["step"]
                self._lengths: Floats = squared(self._examples)
                self._shared: Floats = file["shared"].astype(np.float32) / 127
                self._nearness: Floats = file["nearness"].astype(np.float32)
                self._whole = _wording(file, "whole")
                self._stretch = _wording(file, "stretch")
                self.thresholds: Floats = file["thresholds"].astype(np.float32)
            if len(self._whole.field_rarity) != len(concepts):
                raise ValueError("it was made for other concepts than screen.yaml has")
        except (OSError, KeyError, ValueError) as error:
            raise ContentError(
                f"{path} can't be read as the screen's coefficients: {error}. Nothing was "
                "changed. Install the package again, or run coach.evaluation.train_screen."
            ) from error

    def scores(self, plain: str, vector: Floats, wording: Sequence[Floats]) -> Floats:
        """Return how much a text asks for a referral, then for each route, shape (8,).

        `vector` (384,) is the text's own; `wording` holds `stretch` of each of its stretches.
        """
        placed = (vector - self._centre) / self._scale
        touched = self._concepts.touched(plain)
        both = self._shared @ of_length(touched * self._whole.field_rarity)
        alike = near(placed[None, :], self._examples, self._lengths)[0] * (1 + SHARED * both)
        meaning = alike @ self._nearness
        whole = self._whole.scores(n_grams(plain), touched)
        return np.asarray(meaning + whole + STRETCH * np.max(wording, axis=0), dtype=np.float32)

    def stretch(self, plain: str) -> Floats:
        """Return what the wording of one stretch says by itself, shape (8,): needs no vector."""
        return self._stretch.scores(n_grams(plain), self._concepts.touched(plain))

    def route(self, scores: Floats) -> tuple[Route, float]:
        """Return the likeliest route and how far a referral is over that route's threshold.

        A number of 0 or more means: refer. That a referral is asked for counts, and half as much
        that it is for this route: what only sounds like trouble is like no route in particular.
        """
        best = 1 + int(np.argmax(scores[1:]))
        return ROUTES[best], float(scores[0] + ITS_OWN * scores[best] - self.thresholds[best])


def squared(vectors: Floats) -> Floats:
    """Return the squared length of each row."""
    return np.asarray((vectors**2).sum(axis=1), dtype=np.float32)


def near(vectors: Floats, examples: Floats, lengths: Floats) -> Floats:
    """Return how near each vector is to each example, 0 to 1 (a Gaussian kernel).

    `lengths` are the examples' own, `squared`: worked out once, for they stay the same.
    """
    apart = squared(vectors)[:, None] + lengths[None, :] - 2 * vectors @ examples.T
    return np.asarray(np.exp(-WIDTH * np.maximum(apart, 0)), dtype=np.float32)


def of_length(fields: Floats) -> Floats:
    """Return rows scaled down to length 1 along the last axis; shorter ones stay as they are."""
    length = np.maximum(np.linalg.norm(fields, axis=-1, keepdims=True), 1.0)
    return np.asarray(fields / length, dtype=np.float32)


def n_grams(plain: str) -> Grams:
    """Return the n-grams of a plain text: letters within words, single words and pairs."""
    letters: Counter[int] = Counter()
    words: Counter[int] = Counter()
    before = ""
    for word in plain.split():
        padded = f" {word} "
        for size in LETTERS:
            for i in range(len(padded) - size + 1):
                letters[_bucket("c", padded[i : i + size])] += 1
        words[BUCKETS + _bucket("w", word)] += 1
        if before:
            words[BUCKETS + _bucket("p", f"{before} {word}")] += 1
        before = word
    buckets = np.array([*letters, *words], dtype=np.int64)
    counts = np.array([*letters.values(), *words.values()], dtype=np.float32)
    return Grams(buckets, 1 + np.log(counts), len(letters))


def _bucket(kind: str, gram: str) -> int:
    return zlib.crc32(f"{kind}{gram}".encode()) % BUCKETS


def _any_of(listed: str) -> str:
    """Return a pattern for words in a row, those between double quotes taken together."""
    words = {single(quoted or word) for quoted, word in re.findall(r'"([^"]+)"|(\S+)', listed)}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    ends = (re.escape(word).replace(r"\*", "[a-z]*") for word in longest_first)
    return rf"\b(?:{'|'.join(ends)})\b"


def _wording(file: Mapping[str, NDArray[np.float32]], name: str) -> Wording:
    def read(part: str) -> Floats:
        return np.asarray(file[f"{name}_{part}"], dtype=np.float32)

    return Wording(
        read("rarity"), read("grams") * read("grams_step"), read("field_rarity"),
        read("pairs"), read("alone"), read("bias"),
    )
