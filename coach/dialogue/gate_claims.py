"""The gate's rule about claims: nothing is said of anybody that nobody here said.

Promises, diagnoses, verdicts and judgements have no end of wordings, but they have a make in common: a
statement about now or later whose predicate holds a word of its own and none of the person's. What a coach
gives back is the other way round: fragments, what was, and predicates with the person's words in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.dialogue.clauses import Token, tokenise
from coach.dialogue.gate_text import Ground, Sentence
from coach.dialogue.gate_vocabulary import load_vocabulary
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.word_forms import lemma

FINITE = frozenset({"verb", "auxiliary"})
SUBJECT = frozenset({"name", "third", "second"})
CONTRACTED = re.compile(r"['’](?:s|re|ve|ll|d)$")
NEGATED = re.compile(r"n['’]t$")
WORD = re.compile(r"[^\W\d_]{3,}")
ASKS = re.compile(r"(?:wat|wie|hoe\w*|waar\w*|wanneer|welke?|what|who|how|where|when|which|whose)\b", re.I)
LEAST = 3  # words of a statement
ENOUGH = 2  # words of the person's that make a statement theirs, whatever its verb


def claims_more(sentence: Sentence, before: str, ground: Ground) -> bool:
    """Tell whether it states of somebody what neither the person nor the library said."""
    words = ground.words
    text = sentence.asserted
    if sentence.authored or ground.answers or words.open.search(text) or words.suggests.search(text):
        return False
    if words.myself.search(text) or words.together.search(text):
        return False
    whole = sentence.unquoted.strip()
    if whole.endswith("?") and ASKS.match(whole):
        return False  # "What exactly did you do these last weeks, on top of …?" states nothing
    return _is_claim(sentence.unquoted[: len(text)], ground)


def _is_claim(stated: str, ground: Ground) -> bool:
    language = ground.words.language
    told = [t for t in tokenise(stated, load_lexicon(language)) if t.kind != "punctuation"]
    at = _finite(told, ground)
    if len(told) < LEAST or at is None or ground.words.past.match(told[at].lower):
        return False
    vocabulary = load_vocabulary(language)
    unsaid = set(vocabulary.unsaid(_content(told, ground), ground.said | ground.short))
    fresh = unsaid - ground.words.talk - ground.words.speaks
    fresh = {word for word in fresh if lemma(word, language) not in ground.lemmas}
    theirs = set(_content(told[at:], ground)) - unsaid - ground.words.talk
    verb = told[at + 1] if told[at].kind == "auxiliary" and at + 1 < len(told) else told[at]
    acts = told[0].kind != "second" and (verb.kind == "verb" or verb.lower.endswith("ing"))
    return bool(fresh) and (not theirs or acts and verb.lower in fresh and len(theirs) < ENOUGH)


def _finite(told: Sequence[Token], ground: Ground) -> int | None:
    """Return the place of the main clause's verb; None where there is none."""
    english = ground.words.language == "en"
    for i, token in enumerate(told):
        before = told[i - 1] if i else None
        if before is not None and (token.kind == "subordinator" or token.lower in ground.words.relative):
            return None
        if english and (CONTRACTED.search(token.lower) or NEGATED.search(token.lower)):
            return i
        if token.kind in FINITE and not (token.lower.endswith("ing") if english else _is_noun(told, i)):
            return i
        if english and before is not None and _follows_subject(told, i):
            return i
    return None


def _is_noun(told: Sequence[Token], at: int) -> bool:
    """Tell whether what may be a verb is a noun or name here, as the next word is the verb."""
    return at < 2 and told[at].kind == "verb" and told[at + 1 : at + 2] != [] and told[at + 1].kind in FINITE


def _follows_subject(told: Sequence[Token], at: int) -> bool:
    """Tell whether what the lexicon doesn't know as a verb stands where one stands."""
    if told[at].kind not in {"word", "infinitive"} or at + 1 == len(told):
        return False
    if told[at - 1].kind in SUBJECT and told[at - 1].lower not in {"her", "his", "your", "their", "my"}:
        return True
    if at == 2 and told[0].kind == "determiner" and told[1].kind == "word":
        return True
    return told[at].lower.endswith("s") and told[at + 1].kind in {"determiner", "second", "third"}


def _content(told: Sequence[Token], ground: Ground) -> list[str]:
    """Return the words that say something: no function words, numbers or names."""
    words = ground.words
    return [
        word
        for token in told if token.kind != "name"
        for word in WORD.findall(NEGATED.sub("", token.lower))
        if word not in words.own and word not in words.numbers
    ]  # fmt: skip
