"""Measures of ranking and of classes, with intervals from resampling."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

SEED = 20_261_123
RESAMPLES = 1_000
Z = 1.959964  # of a normal distribution, 95% lies within

Case = TypeVar("Case")


@dataclass(frozen=True)
class Interval:
    """A mean with its 95% interval; within 0 and 1, for a difference −1 and 1."""

    mean: float
    low: float
    high: float
    count: int

    def as_dict(self) -> dict[str, float]:
        """Return it for JSON, rounded to four digits."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class ClassScore:
    """Precision, recall and F1 of one class, 0 to 1, and how often it should have come out."""

    precision: float
    recall: float
    f1: float
    support: int

    def as_dict(self) -> dict[str, float]:
        """Return it for JSON, rounded to four digits."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float:
    """Return the normalised discounted cumulative gain at `k`, gain 2^grade − 1.

    Järvelin & Kekäläinen 2002, doi:10.1145/582415.582418. 0 when nothing is relevant. An id that
    comes again counts once.
    """
    seen = list(dict.fromkeys(ranked))[:k]
    gain = _discounted([grades.get(name, 0) for name in seen])
    best = _discounted(sorted(grades.values(), reverse=True)[:k])
    return gain / best if best else 0.0


def recall(ranked: Sequence[str], grades: Mapping[str, int], k: int = 5) -> float:
    """Return the share of relevant ids among the first `k`."""
    relevant = {name for name, grade in grades.items() if grade > 0}
    first = set(list(dict.fromkeys(ranked))[:k])
    return len(relevant & first) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return 1 divided by the rank of the first relevant id, 0 when there is none."""
    for place, name in enumerate(dict.fromkeys(ranked), start=1):
        if grades.get(name, 0) > 0:
            return 1 / place
    return 0.0


def hit_at_1(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return 1 when the first id has the highest grade there is, else 0."""
    best = max(grades.values(), default=0)
    return float(bool(ranked) and best > 0 and grades.get(ranked[0], 0) == best)


def class_scores(wanted: Sequence[str], given: Sequence[str]) -> dict[str, ClassScore]:
    """Return the scores of every class that was wanted or given, by name."""
    right = Counter(want for want, got in zip(wanted, given, strict=True) if want == got)
    claimed, support = Counter(given), Counter(wanted)
    return {
        name: _score(right[name], claimed[name], support[name])
        for name in sorted({*support, *claimed})
    }


def macro_f1(wanted: Sequence[str], given: Sequence[str]) -> float:
    """Return the mean F1 over the classes that were wanted at least once; 0 without any."""
    scores = [score.f1 for score in class_scores(wanted, given).values() if score.support]
    return mean(scores)


def presence(wanted: Sequence[bool], given: Sequence[bool]) -> ClassScore:
    """Return the scores of saying that something is there."""
    pairs = list(zip(wanted, given, strict=True))
    return _score(sum(a and b for a, b in pairs), sum(given), sum(wanted))


def token_f1(wanted: str, given: str) -> float:
    """Return the F1 of the words two strings share, 0 to 1; 1 when both are empty.

    Rajpurkar et al. 2016, doi:10.18653/v1/D16-1264, without leaving out articles.
    """
    wanted_words, given_words = _words(wanted), _words(given)
    if not wanted_words or not given_words:
        return float(wanted_words == given_words)
    rest = list(wanted_words)
    shared = 0
    for word in given_words:
        if word in rest:
            rest.remove(word)
            shared += 1
    return 2 * shared / (len(wanted_words) + len(given_words))


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0 for nothing."""
    return math.fsum(values) / len(values) if values else 0.0


def wilson(values: Sequence[float]) -> Interval:
    """Return the share of ones among `values`, each 0 or 1, with Wilson's score interval (95%).

    Wilson 1927, doi:10.1080/01621459.1927.10502953. Thirty of thirty is 0.89 to 1, where
    resampling would claim certainty.
    """
    if not values:
        return Interval(0.0, 0.0, 0.0, 0)
    count, share = len(values), mean(values)
    middle = share + Z**2 / (2 * count)
    around = Z * math.sqrt(share * (1 - share) / count + Z**2 / (4 * count**2))
    scale = 1 + Z**2 / count
    low, high = (middle - around) / scale, (middle + around) / scale
    return Interval(share, max(low, 0.0), min(high, 1.0), count)


def bootstrap(values: Sequence[float]) -> Interval:
    """Return the mean of `values` with the 2.5th and 97.5th percentile of resampled means."""
    return bootstrap_of(values, mean)


def bootstrap_of(
    cases: Sequence[Case], measure: Callable[[Sequence[Case]], float]
) -> Interval:
    """Return `measure` of all cases, with its percentile interval over resampled cases.

    Efron & Tibshirani 1993, 1,000 resamples with a fixed seed: the same cases give the same
    interval.
    """
    if not cases:
        return Interval(0.0, 0.0, 0.0, 0)
    chance = random.Random(SEED)
    drawn = sorted(measure(chance.choices(cases, k=len(cases))) for _ in range(RESAMPLES))
    low, high = drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)]
    return Interval(measure(cases), low, high, len(cases))


def _score(right: int, claimed: int, support: int) -> ClassScore:
    precision = right / claimed if claimed else 0.0
    found = right / support if support else 0.0
    both = precision + found
    return ClassScore(precision, found, 2 * precision * found / both if both else 0.0, support)


def _discounted(grades: Sequence[int]) -> float:
    return math.fsum(
        (2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1)
    )


def _words(text: str) -> list[str]:
    return [
        word.strip(".,;:!?‘’“”\"'()").casefold()
        for word in text.split()
        if word.strip(".,;:!?‘’“”\"'()")
    ]
