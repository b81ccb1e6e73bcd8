"""Searching by words: BM25 over stems, one index for each language."""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.state import Language

# PyStemmer's `dutch` is the Kraaij–Pohlmann stemmer: it takes gewaardeerd and waardering together.
_STEMMERS: dict[Language, str] = {"nl": "dutch", "en": "english"}
_TOKEN = re.compile(r"[^\W_]{2,}")


class Stems:
    """Turns text into stems; safe to share between threads."""

    def __init__(self, language: Language) -> None:
        import Stemmer

        self._stemmer = Stemmer.Stemmer(_STEMMERS[language])
        self._lock = threading.Lock()

    def __call__(self, text: str) -> list[str]:
        """Return the stems of all words of two letters or more, accents left off."""
        bare = text.casefold()
        if not bare.isascii():
            letters = unicodedata.normalize("NFKD", bare)
            bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
        with self._lock:
            return list(self._stemmer.stemWords(_TOKEN.findall(bare)))


class Lexical:
    """BM25 in Lucene's form (k1 1.5, b 0.75) over texts of one language.

    Kamphuis et al. 2020 (doi:10.1007/978-3-030-45442-5_4) compare the forms; bm25s computes it.
    """

    def __init__(self, texts: Sequence[str], language: Language) -> None:
        from bm25s import BM25

        self.stems = Stems(language)
        self._stem_sets = lru_cache(maxsize=8_192)(lambda text: frozenset(self.stems(text)))
        tokens = [self.stems(text) for text in texts]
        self._count = len(texts)
        self._frequency = Counter(stem for text in tokens for stem in set(text))
        self._weights = {
            stem: math.log(1 + (self._count - found + 0.5) / (found + 0.5))
            for stem, found in self._frequency.items()
        }
        self._rarest = math.log(1 + (self._count + 0.5) / 0.5)
        self._index = BM25(method="lucene")
        if self._frequency:
            self._index.index(tokens, show_progress=False)

    def share(self, asked: frozenset[str], text: str) -> float:
        """Return how much of the weight of the stems `asked` stands in `text`, 0 to 1."""
        total = sum(self.weight(stem) for stem in asked)
        shared = asked & self._stem_sets(text)
        return sum(self.weight(stem) for stem in shared) / total if shared else 0.0

    def weight(self, stem: str) -> float:
        """Return how telling a stem is: its inverse document frequency, above 0."""
        return self._weights.get(stem, self._rarest)

    def scores(self, stems: Iterable[str]) -> NDArray[np.float32]:
        """Return for every text, in order, how much of the query's weight it holds, 0 to 1.

        That is its BM25 score as a share of the highest any text could have, in which words the
        library doesn't know count too.
        """
        wanted = sorted(set(stems))
        known = [stem for stem in wanted if stem in self._frequency]
        if not known:
            return np.zeros(self._count, dtype=np.float32)
        best = sum(self.weight(stem) for stem in wanted)
        return np.asarray(self._index.get_scores(known) / best, dtype=np.float32)
