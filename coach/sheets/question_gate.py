"""The gate for a sheet's questions: whether a model's wording may stand for a set question.

The rules of the gate for replies come first; beside them stand those of one question alone. All go
by words, but for the last: a cosine with the set question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from coach.dialogue.gate import Allowed, judge_each
from coach.dialogue.gate_rules import FAMILIAR, POLITE
from coach.dialogue.gate_text import DIGITS, questions_in, without_quotes
from coach.dialogue.gate_vocabulary import TERM, load_vocabulary
from coach.dialogue.gate_words import load_gate_words
from coach.dialogue.same_question import SHARED, content_words
from coach.dialogue.state import Language
from coach.dialogue.stream_sentences import sentences_of
from coach.dialogue.understand import Embedder
from coach.sheets.situation import load_texts

MOST_WORDS = 40  # of a question; the set ones have 25 at most
MOST_SENTENCES = 2  # what it is about, and the question
NEAR = 0.90  # cosine of set question and other wording; see docs/decisions/0016


@dataclass(frozen=True)
class SheetWords:
    """What the rules of one language go by, from prompts/question_sheet.LANG.yaml."""

    neutral: frozenset[str]
    blames: re.Pattern[str]
    asks: re.Pattern[str]
    addressed: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    undergoes: re.Pattern[str]


@cache
def _words(language: Language) -> SheetWords:
    given = load_texts(language)["rewording"]
    return SheetWords(
        load_vocabulary(language).stems(given["neutral"]),
        re.compile(given["blames"], re.I),
        re.compile(given["asks"], re.I),
        tuple(
            (re.compile(each["set"], re.I), re.compile(each["reworded"], re.I))
            for each in given["addressed"]
        ),
        re.compile(given["undergoes"], re.I),
    )


def broken_rule(text: str, set_text: str, allowed: Allowed, embedder: Embedder) -> str:
    """Return the first rule that `text`, a wording of the question `set_text`, breaks; "" for none.

    `allowed.known` is what the coach told; nothing else may be in it but the set question. Raises
    `IndexUnavailable` when the embedder can't load.
    """
    language = allowed.language
    told = allowed.known
    allowed = replace(allowed, question=set_text, known=f"{told}\n{set_text}")
    if rule := _misshapen(text, set_text, language):
        return rule
    judged = (v.rule for _, v in judge_each(text, allowed) if not v.passed)
    # Whether it is the same question is judged more finely here than in a talk.
    if rule := next((rule for rule in judged if rule != "other-question"), ""):
        return rule
    if rule := _other_question(text, set_text, told, language):
        return rule
    if _advises(text, set_text, language):
        return "advice"
    if _unsaid(text, allowed):
        return "unsaid"
    one, other = embedder.queries([set_text, _question(text, language)])
    return "" if float(one @ other) >= NEAR else "far"


def _misshapen(text: str, set_text: str, language: Language) -> str:
    if questions_in(text) != 1 or not without_quotes(text).rstrip().endswith("?"):
        return "no-question"
    if len(text.split()) > MOST_WORDS or len(_sentences(text, language)) > MOST_SENTENCES:
        return "length"
    # A set question is polite where the talk is.
    wrong = FAMILIAR if POLITE.search(set_text) else POLITE
    return "address" if language == "nl" and wrong.search(text) else ""


def _other_question(text: str, set_text: str, told: str, language: Language) -> str:
    """Return the rule by which `text` asks something else, or asks somebody else."""
    words, asked = _words(language), _question(text, language)
    if words.blames.search(text) and not words.blames.search(set_text):
        return "blame"
    wanted = words.asks.search(set_text)
    if wanted and wanted[0].lower() not in map(str.lower, words.asks.findall(asked)):
        return "other-question"
    if any(s.search(set_text) and not r.search(asked) for s, r in words.addressed):
        return "other-question"
    if words.undergoes.search(asked) and not words.undergoes.search(set_text):
        return "other-question"
    if set(DIGITS.findall(set_text)) - set(DIGITS.findall(asked)):
        return "other-question"
    words_asked, authored = content_words(asked), content_words(set_text)
    # Of ‘what did it cost the planner’ it isn't the planner, who was told of, that makes it that.
    known = {*content_words(told), *load_gate_words(language).own}
    own = tuple(word for word in authored if word not in known)
    if _in_order(words_asked, authored) < SHARED * len(authored):
        return "other-question"
    # Half of two would be one, and ‘get more than you do’ for ‘get more than you give’.
    return "other-question" if own and _in_order(words_asked, own) <= SHARED * len(own) else ""


def _advises(text: str, set_text: str, language: Language) -> bool:
    advice = load_gate_words(language).advice
    *before, asked = _sentences(text, language)
    if any(advice.search(each.lower()) for each in before):
        return True
    return bool(advice.search(asked.lower())) and not advice.search(set_text.lower())


def _unsaid(text: str, allowed: Allowed) -> bool:
    """Tell whether it has a word of content that nobody told and the set question hasn't."""
    vocabulary, words = load_vocabulary(allowed.language), load_gate_words(allowed.language)
    said = vocabulary.stems(allowed.known) | _words(allowed.language).neutral
    new = vocabulary.unsaid(TERM.findall(text.lower()), said)
    return any(word not in words.own and word not in words.numbers for word in new)


def _question(text: str, language: Language) -> str:
    return _sentences(text, language)[-1]


def _sentences(text: str, language: Language) -> list[str]:
    abbreviations = load_gate_words(language).abbreviations
    return [each.strip() for each in sentences_of(text, abbreviations)] or [text]


def _in_order(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many words the two share in the same order (longest common subsequence)."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = row
        row = [0]
        for at, each in enumerate(other):
            row.append(before[at] + 1 if each == word else max(before[at + 1], row[at]))
    return row[-1]
