"""The pieces a clause holds for the balance record, each cut out as it stands in the turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import ASKS_ON, Clause, Token
from coach.dialogue.grammar import (
    ATTRIBUTION,
    FIRST_SUBJECT,
    MIND,
    finite,
    is_first,
    spans_of_time,
    subject_of,
    times_in,
)
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.people import (
    is_group,
    people_in,
)
from coach.dialogue.state import Field, Source
from coach.dialogue.wordings import IF_SO
from coach.dialogue.words import not_said_aloud

MOST_NAMING = 4  # words of a role or group that nobody else names so
LONGEST = 45  # words of one piece


@dataclass(frozen=True)
class Found:
    """One piece for the record, as it stands in the turn; `sure` is the reader's probability."""

    field: Field
    text: str
    source: Source
    clause: Clause
    about: str = ""
    by: str = ""
    sure: float = 1.0
    weight: float = 0.0  # how much there is in it to give back, of what it cost; see `echo`


OF_SOMEBODY = frozenset({"who", "what", "when", "cost", "extra", "normal", "enabled"})
PARTS = frozenset({"what", "cost"})  # fields whose clause also tells when and on top of what
DENIED_BY = re.compile(r"\b(?:niet|nooit|geen|not|never)\b|n't\b", re.I)
LEADS = frozenset("en maar dus want and but so because omdat or of".split())
CONDITION = frozenset("maar but although though hoewel alleen als if indien".split())
DICTATES = re.compile(
    r"^(?:(?:(?:tegen \w+ )?(?:wil|zou|zal|ga) ik (?:dan )?zeggen|(?:to \w+,? )?i(?:'d| would|'ll| want to) (?:say(?: to \w+)?|tell \w+)|ik zou(?: dan)?(?: zelf)?(?: zoiets)? zeggen|dan zeg ik(?: gewoon)?|zo ?iets als|iets als|ik zeg(?: dan)?|"
    r"i'd(?: just)? say|i would say|something like|it'd be more like|i'll say|what i'd say is|it should (?:just )?(?:be|say|read)(?=:? ?[‘“\"']?i\b)|(?:het|dat|die) moet (?:gewoon |dus )?(?:zijn|worden)(?=:? ?[‘“\"']?ik\b)|maybe|misschien)(?: dat)?[:,]?\s*)+"
    r"[‘“\"']?",
    re.I,
)


def says_i(piece: Found) -> bool:
    """Tell whether a piece opens with the speaker, who did or will do something ("in mei heb ik …")."""
    return any(t.lower in {"ik", "i", "we"} or t.lower.startswith("i'") for t in piece.clause.words[:5])


def is_question(clause: Clause, text: str) -> bool:
    """Tell whether the clause stands in a question to the coach; its words are no facts."""
    mark = re.search(rf"[.!?\n]|{ASKS_ON}", text[clause.end :], re.I)
    if mark is None or mark.group() != "?":
        return False
    asked = text[clause.start : clause.end + mark.start()].lower().strip(" ,.")
    return GUESSED.fullmatch(asked) is None


# An answer with a question mark behind it: "rust, denk ik?", "Noor misschien?".
GUESSED = re.compile(
    r"(?!.*\b(?:je|jij|u|you|wat|hoe|waarom|what|how|why|is|was|are|zou|moet|should)\b)(?:(?:[^?]+ )?(?:denk ik|gok ik|vermoed ik|i think|i guess|i suppose|misschien|maybe|perhaps|ofzo|of zo|or something)"
    r"|(?:misschien|maybe|perhaps) (?:\S+ ?){1,5})"
)


def pieces_of(
    clause: Clause, field: Field, sure: float, about: str, asked: Asked, lexicon: Lexicon
) -> list[Found]:
    if field in {"what", "context"} and FELL_ILL.match(clause.text):
        field = "cost"
    reported = ATTRIBUTION[lexicon.language].match(clause.text)
    if reported and (DENIED_BY.search(reported["by"]) or field == "wish" and IF_SO.match(clause.text)):
        reported = None  # "i don't think she wants a thing" tells no wish of hers, "if she said she'd …" nothing she said
    part, by = (reported["rest"], reported["by"]) if reported else (clause.text, "")
    source = source_of(clause, field, asked, lexicon)
    owner = about if field in OF_SOMEBODY else ""
    more: list[Found] = []
    if field in PARTS:
        more += [Found("when", t, source, clause, about, sure=sure) for t in times_in(clause.text, lexicon)]
    if field == "what":
        part, by = deed(clause, lexicon), ""
        extra = lexicon.cue("extra", part)
        if extra and extra.start() > 8 and len(part[extra.start() :].split()) > 1:
            more.append(Found("extra", stripped(part[extra.start() :]), source, clause, about))
    if field == "who":
        named = people_in(clause, asked, lexicon)
        if len(named) > 1:
            return [Found("who", name, source, clause, name, sure=sure) for name in named]
        part = who_named(clause, asked, lexicon)
    elif field == "when":
        part = next(iter(times_in(clause.text, lexicon)), part)
    elif field == "sentence":
        part = DICTATES.sub("", clause.text)
    text = stripped(without_lead(part))
    if field == "own_getting":
        text = stripped(LEANS_ON.sub("", text))
    unnamed = asked.phase == "opening" and finite(clause.words) is not None  # "she locks up every night"
    nobody = not about and asked.audience != "client" and asked.field != "what" and not unnamed
    because = _tells_why(clause) and not _tells_why_them(clause, asked, lexicon)
    if field == "what" and (nobody or because or len(text.split()) < 2 or words_open(clause, "subordinator") and not (THEN.match(clause.text) or asked.audience == "client" and OWN_THEN.match(clause.text))):
        field, text, owner = "context", stripped(clause.text), ""
    if not re.search(r"[^\W_]", text) or field == "context" and len(text.split()) < 2:
        return more
    if field == "who" and not_said_aloud(text):
        return more
    return [Found(field, text, source, clause, owner, stripped(by), sure), *more]


def _tells_why(clause: Clause) -> bool:
    """Tell whether a clause opens with a reason; "since March Imogen …" with a time."""
    opens = [t.lower for t in clause.words[:1]]
    timed = opens == ["since"] and len(clause.words) > 1 and clause.words[1].kind not in {"name", "third", "first", "pronoun"}
    return bool(opens) and opens[0] in BECAUSE and not timed


def _tells_why_them(clause: Clause, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether a clause says what somebody did, in answer to who it is ("Koen, want hij heeft …")."""
    subject = subject_of(clause, lexicon)
    return asked.field in {"who", "what"} and clause.words[0].lower in {"want", "because", "cos"} and bool(subject) and not is_first(clause, subject)


LEANS_ON = re.compile(r"^(?:op|on) (?=(?-i:[A-ZÀ-Ý]))|(?<=\w) dus$", re.I)  # "op Jolanda dus"
THEN = re.compile(r"toen (?:heeft|hebben|is|was|ging|deed|kwam|nam|bleef|had) \w+ (?!\w+ (?:is|was|heeft)\b)", re.I)  # what followed, and no reason
OWN_THEN = re.compile(r"toen \w+ (?:ik|'k|we|wij)\b", re.I)  # "toen heb ik al zijn klanten erbij genomen"
FELL_ILL = re.compile(r"(?:ze|zij|hij) (?:is|was|werd|raakte) (?:\w+ ){0,3}(?:ziek|overspannen)(?: geworden)?$|(?:she|he) (?:fell|got|was) (?:off )?(?:ill|sick)\b", re.I)
COUNTED = frozenset("them us hen man mensen people vrouw collega's".split())
BECAUSE = frozenset("want omdat doordat because cos coz since".split())
NOUN_LIKE = frozenset({"determiner", "number", "first", "word", "name", "preposition"})
NOT_NAMING = frozenset("a an een dat dit that this it het everybody everyone nobody somebody iedereen niemand".split())


def before_a_preposition(words: Sequence[Token]) -> list[Token]:
    """Return the words that name somebody, without where they belong ("de medewerkster van onze balie")."""
    cut = next((n for n, t in enumerate(words) if n >= 2 and t.kind == "preposition"), len(words))
    pointed = bool(words) and words[0].kind in {"determiner", "first"}
    return list(words[:cut] if pointed else words)


def opens_a_name(words: Sequence[Token]) -> bool:
    """Tell whether a role or group could begin here: a capital, or a word that points at somebody."""
    return words[0].text[:1].isupper() and words[0].lower not in {"a", "an", "een"}


def words_open(clause: Clause, kind: str) -> bool:
    """Tell whether the clause opens with a word of this kind."""
    return bool(clause.words) and clause.words[0].kind == kind


def who_named(clause: Clause, asked: Asked, lexicon: Lexicon) -> str:
    """Return the person or group a naming clause names, or "" when it names nobody in particular."""
    named = people_in(clause, asked, lexicon)
    if named:
        return named[0]
    words = [t for t in clause.words if t.lower not in lexicon.classes["filler"]]
    while words and words[0].kind in {"coordinator", "adverb", "preposition", "auxiliary", "pronoun"}:
        words = words[1:]
    while words and words[-1].kind == "adverb":
        words = words[:-1]
    words = before_a_preposition(words)
    vague = lexicon.classes["generic_who"] | {"iemand", "someone", "één", "eentje"}
    if not words or any(t.lower in vague for t in words):
        return ""
    bare = asked.field == "who" and finite(words) is None and len(words) <= MOST_NAMING
    bare = bare and (len(words) >= 2 or clause.start == 0)
    named_so = (
        (len(words) == 1 or words[0].kind in {"determiner", "number", "first"} or words[0].text[:1].isupper())
        and words[0].lower not in NOT_NAMING
        and (words[0].kind != "number" or any(t.lower in COUNTED for t in words))
        and words[-1].kind in {"word", "name"}
        and all(t.kind in NOUN_LIKE and "'" not in t.lower for t in words)
    )
    if not is_group(words, lexicon) and not (bare and named_so):
        return ""
    text = clause.text[words[0].start - clause.start : words[-1].end - clause.start]
    return "" if text.lower() in asked.nobody else text


WHO = re.compile(r"(?:who|die)\b", re.I)  # "I was the one who asked her"


def goes_on(before: Found, piece: Found, text: str) -> bool:
    """Tell whether `piece` is told in one breath with what stands before it."""
    if before.field != piece.field or piece.field in {"who", "when", "context"}:
        return False
    between = text[before.clause.end : piece.clause.start]
    if piece.field == "sentence":
        if piece.clause.words and piece.clause.words[0].lower in CONDITION:
            return False
        return not re.search(r"[\n”]", between)
    return (
        before.clause.sentence == piece.clause.sentence
        and before.about == piece.about
        and (before.source == piece.source or before.field == "promised" or WHO.match(piece.clause.text) is not None)
        and before.clause.text.rstrip().endswith(before.text)
    )


def joined(before: Found, piece: Found, text: str) -> Found:
    start = before.clause.start + before.clause.text.rindex(before.text)
    if len(text[start : piece.clause.end].split()) > LONGEST:
        return before
    clause = Clause(
        text[before.clause.start : piece.clause.end], before.clause.start, piece.clause.end,
        (*before.clause.tokens, *piece.clause.tokens), piece.clause.sentence,
    )  # fmt: skip
    return replace(before, text=stripped(text[start : piece.clause.end]), clause=clause)


def without_lead(text: str) -> str:
    words = text.split()
    while len(words) > 2 and words[0].lower().strip(",") in LEADS:
        text = text.split(None, 1)[1]
        words = text.split()
    return text


NO_ONE = frozenset({"nobody", "noone", "none", "niemand", "geen"})


def deed(clause: Clause, lexicon: Lexicon) -> str:
    """Return what was done: the clause without subject, auxiliary and the times around it."""
    words = list(clause.words)
    verb = finite(words)
    if verb is not None and any(t.lower in NO_ONE for t in words[:verb]):
        return stripped(without_lead(clause.text))  # "nobody ever says anything" says the opposite without its subject
    if len(words) > 2 and words[0].lower in {"i", "we"} and words[1].kind == "infinitive" and verb is not None:
        return stripped(clause.text[words[1].start - clause.start :])  # "I ring the housebound patients"
    subject = subject_of(clause, lexicon)
    start = 0
    if verb is not None and subject:
        after_subject = max(words.index(subject[-1]) + 1, 0)
        if words[verb].kind == "auxiliary":
            start = max(verb + 1, after_subject)
        else:
            start = verb
    behind = next((n for n, t in enumerate(words[:3]) if t.lower == "die"), None)
    named = words[0].kind == "name" or words[0].lower in {"ze", "zij", "hij"}
    if behind is None and lexicon.language == "nl" and named and verb is not None and any(t.kind != "adverb" for t in words[1:verb]):
        behind = 0  # "dat Tineke altijd de laatste trein neemt"
    if behind is not None and verb is not None and verb > behind + 1:
        return stripped(clause.text[words[behind + 1].start - clause.start :])  # its verb stands last
    moments = spans_of_time(clause.text, lexicon)
    base = clause.start
    start = min(start, len(words) - 1)
    while start < len(words) - 1 and verb is not None:
        token = words[start]
        moment = next((m for m in moments if m[0] <= token.start - base < m[1]), None)
        if moment and moment[1] < len(clause.text) - 2:
            while start < len(words) - 1 and words[start].start - base < moment[1]:
                start += 1
        elif token.lower == "been":
            start += 1  # "has been doing the allergy sheets"
        elif token.lower in lexicon.classes["quantity"]:
            break
        elif token.kind in {"adverb", "coordinator"} or token.lower in lexicon.classes["filler"]:
            start += 1
        else:
            break
    text = clause.text[words[start].start - base :]
    hedges = list(lexicon.hedges.finditer(text))
    if hedges and hedges[-1].end() == len(text) and hedges[-1].start() > 0:
        text = text[: hedges[-1].start()]
    return stripped(text)


def source_of(clause: Clause, field: Field, asked: Asked, lexicon: Lexicon) -> Source:
    text = clause.text.lower().replace("’", "'")
    first = any(t.lower in FIRST_SUBJECT for t in clause.words[:4])
    if lexicon.hedges.search(text):
        return "assumed"
    if field in {"habit", "next_step"}:
        return "seen"  # what will be done was heard of nobody
    if OWN_SAYING.search(text):
        return "seen"
    if asked.audience == "coach" and not any(t.kind == "first" for t in clause.words):
        return "heard"
    if field == "their_view" and MIND[lexicon.language].search(text):
        return "assumed"
    if lexicon.cue("heard", text) and not (
        first and not re.search(r"\b(gehoord|hoorde|heard|told me)\b", text)
    ):
        return "heard"
    if field == "promised" and not first:
        return "heard"
    reported = ATTRIBUTION[lexicon.language].match(clause.text)
    if reported and SAID_SO.search(reported["by"]):
        return "heard"
    return "seen"


SAID_SO = re.compile(r"^(?:en |maar |and |but )?(?:hij|zij|ze|ie|he|she|they)\b.*\b(?:zei|gezegd|verteld|vertelde|said|told|mentioned)\b", re.I)


# What one said oneself isn't hearsay.
OWN_SAYING = re.compile(
    r"\b(?:heb|had) ik\b.*\b(?:gezegd|verteld|beloofd|gevraagd|geschreven)\b|\bik (?:zei|vroeg|beloofde|vertelde|schreef|riep)\b|\bik (?:heb|had)\b.*\b(?:gezegd|verteld|beloofd|gevraagd|geschreven)\b"
    r"|\bi (?:said|told|promised|asked|wrote|did (?:say|tell|promise|ask))\b|\bi(?:'ve| have|'d| had) (?:said|told|promised|asked|written)\b"
)


def stripped(text: str) -> str:
    return text.strip(" \t\n,;:.!?-–—*\"'‘’“”()").strip()
