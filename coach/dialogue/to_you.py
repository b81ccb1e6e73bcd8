"""What somebody told of themself, said to them: "ik kwam eerder" as "je kwam eerder", "I stayed" as "you stayed".

No word is added. Where a Dutch verb would change in a way that isn't sure, nothing is returned.
"""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.clauses import Token, tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.words import not_said_aloud, swapped

MOST = 14  # words
ADDED = re.compile(r"^(?:(?:en|maar|want|dus|and|but|so|nou|well|ja|toen|then|eigenlijk|gewoon|just)[ ,]+)+", re.I)
BEEN = re.compile(r"^been (?=\w+ing\b)", re.I)  # "been doing the lates since August"
OPENS = frozenset("dat als omdat terwijl toen of that if because while when what wat".split())
# "ik heb" is said as "je hebt"; behind its subject alone, for "heb ik" is "heb je".
TURNED = {"heb": "hebt", "ben": "bent", "zal": "zult", "ga": "gaat", "doe": "doet", "sta": "staat", "zie": "ziet", "sla": "slaat", "kom": "komt", "word": "wordt"}
SAME = frozenset("had was zou kon kan moet moest mag mocht wil wilde wou ging liet bleef kwam werd deed stond zat lag zag gaf nam kreeg reed hield liep sliep schreef las vroeg sprak begon vond bracht dacht kocht zocht hielp trok droeg sloeg ving hing riep won dronk at zei wist verloor koos bood schoof sneed".split())
PAST = re.compile(r"\w{2,}(?:te|de)")
PRESENT = re.compile(r"\w*[^aeiou\W]|\w*(?:aai|ooi|oei|eeuw|ouw|auw)")
MINE = re.compile(r"(?<![\w'’])(?:me|mij|i|ik)(?![\w'’])", re.I)
TO_YOU = {"nl": {"me": "je", "mij": "je", "ik": "je"}, "en": {"me": "you", "i": "you"}}
U = {"me": "u", "mij": "u", "ik": "u"}
ENGLISH = (
    (re.compile(r"\b[Ii]['’]m\b"), "you're"), (re.compile(r"\b[Ii] am\b"), "you are"), (re.compile(r"\b[Ii] was\b"), "you were"),
    (re.compile(r"\b[Ii] wasn['’]t\b"), "you weren't"), (re.compile(r"\b[Ii](?=['’](?:ve|d|ll)\b)"), "you"),
)  # fmt: skip


def said_to_you(text: str, lexicon: Lexicon, formal: bool = False) -> str | None:
    """Return a clause the speaker acts in as the coach says it to them, in small letters; None where it can't.

    `formal`: it is said with u.
    """
    told = BEEN.sub(r"I've \g<0>", ADDED.sub("", text.strip(" ,.;:!?")))  # no Dutch clause begins so
    words = [t for t in tokenise(told, lexicon) if t.kind != "punctuation"]
    if not 3 <= len(words) <= MOST or not_said_aloud(told) or re.search(r"[‘“”\"():;?!…]|(?<!\w)['’](?![smn]?t?\b)|['’](?!\w)", told):
        return None
    if words[0].lower in OPENS or any(t.kind == "second" for t in words):
        return None
    if lexicon.language == "en":
        place = next((n for n, t in enumerate(words) if re.match(r"i(?:['’]|$)", t.lower)), None)
        if place is None or place > MOST_BEFORE or any(t.kind in {"verb", "auxiliary", "third", "name"} for t in words[:place]):
            return None
        for pattern, theirs in ENGLISH:
            told = pattern.sub(theirs, told)
    else:
        told = _dutch(told, words, formal)
        if not told:
            return None
    spoken_to = U if formal and lexicon.language == "nl" else TO_YOU[lexicon.language]
    said = MINE.sub(lambda m: spoken_to.get(m[0].lower(), m[0]), swapped(told, lexicon, formal))
    return said[:1].lower() + said[1:]


def promised_to_you(text: str, lexicon: Lexicon, formal: bool = False) -> str | None:
    """Return what somebody says they were promised, behind "dat" or "that" ("dat je een toeslag zou krijgen"); None where it can't."""
    text = re.sub(r"^(?:dat|that) ", "", text, flags=re.I)
    words = [t for t in tokenise(text, lexicon) if t.kind != "punctuation"]
    if lexicon.language == "en" or not words or words[0].lower != "ik" or words[1:2] and words[1].kind in {"verb", "auxiliary"}:
        return said_to_you(text, lexicon, formal)
    verbs = [t for t in words if t.kind in {"verb", "auxiliary"}]
    if not verbs or any(t.lower not in SAME and not PAST.fullmatch(t.lower) for t in verbs) or any(t.kind == "second" for t in words):
        return None
    spoken_to = U if formal else TO_YOU["nl"]
    said = MINE.sub(lambda m: spoken_to.get(m[0].lower(), m[0]), swapped(text, lexicon, formal))
    return f"dat {said}"


def _dutch(told: str, words: list[Token], formal: bool = False) -> str:
    """Return a Dutch clause with the verb that goes with je or u; "" where that isn't sure."""
    place = next((n for n, t in enumerate(words) if t.lower == "ik"), None)
    if place is None or sum(t.lower == "ik" for t in words) > 1:
        return ""
    if place == 1 and words[0].kind in {"verb", "auxiliary"}:  # "doe ik alles alleen", of which what opened it was cut off
        own = f"{words[1].text} {words[0].lower}{told[words[1].end - words[0].start :]}"
        return _dutch(own, [replace(words[1], start=0, end=2), replace(words[0], start=3, end=3 + len(words[0].text)), *words[2:]])
    if place:  # "sinds maart doe ik": the verb stays as it is before je, and not before u
        before = words[place - 1]
        if before.kind not in {"verb", "auxiliary"} or place > MOST_BEFORE:
            return ""
        theirs = _turned(before) if formal else before.text
        first = words[0].start
        return f"{told[: before.start - first]}{theirs}{told[before.end - first :]}" if theirs else ""
    theirs = _turned(words[1])
    return f"ik {theirs}{told[words[1].end - words[0].start :]}" if theirs else ""


def _turned(verb: Token) -> str:
    """Return the form of a verb behind je or u ("doe" → "doet"); "" where that isn't sure."""
    if verb.lower in TURNED or verb.lower in SAME or PAST.fullmatch(verb.lower):
        return TURNED.get(verb.lower, verb.lower)
    if verb.kind == "verb" and PRESENT.fullmatch(verb.lower):
        return verb.lower if verb.lower.endswith("t") else f"{verb.lower}t"
    return ""


MOST_BEFORE = 6  # words before the speaker
