"""Whether a model's question is the authored one in other words.

The record keeps an answer under the question that was asked, so another question than the authored
one would have the answer read wrongly. Sentence embeddings don't tell two of our questions apart
(of the bank's forms, those of one question lie no nearer than those of two), so words decide.
"""

from __future__ import annotations

import re

SENTENCE = re.compile(r"(?<=[.!?…])\s+")
WORD = re.compile(r"[^\W\d_]+|\d+")
STEM = 5  # letters that words of one stem share, in either language
SHARED = 0.5  # of the authored question's content words
# Words that carry no content in a question, in both languages.
EMPTY = frozenset(
    """
    zover weet heeft hebben hebt wordt worden zijn waren daar daarvan ervan voor naar over door
    deze diegene welke zelf jouw jullie eigen iets nog dan eens verder precies
    what when where which who whose does have been were will would could should about them their
    your yours that this those these there with from know far then
    """.split()
)


def asks_the_same(asked: str, authored: str) -> bool:
    """Tell whether `asked`, a reply or its question, ends by asking what `authored` asks."""
    if _bare(asked).endswith(_bare(authored)):
        return True
    one = frozenset(content_words(SENTENCE.split(asked.strip())[-1]))
    other = frozenset(content_words(authored))
    if not one or not other:
        return False
    return len(one & other) >= SHARED * len(other)


def _bare(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


def content_words(text: str) -> tuple[str, ...]:
    """Return the stems of the words of `text` that carry content, in their order."""
    return tuple(
        word[:STEM]
        for word in WORD.findall(text.casefold())
        if len(word) > 3 and word not in EMPTY or word.isdigit()
    )
