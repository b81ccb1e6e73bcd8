"""What somebody does, said back as the sentence it was: their name and the predicate, unchanged.

"Sinds Petra weg is draait Karin haar caseload erbij" gives "Karin draait haar caseload erbij"; what
was told behind "die" stays behind it ("Wim, die al weken de roosters maakt"). Used where no shorter
stretch can stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from coach.dialogue.clauses import PARTICLES, Clause, Token
from coach.dialogue.grammar import finite, subject_of
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.pieces import Found
from coach.dialogue.state import Language
from coach.dialogue.words import POLITE, SWAPS, not_said_aloud, spelled

MOST = 13  # words
FEWEST = 2  # words behind the name
WHO = frozenset({"die", "who"})
# Who it was done for, when that is the speaker.
TO_SPEAKER: dict[Language, dict[str, str]] = {
    "nl": {"me": "je", "mij": "je", "ons": "jullie"},
    "en": {"me": "you", "us": "you"},
}
# Where a predicate that is too long, or speaks of the speaker, may end.
ENDS_AT = frozenset("omdat terwijl zodat doordat want om door because while so which although as by when toen als dat that".split())


def acted(deed: Found, who: str, lexicon: Lexicon, formal: bool = False) -> str | None:
    """Return a sentence without its point that tells the deed of `who`, or None when none is sure."""
    clause = deed.clause
    words = list(clause.words)
    while len(words) > 1 and words[0].kind in {"coordinator", "adverb"}:
        words = words[1:]
    verb = finite(words)
    if verb is None or not_said_aloud(clause.text) or re.search(r"[‘’“”\"()]", clause.text.replace("’", "'")):
        return None
    if words[0].lower in WHO and (lexicon.language == "en" or verb > 1):
        behind = _cut(words, lexicon, verb)
        told_of = who if re.match(r"(?:een|one|an?|één) ", who, re.I) else f"{who},"
        return _told(told_of, behind, clause, lexicon, formal) if behind else None
    subject = subject_of(clause, lexicon)
    place = next((n for n, t in enumerate(words) if subject and t is subject[-1]), None)
    if subject is None and verb == 0:
        rest = words
    elif place is not None and place < verb:
        rest = words[place + 1 :]
    elif place == verb + 1:
        rest = [words[verb], *words[place + 1 :]]
    else:
        return None
    if subject and (len(subject) > 1 and not any(t.kind == "name" for t in subject) and subject[-1].lower != who.split()[-1].lower()):
        return None
    if rest[0].lower.startswith("'"):
        return None
    shown = _cut(rest, lexicon, 0)
    return _told(who, shown, clause, lexicon, formal) if shown else None


def _cut(words: Sequence[Token], lexicon: Lexicon, verb: int) -> list[Token] | None:
    """Return the words up to where another clause or the speaker comes in; None when too few are left."""
    kept: list[Token] = []
    reaches_speaker = False
    for place, token in enumerate(words):
        own = lexicon.has("first_possessive", token.lower) and place + 1 < len(words)
        spoken = token.kind in {"first", "second"} and not own and token.lower not in TO_SPEAKER[lexicon.language]
        compared = place > 1 and words[place - 2].lower in {"zo", "even", "net", "as"}  # "zo goed als alle"
        by = token.lower == "door" and not any(t.lower == "te" for t in words[place:])  # "door de certificering"
        ends = place > verb + 1 and not compared and not by and (token.lower in ENDS_AT or token.kind == "subordinator")
        if spoken or ends or len(kept) >= MOST:
            reaches_speaker = spoken
            break
        kept.append(token)
    cut = len(kept) < len(words)
    while kept and cut and (reaches_speaker or not _particle(kept, lexicon)) and kept[-1].kind in {"preposition", "determiner", "coordinator", "adverb", "auxiliary", "third", "first", "number", "pronoun"}:
        kept.pop()
    done = any(t.kind == "participle" for t in kept)
    if cut and lexicon.language == "nl" and words[-1].lower in lexicon.classes["particle"]:
        return None  # the verb goes on at the end
    if cut and any(t.kind in {"participle", "infinitive"} for t in words[len(kept) :]) and kept and kept[0].kind == "auxiliary" and not done:
        return None
    return kept if len(kept) > max(FEWEST - 1, verb if verb else 0) else None


def _particle(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a verb ends in its particle here ("steps in", "springt altijd in")."""
    before = words[-2].kind if len(words) > 1 else ""
    english = words[-1].lower in PARTICLES and before == "verb"
    dutch = words[0].kind == "verb" and before in {"verb", "adverb", "word", "name", "pronoun"} and lexicon.has("particle", words[-1].lower)
    return english if lexicon.language == "en" else dutch


def _told(who: str, words: Sequence[Token], clause: Clause, lexicon: Lexicon, formal: bool) -> str:
    rest = words[0].text
    for before, token in pairwise(words):
        between = clause.text[before.end - clause.start : token.start - clause.start]
        left_out = any(before.end <= t.start and t.end <= token.start for t in clause.words)  # the name behind its verb
        rest += (" " if left_out else between) + token.text
    for mine, yours in TO_SPEAKER[lexicon.language].items():
        rest = re.sub(rf"\b{mine}\b", POLITE.get(yours, yours) if formal and yours == "je" else yours, rest, flags=re.I)
    for mine, yours in SWAPS[lexicon.language]:
        rest = re.sub(rf"\b{re.escape(mine)}\b", POLITE.get(yours, yours) if formal else yours, rest, flags=re.I)
    return spelled(f"{who} {rest}", lexicon)
