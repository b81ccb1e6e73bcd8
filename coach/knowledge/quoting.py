"""Choosing the words to quote: the one or two sentences of a section that answer a query best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from coach.knowledge.passages import Passage, blocks, sentence_spans, word_count

FEWEST_WORDS = 5  # shorter than this says too little by itself
MOST_WORDS = 45
EXAMPLE_SECTION = "example"  # its people have names only there: what follows its lead says little
# A quote that opens so points back at something the reader doesn't see.
_POINTS_BACK = re.compile(
    r"^[‘“]?(dat|dit|die|deze|daarna|daarom|daarmee|dan|zo|hij|zij|ze|maar|en|of|want|ook|in hun"
    r"|that|this|these|those|then|so|he|she|they|it|but|and|or|also|both|in their)\b",
    re.I,
)
# About the guide itself, and the label of a numbered step.
_FRAME = re.compile(r"\b(deze gids|this guide)\b|\(\d+ (minuten|minutes)\)", re.I)
_ASKS_WHY = re.compile(
    r"(waarom|hoezo|waartoe|wat (is|zijn|betekent)|why|what (is|are|does))\b", re.I
)
_INSTRUCTION = re.compile(
    r"[‘“]?(vraag|zeg|noem|benoem|schrijf|begin|kies|maak|neem|zet|leg|kijk|houd|laat|geef|spreek"
    r"|doe|wacht|luister|bedenk|ask|say|name|write|start|begin|choose|pick|make|take|put|look|keep"
    r"|let|give|do|don't|wait|listen|tell)\b",
    re.I,
)
_MARKED = re.compile(r"[*_`\[\]|]")


def quote(passages: Iterable[Passage], weigh: Callable[[Passage, int, str], float]) -> str:
    """Return the part of one of `passages` to quote, verbatim; empty only when all are empty.

    `weigh` says how well a sentence, by its passage, its number in it and its text, answers: the
    scale on which 0.1 is worth a small blemish.
    """
    best, highest = "", float("-inf")
    for passage in passages:
        for numbers, candidate, reluctance in _fitness(passage.text):
            worth = max(weigh(passage, number, candidate) for number in numbers) - reluctance
            if passage.section.id == EXAMPLE_SECTION and (passage.number or numbers[0]):
                worth -= 0.30
            if worth > highest:
                best, highest = candidate, worth
    return best


def instructs(asked: str, candidate: str) -> bool:
    """Tell whether `candidate` says what to do where `asked` wants to know what or why."""
    return bool(_ASKS_WHY.match(asked) and _INSTRUCTION.match(candidate))


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
    if _FRAME.search(candidate):
        worst += 0.30
    if candidate.rstrip("’”").endswith("?"):
        worst += 0.15
    return worst
