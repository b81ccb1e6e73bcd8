"""What a turn holds: the pieces of a person's text that belong in the balance record.

Every piece is a verbatim stretch of the turn. Which field it fills is decided by the cues of
prompts/lexicon and, where no cue speaks, by what was asked just before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.dialogue.clauses import Clause, Token, clauses, names_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.state import Audience, Field, Phase, Source
from coach.dialogue.words import not_said_aloud


@dataclass(frozen=True)
class Asked:
    """What the turn answers: the phase, the field asked for and what is known of who it's about."""

    phase: Phase = "contributions"
    field: Field | None = None
    audience: Audience = "leader"
    focus: str = ""
    names: tuple[str, ...] = ()
    wants_what: bool = False  # somebody is in hand, what they did isn't told yet


@dataclass(frozen=True)
class Found:
    """One piece for the record, as it stands in the turn."""

    field: Field
    text: str
    source: Source
    clause: Clause
    about: str = ""
    by: str = ""


@dataclass(frozen=True)
class Reading:
    """Everything found in one turn, in the order it was told."""

    clauses: tuple[Clause, ...]
    found: tuple[Found, ...]
    people: tuple[str, ...]  # names, roles and groups, as written
    times: tuple[str, ...]
    cues: frozenset[str]

    def first(self, *fields: Field) -> Found | None:
        """Return the first piece of any of `fields`, or None."""
        return next((f for f in self.found if f.field in fields), None)


TURN_CUES = (
    "returned", "promise", "not_kept", "heard", "own_share", "not_mine", "mine", "offer", "extra",
    "normal", "cost", "enabled", "nothing_said", "wish", "pattern", "habit", "event",
    "moved_date", "short_time", "apology_but", "apology", "somebody_had_to", "laugh", "unwritten", "no_money", "predecessor",
    "paid_for",
)  # fmt: skip
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
STATE_OF_AFFAIRS = {
    "nl": re.compile(r"\b(?:is|zijn|was|waren|loopt|lopen|voelt|lijkt)\b", re.I),
    "en": re.compile(r"\b(?:is|are|was|were|'s|feels?|seems?)\b", re.I),
}
BARE = frozenset(
    "ja nee klopt juist precies oké ok oke inderdaad hoi hallo hey hi hello goedemorgen goedemiddag"
    " goedenavond dag yes no yeah yep nope right exactly correct sure fine thanks bedankt prima goed"
    " helder mwah tja eh uh hmm good".split()
)


def read(text: str, asked: Asked, lexicon: Lexicon) -> Reading:
    """Return what stands in `text`; `asked` says what it answers. Pure: same input, same result."""
    parts = clauses(text, lexicon)
    lowered = text.lower().replace("’", "'")
    cues = frozenset(name for name in TURN_CUES if lexicon.cue(name, lowered))
    if any(lexicon.cue("terse_busy", c.text.lower().strip()) for c in parts):
        cues |= {"terse_busy"}
    found: list[Found] = []
    about = asked.focus
    before: Found | None = None
    own = [c for c in parts if not _is_bare(c) and not lexicon.meta.match(_bare_text(c))]
    for clause in parts:
        if found and lexicon.hedges.fullmatch(_bare_text(clause)):
            if found[-1].clause.sentence == clause.sentence and found[-1].source == "seen":
                found[-1] = replace(found[-1], source="assumed")
                before = found[-1] if before is not None and before.text == found[-1].text else before
            continue
        if _is_bare(clause) or _is_question(clause, text) or lexicon.meta.match(_bare_text(clause)):
            continue
        apposed = (
            bool(found) and found[-1].field == "who" and found[-1].clause.sentence == clause.sentence
            and _finite(clause.words) is None and not names_in(clause)
        )  # fmt: skip
        giver = about if apposed else _giver(clause, asked, lexicon) or about
        alone = len(own) == 1 or (asked.field == "who" and own[0].start == clause.start)
        clause = _with_lead(clause, parts, text, lexicon)
        pieces = _clause_pieces(clause, replace(asked, focus=giver), lexicon, giver, before, alone)
        if any(p.field in GIVING for p in pieces):
            about = giver
        joined = _joined(before, clause, pieces, text)
        if joined is not None and before is not None:
            found[found.index(before)] = joined
            before = joined
            continue
        if apposed:
            pieces = [replace(p, field="context") if p.field == "who" else p for p in pieces]
        about = next((p.text for p in pieces if p.field == "who"), about)
        found.extend(pieces)
        before = pieces[0] if pieces else before
    found = _with_steps(parts, found, text, asked, lexicon)
    if asked.field == "sentence":
        found = _with_sentence(own, found, text, lexicon)
    people = _people(parts)
    times = tuple(_times(text, lexicon))
    return Reading(parts, tuple(found), people, times, cues)


def _with_lead(clause: Clause, parts: Sequence[Clause], text: str, lexicon: Lexicon) -> Clause:
    """Give a Dutch clause that opens with its verb the subordinate clause it answers to."""
    if (
        lexicon.language != "nl"
        or not clause.words
        or clause.words[0].kind not in {"verb", "auxiliary"}
    ):
        return clause
    place = next(n for n, c in enumerate(parts) if c.start == clause.start)
    lead = parts[place - 1] if place else None
    if lead is None or lead.sentence != clause.sentence or lead.words[0].kind != "subordinator":
        return clause
    return replace(clause, text=text[lead.start : clause.end], start=lead.start)


def _is_question(clause: Clause, text: str) -> bool:
    """Tell whether the clause stands in a question to the coach; its words are no facts."""
    mark = re.search(r"[.!?\n]", text[clause.end :])
    return mark is not None and mark.group() == "?"


def _bare_text(clause: Clause) -> str:
    return (
        re.sub(r"^(?:maar|en|dus|but|and|so|want) ", "", clause.text.lower())
        .replace("’", "'")
        .strip(" .,!")
    )


GIVING = frozenset({"who", "what", "cost", "extra", "normal", "when"})
STEP = {
    "nl": re.compile(
        r"\b(?:als|zodra|wanneer)\b.{3,}?,?\s*(?:\bdan\b\s+\w+|\b\w+)\s+\bik\b", re.I | re.S
    ),
    "en": re.compile(
        r"\b(?:if|when|once|as soon as)\b.{3,}?,?\s*(?:then )?\bI(?:'ll|’ll|'m going| will| say| ask| start)?\b",
        re.I | re.S,
    ),
}


def _with_sentence(
    own: Sequence[Clause], found: list[Found], text: str, lexicon: Lexicon
) -> list[Found]:
    """Take what they would say as one sentence, up to the first but, if or although."""
    upto: list[Clause] = []
    for clause in own:
        if clause.words[0].lower in {
            "maar",
            "but",
            "although",
            "though",
            "hoewel",
            "alleen",
        } or re.match(r"(?:als|if|indien)\b", clause.text, re.I):
            break
        upto.append(clause)
    if not upto or not any(t.lower in FIRST_SUBJECT for c in upto for t in c.words):
        return found
    span = text[upto[0].start : upto[-1].end]
    words = {t.lower for c in upto for t in c.words}
    spoken_to = bool(words & {"je", "jij", "jou", "jullie", "u", "you", "your", "sorry", "spijt"})
    if not 5 <= len(span.split()) <= 60 or not (spoken_to or len(span.split()) <= 20):
        return found
    if not spoken_to and upto[0].words[0].lower not in FIRST_SUBJECT:
        return found
    inside = {c.start for c in upto}
    rest = [f for f in found if f.clause.start not in inside]
    clause = Clause(span, upto[0].start, upto[-1].end, (), upto[0].sentence)
    return [Found("sentence", _strip(span), "seen", clause), *rest]


def _with_steps(
    parts: Sequence[Clause], found: list[Found], text: str, asked: Asked, lexicon: Lexicon
) -> list[Found]:
    """Take an if-then sentence as one next step, whatever was asked, near the end of the walk."""
    if asked.phase not in {"mirror", "closing", "repair", "reciprocity"}:
        return found
    for number in dict.fromkeys(c.sentence for c in parts):
        inside = [c for c in parts if c.sentence == number]
        whole = text[inside[0].start : inside[-1].end]
        opens = inside[0].words[0].lower in {"als", "zodra", "wanneer", "if", "when", "once"}
        if not opens or not STEP[lexicon.language].search(whole) or _is_question(inside[-1], text):
            continue
        clause = Clause(
            whole, inside[0].start, inside[-1].end, sum((c.tokens for c in inside), ()), number
        )
        step = Found("next_step", _strip(whole), "seen", clause)
        kept = [f for f in found if f.clause.sentence != number]
        after = [f for f in kept if f.clause.sentence < number]
        return [*after, step, *kept[len(after) :]]
    return found


def _is_bare(clause: Clause) -> bool:
    return all(token.lower in BARE for token in clause.words)


def _giver(clause: Clause, asked: Asked, lexicon: Lexicon) -> str:
    """Return who the clause is about by name, role or group; "" when it doesn't say."""
    if clause.words[0].kind == "subordinator":
        return ""
    subject = subject_of(clause, lexicon)
    if _is_first(clause, subject) and not _reports(clause.words):
        return ""
    if subject is not None and any(t.lower in lexicon.classes["third_possessive"] for t in subject):
        return ""
    names = [n for n in names_in(clause) if n.lower() not in lexicon.classes["authority"]]
    acting = {t.text for t in subject or () if t.kind == "name"}
    if subject is not None and not acting and not _reports(clause.words):
        names = []
    if acting:
        names = [n for n in names if set(n.split()) & acting]
    if names:
        return names[0]
    told = " ".join(t.lower for t in subject or ())
    if any(re.search(rf"\b{re.escape(a)}\b", told) for a in lexicon.classes["authority"]):
        return ""
    if subject is not None and _has_group(subject, lexicon) and len(subject) <= 5:
        told_text = clause.text[subject[0].start - clause.start : subject[-1].end - clause.start]
        return "" if not_said_aloud(told_text) else _strip(told_text)
    return ""


def _has_group(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    words = [t.lower for t in tokens]
    joined = " ".join(words)
    group = lexicon.classes["group"]
    return (
        any(w in group for w in words)
        or any(" " in g and re.search(rf"\b{re.escape(g)}\b", joined) for g in group)
        or any(w.endswith(TAILS) and len(w) > 6 for w in words)
    )


TAILS = (
    "ploeg", "dienst", "team", "medewerkers", "medewerker", "kundige", "kundigen", "leider",
    "leiders", "monteur", "monteurs", "krachten", "kracht", "afdeling", "chauffeurs", "leraren",
    "docenten", "beheerder", "beheerders", "controleur", "assistente", "assistent", "assistenten",
)  # fmt: skip


def subject_of(clause: Clause, lexicon: Lexicon) -> tuple[Token, ...] | None:
    """Return the words of the subject, before the finite verb or right after it; else None."""
    words = list(clause.words)
    while words and (
        words[0].kind == "coordinator"
        or words[0].lower in lexicon.classes["filler"]
        and words[0].kind not in {"first", "third"}
    ):
        words = words[1:]
    finite = _finite(words)
    if finite is None:
        return None
    before = words[:finite]
    after = words[finite + 1 : finite + 4]
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
    if after and after[0].kind == "determiner" and before and lexicon.language == "nl":
        taken = [after[0]]
        for token in after[1:]:
            if token.kind not in NOMINAL:
                break
            taken.append(token)
        return tuple(taken)
    return None


FIRST_SUBJECT = frozenset(
    "ik 'k we wij wijzelf ikzelf i i'm i've i'd i'll we've we're we'd we'll".split()
)
NL_INVERTED = frozenset("ze zij hij ie".split())
NOMINAL = frozenset(
    {"first", "third", "second", "name", "word", "number", "pronoun", "determiner", "negation"}
)


def _finite(words: Sequence[Token]) -> int | None:
    for position, token in enumerate(words):
        if token.kind in {"auxiliary", "verb"}:
            return position
    return None


def _clause_pieces(
    clause: Clause, asked: Asked, lexicon: Lexicon, about: str, before: Found | None, alone: bool
) -> list[Found]:
    told = ATTRIBUTION[lexicon.language].match(clause.text)
    text, by = (told["rest"], told["by"]) if told else (clause.text, "")
    if told and _nothing_said(by, text, lexicon):
        text, by = clause.text, ""
    field = _field(clause, text, asked, lexicon, before, alone)
    if field in {"what", "context", "cost"} and _their_side(by, text, clause, lexicon):
        field = "their_view"
    return _pieces(clause, text, by, field, asked, lexicon, about)


THINKING = re.compile(
    r"\b(?:ik|i)\b.*\b(?:denk|vermoed|geloof|dacht|think|expect|suspect|reckon|guess|suppose)\b",
    re.I,
)


def _their_side(by: str, rest: str, clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause gives somebody else's side: what they know, said in jest, or feel."""
    third = re.match(r"(?:ze|zij|hij|he|she|they)\b", rest, re.I) is not None
    if by and third and THINKING.search(by) and not lexicon.cue("cost", rest.lower()):
        return True
    lowered = clause.text.lower()
    joked = lexicon.cue("laugh", lowered) or re.search(r"\blachend\b|\blaughing\b", lowered)
    return bool(by and joked)


def _nothing_said(by: str, rest: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.cue("nothing_said", f"{by} {rest}".lower()))


WHOLE = frozenset(
    "cost came_back offer habit pattern next_step own_giving own_getting own_share promised their_view"
    " not_possible wish sentence context".split()
)


def _joined(before: Found | None, clause: Clause, pieces: list[Found], text: str) -> Found | None:
    """Return `before` with what hangs behind it in the same sentence taken in, verbatim.

    A time belongs to what it follows ("dropped choir, Thursdays"); two clauses of one field are
    one thing told in one breath.
    """
    if before is None or before.field not in WHOLE or not pieces:
        return None
    if before.clause.sentence != clause.sentence:
        return None
    if not before.clause.text.rstrip().endswith(before.text):
        return None
    main = pieces[0]
    tail = before.field == "next_step" and _finite(clause.words) is None and len(clause.words) <= 5
    same = (
        tail
        or main.field == before.field
        and (
            main.field not in GIVING or main.source == before.source and main.about == before.about
        )
    )
    if not same and not (main.field == "when" and len(pieces) == 1 and before.field != "context"):
        return None
    start = before.clause.start + before.clause.text.rindex(before.text)
    if len(text[start : clause.end].split()) > 40:
        return None
    whole = Clause(
        text[before.clause.start : clause.end], before.clause.start, clause.end,
        (*before.clause.tokens, *clause.tokens), clause.sentence,
    )  # fmt: skip
    return Found(
        before.field,
        _strip(text[start : clause.end]),
        before.source,
        whole,
        before.about,
        before.by,
    )


def _field(
    clause: Clause, part: str, asked: Asked, lexicon: Lexicon, before: Found | None, alone: bool
) -> Field | None:
    text = part.lower().replace("’", "'")
    cue = lexicon.cue
    subject = subject_of(clause, lexicon)
    first = _is_first(clause, subject)
    if part != clause.text:
        first = part.split()[0].lower() in FIRST_SUBJECT
    client = asked.audience == "client"
    if _is_opinion_only(text, lexicon) or _is_report_only(text, lexicon):
        return None
    if cue("terse_busy", text.strip(" .,")) or lexicon.topics["words"].search(text):
        return None
    if _only_time(clause, lexicon):
        if asked.field == "cost" and UNSOCIAL.search(text):
            return "cost"
        coming = cue("event", text) and asked.phase not in {"opening", "contributions", "return"}
        return "next_step" if asked.field == "next_step" or coming else "when"
    if cue("apology", text):
        return "sentence"
    meets = cue("event", text) and cue("meeting", text) and not _past(clause, lexicon)
    if meets and asked.phase != "reciprocity":
        return "next_step"
    if cue("promise", clause.text.lower()) and asked.field == "said":
        return "promised"
    if before is not None and before.field == "promised" and _continues(text, lexicon):
        return "promised"
    if asked.field == "said" and NOTHING.fullmatch(text.strip(" .,")):
        return "said"
    if (cue("nothing_said", text) and asked.field != "their_view") or (
        first and not client and asked.field == "said"
    ):
        return "came_back" if cue("returned", text) and not cue("nothing_said", text) else "said"
    if cue("not_mine", text) and not cue("promise", text) and asked.phase != "opening":
        return "not_possible"
    if (
        before is not None
        and before.field == "not_possible"
        and not first
        and asked.phase != "reciprocity"
    ):
        if before.clause.sentence == clause.sentence:
            return "not_possible"
    if asked.phase not in {"opening", "contributions"} and re.fullmatch(
        r"(?:geen|no) (?!mention|credit|thanks|word|woord|dank|contract)[^\W\d_]+", text.strip(" .,!")
    ):
        return "wish"
    if cue("mine", text):
        return "mandate"
    if cue("promise", clause.text.lower()) or (
        before is not None and before.field == "promised" and _continues(text, lexicon)
    ):
        return "promised"
    if asked.phase == "mirror" and cue("habit", text):
        return "habit"
    if asked.phase == "mirror" and first and cue("offer", text) and not _past(clause, lexicon):
        return "offer"
    if asked.phase == "mirror" and asked.field in {"own_giving", "own_getting"}:
        return asked.field
    if clause.words[0].lower in REASONS and before is not None:
        return before.field if before.field in {"own_share", "not_possible"} else "context"
    if not client and BLAME_SELF.search(text) and cue("own_share", text):
        return "own_share"
    owns = cue("own_share", text) and _past(clause, lexicon)
    if first and not client and owns and not cue("offer", text) and not cue("wish", text):
        return "own_share"
    if _returned(text, first, client, asked, lexicon):
        return "came_back"
    if (
        before is not None
        and before.field == "came_back"
        and re.match(r"(?:voor|for) (?:de|het|the)\b", text)
    ):
        return "came_back"
    if cue("extra", text) and (_finite(clause.words) is None or _copula(clause)):
        return "what" if asked.wants_what and _finite(clause.words) is None else "extra"
    if (
        _is_state(text, lexicon)
        and _of_people(subject)
        and asked.field != "cost"
        or cue("complain", text)
    ) and not client:
        return "their_view"
    if asked.phase in {"contributions", "return"} and cue("home", text) and (not first or client):
        return "cost"
    if cue("cost", text) and (not first or client) and asked.phase != "reciprocity":
        return "cost"
    if (
        asked.phase in {"return", "repair", "closing"}
        and not _past(clause, lexicon)
        and (asked.field == "offer" or (first and cue("offer", text)))
    ):
        return "offer"
    if asked.phase == "reciprocity" and cue("habit", text):
        return "habit"
    if meets:
        return "next_step"
    if cue("event", text) and (first or asked.phase == "closing" or asked.field == "next_step"):
        return "next_step"
    if cue("normal", text):
        return "normal"
    if cue("wish", text) and first:
        return "wish"
    if asked.phase == "reciprocity":
        habit = cue("habit", text) or (
            asked.field == "habit" and not _past(clause, lexicon) and alone
        )
        return "habit" if habit else "pattern"
    if cue("enabled", text) and asked.phase in {"contributions", "opening"}:
        return "enabled"
    return _by_question(clause, asked, lexicon, subject, first, client, alone, before)


REASONS = frozenset("omdat because want doordat aangezien".split())


NOTHING = re.compile(r"(?:nee,? |no,? )?(?:nog )?(?:niks|niets|nothing|not much|weinig)(?: yet| nog)?")
UNSOCIAL = re.compile(
    r"\b(?:nacht\w*|avond\w*|weekend\w*|zaterdag\w*|zondag\w*|nights?|evenings?|saturdays?|sundays?)\b"
)


def _is_first(clause: Clause, subject: tuple[Token, ...] | None) -> bool:
    if subject:
        return subject[0].lower in FIRST_SUBJECT
    return any(t.lower in FIRST_SUBJECT for t in clause.words[:3])


def _continues(text: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.cue("not_kept", text) or lexicon.cue("predecessor", text))


def _is_state(text: str, lexicon: Lexicon) -> bool:
    return bool(
        MIND[lexicon.language].search(text) and STATE_OF_AFFAIRS[lexicon.language].search(text)
    )


def _of_people(subject: tuple[Token, ...] | None) -> bool:
    """Tell whether a state is somebody's ("mensen zijn moe") and not a thing's ("dat voelt laf")."""
    things = {"er", "dat", "dit", "het", "it", "that", "this", "there", "which", "niks", "niets"}
    return subject is not None and subject[0].lower not in things


def _returned(text: str, first: bool, client: bool, asked: Asked, lexicon: Lexicon) -> bool:
    if not lexicon.cue("returned", text) or asked.phase in {"reciprocity", "opening"}:
        return False
    return not (first and (lexicon.cue("offer", text) or lexicon.cue("wish", text)))


REPORT_ONLY = {
    "nl": re.compile(
        r"^(?:en |maar )?(?:ze|zij|hij|die) (?:zei|vertelde|noemde)(?: me| mij| het| dat| ooit| een keer| eens| tussendoor)*$"
    ),
    "en": re.compile(
        r"^(?:and |but )?(?:she|he|they) (?:told me|said|mentioned)(?: it| that| so| once| in passing| to me)*$"
    ),
}


def _is_report_only(text: str, lexicon: Lexicon) -> bool:
    return bool(REPORT_ONLY[lexicon.language].match(text.strip(" .,")))


def _is_abstract(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether words name nobody in particular ("één iemand", "twee reorganisaties")."""
    lowers = {t.lower for t in words}
    if words[0].lower in {"wat", "wie", "hoe", "what", "who", "how", "zo", "so", "such"}:
        return True
    return bool(lowers & (lexicon.classes["generic_who"] | {"iemand", "person", "persoon"})) or any(
        t.kind in {"number", "adverb", "negation"} for t in words
    )


def wants_fragment(clause: Clause, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether a clause without a subject, verb first, tells what somebody just named does."""
    words = clause.words
    verb_first = words[0].kind == "verb" and len(words) >= 2 and subject_of(clause, lexicon) is None
    return (
        verb_first
        and bool(asked.focus)
        and asked.audience != "client"
        and words[0].lower not in {"zeggen", "kijken", "doen"}
    )


def _counted(words: Sequence[Token]) -> bool:
    """Tell whether the words open with a count of something ("6 zondagen", "double shifts")."""
    if any(t.lower in {"them", "us", "hen", "man", "mensen", "people"} for t in words):
        return False
    return (
        len(words) >= 2
        and words[0].kind == "number"
        and words[0].lower not in {"één", "een", "one"}
    )


def _fits(
    clause: Clause, asked: Asked, lexicon: Lexicon, subject: tuple[Token, ...] | None, first: bool,
    before: Found | None,
) -> bool:  # fmt: skip
    """Tell whether a clause without a cue of its own can answer what was asked."""
    text = clause.text.lower()
    field = asked.field
    verbless = _finite(clause.words) is None
    third = subject is not None and not first
    if field == "cost":
        aside = (
            lexicon.cue("laugh", text)
            or lexicon.hedges.search(text)
            or _is_state(text, lexicon)
        )
        return (not first or asked.audience == "client") and not aside and not _copula(clause)
    if field == "came_back":
        continues = verbless and (before is None or before.field in {"came_back", "said"})
        return continues or (
            third and not verbless and not _is_state(text, lexicon) and not _copula(clause)
        )
    if field == "promised":
        return verbless
    if field == "own_share":
        return first
    if (
        field == "offer"
        and verbless
        and any(t.lower in lexicon.classes["negation"] for t in clause.words)
    ):
        return False
    if field == "offer":
        theirs = subject is not None and subject[0].kind == "third"
        return not _past(clause, lexicon) and not theirs
    if field == "sentence":
        return first
    if field == "their_view":
        return third or lexicon.cue("heard", text) is not None or verbless
    if field == "next_step":
        return not _past(clause, lexicon) and (
            lexicon.cue("event", text) is not None or asked.phase == "closing"
        )
    return True


def _copula(clause: Clause) -> bool:
    finite = _finite(clause.words)
    return finite is not None and clause.words[finite].lower in {
        "is", "zijn", "was", "waren", "are", "were", "he's", "she's", "they're", "he'd", "she'd", "they'd",
    }  # fmt: skip


BLAME_SELF = re.compile(
    r"\b(?:fault|mistake|schuld|fout|aandeel|bit's me|on me|ligt aan mij|keuze|langs me heen)\b"
)
NO_DEED = re.compile(
    r"\b(?:hun|haar|zijn|z'n|their|his|her) (?:uiterste |very )?best\b|\bhard (?:gewerkt|werken|werkt|werkten)\b"
    r"|\bwork(?:ed|s|ing)? (?:\w+ )?hard\b|\bkeihard\b|\b(?:inzet|topper|kanjer|dedicated|committed)\b"
)
CONTRACTED = frozenset("he'd she'd they'd he's she's they're he'll she'll they'll".split())
PAST_AUXILIARY = frozenset(
    "was waren had hadden werd werden kon konden moest moesten ging gingen kwam kwamen liet lieten"
    " wilde were did didn't wasn't weren't hadn't".split()
)


def _past(clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether the clause is told in the past or the perfect."""
    finite = _finite(clause.words)
    if finite is None:
        return False
    token = clause.words[finite]
    if token.kind == "auxiliary":
        perfect = token.lower in {
            "heb",
            "hebt",
            "heeft",
            "hebben",
            "have",
            "has",
            "i've",
            "we've",
            "she's",
            "he's",
        }
        after = clause.words[finite + 1 :]
        if (
            lexicon.language == "en"
            and perfect
            and after
            and after[0].lower not in {"got", "to", "a", "the", "no"}
        ):
            return True
        return token.lower in PAST_AUXILIARY or (
            perfect and any(t.kind == "participle" for t in after)
        )
    if lexicon.language == "nl":
        return (
            not token.lower.endswith("t")
            or token.lower.endswith(("cht", "ft"))
            and len(token.lower) > 5
        )
    return not token.lower.endswith("s")


def _by_question(
    clause: Clause, asked: Asked, lexicon: Lexicon, subject: tuple[Token, ...] | None,
    first: bool, client: bool, alone: bool, before: Found | None,
) -> Field | None:  # fmt: skip
    words = clause.words
    only_name = all(t.kind in {"name", "adverb"} for t in words) and any(
        t.kind == "name" for t in words
    )
    if only_name and asked.audience != "client":
        return "who"
    if wants_fragment(clause, asked, lexicon):
        return "what"
    if asked.field in ANSWERED_WHOLE and (len(words) > 1 or words[0].kind in {"word", "name"}):
        if _fits(clause, asked, lexicon, subject, first, before):
            return asked.field
    named = any(t.kind == "name" for t in words)
    if _finite(words) is None and not any(t.kind in {"participle", "infinitive"} for t in words):
        short = len(words) <= 4 and alone
        if named or (
            asked.field == "who" and short and not asked.focus and not _is_abstract(words, lexicon)
        ):
            return "who"
        if _has_group(words, lexicon) and len(words) <= 5:
            return "who"
        if any(t.lower in {"them", "us"} for t in words) and words[0].kind == "number":
            return "context"
        if any(t.lower in {"than", "dan"} for t in words) or len(words) > 7:
            return "context"
        wanting = asked.field == "what" or (
            asked.wants_what and asked.phase in {"contributions", "return"}
        )
        return (
            "what"
            if wanting and not _is_abstract(words[:2], lexicon) or _counted(words) and wanting
            else "context"
        )
    if client and first and asked.phase in {"opening", "contributions"}:
        return "what" if not _reports(words) and len(words) > 3 else "context"
    third = bool(subject) and not first and (
        any(t.kind == "name" for t in subject or ()) or (subject or words)[0].kind == "third"
        or _has_group(subject or (), lexicon)
    )  # fmt: skip
    generic = (
        bool(subject) and " ".join(t.lower for t in subject or ()) in lexicon.classes["generic_who"]
    )
    if words[0].lower in CONTRACTED and not any(t.kind == "participle" for t in words[1:4]):
        return "their_view"
    if asked.phase in {"opening", "contributions"}:
        if named and _reports(words) and not first:
            return "who"
        if NO_DEED.search(" ".join(t.lower for t in words)):
            return "context"
        if third and not (generic and not asked.focus) and not _reports(words):
            return "what"
        if subject is None and not first and (asked.focus or asked.field == "what"):
            return "what"
        return "who" if named and (not first or _reports(words)) else "context"
    if asked.phase in {"return", "repair"} and (third or subject is None and named):
        return "what" if subject is None or (named and asked.phase == "return") else "their_view"
    coming = lexicon.cue("event", clause.text.lower()) and not _past(clause, lexicon)
    if coming and asked.phase in {"repair", "reciprocity", "mirror", "closing"}:
        return "next_step"
    return "context"


ANSWERED_WHOLE = frozenset(
    "cost came_back their_view promised own_share sentence next_step habit pattern mandate enabled"
    " offer".split()
)
THINKS = frozenset(
    "denk dacht zie noem noemde kies think thinking mean say pick choose bedoel heet heten is zijn was ben am i'm are were he's she's they're it's".split()
)


def _reports(words: Sequence[Token]) -> bool:
    """Tell whether the clause only says who it is about ("dan denk ik aan …", "it's Ann")."""
    finite = _finite(words)
    if re.search(
        r"\b(?:is|was) (?:the one|de(?:gene)?(?: die| aan wie| bij wie))\b",
        " ".join(t.lower for t in words),
    ):
        return False
    return (
        finite is not None
        and words[finite].lower in THINKS
        and not any(t.kind == "participle" for t in words[finite + 1 :])
    )


OPINION = {
    "nl": re.compile(
        r"^weet ik (?:veel|niet)$|^da(?:t|s)? weet ik (?:zo )?ni(?:e|et)$|^(?:ik heb |heb )?geen (?:flauw |enkel )?(?:idee|benul)$|^(?:dat )?zou ik niet weten$|^(?:nee,? ?|ja,? ?)?(?:dat|dit)? ?(?:weet ik|weten we|geen idee|weet 'k|ik weet|ik denk het)"
        r"(?: het)?(?: eigenlijk| echt| zo)?(?: niet)?(?: zo)?(?: goed| precies)?$",
        re.I,
    ),
    "en": re.compile(
        r"^(?:no,? ?)?(?:i )?(?:don't|dont|do not|honestly don't) know$|^(?:i )?(?:no|not an?|haven't an?|have no) (?:idea|clue|foggiest)$|^(?:i )?couldn't (?:say|tell you)$",
        re.I,
    ),
}


def _is_opinion_only(text: str, lexicon: Lexicon) -> bool:
    return bool(OPINION[lexicon.language].match(text.strip(" .,!?")))


def _only_time(clause: Clause, lexicon: Lexicon) -> bool:
    text = clause.text
    for found in _times(text, lexicon):
        text = text.replace(found, " ")
    left = [w for w in re.findall(r"[\w']+", text.lower())
            if w not in lexicon.classes["filler"] and not lexicon.hedges.search(w)
            and w not in {"denk", "ik", "i", "think", "en", "and", "tot", "met", "plus", "mostly", "vooral", "helemaal"}
            and w not in lexicon.classes["time_unit"] and w not in lexicon.classes["preposition"]
            and w not in lexicon.classes["determiner"]]  # fmt: skip
    return not left and text != clause.text


OWNERLESS = frozenset(
    "context wish next_step mandate not_possible own_share own_giving own_getting pattern habit"
    " sentence offer".split()
)


def _pieces(
    clause: Clause,
    part: str,
    by: str,
    field: Field | None,
    asked: Asked,
    lexicon: Lexicon,
    about: str,
) -> list[Found]:
    if field is None:
        return []
    source = _source(clause, field, lexicon)
    text, more = part, []
    if field == "what":
        text = deed(clause, lexicon)
        for moment in _times(clause.text, lexicon):
            more.append(Found("when", moment, source, clause, about))
        extra = lexicon.cue("extra", text)
        if (
            extra
            and extra.start() > 8
            and extra.group().lower() not in {"extra", "overuren", "double"}
        ):
            more.append(Found("extra", _strip(text[extra.start() :]), source, clause, about))
    elif field == "cost":
        for moment in _times(part, lexicon):
            more.append(Found("when", moment, source, clause, about))
    if field == "who":
        named = names_in(clause)
        text = named[0] if named else _who_text(clause, lexicon)
    text = _strip(_without_lead(text, lexicon))
    if field == "who" and (
        not_said_aloud(text) or len(text.split()) > 5 or not re.search(r"[^\W\d_]", text)
    ):
        return list(more)
    if not text or (field == "context" and len(text.split()) < 2):
        return list(more)
    owner = "" if field in OWNERLESS else about
    return [Found(field, text, source, clause, owner, _strip(by)), *more]


LEADS = frozenset("en maar dus want and but so because omdat or of".split())


def _without_lead(text: str, lexicon: Lexicon) -> str:
    words = text.split()
    while len(words) > 2 and words[0].lower().strip(",") in LEADS:
        text = text.split(None, 1)[1]
        words = text.split()
    return text


def _who_text(clause: Clause, lexicon: Lexicon) -> str:
    words = list(clause.words)
    while words and (
        words[0].lower in lexicon.classes["filler"]
        or words[0].lower in BARE
        or words[0].kind == "coordinator"
    ):
        words = words[1:]
    while (
        words
        and words[-1].kind == "adverb"
        or words
        and words[-1].lower in lexicon.classes["filler"]
    ):
        words = words[:-1]
    if not words:
        return ""
    base = clause.start
    return clause.text[words[0].start - base : words[-1].end - base]


def deed(clause: Clause, lexicon: Lexicon) -> str:
    """Return what was done: the clause without subject, auxiliary and the times around it."""
    words = list(clause.words)
    finite = _finite(words)
    subject = subject_of(clause, lexicon)
    start = 0
    if finite is not None and subject:
        after_subject = max(words.index(subject[-1]) + 1, 0)
        if words[finite].kind == "auxiliary":
            start = max(finite + 1, after_subject)
        else:
            start = finite
    skip = {"adverb", "coordinator"}
    moments = _spans(clause.text, lexicon)
    base = clause.start
    start = min(start, len(words) - 1)
    while start < len(words) - 1 and finite is not None:
        token = words[start]
        moment = next((m for m in moments if m[0] <= token.start - base < m[1]), None)
        if moment and moment[1] < len(clause.text) - 2:
            while start < len(words) - 1 and words[start].start - base < moment[1]:
                start += 1
        elif token.kind in skip or token.lower in lexicon.classes["filler"]:
            start += 1
        else:
            break
    text = clause.text[words[start].start - base :]
    hedges = list(lexicon.hedges.finditer(text))
    if hedges and hedges[-1].end() == len(text) and hedges[-1].start() > 0:
        text = text[: hedges[-1].start()]
    return _strip(text)


def _source(clause: Clause, field: Field, lexicon: Lexicon) -> Source:
    text = clause.text.lower().replace("’", "'")
    first = any(t.lower in {"ik", "i", "we", "wij"} for t in clause.words[:2])
    if lexicon.hedges.search(text):
        return "assumed"
    if field == "their_view" and MIND[lexicon.language].search(text):
        return "assumed"
    if lexicon.cue("heard", text) and not (
        first and not re.search(r"\b(gehoord|hoorde|heard|told me)\b", text)
    ):
        return "heard"
    if field == "promised" and not first:
        return "heard"
    return "seen"


def _people(parts: Sequence[Clause]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for clause in parts for name in names_in(clause)))


def _spans(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for pattern in lexicon.times:
        for match in pattern.finditer(text):
            a, b = match.span()
            if any(a < d and c < b for c, d in spans):
                continue
            spans.append((a, b))
    return sorted(spans)


def _times(text: str, lexicon: Lexicon) -> list[str]:
    return [text[a:b].strip(" ,.;") for a, b in _spans(text, lexicon)]


def times_in(text: str, lexicon: Lexicon) -> list[str]:
    """Return the periods and moments named in `text`, verbatim and in order."""
    return _times(text, lexicon)


def _strip(text: str) -> str:
    return text.strip(" \t\n,;:.!?-–—*\"'‘’“”()").strip()
