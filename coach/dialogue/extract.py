"""What a turn holds: the pieces of a person's text that belong in the balance record.

Every piece is a verbatim stretch of the turn. A learned reader says which field a clause fills or
that it is said to the coach (fields.py); rules cut the piece out and say whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from coach.dialogue.clauses import Clause, Token, clauses
from coach.dialogue.fields import TO_COACH, Asked, label_clauses
from coach.dialogue.grammar import (
    ATTRIBUTION,
    FIRST_SUBJECT,
    MIND,
    finite,
    has_group,
    is_first,
    is_past,
    spans_of_time,
    subject_of,
    times_in,
)
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.people import (
    giver_of,
    is_group,
    names_several,
    own_roles,
    people_in,
    reports_only,
)
from coach.dialogue.roles import beside_one_of, one_of, roles_in
from coach.dialogue.state import Field, Source
from coach.dialogue.words import not_said_aloud

UNSURE = 0.35  # below this a clause is only told, and fills no field
ASKED_FOR = 0.25  # the same, for the field that was asked for
RULED = 0.6  # what a rule says counts as at least this sure
LIKELY = 0.5  # the probability from which a deed is taken to have made something possible
PERHAPS = 0.3  # the probability from which a clause may tell what it cost or brought
SURELY = 0.7  # the probability from which even "thank you" tells something
SHORT_ASIDE = 8
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


@dataclass(frozen=True)
class Reading:
    """Everything found in one turn, in the order it was told."""

    clauses: tuple[Clause, ...]
    found: tuple[Found, ...]
    people: tuple[str, ...]  # names, roles and groups, as written
    times: tuple[str, ...]
    cues: frozenset[str]
    aside: tuple[Clause, ...] = ()  # what was said to the coach and isn't for the record
    perhaps_cost: str = ""  # what might be a cost or a gain, when no piece is read as one
    named: tuple[str, ...] = ()  # everybody named, also in what was said to the coach
    own_roles: tuple[str, ...] = ()  # what the speaker is, which is nobody else
    perhaps_deed: str = ""  # what was done by nobody in particular, which isn't for the record

    def first(self, *fields: Field) -> Found | None:
        """Return the first piece of any of `fields`, or None."""
        return next((f for f in self.found if f.field in fields), None)


TURN_CUES = (
    "returned", "promise", "not_kept", "heard", "own_share", "not_mine", "mine", "offer", "extra",
    "normal", "cost", "enabled", "nothing_said", "wish", "pattern", "habit", "event",
    "moved_date", "short_time", "apology_but", "apology", "somebody_had_to", "laugh", "unwritten", "no_money", "predecessor",
    "paid_for",
)  # fmt: skip
OF_SOMEBODY = frozenset({"who", "what", "when", "cost", "extra", "normal", "enabled"})
PARTS = frozenset({"what", "cost"})  # fields whose clause also tells when and on top of what
LEADS = frozenset("en maar dus want and but so because omdat or of".split())
STEP = {
    "nl": re.compile(
        r"\b(?:als|zodra|wanneer)\b.{3,}?,?\s*(?:\bdan\b\s+\w+|\b\w+)\s+\bik\b", re.I | re.S
    ),
    "en": re.compile(
        r"\b(?:if|when|once|as soon as)\b.{3,}?,?\s*(?:then )?\bI(?:'ll|’ll|'m going| will| say| ask| start)?\b",
        re.I | re.S,
    ),
}
CONDITION = frozenset("maar but although though hoewel alleen als if indien".split())
DICTATES = re.compile(
    r"^(?:(?:(?:tegen \w+ )?(?:wil|zou|zal|ga) ik (?:dan )?zeggen|(?:to \w+,? )?i(?:'d| would|'ll| want to) (?:say|tell)(?: \w+)?|ik zou(?: dan)?(?: zelf)?(?: zoiets)? zeggen|dan zeg ik(?: gewoon)?|zoiets als|iets als|ik zeg(?: dan)?|"
    r"i'd(?: just)? say|i would say|something like|it'd be more like|i'll say|what i'd say is|maybe|misschien)(?: dat)?[:,]?\s*)+"
    r"[‘“\"']?",
    re.I,
)


def read(
    text: str, asked: Asked, lexicon: Lexicon, about_talk: frozenset[int] = frozenset(),
    flagged: frozenset[int] = frozenset(),
) -> Reading:  # fmt: skip
    """Return what stands in `text`; `asked` says what it answers. Pure: same input, same result.

    `about_talk` are the numbers of the sentences that speak of the talk and tell nothing;
    `flagged` of all that speak of it, in which no words for somebody else are sought.
    """
    parts = clauses(text, lexicon)
    roles = own_roles(text, lexicon)
    asked = replace(asked, nobody=(*asked.nobody, *roles))
    labels = label_clauses(parts, text, asked, lexicon)
    lowered = text.lower().replace("’", "'")
    found: list[Found] = []
    aside: list[Clause] = []
    about = asked.focus
    told_by = -1  # the sentence that says who told it
    lead: Clause | None = None  # "she said then:", whose words follow
    perhaps, done = (PERHAPS, ""), ""
    for clause, (label, sure, effect) in zip(parts, labels, strict=True):
        asks = _is_question(clause, text)
        wanted = asked.field == "sentence" and asked.audience != "leader"
        to_them = asked.audience == "coach" or any(t.kind == "second" for t in clause.words)
        if asks and wanted and to_them:
            label, asks = "sentence", False
        bare = bare_text(clause)
        if lexicon.hedges.fullmatch(bare) and found:
            if found[-1].clause.sentence == clause.sentence and found[-1].source == "seen":
                found[-1] = replace(found[-1], source="assumed")
            continue
        tells = not (lexicon.meta.match(bare) or lexicon.cue("not_known", bare))
        if lexicon.topics["words"].search(bare) or lexicon.cue("wants_page", bare):
            tells = False
        if asked.reviewing and lexicon.cue("comment", bare):
            tells = False
        if SAYS_ONLY.match(clause.text) and re.match(r"\s*[:‘“\"']", text[clause.end :]):
            lead = clause
            continue
        names = people_in(clause, asked, lexicon)
        if len(clause.words) <= LEAD_IN and re.match(r"\s*:\s", text[clause.end :]):
            about = _as_known(names[0], asked) if names else about
            continue  # "What I offer:", "Niamh:"
        bare_name = bool(names) and _only(names[0], clause, lexicon)
        to_other = asked.field == "sentence" and SPEAKS_TO.search(clause.text) and asked.audience == "leader"
        spoken = not bare_name and not to_other and _to_coach(clause, label, sure, aside, lexicon)
        spoken = spoken or lexicon.cue("remark", bare) is not None or clause.sentence in about_talk
        if asks or not tells or spoken:
            about = next((n for n in names if not names_several(n, lexicon)), about)
            aside.append(clause)
            continue
        if HEARD_FROM.match(bare) or told_by == clause.sentence:
            told_by = clause.sentence
            if found:
                found[-1] = replace(found[-1], source="heard")
            continue
        field = _settled(clause, label, sure, asked, lexicon, found[-1].field if found else "")
        if field == "what" and found and _same_doer(found[-1], clause, lexicon):
            field = found[-1].field
        if field == "sentence" and clause.sentence in flagged:
            field = "context"
        promises = field == "promised" and PROMISED.search(clause.text.lower())
        if field not in {label, "context"} or promises:
            sure = max(sure, RULED)
        if field == "what" and not done:
            done = deed(clause, lexicon)
        if not NO_DEED.search(clause.text.lower()):
            perhaps = max(perhaps, (effect, _strip(clause.text)))
        if asked.audience == "leader" and not asked.focus:
            about = next(iter(roles_in(clause.text, lexicon)), "" if one_of(clause.text, lexicon) else about)
        giver = _as_known(giver_of(clause, asked, lexicon, does=field == "what"), asked)
        clause = _with_lead(clause, parts, text, lexicon)
        about = giver or about
        if lead is not None and lead.sentence == clause.sentence and field not in {"who", "when"}:
            field = field if field in {"cost", "their_view", "promised"} else "their_view"
            pieces = [Found(field, _strip(clause.text), "heard", clause, about if field == "cost" else "", _strip(lead.text), sure)]
        else:
            pieces = _pieces(clause, field, sure, about, asked, lexicon)
        about = next((p.text for p in pieces if p.field == "who"), about)
        if found and pieces and found[-1].field == pieces[0].field == "promised" and lexicon.cue("not_kept", bare):
            pieces[0] = replace(pieces[0], source=found[-1].source)
        if pieces and found and _goes_on(found[-1], pieces[0], text):
            found[-1] = _one(found[-1], pieces[0], text)
            pieces = pieces[1:]
        found.extend(pieces)
    found = _with_steps(parts, found, text, asked, lexicon)
    aside_too = [*aside, *(c for c in parts if c.sentence in flagged)]
    found = _with_own_words(parts, aside_too, found, text, asked)
    found = _with_dictated(found, text, asked)
    told = [c for c in parts if c not in aside]
    people = tuple(dict.fromkeys(name for c in told for name in people_in(c, asked, lexicon)))
    named = tuple(dict.fromkeys(name for c in parts for name in people_in(c, asked, lexicon)))
    if asked.audience == "leader" and not asked.focus:
        named = tuple(name for name in named if not beside_one_of(name, text, lexicon)) or roles_in(text, lexicon)
    times = tuple(times_in(" ".join(c.text for c in told), lexicon))
    cues = frozenset(name for name in TURN_CUES if lexicon.cue(name, lowered))
    if any(lexicon.cue("terse_busy", c.text.lower().strip()) for c in parts):
        cues |= {"terse_busy"}
    return Reading(parts, tuple(found), people, times, cues, tuple(aside), perhaps[1], named, roles, done)


def _same_doer(before: Found, clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause without a subject goes on with what the speaker did ("… and bought him a coffee")."""
    own = before.field in {"said", "came_back", "offer", "own_share"}
    told = before.clause.sentence == clause.sentence and subject_of(clause, lexicon) is None
    return own and told and is_first(before.clause, subject_of(before.clause, lexicon))


def _as_known(name: str, asked: Asked) -> str:
    """Return a name as it was written before, whatever capitals it has now."""
    known = (asked.focus, *asked.names)
    return next((n for n in known if n and n.lower() == name.lower()), name)


def _with_lead(clause: Clause, parts: Sequence[Clause], text: str, lexicon: Lexicon) -> Clause:
    """Give a Dutch clause that opens with its verb the subordinate clause it answers to."""
    if lexicon.language != "nl" or clause.words[0].kind not in {"verb", "auxiliary"}:
        return clause
    place = next(n for n, c in enumerate(parts) if c.start == clause.start)
    lead = parts[place - 1] if place else None
    if lead is None or lead.sentence != clause.sentence or lead.words[0].kind != "subordinator":
        return clause
    return replace(clause, text=text[lead.start : clause.end], start=lead.start)


def _to_coach(
    clause: Clause, label: str, sure: float, aside: Sequence[Clause], lexicon: Lexicon
) -> bool:
    """Tell whether a clause is said to the coach: by the reader, by its wording, or as an order."""
    text = clause.text.lower().replace("’", "'")
    if label == TO_COACH or lexicon.cue("order", text):
        return True
    after_order = any(
        c.sentence == clause.sentence and lexicon.cue("order", c.text.lower()) for c in aside
    )
    short = len(clause.words) <= SHORT_ASIDE and sure < SURELY
    return after_order or short and lexicon.cue("to_coach", text) is not None


def bare_text(clause: Clause) -> str:
    """Return the clause in lower case without a conjunction in front and marks around it."""
    text = re.sub(r"^(?:maar|en|dus|but|and|so|want) ", "", clause.text.lower())
    return text.replace("’", "'").strip(" .,!")


def _is_question(clause: Clause, text: str) -> bool:
    """Tell whether the clause stands in a question to the coach; its words are no facts."""
    mark = re.search(r"[.!?\n]", text[clause.end :])
    return mark is not None and mark.group() == "?"


# How long somebody has been there, which is no deed and no period of one.
TENURE = {
    "nl": re.compile(
        r"\b(?:werkt|werken|zit|zitten|is|zijn|loopt|rijdt|staat)\b(?: (?:hier|er|al|nu|bij ons|bij mij|in dienst|zo'n|zeker|ruim|bijna))*"
        r" (?:[\w-]+) jaar (?:hier|bij (?:ons|mij|de zaak|het bedrijf)|in dienst|op (?:de|het|ons) \w+)\b"
        r"|\b(?:werkt|zit|is|loopt) (?:hier|er|bij ons|bij mij) (?:al|nu|sinds|ruim|bijna|zeker|pas)\b.{0,24}$"
    ),
    "en": re.compile(
        r"\b(?:'s|has|have|'ve) (?:been|worked) (?:here|there|with (?:us|me|the \w+)|at (?:the|our) \w+|in the (?:job|team|trade))\b.{0,30}$"
        r"|\b(?:'s|has|have|'ve) (?:been|worked) .{0,20}\byears? (?:here|with us|in the (?:job|trade|team))\b"
    ),
}


# "gedoe met de ploeg" says what is wrong, and nobody yet.
TROUBLE = re.compile(r"(?:veel |wat |een hoop |alleen maar |some |a lot of )?[\w-]+ (?:met|in|binnen|rond|tussen|over|with|in|among|about|between)\b")
# What the speaker says they can or will do.
CAN_DO = {
    "nl": re.compile(r"^(?:en |dus |maar )?(?:(?:ik|we|wij) (?:kan|kunnen|zal|zullen|ga|gaan)|(?:kan|zal|ga) ik)\b"),
    "en": re.compile(r"^(?:and |so |but )?(?:i|we)(?: can| could| will|'ll|'m going to)\b"),
}


def _settled(
    clause: Clause, label: str, sure: float, asked: Asked, lexicon: Lexicon, before: str
) -> Field:
    """Return the field of a clause: what a rule is certain of, else what the reader says."""
    text = clause.text.lower().replace("’", "'")
    words = clause.words
    cue = lexicon.cue
    named = people_in(clause, asked, lexicon)
    only_name = bool(named) and _only(" ".join(named), clause, lexicon)
    if named and reports_only(words) and asked.audience != "client" and len(words) <= REPORTING:
        return "who" if asked.phase in NAMING else "context"
    own_role = any(re.search(rf"\b{re.escape(r)}\b", text) for r in asked.nobody)
    if own_role and is_first(clause, subject_of(clause, lexicon)) and len(words) <= REPORTING:
        return "context"
    if named and finite(words) is None and len(words) <= MOST_NAMING and all(t.kind in APPOSED for t in words):
        return "who" if asked.phase in NAMING and asked.audience != "client" else "context"
    about_something = TROUBLE.match(text) and finite(words) is None and not has_group(words[:1], lexicon)
    if asked.phase == "opening" and about_something and not named:
        return "context"
    if SIGNAL.search(text) and label in {"what", "cost", "context", "came_back"}:
        return "their_view"
    if IS_THE_JOB.search(text) and label not in {TO_COACH}:
        return "normal"
    if SO_TO_SAY.search(text) or TENURE[lexicon.language].search(text):
        return "context"
    if POINTS_ON.match(text.strip()):
        return "context"
    if only_name and asked.audience != "client" and asked.phase in NAMING:
        return "who"
    if asked.phase == "opening" and asked.audience != "client" and finite(words) is None:
        pointed = words[0].kind in {"determiner", "first", "number"} or len(words) == 1
        if is_group(words, lexicon) and label != TO_COACH and pointed:
            return "who"
    one_word = clause.start == 0 and len(words) == 1 and words[0].kind in {"word", "name"}
    naming = opens_a_name(words) or one_word
    if asked.field == "who" and label in {"context", "who"} and finite(words) is None and naming:
        if asked.audience != "client" and not asked.focus and _who(clause, asked, lexicon):
            return "who"
    timed = asked.field == "when" and label in {"what", "context"} and times_in(text, lexicon)
    if timed and finite(words) is None:
        return "when"
    steps = label == "next_step" or asked.field == "next_step" or asked.phase in {"mirror", "closing"}
    if finite(words) is None and not steps and _only_time(clause, lexicon):
        return "when"
    if asked.field in BOTH_SIDES and NOBODY.fullmatch(bare_text(clause)):
        return asked.field
    later = asked.phase in {"return", "repair"}
    dated = cue("event", text) and times_in(text, lexicon)
    if dated and MEANS_TO.search(text) and asked.audience != "coach":
        return "next_step"
    if dated and asked.field == "next_step" and finite(words) is None and label in AN_APPOINTMENT:
        return "next_step"
    if dated and finite(words) is None and asked.phase in {"repair", "mirror", "closing"}:
        return "next_step"
    meets = SEES.search(text) and not is_past(clause, lexicon)
    if dated and meets and label in {"offer", "context", "own_share", "promised", "their_view"} and asked.phase in LATE:
        return "next_step"
    if _names_a_deed(clause, asked, lexicon, before) and label in NOMINAL_DEED:
        return "what"
    if OPINION.search(text) and label in {"came_back", "what", "offer", "cost"}:
        return "context"
    if label == "enabled" and sure < LIKELY and not cue("enabled", text):
        return "context"
    if cue("not_mine", text) and not cue("promise", text) and asked.phase != "opening":
        return "not_possible"
    if CANT.search(text) and asked.audience != "client" and asked.phase not in NAMING:
        return "not_possible"
    plain = not any(t.kind == "negation" for t in words)
    if asked.phase == "repair" and asked.audience == "leader" and label in {"context", "own_share", "cost"}:
        if CAN_DO[lexicon.language].search(text) and plain and not is_past(clause, lexicon):
            return "offer"
    if asked.field == "their_view" and asked.phase == "return" and asked.audience == "leader":
        if label in {"context", "own_share", "wish"} and not is_past(clause, lexicon) and len(words) > 2:
            return "their_view"
    if asked.field == "promised" and NONE_OF_IT.search(text):
        return "context"
    if PROMISED.search(text) and (label not in {"sentence", TO_COACH} or sure < UNSURE):
        return "promised"
    if before == "promised" and (cue("not_kept", text) or cue("predecessor", text)):
        return "promised"
    if cue("promise", text) and label in {"their_view", "context"} and asked.phase != "opening":
        return "promised"
    if label == "what" and asked.audience == "client" and cue("cost", text):
        if not any(t.kind == "participle" for t in words):
            return "cost"
    if label in {"what", "context", "came_back"} and COSTS.search(text):
        return "cost"
    first = is_first(clause, subject_of(clause, lexicon))
    if label == "what" and first and asked.audience != "client":
        return "own_giving" if asked.phase == "mirror" else "context"
    been = any(t.lower == "been" for t in words)  # "I've been training every new starter"
    did = first and any(t.kind == "participle" and (been or not t.lower.endswith("ing")) for t in words)
    if cue("paid_for", text) and label in {"cost", "what", "context", "came_back"}:
        return "normal"
    made = label == "cost" and not cue("cost", text) and not cue("home", text)
    if (label == "context" or made) and did and asked.audience == "client":
        if asked.phase in {"opening", "contributions"} and asked.field in {"what", None}:
            return "what"
    if label == "what" and asked.phase == "opening" and asked.audience == "client" and not did and not cue("extra", text):
        return "context"
    if label in MISTAKEN and first and asked.audience != "client" and later:
        if cue("own_share", text) and not cue("offer", text) and not cue("returned", text):
            return "own_share"
    if label in MISTAKEN and cue("nothing_said", text) and asked.audience != "client":
        return "said"
    if label in MISTAKEN and asked.phase == "return" and cue("returned", text) and not first:
        return "came_back"
    if UNSAID.match(text) and asked.audience == "leader" and label not in {"sentence", TO_COACH, "came_back"}:
        return "own_share"
    theirs = not is_first(clause, subject_of(clause, lexicon))
    if HAD_TO_MISS.search(text) and label not in {"sentence", TO_COACH, "promised"}:
        if theirs != (asked.audience == "client") and asked.phase not in LATE - {"return", "repair"}:
            return "cost"
    if TOLD_ME.search(text) and asked.audience == "client" and label not in {"sentence", TO_COACH}:
        return "promised"
    if PROMISED_MYSELF.search(text) and asked.audience != "client" and label not in {"sentence", TO_COACH}:
        return "promised"
    if GAVE.search(text) and asked.phase in {"contributions", "return"} and label in GIVEN_AS and asked.audience != "client":
        return "came_back"
    reported = ATTRIBUTION[lexicon.language].match(clause.text)
    if reported and SAID_MYSELF.search(reported["by"]) and label in {"context", "cost", "what", "their_view"}:
        if asked.audience != "client" and not MAY.search(reported["rest"]):
            return "said"
    if reported and SAID_MYSELF.search(reported["by"]) and MAY.search(reported["rest"]):
        return "promised"
    thinks = reported and re.search(r"\b(?:denkt|vindt|ziet|zegt|thinks|sees|says|reckons|believes)\b", reported["by"], re.I)
    if asked.field == "their_view" and thinks and not is_first(clause, subject_of(clause, lexicon)):
        return "their_view"
    if asked.field == "cost" and reported and label in {"their_view", "said", "context"}:
        their = re.match(r"(?:ze|zij|hij|she|he|they)\b", reported["rest"], re.I)
        joked = cue("laugh", text) or "lachend" in text or "laughing" in text
        if joked or re.search(r"\b(?:denk|dacht|vermoed|think|suspect|expect)\b", reported["by"], re.I):
            return "their_view"
        if their:
            return "cost"
    both_ways = asked.phase == "mirror" and asked.field in {"own_giving", "own_getting"}
    if both_ways and not cue("event", text) and (label in OWN_SIDE or sure < UNSURE) and len(words) >= 3:
        return cast(Field, asked.field)
    if label in {"what", "cost", "their_view"} and NO_DEED.search(text):
        return "context"
    if cue("event", text) and cue("meeting", text) and not is_past(clause, lexicon):
        habit = asked.phase == "reciprocity" and not SEES.search(text)
        if not habit and label not in {"promised", "sentence"}:
            return "next_step"
    if label in {"their_view", "context", "said"} and cue("home", text) and asked.audience != "client":
        if not is_first(clause, subject_of(clause, lexicon)) and asked.phase in NAMING:
            return "cost"
    if label in RECEIVING and RECEIVED.search(text) and cue("returned", text):
        return "came_back"
    if only_name and label not in {"who", TO_COACH}:
        return "own_getting" if asked.field == "own_getting" else "context"
    if label == "when" and finite(words) is not None and giver_of(clause, asked, lexicon):
        return "what"
    subject = subject_of(clause, lexicon)
    acts = subject is not None and subject[0].kind == "third" and asked.focus
    if label == "when" and acts and len(deed(clause, lexicon).split()) >= 3:
        return "what"
    verb_first = words[0].kind == "verb" and len(words) >= 2
    unclear = label in {"context", "pattern"} or sure < UNSURE and label != TO_COACH
    if verb_first and asked.focus and asked.phase in NAMING and unclear:
        if subject_of(clause, lexicon) is None and words[0].lower not in {"zeggen", "kijken"}:
            return "what"
    if asked.phase == "opening" and asked.audience == "leader" and sure < UNSURE and _somebody_acts(clause, asked, lexicon):
        return "what"
    expected = label == asked.field or label == "what" and cue("extra", text)
    enough = ASKED_FOR if expected else UNSURE
    return cast(Field, label) if sure >= enough and label != TO_COACH else "context"


def _somebody_acts(clause: Clause, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether a person or role does something in the clause, and doesn't only think or say it."""
    verb = finite(clause.words)
    if verb is None or clause.words[verb].kind != "verb" or MIND[lexicon.language].search(clause.text.lower()):
        return False
    reports = ATTRIBUTION[lexicon.language].match(clause.text) is not None
    return not reports and giver_of(clause, asked, lexicon, does=True) != ""


def _only_time(clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause holds a time and hardly anything else ("about a year now")."""
    told = sum(end - start for start, end in spans_of_time(clause.text, lexicon))
    return told >= MOSTLY * len(clause.text.strip())


MOSTLY = 0.7
BOTH_SIDES = frozenset({"came_back", "own_giving", "own_getting"})
NOBODY = re.compile(r"(?:nee,? |no,? )?(?:niemand|niks|niets|nergens|nobody|no one|nothing|nowhere|none)(?: (?:echt|eigenlijk|really|much|denk ik))?")


def _only(name: str, clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause holds a name and besides that only fillers ("Peter dus", "vooral An")."""
    kept = [
        t.text for t in clause.words
        if t.lower not in lexicon.classes["filler"] and t.kind not in {"adverb", "coordinator"}
    ]  # fmt: skip
    name = name.lower()
    told = " ".join(kept).lower()
    return told in {name, *(f"{word} {name}" for word in ("van", "of", "voor", "for"))}


LEAD_IN = 5  # words before a colon that only announce
REPORTING = 7  # words of a clause that only says who it is about
APPOSED = frozenset({"name", "word", "determiner", "adverb", "first", "number"})
# How people act who gave long and say nothing: no deed and no cost.
SIGNAL = re.compile(
    r"\b(?:gone|went|become|became|got|getting|turned) (?:\w+ ){0,2}(?:quiet|silent|flat|cold|sour|distant)\b|\bstopped (?:talking|coming|asking|joining)\b"
    r"|\b(?:stil|stiller|kortaf|afwezig|chagrijnig|koel) (?:geworden|aan het worden)\b|\bis (?:\w+ ){0,4}anders$|\bzeg(?:t|gen)? (?:\w+ ){0,2}(?:niks|niets|weinig)(?: meer)?\b"
)
IS_THE_JOB = re.compile(
    r"\b(?:that's|thats|it's|which is) (?:just |all |part of )*(?:my|our|his|her|their) job\b|\b(?:hoort|hoorde) (?:gewoon |ook )*bij (?:mijn|m'n|het|zijn|haar|ons) (?:werk|functie|baan|vak)\b|\b(?:dat is|is gewoon) (?:mijn|m'n) werk\b"
)
SO_TO_SAY = re.compile(r"\bzou ik zeggen$|\bi'd say$|\bdat vroeg ik niet\b|\bthat isn't what i asked\b|\bthat's not what i asked\b")
POINTS_ON = re.compile(r"(?:what i (?:can|could) (?:offer|do)|wat ik (?:kan|wil) (?:aanbieden|doen)|it's (?:already )?(?:\w+)|het is (?:al |nu )?\w+)$")
NAMING = frozenset({"opening", "contributions", "return"})
NOMINAL_DEED = frozenset({"context", "extra", "offer", "came_back", "cost", "normal", "pattern", "habit", "their_view"})


def _names_a_deed(clause: Clause, asked: Asked, lexicon: Lexicon, before: str) -> bool:
    """Tell whether a clause without a verb answers what somebody did ("de planning, elke week")."""
    if asked.audience != "leader" or finite(clause.words) is not None or len(clause.words) < 2:
        return False
    answers = asked.field == "what" and bool(asked.focus) or asked.field == "who" and before == "who"
    thing = any(t.kind == "word" for t in clause.words) and not people_in(clause, asked, lexicon)
    return answers and thing and clause.words[0].kind not in {"subordinator", "negation"} and not _only_time(clause, lexicon)


AN_APPOINTMENT = frozenset({"promised", "their_view", "context", "own_share", "pattern", "habit", "when", "came_back", "what"})
UNSAID = re.compile(
    r"(?:nooit|niet|niks|not|never|didn't|haven't) (?:\w+ ){0,3}(?:gezegd|verteld|bedankt|gevraagd|gevolgd|told|said|asked|thanked|tell|say|ask|thank|chase|chased)\b"
)
HAD_TO_MISS = re.compile(
    r"\b(?:missed|miss|cancel(?:led|ed)?|gave up|giving up|quit|dropped out|had to (?:stop|drop|give up|skip|cancel|miss)|couldn't (?:make|go|get to|come to))\b"
    r"|\b(?:gemist|mist|miste|afgezegd|opgezegd|afzeggen|opzeggen|laten schieten|ingeleverd|overgeslagen)\b|\bmoest(?:en)? (?:\w+ ){0,4}(?:laten|stoppen|schrappen)\b"
)
TOLD_ME = re.compile(
    r"\b(?:he|she|they|[a-z]+) (?:\w+ )?(?:said|promised|told me|assured me)\b.*\b(?:would|'d|will|could|going to|be mine|is mine)\b"
    r"|\b(?:hij|ze|zij|[a-z]+) (?:zei|beloofde|heeft (?:me )?(?:gezegd|beloofd))\b.*\b(?:zou|zouden|mocht|kreeg|krijg|komt|kwam)\b"
    r"|\b(?:was|were) (?:meant|supposed) to\b"
)
PROMISED_MYSELF = re.compile(
    r"\bi (?:had |have |did |also )?(?:told|said|promised|tell|say|promise)\b.*\b(?:would|we'd|i'd|he'd|she'd|they'd|it'd|will|we'll|i'll|going to)\b"
    r"|\b(?:ik (?:had |heb )?|(?:heb|had) ik ).*?\b(?:gezegd|zei|beloofd)\b.*\b(?:zou|zouden|zal|kwam|komt|mocht|mag|krijgt)\b"
)
GAVE = re.compile(
    r"\b(?:gaf|gegeven|kreeg|gekregen|gekocht|gave|given|got|bought|handed)\b.*\b(?:envelop\w*|euro|bon|cadeau\w*|taart|bloemen|fles|doos|bonus|voucher|card|box|bottle|quid|pounds?|knife|flowers|hamper|gift)\b"
    r"|\b(?:envelop\w*|euro|bon|cadeau\w*|taart|bloemen|fles|doos|bonus|barbecue|bbq)\b.*\b(?:gegeven|gekregen|gekocht|gehad)\b"
)
GIVEN_AS = frozenset({"context", "what", "cost", "said", "offer", "their_view"})
SAID_MYSELF = re.compile(r"\b(?:ik|i)\b.*\b(?:zei|gezegd|said|told)\b", re.I)
MAY = re.compile(r"\b(?:mocht|mag|zou|zouden|kon|krijgt|kreeg|would|could|can|gets?|i'd|i'll|we'd)\b", re.I)
PROMISED = re.compile(r"\b(?:beloofd|beloofde|toegezegd|voorgespiegeld|in het vooruitzicht|in the pipeline|promised|did promise|i promise)\b")
NO_DEED = re.compile(
    r"\b(?:niks|niets|nothing) (?:gedaan|done)\b|\b(?:mopper\w*|klaagt|klagen|zeurt|zeuren|moaning|moans|sulk\w*|grumbl\w*)\b"
    r"|\b(?:hun|haar|zijn|z'n|their|his|her) (?:uiterste |very )?best\b|\bhard (?:gewerkt|werken|werkt|werkten)\b"
    r"|\bwork(?:ed|s|ing)? (?:\w+ )?hard\b|\bkeihard\b|\b(?:inzet|topper|kanjer|dedicated|committed)\b"
)
CANT = re.compile(
    r"\b(?:ik|we|wij) kan\b.*\bniet\b|\bkan ik\b.*\bniet\b|\b(?:i|we) (?:can't|cannot|can not)\b|\bisn't mine to\b"
)
NONE_OF_IT = re.compile(r"\b(?:niks|niets|nooit iets|geen toezegging\w*|nothing|never promised|wasn't promised)\b")
OPINION = re.compile(r"\bzou ik zeggen$|\bi'd say$|\b(?:vind ik|ik vind|vond ik|ik vond|i find|i found|klinkt|sounds|i'd call)\b")
MEANS_TO = re.compile(
    r"\b(?:ik|i|we)\b ?(?:wil|ga|zal|moet|zou|will|want to|am going to|'m going to|'ll|need to|have to|plan to)\b.*"
    r"\b(?:spreken|zien|zeggen|bellen|praten|vragen|vertellen|see|talk|speak|tell|call|ask|meet|say)\b"
)
LATE = frozenset({"return", "repair", "mirror", "closing"})
SEES = re.compile(r"\b(?:ik|we|i|i'll|i've|we've)\b.*\b(?:heb|hebben|zie|zien|spreek|spreken|see|have|meet|got|seeing|speak)\b|\b(?:heb|zie|spreek) ik\b")
COSTS = re.compile(r"\b(?:gekost|kostte|kost me|cost me|cost (?:him|her|them)|has cost)\b")
RECEIVING = frozenset({"what", "cost", "context", "their_view", "extra", "said"})
MISTAKEN = frozenset({"their_view", "context", "cost", "came_back", "promised"})
OWN_SIDE = frozenset({"own_giving", "own_getting", "context"})
RECEIVED = re.compile(r"\b(?:kreeg|kregen|gekregen|krijgt|got|received|was given|were given)\b")


def _pieces(
    clause: Clause, field: Field, sure: float, about: str, asked: Asked, lexicon: Lexicon
) -> list[Found]:
    reported = ATTRIBUTION[lexicon.language].match(clause.text)
    part, by = (reported["rest"], reported["by"]) if reported else (clause.text, "")
    source = _source(clause, field, asked, lexicon)
    owner = about if field in OF_SOMEBODY else ""
    more: list[Found] = []
    if field in PARTS:
        more += [Found("when", t, source, clause, about, sure=sure) for t in times_in(clause.text, lexicon)]
    if field == "what":
        part, by = deed(clause, lexicon), ""
        extra = lexicon.cue("extra", part)
        if extra and extra.start() > 8 and len(part[extra.start() :].split()) > 1:
            more.append(Found("extra", _strip(part[extra.start() :]), source, clause, about))
    if field == "who":
        named = people_in(clause, asked, lexicon)
        if len(named) > 1:
            return [Found("who", name, source, clause, name, sure=sure) for name in named]
        part = _who(clause, asked, lexicon)
    elif field == "when":
        part = next(iter(times_in(clause.text, lexicon)), part)
    elif field == "sentence":
        part = DICTATES.sub("", clause.text)
    text = _strip(_without_lead(part))
    unnamed = asked.phase == "opening" and finite(clause.words) is not None  # "she locks up every night"
    nobody = not about and asked.audience != "client" and asked.field != "what" and not unnamed
    because = bool(clause.words) and clause.words[0].lower in BECAUSE
    if field == "what" and (nobody or because or len(text.split()) < 2 or words_open(clause, "subordinator")):
        field, text, owner = "context", _strip(clause.text), ""
    if not re.search(r"[^\W_]", text) or field == "context" and len(text.split()) < 2:
        return more
    if field == "who" and not_said_aloud(text):
        return more
    return [Found(field, text, source, clause, owner, _strip(by), sure), *more]


COUNTED = frozenset("them us hen man mensen people vrouw collega's".split())
BECAUSE = frozenset("want omdat doordat because since".split())
NOUN_LIKE = frozenset({"determiner", "number", "first", "word", "name", "preposition"})
NOT_NAMING = frozenset("a an een dat dit that this it het everybody everyone nobody somebody iedereen niemand".split())


def opens_a_name(words: Sequence[Token]) -> bool:
    """Tell whether a role or group could begin here: a capital, or a word that points at somebody."""
    return words[0].text[:1].isupper() and words[0].lower not in {"a", "an", "een"}


def words_open(clause: Clause, kind: str) -> bool:
    """Tell whether the clause opens with a word of this kind."""
    return bool(clause.words) and clause.words[0].kind == kind


def _who(clause: Clause, asked: Asked, lexicon: Lexicon) -> str:
    """Return the person or group a naming clause names, or "" when it names nobody in particular."""
    named = people_in(clause, asked, lexicon)
    if named:
        return named[0]
    words = [t for t in clause.words if t.lower not in lexicon.classes["filler"]]
    while words and words[0].kind in {"coordinator", "adverb", "preposition", "auxiliary", "pronoun"}:
        words = words[1:]
    while words and words[-1].kind == "adverb":
        words = words[:-1]
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


def _goes_on(before: Found, piece: Found, text: str) -> bool:
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
        and (before.source == piece.source or before.field == "promised")
        and before.clause.text.rstrip().endswith(before.text)
    )


def _one(before: Found, piece: Found, text: str) -> Found:
    start = before.clause.start + before.clause.text.rindex(before.text)
    if len(text[start : piece.clause.end].split()) > LONGEST:
        return before
    clause = Clause(
        text[before.clause.start : piece.clause.end], before.clause.start, piece.clause.end,
        (*before.clause.tokens, *piece.clause.tokens), piece.clause.sentence,
    )  # fmt: skip
    return replace(before, text=_strip(text[start : piece.clause.end]), clause=clause)


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
        tokens = sum((c.tokens for c in inside), ())
        clause = Clause(whole, inside[0].start, inside[-1].end, tokens, number)
        step = Found("next_step", _strip(whole), "seen", clause)
        kept = [f for f in found if f.clause.sentence != number]
        after = [f for f in kept if f.clause.sentence < number]
        return [*after, step, *kept[len(after) :]]
    return found


OWN_LEAD = re.compile(r"(?:\b(?:zeg|zeggen|vraag|vragen|zin|zinnen|say|ask|sentence|words)\b[^.!?]{0,15}|:) ?[‘“\"']?$", re.I)
SOMEBODY_SAID = re.compile(
    r"\b(?:he|she|they|hij|ze|zij|ie|[A-Z]\w+) (?:\w+ ){0,2}?(?:says?|said|wrote|texted|told|goes|zegt|zei|zeggen|riep|schreef|appte|mailde|antwoordde)\b[^.!?]*$"
)
QUOTED = re.compile(r"(?<!\w)['‘\"“](?P<words>\S.{15,300}?)['’\"”](?!\w)", re.S)
DICTATED = re.compile(
    r"(?:\bsomething like|\bzoiets als|\biets als|\bik (?:zou|wil|ga)\b[^:.]{0,30}\bzeggen|\bzeg ik|\bdoe (?:mij )?(?:dan )?maar[^:.]{0,25}|"
    r"\bmaak er[^:.]{0,12} van|\b(?:i'd|i would|i want to|i'll|i could) (?:just )?say[^:.]{0,15}|"
    r"\bik maak (?:hem|haar|'m|het) (?:zelf|dan) ?(?:wel|maar)?|\bi'll (?:write|make|do) (?:it|my own)[^:.]{0,12}|"
    r"\bwhat i'd say is|\bmake (?:it|that))\s*:\s*(?P<words>[^‘“\"'].{15,300}?)(?=[.!?](?:\s|$)|$)",
    re.I | re.S,
)


# What follows is the whole of what they want to say.
WRITTEN_OUT = re.compile(
    r"\b(?:maak er (?:dit|dan|maar|gewoon)?[^:.]{0,12}van|zet (?:er )?(?:maar |dan )?neer|make (?:it|that)(?: this)?|put it like this|let it be|(?:it|they|that) should (?:read|say|be)|(?:dat|die|het) moet(?:en)? (?:zijn|worden|luiden)|ik zou zeggen|i'd say|i would say)\s*:\s*(?P<words>.{15,400})$",
    re.I | re.S,
)


def _with_dictated(found: list[Found], text: str, asked: Asked) -> list[Found]:
    """Take a sentence the person wrote out for somebody else as that sentence, whole."""
    plain = text.replace("’", "'")
    for match in (*QUOTED.finditer(text), *WRITTEN_OUT.finditer(plain), *DICTATED.finditer(plain)):
        start, end = match.span("words")
        words = text[start:end]
        spoken = re.search(r"\b(?:je|jij|jou|jouw|jullie|u|uw|ge|you|your)\b", words, re.I)
        own = re.search(r"\b(?:ik|i|i've|i'll|we|we've)\b", words, re.I)
        called = re.match(r"[A-ZÀ-Ý][\w'’-]+, ", words)
        if len(words.split()) < 5 or not (spoken or called) or not own:
            continue
        before = text[max(start - 40, 0) : start]
        if match.re is QUOTED and SOMEBODY_SAID.search(before):
            continue
        theirs = asked.audience == "client" and asked.field != "sentence" and start > 2
        if match.re is QUOTED and theirs and not OWN_LEAD.search(before):
            continue  # what a boss says to them is no sentence of theirs
        cut = re.search(r",?\s+(?:but|maar|although|hoewel)\b", words, re.I)
        if cut:
            end, words = start + cut.start(), words[: cut.start()]
        outside = [f for f in found if not (f.clause.start < end and f.clause.end > start)]
        clause = Clause(words, start, end, (), 0)
        return [*outside, Found("sentence", _strip(words), "seen", clause)]
    return found


HEARD_FROM = re.compile(
    r"(?:dat|die|dit|da) (?:hoorde|weet|heb|vertelde|zei) (?:ik|'k) (?:pas |later |toen |wel |gehoord )*(?:van|via)\b|dat heb ik (?:\w+ )?van\b"
    r"|(?:i|we) (?:only )?(?:heard|got|had|know) (?:that|it|this) (?:from|off|through|via)\b|that came (?:from|via)\b"
)
SAYS_ONLY = re.compile(
    r"^(?:en |maar |toen |and |but |then )*(?:ze|zij|hij|ie|she|he|they|[A-ZÀ-Ý][\w-]+) (?:zei|zegt|zeggen|said|says|goes|riep|schreef|wrote)(?: (?:toen|laatst|nog|altijd|vaak|then|once|always|often|just|zelf|ook|wel|een keer|tegen mij|to me)){0,2}$",
    re.I,
)
SPEAKS_TO = re.compile(r"\b(?:je|jij|jou|jouw|jullie|u|uw|ge|gij|ur|urs|you|your|yours|you're|you've)\b", re.I)
SPEAKS_OF = re.compile(r"\b(?:she|he|her|him|his|they|them|ze|zij|hij|haar|hem|hen|hun)\b", re.I)


def _with_own_words(
    parts: Sequence[Clause], aside: Sequence[Clause], found: list[Found], text: str, asked: Asked
) -> list[Found]:
    """Take what speaks to the other person as the sentence, whole, when that was asked for."""
    if asked.field != "sentence" or asked.audience != "leader" or QUOTED.search(text):
        return found
    told: list[tuple[int, int]] = []
    for number in dict.fromkeys(c.sentence for c in parts):
        inside = [c for c in parts if c.sentence == number and c not in aside]
        if inside and len(inside[0].text.split()) >= 2:
            told.append((inside[0].start, inside[-1].end))
    spoken = [span for span in told if SPEAKS_TO.search(text[slice(*span)])]
    run = [s for s in told if s in spoken or not SPEAKS_OF.search(text[slice(*s)])]
    if not spoken or not run:
        return found
    start, end = run[0][0], run[-1][1]
    words = DICTATES.sub("", text[start:end])
    start = end - len(words)
    if not 5 <= len(words.split()) <= 60:
        return found
    outside = [f for f in found if not (f.clause.start < end and f.clause.end > start)]
    return [*outside, Found("sentence", _strip(words), "seen", Clause(words, start, end, (), 0))]


def _without_lead(text: str) -> str:
    words = text.split()
    while len(words) > 2 and words[0].lower().strip(",") in LEADS:
        text = text.split(None, 1)[1]
        words = text.split()
    return text


def deed(clause: Clause, lexicon: Lexicon) -> str:
    """Return what was done: the clause without subject, auxiliary and the times around it."""
    words = list(clause.words)
    verb = finite(words)
    subject = subject_of(clause, lexicon)
    start = 0
    if verb is not None and subject:
        after_subject = max(words.index(subject[-1]) + 1, 0)
        if words[verb].kind == "auxiliary":
            start = max(verb + 1, after_subject)
        else:
            start = verb
    moments = spans_of_time(clause.text, lexicon)
    base = clause.start
    start = min(start, len(words) - 1)
    while start < len(words) - 1 and verb is not None:
        token = words[start]
        moment = next((m for m in moments if m[0] <= token.start - base < m[1]), None)
        if moment and moment[1] < len(clause.text) - 2:
            while start < len(words) - 1 and words[start].start - base < moment[1]:
                start += 1
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
    return _strip(text)


def _source(clause: Clause, field: Field, asked: Asked, lexicon: Lexicon) -> Source:
    text = clause.text.lower().replace("’", "'")
    first = any(t.lower in FIRST_SUBJECT for t in clause.words[:4])
    if lexicon.hedges.search(text):
        return "assumed"
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
    return "seen"


# What one said oneself isn't hearsay.
OWN_SAYING = re.compile(
    r"\b(?:heb|had) ik\b.*\b(?:gezegd|verteld|beloofd|gevraagd|geschreven)\b|\bik (?:zei|vroeg|beloofde|vertelde|schreef|riep)\b|\bik (?:heb|had)\b.*\b(?:gezegd|verteld|beloofd|gevraagd|geschreven)\b"
    r"|\bi (?:said|told|promised|asked|wrote|did (?:say|tell|promise|ask))\b|\bi(?:'ve| have|'d| had) (?:said|told|promised|asked|written)\b"
)


def _strip(text: str) -> str:
    return text.strip(" \t\n,;:.!?-–—*\"'‘’“”()").strip()
