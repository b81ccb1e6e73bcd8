"""The forms of Dutch and English words, from simplemma's dictionaries: what a word could be."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from coach.dialogue.state import Language

PACKED = True  # the dictionaries are read where they stand packed: 60 MB less, each word looked up once

Kind = Literal[
    "first", "third", "second", "pronoun", "determiner", "preposition", "coordinator",
    "subordinator", "auxiliary", "negation", "adverb", "number", "month", "weekday", "name",
    "verb", "participle", "infinitive", "word", "punctuation",
]  # fmt: skip


@lru_cache(maxsize=20_000)
def lemma(word: str, language: Language) -> str:
    """Return the dictionary form of `word` (lower case); the word itself when unknown."""
    import simplemma

    return str(simplemma.lemmatize(word, lang=language, low_memory=PACKED)) if word.strip() else word


COMPARED = re.compile(r"\w{3,}(?:er|est)")
MANY = frozenset("men women children feet teeth mice better best worse worst".split())
UNKNOWN_PARTICIPLE = re.compile(r"(?:\w{2,5})?ge\w{3,}(?:d|t)")
SEPARABLE = re.compile(r"(?:in|op|af|aan|uit|mee|door|over|bij|na|terug|klaar|weg|om|voor|rond|samen|langs|vast|buiten|neer|stil|dicht|leeg|schoon|droog|vol|los)(?P<verb>\w{3,}t)")


def _is_separable(word: str) -> bool:
    """Tell whether a Dutch word no dictionary has is a separable verb behind "die" ("inwerkt", "nabelt")."""
    apart = SEPARABLE.fullmatch(word)
    common = word.endswith(("gaat", "komt", "staat", "doet", "ziet", "houdt", "neemt", "brengt", "werkt"))
    return apart is not None and (common or not is_known(word, "nl")) and verb_kind(apart["verb"], "nl") == "verb"


@lru_cache(maxsize=20_000)
def is_known(word: str, language: Language) -> bool:
    """Tell whether the dictionary of `language` has `word` (lower case)."""
    import simplemma

    return bool(simplemma.is_known(word, lang=language, low_memory=PACKED))


NL_ALSO_NOUNS = frozenset({"staat", "coacht", "appt", "kuist"})  # the dictionary has the noun, people mean the verb
PRESENT_OR_PAST = ("t", "te", "de", "ten", "den")  # "dat kost", "het werkte": it does something
VOICELESS = ("t", "k", "f", "s", "ch", "p", "x")  # behind these a Dutch participle ends in t, else in d
NL_VERB_LEMMAS = frozenset({"zijn", "gaan", "staan", "slaan", "zien", "doen", "bestaan"})
NL_PARTICIPLE = re.compile(r"^(?:\w*ge\w+|be\w+|ver\w+|ont\w+|her\w+|\w+eerd)(?:d|t|en|n)$")


def verb_kind(word: str, language: Language) -> Kind | None:
    """Return verb, participle or infinitive when `word` can be that form, else None."""
    if not word:
        return None
    base = lemma(word, language)
    if language == "nl":
        if word in NL_ALSO_NOUNS:
            return "verb"
        if not (base.endswith("en") or base in NL_VERB_LEMMAS):
            if UNKNOWN_PARTICIPLE.fullmatch(word) and (word.endswith("eerd") or not is_known(word, "nl")):
                return "participle"  # "gecoördineerd"
            return "verb" if _is_separable(word) else None
        if word == base:
            return "infinitive"
        if word.endswith("s") and word[:-1] == base:
            return None
        if re.search(r"(?:oot|oog|ood|iel|iep)$", word):
            return "verb"
        if NL_PARTICIPLE.match(word) and (
            word.endswith(("d", "t")) or word.startswith("ge") or "ge" in word[2:6]
        ):
            return "verb" if _is_present(word, base) else "participle"
        return "verb" if len(word) > 2 else None
    if word == base:
        return None
    if word.endswith("ing"):
        return "participle"
    if COMPARED.fullmatch(word) and not base.endswith(("er", "est")) or word in MANY:
        return None  # "my oldest baker", "the women"
    if word.endswith("s") and not word.endswith("ss"):
        return None
    return "verb"


def can_be_verb(word: str) -> bool:
    """Tell whether an English word in -s (lower case) is a verb as well: its form in -ing is known."""
    base = lemma(word, "en")
    forms = (f"{base}ing", f"{base.removesuffix('e')}ing", f"{base}{base[-1:]}ing")
    return any(is_known(form, "en") and lemma(form, "en") == base for form in forms)


def _is_present(word: str, base: str) -> bool:
    """Tell whether a Dutch form that looks like a participle is the present tense ("betaalt", "geeft")."""
    if not word.endswith("t"):
        return False
    return not word[:-1].endswith(VOICELESS) or word.startswith("ge") and base.startswith("ge") and "ee" in word


def is_compound(word: str, language: Language) -> bool:
    """Tell whether an unknown word ends in a known one of five letters or more, as compounds do."""
    if "-" in word:
        tail = word.split("-")[-1]
        return is_known(tail, language) and len(tail) > 4
    return any(is_known(word[cut:], language) for cut in range(2, len(word) - 4))
