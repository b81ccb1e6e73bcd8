"""A few of the person's own words, given back so that they can stand by themselves.

One contiguous stretch of a clause: what follows its subject and auxiliary, or what stands before
them, or the whole of a clause without a verb. When no stretch is sure to stand, there is none: a
reflection that limps is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from coach.dialogue.clauses import Token, tokenise
from coach.dialogue.grammar import FIRST_SUBJECT, times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.words import MOST_QUOTED, not_said_aloud, quote, spelled

MOST_WORDS = 11
MOST_SUBJECT = 4
# A stretch that opens or ends like this leans on words that were left out.
NEVER_FIRST = frozenset({"subordinator", "coordinator", "auxiliary", "third", "punctuation"})
NEVER_LAST = frozenset(
    {"subordinator", "coordinator", "auxiliary", "preposition", "determiner", "first", "third", "punctuation"}
)  # fmt: skip
OPENERS = frozenset(
    "plus bijvoorbeeld vooral eigenlijk gewoon bv misschien mostly maybe actually basically honestly".split()
)
LEANING = frozenset(
    "vaak meestal soms altijd often usually sometimes always te die dat dit daar er het 't dan toen ook toch wel niet nog al maar dus zo want waar wat wie hoe even"
    " to that it this there then too also so not still just which who what where how than".split()
)
SPOKEN = frozenset(
    "ik 'k me mij mijn m'n mn mezelf we wij ons onze je jij jou jouw jullie u uw ge gij i i'm i've i'd i'll"
    " my me mine myself our us we've we're you your you're you've".split()
)
TELLS = frozenset("zei zegt zeg vertelde vroeg said says told asked".split())
UNITS = frozenset(
    "uur uren dag dagen week weken maand maanden mnd jaar jaren minuten dingen keer hour hours day days week weeks"
    " month months year years minutes things times".split()
)
INSIDE = frozenset(
    "thats whats theres ze zij hij ie she he they die dat dit which who that waar daarover erover hierover daarmee ermee daarvan ervan"
    " daarvoor ervoor hes shes theyre theyve its im ive id weve youre".split()
)


def fragment(text: str, lexicon: Lexicon, longest: int = MOST_WORDS) -> str | None:
    """Return a stretch of `text` of two to `longest` words that can stand alone, or None."""
    if not_said_aloud(text) or re.search(r"[‘’“”\"()]|(?<!\w)'(?![tnsm]\b)", text):
        return None
    if re.search(r"\b(?:den|gij|ons moeder|hee|da|nie)\b", text, re.I) and lexicon.language == "nl":
        return None  # dialect is understood, and not given back
    text = re.sub(r"^(?:ne|nen) ", "een ", text, flags=re.I) if lexicon.language == "nl" else text
    if lexicon.language == "en" and re.search(r"\w['’]s (?:on|at|in)\b", text):
        return None  # "her club's on Wednesdays": the verb sits in the noun
    if OWN_SAYING.search(text) or lexicon.language == "nl" and _verb_stands_last(text, lexicon):
        return None
    head = re.split(r",\s*(?:which|who|maar|but|want|dus|said so|dat zei|zei)\b", text)[0]
    text = head if len(head.split()) >= 2 else text
    tokens = _bare(list(tokenise(text, lexicon)), lexicon)
    ends = [n for n, t in enumerate(tokens) if n >= 2 and (t.kind == "subordinator" or _opens_a_clause(tokens[n:]) or _since_it_was(tokens[n:]))]
    tokens = tokens[: ends[0]] if ends else tokens
    while ends and tokens and tokens[-1].lower in {"ook", "also", "too", "even", "maar", ","}:
        tokens = tokens[:-1]
    stretches = (
        _after_subject(tokens, lexicon), _before_subject(tokens), _after_inverted(tokens, lexicon),
        _after_auxiliary(tokens), _whole(tokens),
    )  # fmt: skip
    for stretch in stretches:
        told = _fitting(_of_doing(stretch, lexicon), lexicon, longest) if stretch else None
        told = told or (_fitting(_first_of_two(stretch), lexicon, longest) if stretch else None)
        if told:
            start = told[0].start - (text[max(told[0].start - 1, 0)] in "£€$")
            told_so = text[start : told[-1].end]
            if lexicon.language == "nl" and told[0].kind not in {"verb", "auxiliary"}:
                told_so = SPLIT_VERB.sub("", told_so)  # "neem de nachten over van een collega"
            return spelled(_without_ends(told_so), lexicon)
    return None


# The other half of a verb that was left out, before what hangs on it.
SPLIT_VERB = re.compile(r"(?<=\w) (?:over|af|op|uit|mee|aan|bij|door|waar) (?:van|voor|uit|bij|naar|met) .*$")
OWN_SAYING = re.compile(r"\btegen (?:hem|haar|hen|ze|hun) gezegd\b|\bsaid to (?:him|her|them)\b|\btold (?:him|her|them)\b", re.I)


MODAL = frozenset("kan kon kunnen konden moet moest moeten moesten wil wilde willen wou mag mocht zal zou zouden durft durfde".split())


def _verb_stands_last(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a Dutch stretch goes as behind "dat" ("hij z'n dochtertje naar zwemles bracht")."""
    words = [t for t in tokenise(re.split(r"[,;]", text)[0], lexicon) if t.kind != "punctuation"]
    if len(words) >= 4 and words[0].kind in {"third", "name"}:
        finites = [n for n, t in enumerate(words) if t.lower in MODAL]
        if finites and finites[0] > 1 and all(t.kind in {"infinitive", "verb", "participle"} for t in words[finites[0] + 1 :]):
            return True  # "ze thuis geen baby meer kon horen"
    if len(words) < 4 or words[0].kind not in {"third", "name"} or words[-1].kind not in {"verb", "auxiliary"}:
        return False
    return not any(t.kind in {"verb", "auxiliary"} for t in words[:-1])


def _since_it_was(rest: Sequence[Token]) -> bool:
    """Tell whether "since" opens what happened then ("since Danny left") and no moment ("since June")."""
    return rest[0].lower in {"since", "sinds"} and len(rest) > 2 and rest[1].kind not in {"month", "number", "weekday", "season", "determiner", "adverb"}


def _without_ends(text: str) -> str:
    """Return a stretch without the particle of a verb that was left out, and what only qualifies it."""
    text = re.sub(r"^(?:up|off|out|on|back|down) (?=\w+ing\b)|^up (?=(?:his|her|their|my|the|all)\b)", "", text)
    text = re.sub(r"^(?:her|him|them|me|us|haar|hem|hen|hun|ze|mij|ons) (?=(?:an?|the|some|two|three|een|één|de|het|wat|twee|drie)\b)", "", text)
    text = re.sub(r",? (?:in ieder geval|in elk geval|om te beginnen|in any case|at any rate|for a start|for starters|for one thing|of course)$", "", text, flags=re.I)
    return re.sub(r", (?:mostly|mainly|usually|meestal|vooral)$", "", text)


def _opens_a_clause(tokens: Sequence[Token]) -> bool:
    """Tell whether "since" stands before somebody, and not before a time ("since we lost …")."""
    return tokens[0].lower in {"since", "sinds"} and len(tokens) > 1 and tokens[1].kind in {"first", "third", "second"}


def _first_of_two(stretch: list[Token]) -> list[Token]:
    """Return what stands before the conjunction that opens a second clause; [] without one."""
    for place, token in enumerate(stretch):
        if token.kind == "coordinator" and place >= 3 and _verb_at(stretch[place + 1 :]) is not None:
            return stretch[:place]
    return []


UNTIL = frozenset("om tot vanaf at till until from".split())
DOING = frozenset("doet doen deed deden does did doing".split())


def _of_doing(stretch: list[Token], lexicon: Lexicon) -> list[Token]:
    """Leave out a verb that says no more than that it is done, or only when.

    "doet al maanden de avonddiensten", "begint om twee uur in plaats van vier".
    """
    particle = stretch[-1].lower in lexicon.classes.get("particle", ())
    if len(stretch) < 4 or stretch[0].kind not in {"verb", "auxiliary", "participle"} or particle:
        return stretch
    timed = stretch[1].lower in UNTIL and stretch[2].kind == "number"
    return stretch[1:] if stretch[0].lower in DOING or timed else stretch


def without_verb(told: str, period: str, lexicon: Lexicon) -> str:
    """Return a stretch without the Dutch verb it opens with, to stand after a name and a colon.

    "draait sinds april elke week een avonddienst" becomes "elke week een avonddienst"; `period`,
    which is said after it, goes too. With a separable verb, or when too little is left, it stays.
    """
    tokens = list(tokenise(told, lexicon))
    ends = tokens[-1].lower in lexicon.classes["particle"] or tokens[-1].kind == "infinitive"
    if lexicon.language != "nl" or tokens[0].kind != "verb" or ends:
        return told
    rest = told[tokens[0].end :].strip()
    if period and rest.lower().startswith(period.lower()):
        rest = rest[len(period) :].strip()
    rest = SPLIT_VERB.sub("", re.sub(r"^(?:(?:ook|al|nu|dus|zelf|steeds|altijd|vaak|meestal|telkens) )+", "", rest))
    first = tokenise(rest, lexicon)[:1]
    stands = first and first[0].kind in {"determiner", "number", "word", "name"}
    return rest if stands and len(rest.split()) >= 2 else told


def thing(text: str, lexicon: Lexicon, longest: int = 7) -> str | None:
    """Return what is offered or wished for, without the verbs ("the Saturdays, alternating").

    The longest stretch that begins with a determiner or a number; None beside a denial.
    """
    if not_said_aloud(text) or re.search(r"[‘’“”\"()]", text):
        return None
    tokens = tokenise(text, lexicon)
    if any(_denies(t) for t in tokens):
        return None
    stretches: list[list[Token]] = [[]]
    for token in tokens:
        another = token.kind == "determiner" or token.lower in {"een", "één"}
        if another and stretches[-1] and stretches[-1][-1].kind == "word" and lexicon.language == "nl":
            stretches.append([token])  # "voor de herfst een nieuwe chef": two things
        elif token.kind in VERBAL or token.lower in SPOKEN | INSIDE:
            stretches.append([])
        else:
            stretches[-1].append(token)
    best: list[Token] = []
    for stretch in stretches:
        while stretch and (stretch[0].kind not in {"determiner", "number"} or stretch[0].lower in NO_OPENER):
            stretch = stretch[1:]
        while stretch and (stretch[-1].kind in NEVER_LAST or stretch[-1].lower in TRAILING):
            if stretch[-1].lower in {"minder", "meer", "less", "more"}:
                break  # "een sleutel minder"
            stretch = stretch[:-1]
        while lexicon.language == "nl" and len(stretch) > 2 and stretch[-1].kind == "participle":
            stretch = stretch[:-1]  # "een goed gesprek gehad"
        words = [t for t in stretch if t.kind != "punctuation"]
        if words and words[0].start and text[: words[0].start].rstrip().endswith((" door", " by")):
            continue  # who did it ("door de eigenaar ingetrokken")
        if words and _goes_on_to_say_which(tokens, words[-1]):
            continue  # "een weekend" of "een weekend waar niemand haar belt"
        if 2 <= len(words) <= longest and len(words) > len(best) and _stands(words, lexicon):
            best = stretch
    return spelled(text[best[0].start : best[-1].end], lexicon) if best else None


def timeless_thing(text: str, lexicon: Lexicon) -> str | None:
    """Return the thing a clause speaks of without the time it was ("alle klachten" of "vang sinds mei alle klachten op")."""
    for time in times_in(text, lexicon):
        text = re.sub(rf"\b{re.escape(time)}\b", "", text)
    return thing(re.sub(r"\s+", " ", text), lexicon)


def _goes_on_to_say_which(tokens: Sequence[Token], last: Token) -> bool:
    """Tell whether what follows `last` says which one is meant ("een weekend waar …")."""
    after = next((t for t in tokens if t.start > last.start), None)
    return after is not None and after.lower in {"waar", "die", "dat", "waarop", "waarin", "that", "where", "who", "when", "which"}


VERBAL = frozenset({"auxiliary", "verb", "infinitive", "pronoun", "third", "first", "subordinator", "coordinator", "second"})
NO_OPENER = frozenset("dat that dit this haar zijn z'n hun her his their elkaar".split())


def sentence_of(text: str, lexicon: Lexicon, longest: int = MOST_QUOTED) -> str | None:
    """Return `text` when it is a short sentence that may be quoted as it stands, else None."""
    text = re.sub(r"^(?:en|and|maar|but) (?=\w)", "", text.strip(), flags=re.I)
    told = quote(text, lexicon, longest)
    tokens = _bare(list(tokenise(told, lexicon)), lexicon) if told else []
    verb = _verb_at(tokens)
    if told is None or verb is None or not 1 <= verb <= MOST_SUBJECT or len(tokens) < 3:
        return None
    opens = tokens[0]
    begins = told.split()[0].lower()
    if opens.kind in {"subordinator", "preposition", "coordinator"} or {opens.lower, begins} & LEANING:
        return None
    if tokens[-1].kind in NEVER_LAST or any(t.kind == "second" for t in tokens):
        return None
    return text[text.index(told) :][: len(told)] if told in text else told


def _is_thing(named: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Tell whether what looks like an infinitive behind a possessive is a noun ("zijn zondagse wielertochten opgegeven")."""
    adjective = len(named) == 2 and named[0].kind == "word" and named[0].lower.endswith("e")
    return len(named) == 1 or adjective and bool(rest) and rest[0].kind == "participle"


def lost(text: str, lexicon: Lexicon, own: bool = False, formal: bool = False) -> str | None:
    """Return the thing of theirs a cost speaks of, with its day ("haar paardrijles, op zaterdag").

    It claims nothing, as it has no verb. `own`: of the speaker's own, mijn turned into je, or uw.
    """
    if not_said_aloud(text):
        return None
    tokens = tokenise(text, lexicon)
    whose = MINE if own else lexicon.classes["third_possessive"] | THEIRS
    for place, token in enumerate(tokens):
        if token.lower not in whose:
            continue
        end = place + 1
        while end < len(tokens) and end - place <= MOST_THING and tokens[end].kind in NOMINAL and tokens[end].lower not in INSIDE:
            end += 1
        if place + 1 < end < len(tokens) and tokens[end].kind == "weekday":
            end += 1  # "mijn vrije woensdag"
        while end - 1 > place and (
            tokens[end - 1].kind not in {"word", "name", "weekday"}
            and not (lexicon.language == "nl" and tokens[end - 1].kind == "infinitive" and _is_thing(tokens[place + 1 : end], tokens[end:]))
            and not (tokens[end - 1].lower.endswith("ing") and tokens[end - 2].lower.endswith("'s"))  # "my daughter's swimming"
            or tokens[end - 1].lower in lexicon.classes["particle"]
        ):
            end -= 1
        if lexicon.language == "en" and end == len(tokens) - 1 and tokens[end].lower == "do" and end - 1 > place:
            end += 1  # "her sister's hen do"
        if tokens[end - 1].lower in UNITS | AT_WORK:
            continue
        if end - 1 == place or tokens[place + 1].lower in {"eigen", "own"} and end - place < 3:
            continue
        if any(t.lower.removesuffix("'s") in KIN for t in tokens[place + 1 : end]) and end - place == 2:
            day = _weekday(tokens[end:], text) if not own else ""
            if not day:
                continue
            return f"{text[token.start : tokens[end - 1].end]}, {day}"
        begin = _with_head(tokens, place)
        thing = re.sub(r"['’]s$", "", text[tokens[begin].start : tokens[end - 1].end])
        if own:
            mine = re.compile(r"\b(?:mijn|m'n|mn|my)\b", re.I)
            yours = "your" if lexicon.language == "en" else "uw" if formal else "je"
            thing = mine.sub(yours, thing)
        rest = tokens[end : end + 2]
        if len(rest) == 2 and rest[0].kind == "preposition" and rest[1].kind == "weekday":
            thing += f", {text[rest[0].start : rest[1].end]}"
        if len(thing.split()) <= MOST_SUBJECT + 3:
            return spelled(thing, lexicon)
    return None


def _weekday(tokens: Sequence[Token], text: str) -> str:
    """Return the first weekday of `tokens` with its preposition ("op woensdag"); "" without one."""
    for before, day in pairwise(tokens):
        if before.kind == "preposition" and day.kind == "weekday":
            return text[before.start : day.end]
    return ""


def _with_head(tokens: Sequence[Token], place: int) -> int:
    """Return where the group begins that "van zijn zoontje" hangs on ("de eerste stapjes van …")."""
    if place < 2 or tokens[place - 1].lower not in {"van", "of"}:
        return place
    begin = place - 2
    while begin > 0 and place - begin <= MOST_THING and tokens[begin].kind in NOMINAL - {"weekday"}:
        begin -= 1
    return begin if tokens[begin].kind == "determiner" else place


AT_WORK = frozenset("telefoon phone werk work job baan rooster rota uren hours taak task desk bureau".split())
MOST_THING = 3  # words after the possessive
NOMINAL = frozenset({"word", "name", "participle", "infinitive", "verb", "number", "adjective"})
MINE = frozenset("mijn m'n mn my".split())
THEIRS = frozenset("haar zijn z'n hun her his their".split())
KIN = frozenset(
    "zus zusje zussen broer broertje oma schoonmoeder buurvrouw sister sisters brother gran nan wife's man vrouw vriend vriendin partner moeder vader zoon dochter kind kinderen dochtertje zoontje baas chef leidinggevende"
    " jongste oudste tweeling gezin thuisfront youngest eldest twins family husband wife boyfriend girlfriend mother father mum mam dad son daughter girl boy lad kids meisje jongen opa oma kleinkind kleinkinderen kleinzoon kleindochter grandchildren grandkids grandson granddaughter boss manager head hand hands".split()
)


def _bare(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Leave out what opens a clause without adding to it, and the marks at its end."""
    quantity = lexicon.classes["quantity"]
    while tokens and tokens[0].lower not in quantity and (
        tokens[0].kind in {"coordinator", "punctuation"}
        or tokens[0].lower in OPENERS
        or tokens[0].lower in lexicon.classes["filler"]
        and tokens[0].kind in {"adverb", "word", "coordinator"}
    ):
        tokens = tokens[1:]
    while tokens and (tokens[-1].kind == "punctuation" or tokens[-1].lower in TRAILING):
        tokens = tokens[:-1]
    return tokens


# Before its verb English puts these: what follows would read as an order.
MODAL = frozenset("can could will would should must may might shall i'll we'll i'd we'd".split())
TRAILING = frozenset("actually really though eigenlijk hoor trouwens anyway honestly natuurlijk obviously uiteraard".split())


def _verb_at(tokens: Sequence[Token]) -> int | None:
    return next((n for n, t in enumerate(tokens) if t.kind in {"auxiliary", "verb"}), None)


def _after_subject(tokens: list[Token], lexicon: Lexicon) -> list[Token] | None:
    """What follows subject and auxiliary; with a full verb, from that verb on."""
    verb = _verb_at(tokens)
    if verb is None or not 1 <= verb <= MOST_SUBJECT:
        return None
    subject = tokens[:verb]
    if any(_denies(t) for t in tokens[: verb + 1]):
        return None
    stands = subject[0].kind in {"third", "name", "first", "determiner", "word", "number"}
    if not stands or any(t.kind in {"subordinator", "preposition", "punctuation"} for t in subject):
        return None
    if any(t.lower in MINE | THEIRS for t in subject):
        return None
    if all(t.kind in {"determiner", "adverb"} or t.lower == "well" for t in subject):
        return None
    rest = tokens[verb + 1 :] if tokens[verb].kind == "auxiliary" else tokens[verb:]
    first = subject[0].lower in FIRST_SUBJECT
    if lexicon.language == "en" and tokens[verb].lower in MODAL:
        return None
    if tokens[verb].kind == "verb" and (first or lexicon.language == "nl"):
        rest = tokens[verb + 1 :] if first else rest
    if first and rest and (rest[0].kind == "preposition" or rest[0].lower in lexicon.classes["particle"]):
        return None
    while rest and rest[0].kind == "adverb" and _only_fills(rest[0], lexicon):
        rest = rest[1:]
    return rest


def _only_fills(token: Token, lexicon: Lexicon) -> bool:
    return token.lower in lexicon.classes["filler"] - lexicon.classes["quantity"]


def _denies(token: Token) -> bool:
    return token.kind == "negation" or re.search(r"n'?t$", token.lower) is not None and (
        token.kind == "auxiliary" or token.lower in {"hasnt", "dont", "didnt", "wasnt", "isnt", "wont"}
    )


def _before_subject(tokens: list[Token]) -> list[Token] | None:
    """What a Dutch clause puts first, when the speaker follows its verb ("twee dagen kan ik geven")."""
    verb = _verb_at(tokens)
    if verb is None or verb < 2 or verb + 1 >= len(tokens):
        return None
    said = " ".join(t.lower for t in tokens[:verb]) in SAYINGS
    return tokens[:verb] if tokens[verb + 1].lower in FIRST_SUBJECT and not said else None


def _after_inverted(tokens: list[Token], lexicon: Lexicon) -> list[Token] | None:
    """What follows verb and subject in a Dutch clause that begins with its verb ("pakte zij …")."""
    if lexicon.language != "nl" or len(tokens) < 4 or tokens[0].kind not in {"verb", "auxiliary"}:
        return None
    subject = tokens[1]
    if subject.kind not in {"third", "name"} and subject.lower not in FIRST_SUBJECT:
        return None
    if any(_denies(t) for t in tokens):
        return None
    rest = tokens[2:]
    if tokens[0].kind == "verb" and rest[-1].lower in lexicon.classes["particle"]:
        rest = rest[:-1]
    return rest


def _after_auxiliary(tokens: list[Token]) -> list[Token] | None:
    """What follows the auxiliaries a clause without a subject begins with ("has been doing the orders")."""
    if not tokens or tokens[0].kind != "auxiliary" or tokens[0].lower in MODAL or any(_denies(t) for t in tokens):
        return None
    rest = tokens
    while rest and rest[0].kind in {"auxiliary", "adverb"}:
        rest = rest[1:]
    return rest if any(t.kind == "participle" for t in rest) else None


def _whole(tokens: list[Token]) -> list[Token] | None:
    """A clause without a verb, or one that begins with it ("moved every stop to Sundays")."""
    verb = _verb_at(tokens)
    begins = verb == 0 and tokens[0].kind == "verb"
    return tokens if tokens and (verb is None or begins) else None


def _fitting(tokens: list[Token], lexicon: Lexicon, longest: int) -> list[Token] | None:
    """Return the stretch, cut at a mark or a new clause where it is too long; None if it can't stand."""
    tokens = _without_loose_end(tokens, lexicon)
    for told in _cuts(tokens, longest):
        cut = len(told) < len(tokens)
        while told and (told[-1].kind == "punctuation" or cut and told[-1].lower in {"ook", "also", "too", "even"}):
            told = told[:-1]
        words = [t for t in told if t.kind != "punctuation"]
        if cut and any(n and t.lower in {"als", "if", "when", "toen"} and _verb_at(words[n + 1 :]) is None for n, t in enumerate(words)):
            continue  # "nog te mailen als de kinderen | in bed liggen"
        if 2 <= len(words) <= longest and _stands(words, lexicon):
            return told
    return None


def _stands(words: Sequence[Token], lexicon: Lexicon) -> bool:
    first, last = words[0], words[-1]
    if first.lower in HERE:
        return False
    parted = first.kind == "verb" and last.lower in lexicon.classes["particle"]
    article = first.lower == "het" and first.kind == "determiner" and len(words) > 2 and words[1].kind == "word"
    if first.kind in NEVER_FIRST or first.lower in LEANING | TELLS and not article:
        return False
    if len(words) > 2 and words[-2].lower == "in" and last.lower in {"plaats", "place"}:
        return False
    if last.kind in NEVER_LAST and not parted or last.lower in {"een", "a", "an"}:
        return False
    if len(words) == 2 and last.lower in lexicon.classes["particle"] and not parted:
        return False  # "meer mee"
    if len(words) <= 3 and last.lower in KIN:
        return False
    if last.kind == "infinitive" and len(words) > 2 and words[-2].lower == "te":
        return False  # "zelf elke avond af te sluiten"
    if last.lower.endswith("ing") and len(words) > 1 and words[-2].lower.endswith("'s"):
        return False  # "her mum's getting"
    if len(words) == 2 and first.lower in {"haar", "zijn", "z'n", "hun", "her", "his", "their"}:
        return False
    if first.kind == "preposition" and last.kind != "participle" and len(words) < 6:
        return False
    if first.lower in WHOM and len(words) > 1 and words[1].kind in {"number", "determiner", "adverb"}:
        return False  # "haar een keer een plant meegegeven": to her, which leans on who did it
    if last.lower in LEANING - {"niet", "not", "too", "ook"}:
        return False
    if any(t.lower in SPOKEN for t in words) or any(_leans(n, words) for n in range(len(words))):
        return False
    if sum(t.kind in {"verb", "auxiliary"} for t in words) > (first.kind == "verb"):
        return False
    telling = {"name", "participle", "weekday", "month", "number"}
    if all(t.kind in {"number", "determiner"} or t.lower in UNITS for t in words):
        return False
    described = first.kind == last.kind == "word" and first.lower.endswith("e")
    if len(words) == 2 and not (described or any(t.kind in telling | {"determiner"} for t in words)):
        return False
    return any(t.kind in telling | {"word"} for t in words)


SAYINGS = frozenset({"eerlijk gezegd", "om eerlijk te zijn", "achteraf gezien", "eerlijk is eerlijk", "kort gezegd", "zoals gezegd"})
HERE = frozenset("hier here daar there er erbij eraan ermee erop erover ervoor ervan erin eruit".split())
WHOM = frozenset("haar hem hun hen her him them".split())


def _leans(place: int, words: Sequence[Token]) -> bool:
    """Tell whether a word stands for somebody or something outside ("ze", "dat"); "met die meiden" doesn't."""
    token = words[place]
    if token.lower not in INSIDE:
        return False
    points = token.lower in {"die", "dat", "that"} and 0 < place < len(words) - 1
    return not (points and words[place - 1].kind == "preposition" and words[place + 1].kind == "word")


def _without_loose_end(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Cut English things that each have an article where "and" has a bare word behind it: a verb ("the bins and the veg and stays till …")."""
    if lexicon.language != "en" or not tokens or tokens[0].kind != "determiner":
        return tokens
    listed = False
    for place, (token, after) in enumerate(pairwise(tokens)):
        if token.kind != "coordinator":
            continue
        behind = tokens[place + 2].kind if place + 2 < len(tokens) else ""
        if listed and after.kind == "word" and after.lower.endswith("s") and behind == "preposition":
            return tokens[:place]
        listed = listed or after.kind == "determiner"
    return tokens


def _cuts(tokens: list[Token], longest: int) -> Iterator[list[Token]]:
    """Yield `tokens`, or where they'd be too long what stands before a comma, a conjunction or a
    preposition, the longest first."""
    if len(tokens) <= longest:
        yield tokens
        return
    for end in range(min(longest, len(tokens) - 1), 2, -1):
        breaks = tokens[end].kind in {"punctuation", "coordinator", "preposition", "subordinator"}
        if breaks and not _splits_aim(tokens, end):
            yield tokens[:end]


def _splits_aim(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether a cut at `end` parts a Dutch "om" from its "te" ("om haar dochter | op te halen")."""
    aims = [n for n, t in enumerate(tokens[:end]) if t.lower == "om"]
    after = {t.lower for t in tokens[aims[-1] : end]} if aims else {"te"}
    return "te" not in after and any(t.lower == "te" for t in tokens[end : end + 3])
