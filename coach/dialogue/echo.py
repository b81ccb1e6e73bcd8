"""What of a turn is given back: a few of the person's own words, as the reader's network picks them.

The network has learned from people who marked, turn by turn, what a good coach would give back. Here
stands what may be said aloud of it: nothing in which the speaker or the coach acts, no admission,
nothing said to the coach, no word group cut in two, and no verb without what belongs before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause, Token, clauses
from coach.dialogue.grammar import finite, times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.pieces import Found
from coach.dialogue.reader_network import Read, read_turn
from coach.dialogue.state import Audience, Item, State
from coach.dialogue.words import content, not_said_aloud, spelled, swapped

MOST, FEWEST = 12, 2  # words
BRIEF = 8  # words
GAINS = 2.5  # difference of scores from which something is given back
CLEARLY = 7.0  # difference of scores from which a stretch misses what another one gives back
LOOKED_AT = 24  # stretches of a run of clauses, the likeliest first
KEPT_OUT = frozenset({"own_share", "sentence", "own_getting"})  # an admission stays theirs
TELLING = frozenset({"word", "name", "verb", "participle", "infinitive", "weekday", "month"})
# No stretch begins, or ends, on one of these; nor behind, or before, one that belongs to it.
OPENS_LOOSELY = frozenset({"coordinator", "subordinator", "negation"})
ENDS_LOOSELY = frozenset({"preposition", "determiner", "coordinator", "subordinator"})
BELONGS_TO_NEXT = frozenset({"determiner", "number", "preposition", "negation"})
NOMINAL = frozenset({"word", "name", "number", "weekday", "month", "participle", "infinitive"})
POINTING = frozenset("dat dit die deze that this those these".split())
EMPTY_OPENERS = frozenset("any er dan toen dus daar zo ook nog wel anders there then so it also just still otherwise".split())
BESIDE_THE_POINT = frozenset({"dus", "lol", "haha", "eh", "euh", "uh", "um"})  # no stretch has these in it
EMPTY_ENDERS = frozenset("hoor dus dan toch ook wel though like mind then too ik er i".split())
WHO = frozenset("die who which".split())
GOES_ON = {"nl": frozenset("van tot to".split()), "en": frozenset({"of"})}
MONEY = frozenset("€$£")
PERSONS = frozenset("ze zij hij die wie she he they who".split())


def given_back(
    read: Read, text: str, parts: Sequence[Clause], found: Sequence[Found], aside: Sequence[Clause], lexicon: Lexicon
) -> str:  # fmt: skip
    """Return the stretch of a turn that is best given back, as it stands there; "" for none."""
    if all(p.field in {"who", "when"} for p in found) and len(text.split()) <= BRIEF:
        return ""  # a name or a date needs no echo
    kept_out = {p.clause.start for p in found if p.field in KEPT_OUT} | {c.start for c in aside}
    best = max((_best(read, text, run, lexicon) for run in _told(parts, kept_out)), default=(0.0, ""))
    return best[1] if best[0] > GAINS else ""


def weighed(read: Read, text: str, found: Sequence[Found], lexicon: Lexicon) -> list[Found]:
    """Return the pieces, those of what it cost with how much there is in them to give back (0 and up)."""
    return [
        replace(p, weight=max(_best(read, text, [p.clause], lexicon)[0], 0.0)) if p.field == "cost" else p
        for p in found
    ]  # fmt: skip


def short_of(item: Item, audience: Audience, lexicon: Lexicon) -> str:
    """Return the stretch of an item that is best given back; "" where none can be said."""
    text = item.text
    parts = clauses(text, lexicon)
    asked = Asked("contributions", item.field, audience)
    return _best(read_turn(text, parts, asked, lexicon.language), text, parts, lexicon)[1]


def by_weight(items: Sequence[Item], state: State) -> list[Item]:
    """Return items with what says most first, as it was weighed when it was told."""
    weighed = dict(state.weighed)
    return sorted(items, key=lambda item: -weighed.get(item.id, 0))


def _told(parts: Sequence[Clause], kept_out: set[int]) -> Iterator[list[Clause]]:
    """Yield runs of clauses that may be given back, each within one sentence."""
    run: list[Clause] = []
    for clause in (*parts, None):
        told = clause is not None and clause.start not in kept_out
        if run and (clause is None or not told or clause.sentence != run[-1].sentence):
            yield run
            run = []
        if clause is not None and told:
            run.append(clause)


def _best(read: Read, text: str, run: Sequence[Clause], lexicon: Lexicon) -> tuple[float, str]:
    """Return the score and the words of the likeliest stretch of a run that can be said aloud."""
    words = [t for clause in run for t in clause.words]
    if not words:
        return -1e9, ""
    scores = read.begin_and_end([(t.start, t.end) for t in words])
    places = ((i, j) for i in range(len(words)) for j in range(i + FEWEST - 1, min(i + MOST, len(words))))
    begin, end = _edges(run)
    ranked = sorted(places, key=lambda place: -float(scores[place[0], 0] + scores[place[1], 1]))
    best = float(scores[ranked[0][0], 0] + scores[ranked[0][1], 1]) if ranked else 0.0
    for first, last in ranked[:LOOKED_AT]:
        score = float(scores[first, 0] + scores[last, 1])
        if best - score > CLEARLY:
            break
        if first and words[first].kind in {"verb", "infinitive", "auxiliary"} and words[first - 1].lower in PERSONS:
            first -= 1  # who acts is said with it: "ze miste steeds de bus"
        elif _is_to_do(words, first, last) and last - first + 3 <= MOST:
            first -= 2  # "Jorn kan de bestellingen op vrijdag doen"
        closing = _to_its_verb(words, last, end, lexicon)
        if closing > last and not (_lacks_its_subject(words, first, closing, begin, lexicon) and words[last].kind in NOMINAL - DONE):
            last = closing
        last = _without_its_participle(words, first, _with_the_other_day(words, first, last))
        if _says_too_little(words, first, last) or _cut_from_its_preposition(words, first, last):
            continue  # "the off duty"; "eight most nights" of "till eight most nights"
        start = words[first].start
        said = text[start - (text[start - 1 : start] in MONEY) : words[last].end]
        if DENIED.match(text[words[last].end :]) or first and words[first - 1].kind == "negation":
            continue  # "echt gezegd, nee"
        whole = first in begin and last in end and _is_told(words[first : last + 1], lexicon)
        if _lacks_its_subject(words, first, last, begin, lexicon) or _lacks_its_verb(words, first, last, begin, end):
            continue  # "dit jaar niet één keer in het water hebben gehad"; "vrij mocht, als de nieuwe lijn"
        if POINTS_BACK.match(said) or _only_if(words, first, last, begin):
            continue
        if (whole or _stands_alone(words, first, last, lexicon)) and sayable(said):
            return score, said
    return -1e9, ""


def _with_the_other_day(words: Sequence[Token], first: int, last: int) -> int:
    """Return where a stretch ends with the second of two days or months ("elke dinsdag en vrijdag")."""
    if last + 1 < len(words) and words[last].kind == "word" and words[last + 1].kind == "name" and words[last + 1].start == words[last].end + 1:
        return last + 1  # "een doos Merci"
    two = last + 2 < len(words) and words[last].kind in DAYS and words[last + 1].kind == "coordinator" and words[last + 2].kind == words[last].kind
    return last + 2 if two and last + 3 - first <= MOST else last


def _without_its_participle(words: Sequence[Token], first: int, last: int) -> int:
    """Return where a stretch ends before a bare "gekost", whose "heeft" it hasn't."""
    bare = words[last].lower in TOOK and last - first >= FEWEST and not any(t.kind == "auxiliary" for t in words[first:last])
    return last - 1 if bare else last


def _says_too_little(words: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a stretch is no more than a thing that was named ("de leasefietsen"), a time, or what a "when" ends in."""
    inside = words[first : last + 1]
    named = last - first < FEWEST and inside[0].lower in ARTICLES
    when = all(t.kind in {"number", "preposition", "determiner", *DAYS} or TIMES.fullmatch(t.lower) for t in inside)
    hung = inside[0].kind in {"determiner", "number", "adverb"} and inside[-1].kind == "verb" and not any(t.kind in {"first", "third", "name", "auxiliary"} for t in inside)
    return named or when or hung and len(inside) > A_VERB and all(t.kind != "verb" for t in inside[1:-1])


def _cut_from_its_preposition(words: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a stretch opens, or holds, what lost its other half: an hour without its "till", "op" of "vang … op"."""
    both = first > 1 and words[first].kind == "name" and words[first - 1].kind == "coordinator" and words[first - 2].kind == "name"
    if both:
        return True  # "Loes met elke aanvraag" of "Patrick en Loes …"
    hour = first > 0 and words[first - 1].lower in UP_TO and words[first].kind in {"number", *DAYS}
    loose = words[first].lower in {"het", "it"} and first < last and words[first + 1].kind == "adverb"
    verbless = not any(t.kind in {"verb", "auxiliary"} for t in words[first : last + 1])
    particle = verbless and any(a.kind == "preposition" and b.lower in WHO for a, b in pairwise(words[first + 1 : last + 1]))
    return hour or loose or particle


ARTICLES = frozenset({"de", "het", "the"})
TIMES = re.compile(r"\d+x?|okt|sept?|nov|dec|jan|feb|aug|oct|mrt|mar|apr")  # "1x in okt"
A_VERB = 3  # words of a stretch that ends in its verb, "een keer om half zeven binnenkwam"
DAYS = frozenset({"weekday", "month"})
TOOK = frozenset({"gekost"})
UP_TO = frozenset("til till until tot from at om past after before na voor tegen".split())

# "The one with the keepers", "first one after the break": of what, was said before.
POINTS_BACK = re.compile(r"(?:(?:the|that|this)(?: (?:first|second|third|last|next|other|new|old))?|first|second|third|last|next|other|new|old) ones?\b(?! (?:who|of|day|week|evening|night|morning|hour|month|year|person)\b)", re.I)
# What denies a stretch right behind it ("maar echt gezegd, nee").
DENIED = re.compile(r",?\s*(?:nee|neen|niet|nooit|no|not|never|nope)\b", re.I)


def _is_to_do(words: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a stretch says what somebody, who stands right before it, can or will do."""
    acts = first > 1 and words[first - 1].kind == "auxiliary" and (words[first - 2].kind == "name" or words[first - 2].lower in PERSONS)
    return acts and any(t.kind == "infinitive" for t in words[first : last + 1])


def _to_its_verb(words: Sequence[Token], last: int, end: set[int], lexicon: Lexicon) -> int:
    """Return where a Dutch stretch ends with the one or two verbs that close its clause ("tot het donker was")."""
    close = next((place for place in range(last, min(last + 3, len(words))) if place in end), last)
    verbs = all(t.kind in {"verb", "auxiliary", "participle", "infinitive"} for t in words[last + 1 : close + 1])
    return close if lexicon.language == "nl" and verbs else last


def _lacks_its_subject(words: Sequence[Token], first: int, last: int, begin: set[int], lexicon: Lexicon) -> bool:
    """Tell whether a stretch holds the verb of its clause and begins behind its subject."""
    before = words[first - 1] if first else None
    if first in begin or before is None:
        return False
    if lexicon.language == "en":
        return before.lower in {"which", "whom", "who"}  # whom or what it tells of stands before these
    if before.kind in OPENS_LOOSELY or before.lower in LEADS_IN or words[first].lower in PERSONS or words[first].kind in {"name", "verb"}:
        return False
    clause = first
    while clause not in begin and clause and words[clause - 1].lower not in LEADS_IN and words[clause - 1].kind != "subordinator":
        clause -= 1
    return any(t.kind in ACTS for t in words[first + 1 : last + 1]) and not any(t.kind in ACTS for t in words[clause:first])


def _lacks_its_verb(words: Sequence[Token], first: int, last: int, begin: set[int], end: set[int]) -> bool:
    """Tell whether a stretch goes on into a clause and stops before its verb."""
    if last in end or not begin & set(range(first + 1, last + 1)):
        return False
    close = next((place for place in range(last, len(words)) if place in end), last)
    return any(t.kind in ACTS for t in words[last + 1 : close + 1])


def _only_if(words: Sequence[Token], first: int, last: int, begin: set[int]) -> bool:
    """Tell whether a stretch would say as a fact what was told as a condition ("if the six days were on the rota")."""
    opens = first - 1
    if first in begin or opens < 0 or words[opens].lower not in CONDITIONS:
        return False
    return any(t.kind in ACTS for t in words[first : last + 1])


CONDITIONS = frozenset("if unless whether als tenzij mits".split())
ACTS = frozenset({"verb", "auxiliary"})
LEADS_IN = frozenset("dat als toen omdat want terwijl zodat doordat nadat voordat totdat ja nee nou".split())
DONE = frozenset({"participle", "infinitive"})


def _edges(run: Sequence[Clause]) -> tuple[set[int], set[int]]:
    """Return the places of the words with which a clause begins (behind its "and"), and of those it ends with."""
    begin, end, place = set[int](), set[int](), 0
    for clause in run:
        if clause.words:
            begin.add(place + (clause.words[0].kind == "coordinator"))
            place += len(clause.words)
            end.add(place - 1)
    return begin, end


def _is_told(told: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether whole clauses say something by themselves: of neither who talk here, with no link to what came before."""
    opens, follows = told[0], told[1] if len(told) > 1 else told[0]
    loose = opens.kind in OPENS_LOOSELY | LACKS_SOMEBODY and opens.lower not in NO_THING and not _owns(opens, lexicon)
    if loose or _of_the_two(told, lexicon) or follows.lower == "dus" and finite(told) is None:
        return False
    points = opens.lower in POINTING | WHO and follows.kind not in NOMINAL
    return not points and opens.lower not in GOES_ON_FROM and told[-1].lower not in EMPTY_ENDERS and len(told) >= WHOLE


# What somebody did with others, of whom the coach is none.
TOGETHER = {
    "nl": {"we": "jullie", "wij": "jullie", "ons": "jullie"},
    "en": {"we": "you", "us": "you"},
}
GOES_ON_FROM = frozenset("ook nog wel dus anders any also just still even otherwise".split())  # what opens so goes on with what came before
LACKS_SOMEBODY = frozenset({"verb", "auxiliary", "infinitive", "preposition"})  # what a stretch begins with that isn't a sentence
WHOLE = 3  # words


def _of_the_two(told: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether the speaker or the coach acts in a stretch."""
    return any(
        t.kind in {"first", "second"} and not lexicon.has("first_possessive", t.lower) and t.lower not in TOGETHER[lexicon.language]
        or t.lower.startswith("i'")
        for t in told
    )


def _stands_alone(words: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """Tell whether words from `first` to `last` are whole by themselves in the coach's mouth."""
    told = words[first : last + 1]
    if _of_the_two(told, lexicon) or any(t.lower in BESIDE_THE_POINT for t in told):
        return False
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    return _opens(told, before, lexicon) and _ends(told, after, lexicon) and any(t.kind in TELLING for t in told)


def _opens(told: Sequence[Token], before: Token | None, lexicon: Lexicon) -> bool:
    opens = told[0]
    points = opens.lower in POINTING and len(told) > 1 and told[1].kind in NOMINAL  # "dat hele seizoen"
    if len(told) > 1 and told[1].lower == opens.lower:
        return False  # "her her allotment"
    if opens.kind in OPENS_LOOSELY and opens.lower not in NO_THING and not points or opens.lower in EMPTY_OPENERS:
        return False
    if before is not None and opens.kind in {*NOMINAL, "pronoun"} and (before.kind in BELONGS_TO_NEXT or _owns(before, lexicon) or before.lower in HALF):
        return False  # half a word group
    if len(told) > 1 and told[1].start > opens.end + 1 and opens.kind in {"preposition", "adverb", "coordinator", "subordinator"}:
        return False  # "uit, zes deelnemers ophalen"
    if before is not None and opens.kind == "preposition" and len(told) > 1 and told[1].lower == before.lower:
        return False  # "één voor één"
    if opens.kind == "preposition" and len(told) > 1 and told[1].kind == "auxiliary":
        return False  # "er haar vader | voor laten wachten"
    if opens.kind == "determiner" and before is not None and lexicon.has("time_unit", before.lower):
        return False  # "one day a week"
    if opens.kind == "number" and before is not None and before.lower in {"of", "or"}:
        return False  # "een uur of twee 's nachts"
    behind = told[1:2] if lexicon.language == "nl" and opens.lower in PERSONS else told[1:]
    acts = any(t.kind in {"verb", "auxiliary"} for t in behind)  # "zij die mail heeft gezien" is no sentence
    if points:
        return True
    if opens.lower in PERSONS or opens.kind == "name":
        return acts  # "Ansje alle was"
    if opens.kind == "third" and not _owns(opens, lexicon):
        return False  # "hem bij het laden"
    if opens.kind in {"verb", "auxiliary"} and lexicon.language == "nl":
        return before is None and opens.kind == "verb"  # who acts is said with it ("hij miste steeds de bus")
    return opens.kind != "auxiliary" or before is None


def _ends(told: Sequence[Token], after: Token | None, lexicon: Lexicon) -> bool:
    ends = told[-1]
    if ends.kind == "number" and len(told) > 1 and told[-2].lower in OF_SEVERAL:
        return False  # "missed the last 4"
    if ends.lower in EMPTY_ENDERS or ends.kind in ENDS_LOOSELY and not lexicon.has("particle", ends.lower):
        return False
    if after is not None and after.lower in {"'t", "er"} and ends.kind in {"verb", "auxiliary"}:
        return False  # "drie waren" of "drie waren 't er"
    if after is not None and ends.kind in {"number", "third"} and after.kind in {"word", "name"}:
        return False
    if after is not None and ends.kind in {"word", "name"} and after.lower in GOES_ON[lexicon.language]:
        return False  # "de opleiding" of "de opleiding tot verpleegkundige"
    acting = [n for n, t in enumerate(told) if t.kind in {"verb", "auxiliary"}]
    if any(n and t.kind == "subordinator" and not any(v > n for v in acting) for n, t in enumerate(told)):
        return False  # "een half uur voordat het café"
    if after is not None and len(told) > 2 and any(t.lower in CONDITIONS and not any(v > n + 1 for v in acting) for n, t in enumerate(told[1:])):
        return False  # "nog te mailen als de kinderen"
    if acting and after is not None and after.kind in {"infinitive", "participle"} and lexicon.language == "nl" and ends.kind not in {"infinitive", "participle"}:
        return False  # "laat elke keer zijn eigen werk" of "laat … liggen"
    closed = len(told) > 3 and told[-2].kind == "auxiliary" and ends.kind == "participle" and lexicon.language == "nl"
    if closed and told[0].lower not in PERSONS and told[0].kind not in {"name", "determiner"}:
        return False  # "met haar cursus is gestopt": who that was stands before it
    behind = next((n for n, t in enumerate(told) if n and t.lower in WHO), None)
    if behind is not None and not any(t.kind in {"verb", "auxiliary"} for t in told[behind + 1 :]):
        return False  # "een leerling die elke middag de werkbanken"
    acts = ends.kind in {"infinitive", "verb", "auxiliary"} and lexicon.language == "nl"
    return not acts or told[0].lower in PERSONS or told[0].kind in {"verb", "name"}  # "een storingsrooster komen"


OF_SEVERAL = frozenset("last first next laatste eerste volgende the de".split())
NO_THING = frozenset("geen niks niets niet no nothing not never nooit".split())
HALF = frozenset("zo'n zulke such kort heel erg very too te elke iedere every each all alle beetje".split())


def _owns(token: Token, lexicon: Lexicon) -> bool:
    return lexicon.has("third_possessive", token.lower) or lexicon.has("first_possessive", token.lower)


# A verb of saying without what was said, and what takes back the word before it, end no stretch.
SAYING = re.compile(r"\b(?:gezegd|zei|zegt|zeiden|vertelde|verteld|vroeg|gevraagd|riep|said|says|told|asked)$", re.I)
NOT_REALLY = re.compile(r"\b(?:niet echt|not really|niet zo|niet bepaald|not exactly)$", re.I)


def sayable(said: str) -> bool:
    """Tell whether a stretch has no mark in it that stops a sentence or opens a quotation."""
    says_nothing = set(said.lower().split()) & NO_THING
    if SAYING.search(said) and not says_nothing or NOT_REALLY.search(said):
        return False  # what was said isn't said with it
    if not_said_aloud(said) or not FEWEST <= len(said.split()) <= MOST:
        return False
    return re.search(r"[‘“”\"().!?…:;\n]|’(?!\w)|(?<!\w)'(?![nst]\b)|(?<=\w)'(?!\w)", said) is None


def only_when(told: str, lexicon: Lexicon) -> bool:
    """Tell whether a stretch holds no more than a time ("al sinds april")."""
    rest = told.lower()
    for time in times_in(told, lexicon):
        rest = rest.replace(time.lower(), " ")
    return not content(rest, lexicon)


def as_said_back(said: str, lexicon: Lexicon, formal: bool) -> str:
    """Return a stretch with mijn as je (uw), my as your, we as jullie (you), and the speaker's counts in words."""
    theirs = swapped(" ".join(said.split()), lexicon, formal)
    for own, together in TOGETHER[lexicon.language].items():
        theirs = re.sub(rf"\b{own}\b", together, theirs, flags=re.I)
    return spelled(theirs, lexicon)
