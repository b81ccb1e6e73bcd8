"""A question about something else than the talk: the library says whether it answers that.

"How do I write a cover letter?" sounds like words that are asked for, "how many fire wardens do I
need?" like how long this takes, "when is somebody a case for occupational health?" like when to
speak to them. Search knows better what it answers and what it doesn't, where nothing in the
question is of the talk, its record or the people in it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue import explain
from coach.dialogue.grammar import finite
from coach.dialogue.last_asked import asked_of
from coach.dialogue.lexicon import Lexicon, load_lexicon
from coach.dialogue.names import load_names
from coach.dialogue.state import Intent, State
from coach.dialogue.understand import Understanding

# What else such a question is taken for, and what one worded like no other is taken for too.
SOUNDS_LIKE: frozenset[Intent] = frozenset({"question", "request_example", "summary"})
TOLD: frozenset[Intent] = frozenset({"answer_concrete", "answer_vague", "resist", "dont_know"})
SET_WORDS = frozenset({"", "advice", "words", "length", "page", "start", "thank"})
# Words that tell of no matter of their own.
SMALL = (
    "no_matter", "first", "first_possessive", "third", "second", "pronoun", "determiner", "preposition",
    "coordinator", "subordinator", "auxiliary", "negation", "adverb", "filler", "particle", "number",
    "quantity", "time_unit", "month", "weekday", "generic_who",
)  # fmt: skip
WORD = re.compile(r"[^\W\d_][\w-]*")
LETTERS = 3  # of a word that tells what a question is about
LEAD = r"(?:(?:en|maar|dus|nou|zeg|hoi|ok|oké|and|but|so|well|hey|hi|okay)[, ]+)*"
# Opens like a question to which the answer isn't yes or no, and which doesn't look for a line of the page.
OPEN = re.compile(
    LEAD + r"(?:(?:hoe|hoeveel|wat|wie|welke?|wanneer|waar(?! (?:is|zijn|blijft|blijven|staat|staan)\b)|how|which|who|when|whose"
    r"|what(?! (?:about|happened|became)\b)|where(?! (?:is|are|did)\b))\b(?!'s gone\b))"
)
# The same where no mark says so: the verb comes before the subject.
PLAINLY = {
    "nl": re.compile(
        LEAD + r"(?:(?:hoe|waar|wanneer)(?: lang| hoog| vaak| ver| groot| duur| laat)?|wat|wie|(?:hoeveel|welke?|wat voor)(?: (?!ik\b|het\b|er\b|de\b|een\b)[\w-]+){1,3})"
        r" (?:(?:is|zijn|was|waren|heb|heeft|hebben|kan|kunnen|moet|moeten|mag|mogen|zal|zou|wordt|worden|won|wint|geldt|gelden|kost|kosten|krijgt|krijg|duurt|verdient|werkt)\b"
        r"|\w+(?= (?:ik|men|een|de|het)\b))"
    ),
    "en": re.compile(
        LEAD + r"(?:(?:how to|who (?:won|wins|wrote|invented|made|owns)) \w+|(?:what|who|where|when|how)(?:'s| (?:do|does|did|is|are|was|were|could|should|would|will|must)\b| can (?:i|one|a|an|the)\b)"
        r"|(?:how (?:many|much|long|often|high|big|far|old)|which|what)(?: (?!i\b|the\b|a\b)[\w-]+){0,3}? (?:do|does|did|is|are|was|were|can|could|should|would|will|must|has|have)\b)"
    ),
}  # fmt: skip
FEWEST = 4  # words of a question without its mark
# Points at somebody the talk knows, or who has it; and at something it knows.
AT_SOMEBODY = {
    "nl": re.compile(
        r"\b(?:hij|hem|zij|ze|haar|hun|hen|'m|'r|jij|je|jou|jouw|jullie|u|uw|ge|gij|we|wij|(?:van|voor|met|tegen|aan|in|op|bij|over) zijn)\b"
    ),
    "en": re.compile(r"\b(?:he|him|his|she|her|they|them|their|you|your|we)\b"),
}  # fmt: skip
AT_SOMETHING = {
    "nl": re.compile(
        r"\b(?:die|dit|dat|deze|hier\w*|daar\w*|erover|ermee|ervan|erbij|ervoor|eraan|erop|'t)\b|\bhet(?= \w{1,3}\b|$)"
    ),
    "en": re.compile(r"\b(?:this|that|it|its|those|these|here)\b"),
}  # fmt: skip
# To whom something is to be said.
TO_WHOM = re.compile(r"\b(?:tegen|aan|to|tell) (\w[\w'’-]*)", re.I)
# Anybody, and whoever is pointed at behind it is the same.
ANYBODY = re.compile(r"\b(?:iemand|somebody|someone)\b.*")


def of_the_library(
    understood: Understanding, search: explain.Searcher, state: State, text: str
) -> Understanding:
    """Return the turn `text` as a question for the library when it is one to it and to nobody here."""
    if not _sounds_so(understood, state):
        return understood
    says = explain.verdict(search, text, state.language, state.phase, state.audience)
    points = AT_SOMETHING[understood.language].search(understood.text.lower()) is not None
    if not says or says == "refused" and points or says == "sure" and understood.intent == "request_example":
        return understood
    reading = replace(understood.reading, found=(), people=(), echo="")
    return replace(
        understood, intent="question", topic="library", ask="", asks=(), move="", evasion="",
        reading=reading, slots={},
    )  # fmt: skip


def _sounds_so(understood: Understanding, state: State) -> bool:
    """Tell whether a turn is one plain question, in which nothing is of the talk."""
    plain = understood.text.strip().lower().replace("’", "'")
    asks = plain.endswith("?")
    lexicon = load_lexicon(understood.language)
    told = plain.rstrip("?!. ")
    beside = r"[.!?\n‘“\"]" if asks else r"[.!?\n‘“\",:;]"
    if understood.pasted or re.search(beside, told) or asked_of(state).field == "sentence":
        return False
    if not asks and len(told.split()) < FEWEST:
        return False
    if understood.intent not in SOUNDS_LIKE | TOLD or understood.topic not in SET_WORDS:
        return False
    if any(_is_name(each[1]) for each in TO_WHOM.finditer(understood.text)):
        return False  # "what do I say to Kev?"
    opens = OPEN if asks and understood.intent in SOUNDS_LIKE else PLAINLY[understood.language]
    only_names = asks and all(finite(c.words) is None for c in understood.reading.clauses)  # "tax free allowance for home working?"
    return (only_names or opens.match(told) is not None) and not _is_of_the_talk(told, lexicon, state)


def _is_name(word: str) -> bool:
    """Tell whether a word is somebody's name, also in small letters."""
    return word[:1].isupper() or word.casefold() in load_names().first


def _is_of_the_talk(told: str, lexicon: Lexicon, state: State) -> bool:
    """Tell whether a question speaks of the talk, of what was told in it or of the people in it."""
    if AT_SOMEBODY[lexicon.language].search(ANYBODY.sub("", told)):
        return True
    words = [w for w in WORD.findall(told) if len(w) >= LETTERS]
    known = _known(state) | lexicon.classes["talk"]
    if any(word in known for word in words):
        return True
    near = lexicon.classes["group"] | lexicon.classes["above"] | lexicon.classes["authority"]
    own = re.search(r"\b(?:mijn|m'n|mn|my) (\w+)", told)
    if own is not None and own[1] in near:
        return True
    return all(any(lexicon.has(name, word) for name in SMALL) for word in words)


def _known(state: State) -> frozenset[str]:
    """Return the words that name whoever the talk is about, and those of what was told of them."""
    told = (state.focus, *state.kept, *(t for item in state.record.items for t in (item.about, item.text)))
    lexicon = load_lexicon(state.language)
    words = (w for text in told for w in WORD.findall(text.lower()))
    return frozenset(w for w in words if len(w) >= LETTERS and not any(lexicon.has(name, w) for name in SMALL))
