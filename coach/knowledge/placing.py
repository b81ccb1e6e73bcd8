"""In which order sections come: what answers first, then other documents that answer it too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from coach.knowledge import topics
from coach.knowledge.evidence import Evidence, Weights

BESIDE = 2  # sections whose questions tell which other documents come next


@dataclass(frozen=True)
class Ranked:
    """A section with its worth, what was found of it, and what else counts for its place."""

    worth: float
    found: Evidence
    beside: float = 0.0  # for answering as well what another section answers

    @property
    def order(self) -> tuple[float, str, str]:
        """What it is sorted by: worth first, then names, so that the same comes out every time."""
        return -(self.worth + self.beside), self.found.part.document, self.found.part.section


def place(ranked: Sequence[Ranked], also: Mapping[str, float], weights: Weights) -> list[Ranked]:
    """Return `ranked`, which is sorted, with the first in its place and the rest by `also` too.

    `also` tells by document how much it answers the query as well; one that isn't there counts as
    `topics.of_another_document` has it. The first keeps its place, since a document that goes with
    many others would come before each of them. No section is worth more than one before it.
    """
    best = [one.found.part.also for one in ranked[:BESIDE]]
    unknown = topics.of_another_document(also)
    rest = []
    for one in ranked[1:]:
        document = one.found.part.document
        beside = weights.also * also.get(document, unknown)
        beside += weights.beside * sum(named.get(document, 0.0) for named in best) / BESIDE
        rest.append(replace(one, beside=beside))
    rest.sort(key=lambda one: one.order)
    placed = [*ranked[:1], *_spread(rest, ranked[:1], weights.same_document)]
    lowest = accumulate((one.worth for one in placed), min)
    return [replace(one, worth=worth) for one, worth in zip(placed, lowest, strict=True)]


def _spread(rest: Sequence[Ranked], before: Sequence[Ranked], off: float) -> list[Ranked]:
    """Let every further section of a document stand back for another document."""
    seen = Counter(one.found.part.document for one in before)
    spread = []
    for one in rest:
        document = one.found.part.document
        spread.append(replace(one, worth=one.worth - off * seen[document]))
        seen[document] += 1
    return sorted(spread, key=lambda one: one.order)
