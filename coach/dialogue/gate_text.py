"""What the rules of the gate look at: a sentence, and the ground it may stand on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from coach.dialogue.gate_vocabulary import TERM, load_vocabulary
from coach.dialogue.gate_words import GateWords, Pattern
from coach.dialogue.stream_sentences import sentences_of
from coach.dialogue.word_forms import lemma

MOST_WORDS = 90
MOST_CHARACTERS = 900
SHARED_RUN = 8  # words in a row that betray the prompt
JUDGED_WORDS = 4  # shorter sentences have no language
PROMPT_LINE = re.compile(r"(?<=[.:;!?])\s+|\n")
QUOTED = re.compile(
    r"‘[^‘\n]*?[^\s]’(?![^\W\d_])|“[^”\n]*”|«[^»\n]*»|„[^”“\n]*[”“]|\"[^\"\n]*\"|(?<![\w])'(?=\w)[^\n]*?'(?!\w)"
)
LAST_PART = re.compile(r"[,:;.!…](?=\s[^,:;.!…]*$)")
SHORT = re.compile(r"(?<![\w'])[^\W\d_]{3}(?![\w'])")  # what `TERM` leaves out
WORD = re.compile(r"[^\W_]+(?:['’.:,/-][^\W_]+)*", re.UNICODE)
DIGITS = re.compile(r"(?<![\w.,])[€£$]?\d+(?:[.,:/]\d+)*")


def plain(text: str) -> str:
    """Return `text` in lower case with straight quotation marks."""
    table = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
    return text.lower().translate(table)


def words_of(text: str) -> list[str]:
    """Return the words of `text` in lower case, possessive endings and all."""
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def without_quotes(text: str) -> str:
    """Return `text` without its quotations."""
    return QUOTED.sub(" ", text)


def questions_in(text: str) -> int:
    """Return the number of questions outside quotations."""
    return len(re.findall(r"[?？][?!？\s]*", without_quotes(text)))


@dataclass(frozen=True)
class Ground:
    """What a reply may stand on: what is known, and the prompt that stays inside."""

    words: GateWords
    known: str
    citations: tuple[str, ...]
    instructions: str
    question: str
    wants_list: bool
    reflects: bool = False
    """Whether the reply begins with what the person told."""
    exemplifies: bool = False
    formal: bool | None = None
    answer: str = ""
    passages: str = ""

    @cached_property
    def plain(self) -> str:
        """All that is known, in lower case with straight quotation marks."""
        return plain(" ".join((self.known, self.question, *self.citations)))

    @cached_property
    def sequence(self) -> str:
        """All known words in order, each between spaces."""
        return f" {' '.join(words_of(self.plain))} "

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All known words, also without a possessive and in the parts of a compound."""
        known: set[str] = set()
        for word in words_of(self.plain):
            known |= {word, bare(word), *re.split(r"['.:,/-]", word)}
        return frozenset(known)

    @cached_property
    def said(self) -> frozenset[str]:
        """All known words of some length, with their stems."""
        return load_vocabulary(self.words.language).stems(self.plain)

    @cached_property
    def short(self) -> frozenset[str]:
        """All known words of three letters."""
        return frozenset(SHORT.findall(self.plain))

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """All known words in the form of the dictionary."""
        return frozenset(lemma(word, self.words.language) for word in self.vocabulary if word)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """All known numbers as digits, whole and in parts."""
        found: set[str] = set()
        for token in DIGITS.findall(self.plain):
            number = token.lstrip("€£$")
            found |= {number, *re.split(r"[.,:/]", number), re.sub(r"[.,]", "", number)}
        found |= set(re.findall(r"\d+", self.plain))
        found |= {str(value) for _, value, _ in spelled_numbers(self.plain, self.words)}
        return frozenset(found)

    @cached_property
    def periods(self) -> frozenset[int]:
        """How many months lie between two months that were named, counted either way."""
        named = [i for i, month in enumerate(self.words.months) if f" {month} " in self.sequence]
        spans = {(last - first) % 12 for first in named for last in named}
        return frozenset(spans | {months + 1 for months in spans})

    @cached_property
    def telephone(self) -> str:
        """All known digits in a row, without what separates them."""
        return re.sub(r"(?<=\d)[ ().-]+(?=\d)", "", self.plain)

    @cached_property
    def prompt_runs(self) -> frozenset[tuple[str, ...]]:
        """Every run of `SHARED_RUN` words of the prompt that isn't known otherwise."""
        return self._secret(runs_of(words_of(plain(self.instructions)), SHARED_RUN))

    @cached_property
    def prompt_sentences(self) -> frozenset[tuple[str, ...]]:
        """Every sentence or line of the prompt that is shorter than that, and isn't known otherwise."""
        lines = [words_of(plain(line)) for line in PROMPT_LINE.split(self.instructions)]
        return self._secret({tuple(line) for line in lines if 2 <= len(line) < SHARED_RUN})

    def _secret(self, runs: set[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
        return frozenset(run for run in runs if f" {' '.join(run)} " not in self.sequence)

    @cached_property
    def answers(self) -> tuple[tuple[str, ...], ...]:
        """The words of every sentence that an answer may say; none when nothing was asked."""
        return tuple(
            tuple(words_of(sentence))
            for text in (self.answer, self.passages)
            for sentence in sentences_of(text, self.words.abbreviations)
        )

    @cached_property
    def owed(self) -> tuple[str, ...]:
        """The sentences of the guided answer, without what only leads to its question."""
        told = (each.strip() for each in sentences_of(self.answer, self.words.abbreviations))
        return tuple(each for each in told if not each.endswith(":"))

    def breaks(self, rule: str, text: str) -> bool:
        """Tell whether a pattern of `rule` stands in `text` (lower case) without its excuse."""
        return any(self._found(pattern, text) for pattern in self.words.rules[rule])

    def _found(self, pattern: Pattern, text: str) -> bool:
        if pattern.pattern.search(text) is None:
            return False
        if pattern.unless is not None and pattern.unless.search(text):
            return False
        return not (pattern.grounded is not None and pattern.grounded.search(self.plain))

    def claims(self, rule: str, text: str) -> bool:
        """Tell whether a claim of `rule` stands in `text` (lower case) that nobody here made."""
        if self.words.open.search(text):
            return False
        found = (m for pattern in self.words.claims[rule] for m in pattern.finditer(text))
        return any(not self._is_theirs(m[0]) for m in found)

    def _is_theirs(self, claim: str) -> bool:
        """Tell whether all words of a claim that carry it are the person's or the library's."""
        if self.knows(claim):
            return True
        words = [word for word in TERM.findall(claim) if word not in self.words.own]
        return bool(words) and not load_vocabulary(self.words.language).unsaid(words, self.said)

    def knows(self, text: str) -> bool:
        """Tell whether `text` stands in what is known, word for word."""
        told = words_of(plain(text))
        return bool(told) and f" {' '.join(told)} " in self.sequence


@dataclass(frozen=True)
class Sentence:
    """One sentence in the forms the rules look at."""

    text: str
    ground: Ground

    @cached_property
    def plain(self) -> str:
        """The sentence in lower case with straight marks, without quotations of what is known."""
        kept = QUOTED.sub(lambda m: " " if self.ground.knows(m[0]) else m[0], self.text)
        return plain(kept).strip()

    @cached_property
    def outside(self) -> str:
        """What the coach says itself: the sentence in lower case, without any quotation."""
        return plain(without_quotes(self.text)).strip()

    @cached_property
    def unquoted(self) -> str:
        """What the coach says itself, as it was written."""
        return without_quotes(self.text).strip()

    @cached_property
    def asserted(self) -> str:
        """What it says is so: without its quotations, and without what it asks."""
        text = self.outside
        told = LAST_PART.split(text)[0] if text.endswith("?") else text
        return "" if told.endswith("?") else told

    @cached_property
    def authored(self) -> bool:
        """Whether the sentence stands in what is known, word for word."""
        return len(self.text.split()) >= JUDGED_WORDS and self.ground.knows(self.text)


def bare(word: str) -> str:
    """Return a name without its possessive ("Moira's", "Thijs'")."""
    return re.sub(r"(?:'s|s'|')$", lambda m: "s" if m[0] == "s'" else "", word)


def runs_of(words: list[str], size: int) -> set[tuple[str, ...]]:
    """Return every run of `size` words."""
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def spelled_numbers(text: str, words: GateWords) -> list[tuple[str, int, str]]:
    """Return the numbers written in words in `text`: the word, its value, the next word."""
    told = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", text)
    found: list[tuple[str, int, str]] = []
    skip = False
    for i, word in enumerate(told):
        following = told[i + 1] if i + 1 < len(told) else ""
        if skip:
            skip = False
            continue
        pair = f"{word} {following}"
        if pair in words.numbers:
            found.append((pair, words.numbers[pair], told[i + 2] if i + 2 < len(told) else ""))
            skip = True
        elif word in words.numbers:
            found.append((word, words.numbers[word], following))
        elif (value := _hundreds(word, words)) is not None:
            found.append((word, value, following))
    return found


def _hundreds(word: str, words: GateWords) -> int | None:
    """Return the value of a number above a hundred in one word ("honderdveertig")."""
    if words.language != "nl":
        return None
    head, found, tail = word.partition("honderd")
    front = words.numbers.get(head, 1 if not head else 0)
    rest = words.numbers.get(tail.removeprefix("en"), 0 if not tail else -1)
    return front * 100 + rest if found and front and rest >= 0 else None
