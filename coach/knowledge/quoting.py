"""Choosing the words to quote: the one or two sentences of a passage that answer a query best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from coach.knowledge.passages import Passage, blocks, sentence_spans, word_count

FEWEST_WORDS = 5  # shorter than this says too little by itself
MOST_WORDS = 45
# A quote that opens so points back at something the reader doesn't see.
_POINTS_BACK = re.compile(
    r"^[‘“]?(dat|dit|die|deze|daarna|daarom|daarmee|dan|zo|hij|zij|ze|maar|en|of|want|ook|in hun"
    r"|that|this|these|those|then|so|he|she|they|it|but|and|or|also|both|in their)\b",
    re.I,
)
_MARKED = re.compile(r"[*_`\[\]|]")


def quote(passage: Passage, weigh: Callable[[int, str], float]) -> str:
    """Return the part of `passage.text` to quote, verbatim; empty only for an empty passage.

    `weigh` says how well a sentence, by its number in the passage and its text, answers: the
    scale on which 0.1 is worth a small blemish.
    """
    best, highest = "", float("-inf")
    for numbers, candidate, reluctance in _fitness(passage.text):
        worth = max(weigh(number, candidate) for number in numbers) - reluctance
        if worth > highest:
            best, highest = candidate, worth
    return best


def quotable(text: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield every sentence of some Markdown and every pair of neighbours, each verbatim.

    With each come the numbers of its sentences, counted as `Passage.sentences` counts them.
    """
    first = 0
    for block in blocks(text):
        spans = list(sentence_spans(block))
        for number, (start, end) in enumerate(spans, start=first):
            yield (number,), block[start:end]
            if number + 1 < first + len(spans):
                yield (number, number + 1), block[start : spans[number + 1 - first][1]]
        first += len(spans)


@lru_cache(maxsize=2_048)
def _fitness(text: str) -> tuple[tuple[tuple[int, ...], str, float], ...]:
    return tuple((numbers, part, _reluctance(part)) for numbers, part in quotable(text))


def _reluctance(candidate: str) -> float:
    """Return how unfit a stretch is to stand alone; 0 is fit."""
    words = word_count(candidate)
    worst = 0.002 * words  # of two that hold as much, the shorter
    if words < FEWEST_WORDS:
        worst += 0.30
    if words > MOST_WORDS:
        worst += 0.30
    if _MARKED.search(candidate) or "\n" in candidate:
        worst += 0.30
    if _POINTS_BACK.match(candidate):
        worst += 0.15
    if candidate.rstrip("’”").endswith("?"):
        worst += 0.15
    return worst
