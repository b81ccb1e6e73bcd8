"""What the words of a clause are to one another: subject, finite verb, tense, who reports.

Rules over closed word classes; when they don't apply, the answer is none rather than a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.dialogue.clauses import Clause, Token
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.roles import is_role
from coach.dialogue.word_forms import lemma

FIRST_SUBJECT = frozenset(
    "ik 'k we wij wijzelf ikzelf i i'm i've i'd i'll we've we're we'd we'll".split()
)
NL_INVERTED = frozenset("ze zij hij ie".split())
NOMINAL = frozenset(
    {"first", "third", "second", "name", "word", "number", "pronoun", "determiner", "negation"}
)
ATTRIBUTION = {
    "nl": re.compile(
        r"^(?P<by>.*?\b(?:zei|zeiden|zegt|zeggen|vertelde|vertelden|gezegd|verteld|hoorde|gehoord|"
        r"gaf aan|liet vallen|grapje|klaagde|schreef|mailde|appte|denk|denken|dacht|weet|merk|"
        r"vind|vindt|geloof|vermoed|hoop|zie|zag|riep)\b[^,]*?)\s+(?:dat|dá|da)\s+(?P<rest>.+)$",
        re.IGNORECASE | re.DOTALL,
    ),
    "en": re.compile(
        r"^(?P<by>.*?\b(?:said|says|told (?:me|us|them|you|him|her)|tells? (?:me|us)|mentioned|heard|think|thinks|thought|know|my word|"
        r"reckon|guess|believe|suppose|noticed|saw|joked|complained|texted|admitted)\b)"
        r"(?:(?:\s+\w+){0,4}?\s+that)?\s+(?P<rest>(?:he|she|they|it|it's|i|we|the|her|his|their|my|there|nobody|no|weekends?|all)\b.+)$",
        re.IGNORECASE | re.DOTALL,
    ),
}
MIND = {
    "nl": re.compile(
        r"\b(?:moe|mat|boos|chagrijnig|gefrustreerd|teleurgesteld|blij|bang|verdrietig|"
        r"gedemotiveerd|cynisch|weet het|vindt|voelt|voelen|baalt|balen|lachen)\b"
    ),
    "en": re.compile(
        r"\b(?:tired|flat|angry|grumpy|frustrated|disappointed|happy|afraid|sad|fed up|"
        r"cynical|knows|feels?|resents?|minds?)\b"
    ),
}
PAST_AUXILIARY = frozenset(
    "was waren had hadden werd werden kon konden moest moesten ging gingen kwam kwamen liet lieten"
    " wilde were did didn't wasn't weren't hadn't".split()
)
PERFECT = frozenset("heb hebt heeft hebben have has i've we've she's he's".split())


def finite(words: Sequence[Token]) -> int | None:
    """Return the place of the first word that could be a finite verb, or None."""
    for position, token in enumerate(words):
        if token.kind in {"auxiliary", "verb"}:
            return position
    return None


ABOVE_ALL = frozenset("vooral alleen zelfs juist ook especially mainly mostly only even".split())
CONTRACTED = re.compile(r"(?:i|we|you|she|he|they|it|that|there)'(?:s|ve|d|ll|m|re)$")


def subject_of(clause: Clause, lexicon: Lexicon) -> tuple[Token, ...] | None:
    """Return the words of the subject, before the finite verb or right after it; else None."""
    words = list(clause.words)
    while words and (
        words[0].kind == "coordinator"
        or words[0].lower in lexicon.classes["filler"]
        and words[0].kind not in {"first", "third"}
    ):
        words = words[1:]
    if len(words) > 2 and words[0].lower in ABOVE_ALL and words[1].kind == "name":
        words = words[1:]  # "vooral Linda vangt dat op"
    verb = finite(words)
    if verb is None:
        return None
    if CONTRACTED.match(words[verb].lower) and all(t.kind == "adverb" for t in words[:verb]):
        return (words[verb],)
    before = words[:verb]
    after = words[verb + 1 : verb + 4]
    starts_as_subject = bool(before) and (
        before[0].lower in FIRST_SUBJECT
        or before[0].lower in lexicon.classes["third_subject"] - {"die", "deze"}
        or before[0].kind == "name"
    )
    if (
        lexicon.language == "nl"
        and not starts_as_subject
        and after
        and (
            after[0].lower in FIRST_SUBJECT
            or after[0].lower in NL_INVERTED
            or after[0].kind == "name"
        )
    ):
        return (after[0],)
    nominal = [t for t in before if t.kind in NOMINAL]
    if (
        before
        and before[0].kind not in {"preposition", "adverb", "weekday", "month", "subordinator"}
        and nominal
    ):
        return tuple(before)
    if before and before[0].kind == "subordinator" and len(before) > 1:
        return (
            tuple(before[1:2])
            if before[1].kind in {"first", "third", "name"}
            else tuple(before[1:])
        )
    if lexicon.language == "en" and before and before[-1].kind == "name":
        return (before[-1],)  # "In our team Joe takes all the minutes"
    opens = after and (after[0].kind == "determiner" or lexicon.has("first_possessive", after[0].lower))
    if opens and before and lexicon.language == "nl":
        taken = [after[0]]
        for token in after[1:]:
            if token.kind not in NOMINAL:
                break
            taken.append(token)
        return tuple(taken)
    return None


def is_first(clause: Clause, subject: tuple[Token, ...] | None) -> bool:
    """Tell whether the speaker is the subject."""
    if subject:
        return subject[0].lower in FIRST_SUBJECT
    return any(t.lower in FIRST_SUBJECT for t in clause.words[:3])


def is_past(clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether the clause is told in the past or the perfect."""
    verb = finite(clause.words)
    if verb is None:
        return False
    token = clause.words[verb]
    after = clause.words[verb + 1 :]
    if token.kind == "auxiliary":
        perfect = token.lower in PERFECT
        if lexicon.language == "en" and perfect and after:
            if after[0].lower not in {"got", "to", "a", "the", "no"}:
                return True
        return token.lower in PAST_AUXILIARY or (
            perfect and any(t.kind == "participle" for t in after)
        )
    if lexicon.language == "nl":
        base = lemma(token.lower, "nl")
        if base in {token.lower + "n", token.lower + token.lower[-1] + "n"}:
            return False  # "zie", "ga"
        if _stem(token.lower) == _stem(re.sub(r"en$", "", lemma(token.lower, "nl"))):
            return False  # "spreek", as said of oneself
        strong = token.lower.endswith(("cht", "ft")) and len(token.lower) > 5
        return not token.lower.endswith("t") or strong
    return not token.lower.endswith("s")


def _stem(form: str) -> str:
    """Return a form of a Dutch verb with single vowels and a voiceless end (spreek and sprek alike)."""
    single = re.sub(r"([aeou])\1", r"\1", form)
    single = re.sub(r"([bdfgklmnprst])\1$", r"\1", single)
    return re.sub(r"v$", "f", re.sub(r"z$", "s", single))


TAILS = (
    "ploeg", "dienst", "team", "medewerkers", "medewerker", "kundige", "kundigen", "leider",
    "leiders", "monteur", "monteurs", "krachten", "kracht", "afdeling", "chauffeurs", "leraren",
    "docenten", "beheerder", "beheerders", "controleur", "assistente", "assistent", "assistenten",
)  # fmt: skip


def has_group(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether the words hold a role or a group of people ("de nachtploeg", "the bank staff")."""
    words = [t.lower for t in tokens]
    joined = " ".join(words)
    group = lexicon.classes["group"]
    return (
        any(w in group for w in words)
        or any(" " in g and re.search(rf"\b{re.escape(g)}\b", joined) for g in group)
        or any(w.endswith(TAILS) and len(w) > 6 for w in words)
        or any(is_several(w, lexicon) for w in words)
    )


def is_several(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word (lower case) is a role of more than one ("assistentes", "the receptionists")."""
    bare = re.sub(r"(?:['’]s|s|en)$", "", word)
    return bare != word and len(bare) > 3 and is_role(bare, lexicon.language) and not is_role(word, lexicon.language)


def spans_of_time(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the places of the periods and moments named in `text`, in order."""
    spans: list[tuple[int, int]] = []
    for pattern in lexicon.times:
        for match in pattern.finditer(text):
            a, b = match.span()
            if text[b : b + 1].isalnum() and text[b - 1].isalnum():
                b = a + max(text[a:b].rfind(" "), 0)  # no word is cut in two
            if b <= a or any(a < d and c < b for c, d in spans):
                continue
            spans.append((a, b))
    return sorted(spans)


def times_in(text: str, lexicon: Lexicon) -> list[str]:
    """Return the periods and moments named in `text`, verbatim and in order."""
    return [text[a:b].strip(" ,.;") for a, b in spans_of_time(text, lexicon)]
