"""What a turn holds: the pieces of a person's text that belong in the balance record.

Every piece is a verbatim stretch of the turn. A learned reader says which field a clause fills or
that it is said to the coach (fields.py); rules cut the piece out and say whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.dialogue.asked import Asked
from coach.dialogue.beside import settled_whose, who_does
from coach.dialogue.called import nobody_else
from coach.dialogue.certain import certain
from coach.dialogue.clauses import Clause, Token, bare_text, clauses
from coach.dialogue.doing import behind_dat, tells_deed
from coach.dialogue.echo import given_back, weighed
from coach.dialogue.fields import TO_COACH, label_clauses, tells_thanks
from coach.dialogue.grammar import (
    finite,
    is_first,
    subject_of,
    times_in,
)
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.own_words import SPEAKS_TO, with_dictated, with_own_words, with_steps
from coach.dialogue.people import (
    TELLS,
    giver_of,
    known_as,
    names_several,
    people_in,
)
from coach.dialogue.pieces import (
    Found,
    deed,
    goes_on,
    is_question,
    joined,
    pieces_of,
    stripped,
)
from coach.dialogue.reader_network import Read, read_turn
from coach.dialogue.remarks import SURELY_OF_THE_COACH, is_remark, of_the_coach
from coach.dialogue.roles import beside_one_of, introduced, leaves, one_of, roles_in
from coach.dialogue.several import several_in
from coach.dialogue.state import Field
from coach.dialogue.wordings import (
    FREE_TIME,
    HOW_MANY,
    MEETS,
    NO_DEED,
    OWN_PROMISE,
    PROMISED,
    holds_only,
    labelled,
)

PERHAPS = 0.3  # the probability from which a clause may tell what it cost or brought
RULED = 0.6  # what a rule says counts as at least this sure
SURELY = 0.7  # the probability from which even "thank you" tells something
SHORT_ASIDE = 8


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
    own_roles: tuple[str, ...] = ()  # what the speaker is and is called, which is nobody else
    perhaps_deed: str = ""  # what was done by nobody in particular, which isn't for the record
    echo: str = ""  # what is best given back, as it stands in the turn

    def first(self, *fields: Field) -> Found | None:
        """Return the first piece of any of `fields`, or None."""
        return next((f for f in self.found if f.field in fields), None)


TURN_CUES = (
    "returned", "promise", "not_kept", "heard", "own_share", "not_mine", "mine", "offer", "extra",
    "normal", "cost", "enabled", "nothing_said", "wish", "pattern", "habit", "event",
    "moved_date", "short_time", "apology_but", "apology", "somebody_had_to", "laugh", "unwritten", "no_money", "predecessor",
    "paid_for",
)  # fmt: skip


def read(
    text: str, asked: Asked, lexicon: Lexicon, about_talk: frozenset[int] = frozenset(),
    flagged: frozenset[int] = frozenset(),
) -> Reading:  # fmt: skip
    """Return what stands in `text`; `asked` says what it answers. Pure: same input, same result.

    `about_talk` are the numbers of the sentences that speak of the talk and tell nothing;
    `flagged` of all that speak of it, in which no words for somebody else are sought.
    """
    as_cut = clauses(text, lexicon)
    parts = tuple(_without_guess(c) for c in as_cut)
    owned = nobody_else(text, asked, lexicon)
    network = read_turn(text, as_cut, asked, lexicon.language)
    asked = replace(asked, nobody=(*asked.nobody, *owned, *_names_of_nobody(text, as_cut, asked, network)))
    labels = label_clauses(as_cut, text, asked, lexicon, network)
    lowered = text.lower().replace("’", "'")

    def is_nobody(who: str) -> bool:
        """Tell whether a role is hardly anybody's where it stands ("the irrigation")."""
        start = text.find(who)
        return len(text.split()) >= SENTENCE and len(who) > INITIALS and start >= 0 and float(network.people[start : start + len(who)].max()) < HARDLY / 2

    found: list[Found] = []
    aside: list[Clause] = []
    about = asked.focus
    tellers: list[str] = []  # who told it, who isn't brought up by that
    told_by = -1  # the sentence that says who told it
    lead: Clause | None = None  # "she said then:", whose words follow
    headed: tuple[Field, int] | None = None  # "Promised: …" says what its sentence tells
    perhaps, done = (PERHAPS, ""), ""
    pointed = ("", -1)  # whom the speaker brought up, and in which sentence
    by_name: set[str] = set()  # who was named, and is no role any more
    for clause, (label, sure, effect) in zip(parts, labels, strict=True):
        meets = (label == TO_COACH or clause.sentence in about_talk) and MEETS.search(clause.text) is not None and bool(times_in(clause.text, lexicon))
        if meets:
            label, sure = "next_step", RULED  # "woensdag spreek ik haar, help me met hoe ik dat zeg"
        if label == TO_COACH and clause.sentence in flagged and times_in(clause.text, lexicon) and clause.sentence not in about_talk:
            label, sure = "when", RULED  # "it was since August, actually"
        asks = is_question(clause, text)
        wanted = asked.field == "sentence" and asked.audience != "leader"
        to_them = asked.audience == "coach" or any(t.kind == "second" for t in clause.words)
        if asks and wanted and to_them:
            label, asks = "sentence", False
        bare = bare_text(clause)
        if lexicon.hedges.fullmatch(bare) and found:
            if found[-1].clause.sentence == clause.sentence and found[-1].source == "seen":
                found[-1] = replace(found[-1], source="assumed")
            continue
        if lexicon.cue("called", bare):
            aside.append(clause)
            continue
        tells = not (lexicon.meta.match(bare) or lexicon.cue("not_known", bare))
        if lexicon.topics["words"].search(bare) or lexicon.cue("wants_page", bare):
            tells = False
        if asked.reviewing and lexicon.cue("comment", bare):
            tells = False
        says = SAYS_ONLY.match(clause.text) and re.match(r"\s*[:‘“\"']", text[clause.end :])
        if says or SOMEBODY_SAYS.fullmatch(clause.text) and re.match(r"[,:]?\s*(?:[:‘“\"']|(?:dat|that)\b)", text[clause.end :]):
            lead = clause
            continue
        names = people_in(clause, asked, lexicon)
        by_name |= {name for name in names if name[:1].isupper()}
        subject = subject_of(clause, lexicon)
        brings_up = is_first(clause, subject) and not (lexicon.cue("heard", bare) or HEARS.search(bare))
        if len(names) == 1 and brings_up and not names_several(names[0], lexicon):
            pointed = (names[0], clause.sentence)  # "ik vergeet Rachid nog, hij …"
        if (heading := labelled(clause.text)) is not None and (goes := re.match(r"\s*(?::|…|\.{3})\s*(?=\w|['‘])", text[clause.end :])):
            headed = heading, clause.sentence + (":" not in goes.group())
            continue  # "Toegezegd: …", "Teruggekregen… een bon"
        if TAKES_UP.match(clause.text) and len(clause.words) <= LEAD_IN + 1 and re.match(r"\s*(?:…|\.{2,3})", text[clause.end :]):
            continue  # "Wie mij meer geeft… Joyce": the question, taken up
        if len(clause.words) <= LEAD_IN and re.match(r"\s*:\s", text[clause.end :]):
            about = _as_known(names[0], asked) if names else about
            continue  # "What I offer:", "Niamh:"
        bare_name = bool(names) and holds_only(names[0], clause, lexicon)
        to_other = asked.field == "sentence" and SPEAKS_TO.search(clause.text) and asked.audience == "leader"
        spoken = not bare_name and not to_other and _to_coach(clause, label, sure, aside, lexicon)
        spoken = spoken and not (asked.audience == "leader" and found and _was_said(found[-1], bare))
        spoken = spoken or HOW_MANY.search(bare) is not None or lexicon.cue("remark", bare) is not None or clause.sentence in about_talk
        spoken = spoken or SURELY_OF_THE_COACH.search(bare) is not None
        spoken = spoken or asked.field != "sentence" and (is_remark(clause.text, lexicon.language) or of_the_coach(clause.text, lexicon.language))
        spoken = spoken and not meets
        thanked = tells_thanks(clause.text, asked)
        if not asks and (HEARD_FROM.match(bare) or told_by == clause.sentence):
            tellers += names if told_by != clause.sentence else ()
            told_by = clause.sentence
            found = [replace(p, source="heard") if p.clause == found[-1].clause else p for p in found]
            continue
        if asks or not thanked and (not tells or spoken):
            roles = roles_in(clause.text, lexicon) if asked.audience == "leader" and not asked.focus else ()
            about = next((n for n in (*names, *roles) if not names_several(n, lexicon)), about)
            aside.append(clause)
            continue
        field: Field = "said" if thanked else certain(clause, label, asked, lexicon, found[-1].field if found else "")
        if headed is not None and headed[1] == clause.sentence and field not in {headed[0], "when", "said"} and not asks:
            field, sure = headed[0], max(sure, RULED)
        early = asked.phase in {"opening", "contributions"} and asked.audience == "leader"
        named_acts = early and names and field in {"context", "enabled", "when", "who"} and sure < RULED and len(clause.words) >= FEWEST_TOLD
        if named_acts and tells_deed(clause, lexicon, bool(about), False):
            field, sure = "what", RULED  # somebody named, who does something
        if early and field in {"context", "their_view", "enabled"} and (inner := behind_dat(clause)) is not None and tells_deed(inner, lexicon, bool(about), False):
            clause, field, sure = inner, "what", max(sure, RULED)  # "ze vinden het gewoon dat Tineke altijd …"
        if field == "what" and not names and A_THING.match(bare):
            field = "context"
        if field == "what" and KIN_TELLS.match(bare):
            field = "cost"  # "her sister told me that the swimming lessons …"
        if field == "what" and found and _same_doer(found[-1], clause, lexicon):
            field = found[-1].field
        if field == "what" and asked.audience == "leader" and not names and _lists_own(clause, parts, lexicon):
            field = "context"  # "ik doe alles zelf, de offertes die niemand oppakt, de klachten"
        if field == "sentence" and clause.sentence in flagged:
            field = "context"
        brought = introduced(text[clause.start :], lexicon) if asked.audience == "leader" and not asked.focus else ""
        brought = brought if brought in clause.text else ""
        if not brought and asked.audience == "leader" and not asked.focus and not about and not by_name:
            brought = several_in(clause, lexicon)
        about = brought or about
        promises = field == "promised" and PROMISED.search(clause.text.lower())
        asked_time = field == asked.field == "cost" and FREE_TIME.search(bare) is not None
        if field not in {label, "context"} or promises or asked_time:
            sure = max(sure, RULED)
        if field == "what" and not done:
            done = deed(clause, lexicon)
        if not NO_DEED.search(clause.text.lower()):
            perhaps = max(perhaps, (effect, stripped(clause.text)))
        if asked.audience == "leader" and not asked.focus and about not in by_name:
            about = next(iter(roles_in(clause.text, lexicon)), "" if one_of(clause.text, lexicon) else about)
        giver = _as_known(giver_of(clause, asked, lexicon, does=field == "what"), asked)
        giver = next((r for r in roles_in(clause.text, lexicon) if giver and r.lower().startswith(giver.lower())), giver)
        giver = giver or who_does(clause, parts, lexicon)
        giver = "" if giver and giver not in names and is_nobody(giver) else giver
        if not giver and not about and field == "what" and asked.audience == "leader" and (some := SOME_OF.match(clause.text)):
            giver = some["who"]  # "nine of them turned the rooms round"
        if not giver and pointed[1] == clause.sentence and asked.audience == "leader" and _goes_on_about(clause, subject):
            giver = _as_known(pointed[0], asked)
        if not giver and not about and asked.audience == "leader" and len(names) == 1 and not leaves(names[0], clause.text) and not TELLS.search(bare):
            giver = _as_known(names[0], asked)  # "het draait om Coby. Zij heeft …"
        clause = _with_lead(clause, parts, text, lexicon)
        about = giver or about
        if lead is not None and lead.sentence == clause.sentence and field not in {"who", "when"}:
            of_client = asked.audience == "client" and asked.phase in {"contributions", "return"}
            field = "came_back" if of_client and field != "promised" else field if field in {"cost", "their_view", "promised"} else "their_view"
            pieces = [Found(field, stripped(clause.text), "heard", clause, about if field == "cost" else "", stripped(lead.text), sure)]
        else:
            pieces = pieces_of(clause, field, sure, about, asked, lexicon)
            beside = field == "who" and bool(by_name) and not any(n in by_name for n in names)
            if beside and found and (found[-1].clause.sentence == clause.sentence or IS_WHAT.match(bare)):
                pieces = []  # "Zbigniew, van de sorteerlijn", "Marijke, onze oudste triagiste", "Joan. She's a volunteer"
        about = next((p.text for p in pieces if p.field == "who"), about)
        pointing = OWN_PROMISE.fullmatch(clause.text.lower().replace("’", "'").strip(" .,")) and field == "promised"
        if pointing and found and found[-1].field == "when" and len(found[-1].clause.text.split()) > len(found[-1].text.split()):
            found[-1] = replace(found[-1], field="promised", text=stripped(found[-1].clause.text), about="", sure=RULED)  # "two days off"
        if pointing and found and found[-1].field == "promised":
            pieces = []  # "I said that", of what was just told
        if pointing and found and found[-1].field in {"came_back", "context", "cost", "their_view", "offer", "what"} and (finite(found[-1].clause.words) is None or not lexicon.cue("returned", found[-1].text.lower())):
            found[-1] = replace(found[-1], field="promised", sure=max(found[-1].sure, RULED))  # "had ik gezegd"
            pieces = [p for p in pieces if p.field != "promised"]
        if found and pieces and found[-1].field == pieces[0].field == "promised" and lexicon.cue("not_kept", bare):
            pieces[0] = replace(pieces[0], source=found[-1].source)
        if behind := PROMISED_THAT.match(clause.text):  # "I also promised him, back in May, that …"
            bare_one = next((p for p in found if p.field == "promised" and p.clause.sentence == clause.sentence), None)
            if bare_one is not None and len(bare_one.text.split()) <= ONLY_PROMISES:
                whole = replace(bare_one, text=stripped(behind["what"]), clause=clause)
                found = [p for p in found if p.clause.sentence != clause.sentence or p.field == "when" or p.clause.start < bare_one.clause.start]
                pieces = [whole]
        if pieces and found and _names_it(found[-1], pieces[0], clause):
            found[-1] = replace(found[-1], field=pieces[0].field, sure=max(found[-1].sure, pieces[0].sure), about=pieces[0].about)
        if pieces and found and goes_on(found[-1], pieces[0], text):
            found[-1] = joined(found[-1], pieces[0], text)
            pieces = pieces[1:]
        found.extend(pieces)
    found = with_steps(parts, found, text, asked, lexicon)
    aside_too = [*aside, *(c for c in parts if c.sentence in flagged)]
    found = with_own_words(parts, aside_too, found, text, asked)
    found = with_dictated(found, text, asked)
    found = settled_whose(found, text, lexicon)
    found = [p for p in found if len(found) == 1 or p.text.lower() not in ONLY_SAID and labelled(p.text) is None]
    told = [c for c in parts if c not in aside]
    people = tuple(dict.fromkeys(name for c in told for name in people_in(c, asked, lexicon) if name not in tellers))
    named = tuple(dict.fromkeys(name for c in parts for name in people_in(c, asked, lexicon) if name not in tellers))
    if asked.audience == "leader" and not asked.focus:
        named = tuple(name for name in named if not beside_one_of(name, text, lexicon)) or roles_in(text, lexicon) or _brought_up(text, parts, lexicon)
    times = tuple(times_in(" ".join(c.text for c in told), lexicon))
    cues = frozenset(name for name in TURN_CUES if lexicon.cue(name, lowered))
    if any(lexicon.cue("terse_busy", c.text.lower().strip()) for c in parts):
        cues |= {"terse_busy"}
    echo = given_back(network, text, as_cut, found, aside, lexicon)
    found = weighed(network, text, found, lexicon)
    return Reading(parts, tuple(found), people, times, cues, tuple(aside), perhaps[1], named, owned, done, echo)


def _names_of_nobody(text: str, parts: Sequence[Clause], asked: Asked, network: Read) -> tuple[str, ...]:
    """Return the names that hardly name somebody where they stand (a street, a firm), in lower case."""
    if asked.field == "who" or len(text.split()) < SENTENCE:
        return ()  # a name alone
    known = {word.lower() for name in (*asked.names, asked.focus) for word in name.split()}
    found: list[str] = []
    before = -1
    for token in (t for clause in parts for t in clause.tokens if t.kind == "name" and t.lower not in known and len(t.text) > INITIALS):
        if network.people[token.start : token.end].max() >= HARDLY:
            continue
        follows = token.start == before + 1
        found += [token.lower, *([f"{found[-1]} {token.lower}"] if follows and found else [])]
        before = token.end
    return tuple(found)


INITIALS = 3  # letters ("D.", "J.B")
SENTENCE = 4  # words in which a name stands somewhere
HARDLY = 0.4  # the probability that a name is somebody's, under which it isn't taken for one
FEWEST_TOLD = 4  # words in which somebody who is named does something
# What somebody's kin tell of them is what it cost them.
KIN_TELLS = re.compile(r"(?:haar|zijn|z'n|d'r|her|his|their) (?:zus|broer|man|vrouw|vriendin?|partner|moeder|vader|dochter|zoon|sister|brother|husband|wife|partner|mother|mum|father|dad|daughter|son) (?:vertelde|vertelt|zei|zegt|told|tells|said|says)\b", re.I)
# What a thing did, which is nobody's doing: "in november lag de wkk er steeds uit".
A_THING = re.compile(r"(?:[\w' ]{2,25} )?(?:lag|lagen|viel|vielen|stond|stonden|haperde|begaf|crashte) (?:de|het|'t|onze|die) [\w-]+ (?:er |weer |steeds |toen )*(?:uit|stil|plat|eruit|op|leeg|vast)\b|(?:the|our) [\w-]+ (?:broke|was|went|kept (?:breaking|going|falling)) (?:down|out|off|over)\b", re.I)
# Says what somebody is who has a name already.
IS_WHAT = re.compile(r"(?:she|he|they)(?:'s|'re| is| was| are| were) (?:just |only |actually )?(?:a|an|one of|our|my|the)\b|(?:zij|ze|hij|die|dat) (?:is|was) (?:eigenlijk |gewoon |maar )?(?:een|onze|ons|mijn|de|het)\b", re.I)


def _was_said(before: Found, bare: str) -> bool:
    """Tell whether a clause says that the thing told right before it was promised ("two days off. I said that")."""
    words = before.clause.words
    return OWN_PROMISE.fullmatch(bare) is not None and len(words) >= FEWEST_PROMISED and finite(words) is None


FEWEST_PROMISED = 3  # words of a thing that was promised


def _names_it(before: Found, piece: Found, clause: Clause) -> bool:
    """Tell whether what stands before a clause only names what it speaks of ("mijn zwemavond, die sla ik over")."""
    points = clause.words[0].lower in {"die", "dat", "that", "which"} and before.clause.sentence == clause.sentence
    return points and piece.field == "cost" and before.field in {"came_back", "what", "context"} and finite(before.clause.words) is None


def _brought_up(text: str, parts: Sequence[Clause], lexicon: Lexicon) -> tuple[str, ...]:
    """Return who is brought up without a name or "my": somebody new, or a group by role; the first."""
    who = introduced(text, lexicon) or next(filter(None, (several_in(c, lexicon) for c in parts if not HOW_MANY.search(c.text))), "")
    return (who,) if who else ()


GUESSES = re.compile(
    r"[ ,]+(?:(?:i|ah) (?:suppose|think|guess|reckon|would say)|i'd say|probably|(?:denk|gok|vermoed|geloof|dacht) (?:ik|'k)|zou ik zeggen|waarschijnlijk)$", re.I
)


def _without_guess(clause: Clause) -> Clause:
    """Return a clause that names somebody without the guess behind it ("the assistant cook I suppose")."""
    said = GUESSES.search(clause.text)
    if said is None or not said.start():
        return clause
    end = clause.start + said.start()
    tokens = tuple(t for t in clause.tokens if t.end <= end)
    if not tokens or finite(tuple(t for t in tokens if t.kind != "punctuation")) is not None:
        return clause
    return Clause(clause.text[: said.start()], clause.start, end, tokens, clause.sentence)


PROMISED_THAT = re.compile(r"(?:that|dat) (?P<what>\w+ .{8,})$", re.I)
ONLY_PROMISES = 5  # words of a clause that says something was promised, and not yet what
HEARS = re.compile(r"\b(?:hoor|hoorde|gehoord|las|zag|zei|heard|read|saw|told|said)\b")


def _goes_on_about(clause: Clause, subject: Sequence[Token] | None) -> bool:
    """Tell whether a clause speaks of whoever was just brought up ("…, die heeft alle klachten opgevangen")."""
    opens = clause.words[0].lower
    return opens in {"die", "who"} or subject is not None and len(subject) == 1 and subject[0].kind == "third"


def _same_doer(before: Found, clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause without a subject goes on with what the speaker did ("… and bought him a coffee")."""
    own = before.field in {"said", "came_back", "offer", "own_share"}
    told = before.clause.sentence == clause.sentence and subject_of(clause, lexicon) is None
    return own and told and is_first(before.clause, subject_of(before.clause, lexicon))


def _lists_own(clause: Clause, parts: Sequence[Clause], lexicon: Lexicon) -> bool:
    """Tell whether a clause without a subject of its own lists what the speaker, who acts in its sentence, does."""
    before = [c for c in parts if c.sentence == clause.sentence and c.start < clause.start]
    if not before or clause.words[0].kind not in {"determiner", "number"}:
        return False
    verb = finite(clause.words)
    relative = verb is not None and any(t.lower in {"die", "dat", "that", "which", "who"} for t in clause.words[1:verb])
    own = next((is_first(c, subject_of(c, lexicon)) for c in reversed(before) if finite(c.words) is not None), False)
    return own and (verb is None or relative)


def _as_known(name: str, asked: Asked) -> str:
    """Return a name as it was written before, whatever capitals it has now; a first name as the whole one."""
    return known_as(name, (asked.focus, *asked.names))


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


SOME_OF = re.compile(r"(?:(?:and|en|but|maar) )?(?P<who>\w+ (?:of|van) (?:them|hen|ze|hun|the [\w-]+|de [\w-]+))\b", re.I)
TAKES_UP = re.compile(r"(?:(?:en|and|nou|tja|well|hm+|ja),? )*(?:wie|wat|hoe|waar\w*|wanneer|who|what|how|where|when|why)\b", re.I)
ONLY_SAID = frozenset({"gezegd", "said", "verteld", "told"})  # "gezegd… ik heb iedereen bedankt"
LEAD_IN = 5  # words before a colon that only announce
HEARD_FROM = re.compile(
    r"(?:dat|die|dit|da) (?:hoorde|weet|heb|vertelde|zei) (?:ik|'k) (?:pas |later |toen |wel |gehoord )*(?:van|via)\b|(?:hoorde|weet) (?:ik|'k) (?:dat |het |alleen |ook |pas |later )*(?:van|via)\b|dat heb ik (?:\w+ )?van\b"
    r"|(?:zei|zeiden|vertelde|vertelden|said|says) (?!ik\b|i\b|ze\b|zij\b|hij\b|she\b|he\b|they\b)(?:\w+ )?\w+$"
    r"|(?:i|we) (?:only )?(?:heard|got|had|know) (?:that|it|this) (?:from|off|through|via)\b|that came (?:from|via)\b"
)
# "vorige week zei iemand", and what was said follows.
SOMEBODY_SAYS = re.compile(
    r"(?:(?:[\w-]+ ){0,3}(?:zei|zegt|riep|hoorde ik) (?:iemand|eentje|er (?:een|één|iemand)|een (?:van )?[\w' -]{2,25})|(?:[\w-]+ ){0,3}(?:somebody|someone|one of (?:them|the [\w-]+)) (?:\w+ )?(?:said|says))(?: (?:nog|laatst|toen|tegen me|to me|last week))*", re.I
)
SAYS_ONLY = re.compile(
    r"^(?:en |maar |toen |and |but |then )*(?:(?:mijn|m'n|onze|my|our) (?:[\w-]+ )?)?(?:ze|zij|hij|ie|she|he|they|leidinggevende|baas|chef|manager|boss|[A-ZÀ-Ý][\w-]+) (?:zei|zegt|zeggen|said|says|goes|riep|schreef|wrote|appte|mailde|texted)(?: (?:na afloop|achteraf|daarna|later|alleen|afterwards|after|at the end|only|toen|laatst|nog|altijd|vaak|then|once|always|often|just|zelf|ook|wel|een keer|tegen mij|to me)){0,2}$",
    re.I,
)
