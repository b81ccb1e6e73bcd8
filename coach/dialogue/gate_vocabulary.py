"""The words the coach has by itself: those of the library and of its own phrases, in stems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import Stemmer

from coach.content import content_folder
from coach.dialogue.state import Language
from coach.errors import ContentError

TERM = re.compile(r"[^\W\d_]{4,}")  # shorter words say too little to be strange
STEMMERS = {"nl": "dutch", "en": "english"}
PART = 5  # letters of a word that make a compound of it known


@dataclass(frozen=True)
class Vocabulary:
    """Words and stems of one language, in lower case."""

    stemmer: Stemmer.Stemmer
    known: frozenset[str]

    def stems(self, text: str) -> frozenset[str]:
        """Return the words of `text` of four letters and more, with their stems."""
        words = set(TERM.findall(text.lower()))
        return frozenset(words | set(self.stemmer.stemWords(list(words))))

    def strange(self, text: str, said: frozenset[str]) -> list[str]:
        """Return the words of `text` that are neither known, in `said`, nor made with a word of it."""
        words = TERM.findall(text.lower())
        return self.unsaid([w for w in words if not self._forms(w) & self.known], said)

    def unsaid(self, words: list[str], said: frozenset[str]) -> list[str]:
        """Return those of `words` that are neither in `said` nor made with a word of it."""
        return [
            word for word in words
            if not self._forms(word) & said and not any(_shares(word, other) for other in said)
        ]  # fmt: skip

    def _forms(self, word: str) -> set[str]:
        return {word, self.stemmer.stemWord(word)}


def _shares(word: str, other: str) -> bool:
    longer, shorter = (word, other) if len(word) >= len(other) else (other, word)
    return len(shorter) >= PART and (longer.startswith(shorter) or longer.endswith(shorter))


@cache
def load_vocabulary(language: Language) -> Vocabulary:
    """Read the library, the questions and the phrases of `language`; raise `ContentError`."""
    knowledge, prompts = content_folder("knowledge"), content_folder("prompts")
    files = [
        *sorted(knowledge.glob(f"*/*.{language}.md")),
        *(prompts / f"{name}.{language}.yaml" for name in ("phrases", "questions", "sheets")),
    ]
    stemmer = Stemmer.Stemmer(STEMMERS[language])
    words = set(TERM.findall(" ".join(map(_text, files)).lower()))
    return Vocabulary(stemmer, frozenset(words | set(stemmer.stemWords(list(words)))))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(
            f"{path} can't be read: {error}. Nothing was changed. Install the package again."
        ) from error
