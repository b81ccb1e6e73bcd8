"""How easily a document reads: Flesch's reading ease, in its Dutch form and its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.dialogue.state import Language
from coach.knowledge.passages import plain, sentences

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyáàäâéèëêíìïîóòöôúùüû]+")
# An English e at the end that isn't said: came, names, asked; in table, added, pages it is.
_SILENT = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouy]e[sd]$")
_SAID = re.compile(r"[td]ed$|(?:[sxzcg]|ch|sh)es$")


@dataclass(frozen=True)
class ReadingLevel:
    """Reading ease, about 0 (hard) to 100 (a child follows it), and the longest sentence."""

    ease: float
    longest: str
    longest_words: int


def reading_level(text: str, language: Language) -> ReadingLevel | None:
    """Return how easily some Markdown reads; None when it holds no sentence.

    English: Flesch 1948, doi:10.1037/h0057532. Dutch: Douma's weights of 1960 for the same two
    things, the length of sentences and of words. Syllables are counted by their vowels.
    """
    found = [(sentence, _WORD.findall(plain(sentence))) for sentence in sentences(text)]
    counted = [(sentence, words) for sentence, words in found if words]
    if not counted:
        return None
    words = sum(len(said) for _, said in counted)
    syllables = sum(_syllables(counted, language))
    a_sentence, a_word = words / len(counted), syllables / words
    ease = (
        206.84 - 0.93 * a_sentence - 77 * a_word
        if language == "nl"
        else 206.835 - 1.015 * a_sentence - 84.6 * a_word
    )
    longest, said = max(counted, key=lambda one: len(one[1]))
    return ReadingLevel(ease, longest, len(said))


def _syllables(counted: list[tuple[str, list[str]]], language: Language) -> Iterator[int]:
    for _, words in counted:
        for word in words:
            folded = word.casefold()
            vowels = len(_VOWELS.findall(folded.replace("ij", "i") if language == "nl" else folded))
            silent = language == "en" and _SILENT.search(folded) and not _SAID.search(folded)
            yield max(1, vowels - bool(silent))
