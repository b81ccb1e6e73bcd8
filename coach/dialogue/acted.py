"""What somebody does, said back as the sentence it was: their name and the predicate, unchanged.

"Sinds Petra weg is draait Karin haar caseload erbij" gives "Karin draait haar caseload erbij"; what
was told behind "die" is put in the order of a sentence ("Wim maakt al weken de roosters"). English
deeds are said back so; Dutch ones where no shorter stretch can stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from coach.dialogue.clauses import PARTICLES, Clause, Token
from coach.dialogue.grammar import finite, subject_of, times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.main_order import predicate
from coach.dialogue.pieces import Found
from coach.dialogue.state import Language
from coach.dialogue.words import POLITE, SWAPS, not_said_aloud, spelled

MOST = 13  # words
MOST_WHO = 6  # words that stand for somebody
FEWEST = 2  # words behind the name
WHO = frozenset({"die", "dat", "who"})
PERSONS = frozenset("hij zij ze ie he she".split())
CALLED = frozenset("called named genaamd heet heette".split())
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
    if verb is None:  # "ze staan op": a Dutch verb of several looks like an infinitive
        verb = next((n for n, t in enumerate(words[:4]) if t.kind == "infinitive" and (n == 0 or words[n - 1].lower not in {"te", "to"})), None)
    if verb is not None and (words[verb].lower in CALLED or words[verb].kind == "auxiliary" and len(words) <= verb + 2):
        return None  # "a lad called Finn", "Fatima is degene"
    if verb is None or not_said_aloud(clause.text) or re.search(r"[‘’“”\"()]", clause.text.replace("’", "'")):
        return None
    turned = verb + 1 < len(words) and (words[verb + 1].kind == "name" or words[verb + 1].lower in PERSONS)
    if words[0].lower in WHO and (lexicon.language == "en" or verb > 1 and not turned):
        return _behind_who(words, who, clause, lexicon, formal)
    if any(t.kind == "first" and not lexicon.has("first_possessive", t.lower) for t in words[:verb]) and words[0].lower not in WHO:
        return None  # "that one I know from his wife": the speaker acts
    subject = _subject(words, verb, clause, lexicon)
    place = next((n for n, t in enumerate(words) if subject and t is subject[-1]), None)
    if subject and not _is_of(subject, who):
        return None  # "bruiloften zijn altijd op zaterdag" says nothing of her
    if verb == 0 and (subject is None or place == 0 and SHORT.fullmatch(words[0].lower)):
        rest = words
    elif place is not None and place < verb:
        if lexicon.language == "nl" and verb + 1 < len(words) and words[verb + 1].lower in {"hij", "zij", "ze", "ie", "ik", "we"}:
            return None  # "haar vrije vrijdagen heeft ze ingeleverd": who acts stands behind the verb
        rest = words[place + 1 :]
    elif place == verb + 1 and (not verb or _only_where_or_when(words[:verb], clause, lexicon)):
        rest = [words[verb], *words[place + 1 :]]
    else:
        return None
    if SHORT.fullmatch(rest[0].lower):
        if (whole := _written_out(rest, lexicon)) is None:
            return None
        rest = [whole, *rest[1:]]
    between = words[place + 1 : verb] if place is not None else []
    if lexicon.language == "nl" and any(t.kind != "adverb" for t in between):  # its verb stands last
        told = predicate(rest, clause.text, clause.start, lexicon) if _speaks_of_none(rest, lexicon) else None
        return _to_speaker(f"{who} {told}", lexicon, formal) if told else None
    opens = next((t for t in rest if t.kind != "adverb"), None)
    if opens is None or opens.kind not in {"verb", "auxiliary", "infinitive"}:
        return None
    shown = _cut(rest, lexicon)
    return _told(who, shown, clause, lexicon, formal) if shown else None


def _written_out(rest: Sequence[Token], lexicon: Lexicon) -> Token | None:
    """Return the auxiliary a shortened one stands for ("she's run the kitchen" → "has"), or None where it could be either."""
    short = rest[0].lower.partition("'")[2]
    next_one, after = (rest[n] if n < len(rest) else None for n in (1, 2))
    if next_one is None:
        return None
    if short in {"ve", "re"}:
        full = {"ve": "have", "re": "are"}[short]
    elif next_one.lower == "been":
        full = "has"
    elif next_one.lower.endswith("ing"):
        full = "is"
    else:
        has_object = after is not None and (after.kind in {"determiner", "number"} or lexicon.has("third_possessive", after.lower) or after.lower in EVERY)
        full = "has" if has_object and next_one.kind in {"participle", "infinitive", "verb"} else ""
    return replace(rest[0], text=full, lower=full) if full else None


SHORT = re.compile(r"(?:she|he|they|it)?'(?:s|ve|re)")
EVERY = frozenset("all every each both most".split())


def _only_where_or_when(words: Sequence[Token], clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether what stands before a Dutch verb can be left out; in "die klus doet hij" it is what he does."""
    if words[0].kind in {"preposition", "adverb", "weekday", "month"} and words[0].lower not in {"zo", "daar"}:
        return True
    told = clause.text[words[0].start - clause.start : words[-1].end - clause.start]
    times = times_in(told, lexicon)
    for time in times:
        told = told.replace(time, "")
    return bool(times) and not any(t.kind in {"word", "name"} and t.text in told for t in words)


def _subject(words: Sequence[Token], verb: int, clause: Clause, lexicon: Lexicon) -> tuple[Token, ...] | None:
    """Return the words of the subject alone, without what a Dutch clause puts between it and its verb."""
    subject = subject_of(clause, lexicon) or (tuple(words[:verb]) if words[verb].kind == "infinitive" and verb else None)
    if not subject or len(subject) == 1:
        return subject
    subject = tuple(t for t in subject if t.kind not in {"adverb", "negation"}) or subject  # "she hardly sees …"
    if subject[0].kind != "name" or lexicon.language != "nl":
        return subject
    names = next((n for n, t in enumerate(subject) if t.kind != "name"), len(subject))
    placed = names < len(subject) and subject[names].kind == "preposition"  # "Marieke van de babygroep"
    return subject if placed else subject[:names]


def _is_of(subject: Sequence[Token], who: str) -> bool:
    """Tell whether a subject stands for `who`: a name or a pronoun, or the same role."""
    same = subject[-1].lower == who.split()[-1].lower()
    if len(subject) == 1:
        return same or subject[0].kind in {"name", "third"} or SHORT.fullmatch(subject[0].lower) is not None
    return same or any(t.kind == "name" for t in subject)


def as_told(deed: Found, lexicon: Lexicon, formal: bool = False) -> str | None:
    """Return a deed of somebody unnamed with the words that stand for them ("een van je assistentes brengt …")."""
    words = deed.clause.words
    subject = subject_of(deed.clause, lexicon) or (words[:1] if len(words) > 1 and words[1].kind == "infinitive" else None)
    if not subject or subject[0].kind in {"pronoun", "first"} and not lexicon.has("first_possessive", subject[0].lower):
        return None
    if subject[0].lower in WHO or "'" in subject[0].lower:
        return None
    begin, end = subject[0].start - deed.clause.start, subject[-1].end - deed.clause.start
    who = deed.clause.text[begin:end]
    told = acted(deed, who, lexicon, formal) if len(who.split()) <= MOST_WHO else None
    return _to_speaker(told, lexicon, formal) if told else None


def as_it_stands(clause: Clause, openers: frozenset[str], longest: int) -> str | None:
    """Return a clause that opens with one of `openers` and is a sentence of others ("haar zoontje slaapt nu bij haar ex").

    None where it has more than `longest` words, no verb or marks, or the speaker is in it.
    """
    words = clause.words
    opens = len(words) > FEWEST and words[0].lower.partition("'")[0] in openers and finite(words) is not None
    spoken = any(t.kind in {"first", "second"} for t in words)
    marked = not_said_aloud(clause.text) or re.search(r"[‘“”\"()]|’(?!\w)", clause.text)
    return clause.text.strip(" .,") if opens and not spoken and not marked and len(words) <= longest else None


def _behind_who(words: Sequence[Token], who: str, clause: Clause, lexicon: Lexicon, formal: bool) -> str | None:
    """Return what is told behind "die" or "who" as a sentence about who it is."""
    if lexicon.language == "nl":
        told = predicate(words[1:], clause.text, clause.start, lexicon) if _speaks_of_none(words[1:], lexicon) else None
        return _to_speaker(f"{who} {told}", lexicon, formal) if told else None
    shown = _cut(words[1:], lexicon)
    return _told(who, shown, clause, lexicon, formal) if shown else None


def _speaks_of_none(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether words are few enough to be said back whole, and the speaker isn't who acts in them."""
    own = TO_SPEAKER[lexicon.language]
    return len(words) <= MOST and not any(
        t.kind in {"first", "second"} and t.lower not in own and not lexicon.has("first_possessive", t.lower) for t in words
    )


def _pairs(words: Sequence[Token], place: int) -> bool:
    """Tell whether the same word stands on both sides of one ("side by side", "dag na dag")."""
    return place + 1 < len(words) and words[place - 1].lower == words[place + 1].lower


def _cut(words: Sequence[Token], lexicon: Lexicon) -> list[Token] | None:
    """Return the words, or where they are many or the speaker acts in them what stands before that; None when too few."""
    if _speaks_of_none(words, lexicon) and len(words) >= FEWEST:
        return list(words)
    end, speaker = len(words), False
    for place, token in enumerate(words):
        if token.kind in {"first", "second"} and token.lower not in TO_SPEAKER[lexicon.language]:
            if not (lexicon.has("first_possessive", token.lower) and place + 1 < len(words)):
                end, speaker = place, True
                break
        compared = place > 1 and words[place - 2].lower in {"zo", "even", "net", "as"}  # "zo goed als alle"
        by = token.lower == "door" and not any(t.lower == "te" for t in words[place:])  # "door de certificering"
        timed = token.lower == "om" and not any(t.lower == "te" for t in words[place:])  # "om één uur 's nachts"
        if place > 1 and not (compared or by or timed or _pairs(words, place)) and (token.lower in ENDS_AT or token.kind == "subordinator"):
            end = place
            break
    if end > MOST or speaker:
        joint = next((n for n, t in enumerate(words[: min(end, MOST)]) if n > 2 and t.kind == "coordinator"), None)
        apart = [
            n for n, t in enumerate(words[: min(end, MOST)])
            if n > FEWEST_WHOLE and t.kind == "preposition" and words[n - 1].lower not in {"plaats", "instead"} and not _pairs(words, n)
        ]  # fmt: skip
        last = apart[-1] if apart and end > MOST else None
        lists = joint is not None and joint + 1 < len(words) and words[joint + 1].kind in {"determiner", "number"}
        if last is not None and (joint is None or lists and last > joint):
            end = last  # "the old analyser and the new one side by side"
        elif joint is not None:
            end = joint
    kept = list(words[:end])
    cut = end < len(words)
    while kept and cut and (kept[-1].lower in TOO or _is_loose(kept[-1], speaker) and (speaker or not _particle(kept, lexicon))):
        kept.pop()
    done = any(t.kind == "participle" for t in kept)
    rest = words[len(kept) :]
    if cut and lexicon.language == "nl" and words[-1].lower in lexicon.classes["particle"]:
        return None  # the verb goes on at the end
    if cut and any(t.kind in {"participle", "infinitive"} for t in rest) and kept and kept[0].kind == "auxiliary" and not done:
        return None
    if cut and rest[0].lower in {"of", "dat", "that", "whether", "if"}:
        return None  # what is checked, said or seen to is left out
    return kept if len(kept) >= FEWEST else None


TOO = frozenset({"ook", "also", "too", "even"})
LOOSE = frozenset({"preposition", "determiner", "coordinator", "adverb", "third", "first", "number", "pronoun"})
FEWEST_WHOLE = 5  # words before a preposition that can stand


def _is_loose(token: Token, speaker: bool) -> bool:
    """Tell whether a stretch that was cut can't end in a word; an auxiliary can ("tot iedereen weg is"), but not before "ik"."""
    return token.kind in LOOSE or speaker and token.kind == "auxiliary"


def _particle(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a verb ends in its particle here ("steps in", "springt altijd in")."""
    before = words[-2].kind if len(words) > 1 else ""
    english = words[-1].lower in PARTICLES and before == "verb"
    dutch = words[0].kind == "verb" and before in {"verb", "adverb", "word", "name", "pronoun"} and lexicon.has("particle", words[-1].lower)
    return english if lexicon.language == "en" else dutch


def _told(who: str, words: Sequence[Token], clause: Clause, lexicon: Lexicon, formal: bool) -> str:
    rest = words[0].text if words[0].kind == "name" else words[0].text[:1].lower() + words[0].text[1:]
    for before, token in pairwise(words):
        between = clause.text[before.end - clause.start : token.start - clause.start]
        left_out = any(before.end <= t.start and t.end <= token.start for t in clause.words)  # the name behind its verb
        rest += (" " if left_out else between) + token.text
    return _to_speaker(f"{who} {rest}", lexicon, formal)


def _to_speaker(rest: str, lexicon: Lexicon, formal: bool) -> str:
    """Return a sentence with the speaker spoken to ("voor me" → "voor je")."""
    for mine, yours in TO_SPEAKER[lexicon.language].items():
        rest = re.sub(rf"\b{mine}\b", "u" if formal and yours == "je" else yours, rest, flags=re.I)
    for mine, yours in SWAPS[lexicon.language]:
        rest = re.sub(rf"\b{re.escape(mine)}\b", POLITE.get(yours, yours) if formal else yours, rest, flags=re.I)
    return spelled(rest, lexicon)
