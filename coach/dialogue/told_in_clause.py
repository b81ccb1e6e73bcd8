"""What a clause that tells something tells, of whom, and how it goes together with what stands before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coach.dialogue.beside import who_does
from coach.dialogue.certain import certain, says_what_it_cost
from coach.dialogue.clauses import Clause, Token
from coach.dialogue.doing import behind_dat, tells_deed, tells_own_deed
from coach.dialogue.fields import tells_thanks
from coach.dialogue.grammar import finite, is_first, subject_of, times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.people import TELLS, giver_of, names_several, people_in
from coach.dialogue.pieces import Found, deed, goes_on, joined, pieces_of, stripped
from coach.dialogue.roles import introduced, is_role, leaves, one_of, roles_in
from coach.dialogue.several import several_in
from coach.dialogue.so_far import RULED, Part, SoFar
from coach.dialogue.state import Field
from coach.dialogue.wordings import FREE_TIME, MY_FAULT, NO_DEED, OWN_PROMISE, PROMISED


def told_in(part: Part, so: SoFar) -> None:
    """Add to what was found what a clause tells, and note whom it tells of."""
    field = _field_of(part, so)
    if field == "what" and not so.done:
        so.done = deed(part.clause, so.lexicon)
    if not NO_DEED.search(part.clause.text.lower()):
        so.perhaps = max(so.perhaps, (part.effect, stripped(part.clause.text)))
    if field == "who" and _only_says_what_they_are(part.clause, so):
        return
    _tell_whose(part, field, so)
    part.clause = _with_lead(part.clause, so.parts, so.text, so.lexicon)
    pieces = _pieces(part, field, so)
    so.about = next((p.text for p in pieces if p.field == "who"), so.about)
    so.found.extend(_joined_on(_promised_before(pieces, part, field, so), part, so))


def _only_says_what_they_are(clause: Clause, so: SoFar) -> bool:
    """Tell whether a role alone stands behind a name alone ("Priya. Nurse. She had the phone …")."""
    before = so.found[-1] if so.found else None
    alone = before is not None and before.field == "who" and len(before.clause.words) == 1
    named = alone and before is not None and before.clause.words[0].lower in load_names().first
    return named and len(clause.words) <= A_ROLE and all(t.kind == "word" for t in clause.words) and is_role(clause.words[-1].lower, so.lexicon.language)


A_ROLE = 2  # words


def _field_of(part: Part, so: SoFar) -> Field:
    """Return which field a clause fills; how sure that is, and the part of it that tells, go into `part`."""
    asked, lexicon, label = so.asked, so.lexicon, part.label
    before = so.found[-1] if so.found else None
    thanked = tells_thanks(part.clause.text, asked)
    field: Field = "said" if thanked else certain(part.clause, label, asked, lexicon, before.field if before else "")
    if so.headed is not None and so.headed[1] == part.clause.sentence and field not in {so.headed[0], "when", "said"}:
        field, part.sure = so.headed[0], max(part.sure, RULED)
    someone = bool(so.about)
    named_acts = so.early and part.names and field in {"context", "enabled", "when", "who"} and part.sure < RULED and len(part.clause.words) >= FEWEST_TOLD
    if named_acts and tells_deed(part.clause, lexicon, someone, False):
        field, part.sure = "what", RULED  # somebody named, who does something
    if so.early and field in {"context", "their_view", "enabled"} and (inner := behind_dat(part.clause)) is not None and tells_deed(inner, lexicon, someone, False):
        part.behind = True
        part.clause, field, part.sure = inner, "what", max(part.sure, RULED)  # "ze vinden het gewoon dat Tineke altijd …"
    if field == "what":
        field = _no_deed(part, so) or field
        if asked.audience == "client" and asked.field == "what" and tells_own_deed(part.clause, lexicon, False):
            part.sure = max(part.sure, SURELY)
        if asked.audience == "leader" and part.names and tells_deed(part.clause, lexicon, someone, False):
            part.sure = max(part.sure, RULED)
    before = so.found[-1] if so.found else None
    if before is not None and before.field == "sentence" and before.clause.sentence == part.clause.sentence and (field in GOES_ON_TOO or MY_FAULT.search(part.bare)):
        field = "sentence"  # "you did three months of it, that was wrong of me"
    if field == "sentence" and part.clause.sentence in so.flagged:
        field = "context"
    promises = field == "promised" and (PROMISED.search(part.clause.text.lower()) or SAID_IT_WOULD.search(part.bare))
    asked_time = field == asked.field == "cost" and FREE_TIME.search(part.bare) is not None
    if field not in {label, "context"} or asked_time:
        part.sure = max(part.sure, RULED)
    if promises or field == "cost" and says_what_it_cost(part.clause.text.lower().replace("’", "'"), asked):
        part.sure = max(part.sure, SURELY)
    return field


GOES_ON_TOO = frozenset({"own_share", "promised", "cost", "what", "came_back"})


def _no_deed(part: Part, so: SoFar) -> Field | None:
    """Return what a clause tells that looks like a deed and is none; None for a deed."""
    field: Field | None = None
    if not part.names and (A_THING.match(part.bare) or so.lexicon.cue("unwritten", part.bare)):
        field = "context"  # "stond nergens": what was done stood nowhere, and nobody did that
    if field is None and so.asked.audience == "leader" and _is_their_job(part.clause, so):
        field = "context"  # "Gerrit en Sjoerd zijn stoffeerders, Anouk doet de winkel"
    if field is None and _introduces(part.clause, so.parts):
        field = "context"
    if field is None and KIN_TELLS.match(part.bare):
        field = "cost"  # "her sister told me that the swimming lessons …"
    if field is None and so.found and _same_doer(so.found[-1], part.clause, so.lexicon):
        return so.found[-1].field if so.found[-1].field != "what" else None
    if field is None and so.asked.audience == "client" and part.subject and not any(t.kind == "first" or so.lexicon.has("first", t.lower) for t in part.clause.words):
        field = "when" if times_in(part.clause.text, so.lexicon) else "context"  # "last Thursday a spaniel came in", beside what the client did
    if field is None and so.asked.audience == "leader" and not part.names and _lists_own(part.clause, so.parts, so.lexicon):
        field = "context"  # "ik doe alles zelf, de offertes die niemand oppakt, de klachten"
    return field


def _tell_whose(part: Part, field: Field, so: SoFar) -> None:
    """Note whom a clause tells of."""
    clause, asked, lexicon, leader = part.clause, so.asked, so.lexicon, so.asked.audience == "leader"
    brought = introduced(so.text[clause.start :], lexicon) if so.nobody_yet else ""
    brought = brought if brought in clause.text else ""
    if not brought and so.nobody_yet and not so.about and not so.by_name:
        brought = several_in(clause, lexicon)
    so.about = brought or so.about
    roles = roles_in(clause.text, lexicon)
    if so.nobody_yet and so.about not in so.by_name:
        so.about = next(iter(roles), "" if one_of(clause.text, lexicon) else so.about)
    giver = so.as_known(giver_of(clause, asked, lexicon, does=field == "what"))
    giver = next((r for r in roles if giver and r.lower().startswith(giver.lower())), giver)
    if not giver and part.behind and len(part.names) == 1:
        giver = so.as_known(part.names[0])  # "Loes moppert dat zij altijd de schoonmaak doet"
    giver = giver or who_does(clause, so.parts, lexicon)
    giver = "" if giver and giver not in part.names and so.is_nobody(giver) else giver
    if not giver and not so.about and field == "what" and leader and (some := SOME_OF.match(clause.text)):
        giver = some["who"]  # "nine of them turned the rooms round"
    if not giver and so.pointed[1] == clause.sentence and leader and _goes_on_about(clause, part.subject):
        giver = so.as_known(so.pointed[0])
    if not giver and not so.about and leader and len(part.names) == 1 and not leaves(part.names[0], clause.text) and not TELLS.search(part.bare):
        giver = so.as_known(part.names[0])  # "het draait om Coby. Zij heeft …"
    one = part.subject and part.subject[0].lower in {"hij", "ie", "he", "she"}
    if not giver and one and leader and names_several(so.about, lexicon):  # "… en Fenna en Bram zijn weg. Hij miste zijn voetbal"
        giver = next((p.about for p in reversed(so.found) if p.about and not names_several(p.about, lexicon)), "")
    so.about = giver or so.about


def _pieces(part: Part, field: Field, so: SoFar) -> list[Found]:
    """Return the pieces of a clause that tells `field`."""
    clause, lead, asked = part.clause, so.lead, so.asked
    if lead is not None and lead.sentence == clause.sentence and field not in {"who", "when"}:
        of_client = asked.audience == "client" and asked.phase in {"contributions", "return"}
        field = "came_back" if of_client and field != "promised" else field if field in {"cost", "their_view", "promised"} else "their_view"
        return [Found(field, stripped(clause.text), "heard", clause, so.about if field == "cost" else "", stripped(lead.text), part.sure)]
    if so.found and asked.audience != "coach" and asked.field != "said" and TOLD_SO.fullmatch(part.bare):
        so.found = [replace(p, source="heard") if p.clause == so.found[-1].clause else p for p in so.found]
        return []  # "dat vertelde ze me bij de koffie", of what was just told
    pieces = pieces_of(clause, field, part.sure, so.about, asked, so.lexicon)
    if field == "promised" and (by := _who_promised(clause, so)):
        pieces = [replace(p, by=by) if p.field == field else p for p in pieces]
    beside = field == "who" and bool(so.by_name) and not any(n in so.by_name for n in part.names)
    if beside and so.found and (so.found[-1].clause.sentence == clause.sentence or IS_WHAT.match(part.bare)):
        return []  # "Zbigniew, van de sorteerlijn", "Marijke, onze oudste triagiste", "Joan. She's a volunteer"
    return pieces


def _who_promised(clause: Clause, so: SoFar) -> str:
    """Return who is meant by "he" in "a voucher from Bas, and he promised her …": not her; "" where nobody was named."""
    if PROMISES_THEM.match(clause.text) is None:
        return ""
    before = [c for c in so.parts if c.sentence == clause.sentence and c.start < clause.start]
    named = [n for c in before for n in people_in(c, so.asked, so.lexicon) if n not in {so.about, so.asked.focus}]
    return named[-1] if named and named[-1][:1].isupper() else ""


PROMISES_THEM = re.compile(
    r"(?:(?:en|maar|and|but) )?(?:(?:hij|he)\b.*\b(?:haar|her)\b|(?:zij|ze|she)\b.*\b(?:hem|him)\b)", re.I
)
# How what stands before it is known, and nothing more.
TOLD_SO = re.compile(
    r"(?:en |maar |want )?(?:dat|dit|zo) (?:(?:vertelde|zei) (?:ze|zij|hij|ie)|hoorde ik van|(?:heeft|had) (?:ze|zij|hij|ie) (?:me|mij|ons)\b.*\b(?:verteld|gezegd))\b(?! dat\b)(?:(?!\b(?:nooit|niet)\b)[^,;])*"
    r"|(?:and |but )?(?:she|he|they) (?:told|mentioned|said)(?: (?:me|us|to me))? (?:that|so|it|this)(?: (?:in passing|over|at|once|when|while|herself|himself|themselves|last|yesterday|today|later)\b[^,;]*)?"
    r"|so (?:she|he|they) (?:told|tells|said|says)(?: (?:me|us))?"
    r"|(?:(?:and|but) )?(?:his|her|their) [\w-]+ (?:told|mentioned to) (?:me|us) (?:that|so|it|this)?(?:,? (?:and )?not (?:him|her|them)(?:self)?)?|(?:(?:and|but) )?i (?:only )?heard (?:that|it) from \w+(?: \w+)?"
    r"|(?:(?:en|maar) )?(?:dat )?(?:hoorde ik|heb ik gehoord|vertelde) (?:pas |later |alleen )*(?:van )?(?:zijn|haar|z'n|d'r) [\w-]+(?: me)?(?:,? (?:en )?niet (?:hij|zij|hem|haar)(?: ?zelf)?)?",
    re.I,
)


def _promised_before(pieces: list[Found], part: Part, field: Field, so: SoFar) -> list[Found]:
    """Return the pieces of a clause once it is settled what was promised: what stands before it, or in it."""
    clause, found = part.clause, so.found
    pointing = OWN_PROMISE.fullmatch(clause.text.lower().replace("’", "'").strip(" .,")) and field == "promised"
    if pointing and found and found[-1].field == "when" and len(found[-1].clause.text.split()) > len(found[-1].text.split()):
        found[-1] = replace(found[-1], field="promised", text=stripped(found[-1].clause.text), about="", sure=RULED)  # "two days off"
    if pointing and found and found[-1].field == "promised":
        pieces = []  # "I said that", of what was just told
    if pointing and found and found[-1].field in CALLED_A_PROMISE and (finite(found[-1].clause.words) is None or not so.lexicon.cue("returned", found[-1].text.lower())):
        found[-1] = replace(found[-1], field="promised", sure=max(found[-1].sure, RULED))  # "had ik gezegd"
        pieces = [p for p in pieces if p.field != "promised"]
    if found and pieces and found[-1].field == pieces[0].field == "promised" and so.lexicon.cue("not_kept", part.bare):
        pieces[0] = replace(pieces[0], source=found[-1].source)
    if behind := PROMISED_THAT.match(clause.text):  # "I also promised him, back in May, that …"
        bare_one = next((p for p in found if p.field == "promised" and p.clause.sentence == clause.sentence), None)
        if bare_one is not None and len(bare_one.text.split()) <= ONLY_PROMISES:
            so.found = [p for p in found if p.clause.sentence != clause.sentence or p.field == "when" or p.clause.start < bare_one.clause.start]
            return [replace(bare_one, text=stripped(behind["what"]), clause=clause)]
    return pieces


def _joined_on(pieces: list[Found], part: Part, so: SoFar) -> list[Found]:
    """Return the pieces that stand by themselves; what goes on with the last one found is joined to it."""
    found = so.found
    if pieces and found and _names_it(found[-1], pieces[0], part.clause):
        found[-1] = replace(found[-1], field=pieces[0].field, sure=max(found[-1].sure, pieces[0].sure), about=pieces[0].about)
    if pieces and found and goes_on(found[-1], pieces[0], so.text):
        found[-1] = joined(found[-1], pieces[0], so.text)
        return pieces[1:]
    return pieces


def _names_it(before: Found, piece: Found, clause: Clause) -> bool:
    """Tell whether what stands before a clause only names what it speaks of ("mijn zwemavond, die sla ik over")."""
    points = clause.words[0].lower in {"die", "dat", "that", "which"} and before.clause.sentence == clause.sentence
    return points and piece.field == "cost" and before.field in {"came_back", "what", "context"} and finite(before.clause.words) is None


def _goes_on_about(clause: Clause, subject: Sequence[Token] | None) -> bool:
    """Tell whether a clause speaks of whoever was just brought up ("…, die heeft alle klachten opgevangen")."""
    opens = clause.words[0].lower
    return opens in {"die", "who"} or subject is not None and len(subject) == 1 and subject[0].kind == "third"


def _same_doer(before: Found, clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause without a subject goes on with what the speaker did ("… and bought him a coffee")."""
    own = before.field in {"said", "came_back", "offer", "own_share"}
    told = before.clause.sentence == clause.sentence and subject_of(clause, lexicon) is None
    return own and told and is_first(before.clause, subject_of(before.clause, lexicon))


def _is_their_job(clause: Clause, so: SoFar) -> bool:
    """Tell whether a clause stands in a list of who does what in a team, and tells no more than that."""
    others = (c for c in so.parts if c.sentence == clause.sentence and c is not clause)
    listed = any(IS_A.fullmatch(c.text.strip(" .,")) for c in others)
    told = so.lexicon.cue("extra", clause.text.lower()) or times_in(clause.text, so.lexicon) or TOO.search(clause.text)
    return listed and len(clause.words) <= A_JOB and not told


A_JOB = 6  # words
IS_A = re.compile(
    r"(?:en |and )?(?!(?:there|er|it|that|this|dat|dit|het|die|hij|zij|ze|he|she|we|wij|they|who|wie)\b)(?-i:[A-ZÀ-Ý])[\w' -]{1,30} (?:(?:is|are|zijn) (?:een|de|het|onze|mijn|the|a|an|our|my) [\w-]+(?: [\w-]+)?|(?:are|zijn) [\w-]{3,}(?:s|en))", re.I
)
TOO = re.compile(r"\b(?:ook|erbij|also|as well|too)\b", re.I)


def _introduces(clause: Clause, parts: Sequence[Clause]) -> bool:
    """Tell whether a clause only says what somebody is who is named next ("Onze planner, Mo, doet …")."""
    following = next((c for c in parts if c.start >= clause.end), None)
    if following is None or following.sentence != clause.sentence or finite(clause.words) is not None:
        return False
    if any(t.kind == "participle" for t in clause.words) or clause.words[0].kind not in {"determiner", "number", "first"}:
        return False
    return len(following.words) <= WHOLE_NAME and all(t.kind == "name" for t in following.words)


def _lists_own(clause: Clause, parts: Sequence[Clause], lexicon: Lexicon) -> bool:
    """Tell whether a clause without a subject of its own lists what the speaker, who acts in its sentence, does."""
    before = [c for c in parts if c.sentence == clause.sentence and c.start < clause.start]
    if not before or clause.words[0].kind not in {"determiner", "number"}:
        return False
    verb = finite(clause.words)
    relative = verb is not None and any(t.lower in {"die", "dat", "that", "which", "who"} for t in clause.words[1:verb])
    own = next((is_first(c, subject_of(c, lexicon)) for c in reversed(before) if finite(c.words) is not None), False)
    return own and (verb is None or relative)


def _with_lead(clause: Clause, parts: Sequence[Clause], text: str, lexicon: Lexicon) -> Clause:
    """Give a Dutch clause that opens with its verb the subordinate clause it answers to."""
    if lexicon.language != "nl" or clause.words[0].kind not in {"verb", "auxiliary"}:
        return clause
    place = next(n for n, c in enumerate(parts) if c.start == clause.start)
    lead = parts[place - 1] if place else None
    if lead is None or lead.sentence != clause.sentence or lead.words[0].kind != "subordinator":
        return clause
    return replace(clause, text=text[lead.start : clause.end], start=lead.start)


# What "I said that" makes a promise of.
CALLED_A_PROMISE = frozenset({"came_back", "context", "cost", "their_view", "offer", "what"})
PROMISED_THAT = re.compile(r"(?:that|dat) (?P<what>\w+ .{8,})$", re.I)
ONLY_PROMISES = 5  # words of a clause that says something was promised, and not yet what
SAID_IT_WOULD = re.compile(r"\b(?:zei|zeiden|gezegd|said|told)\b.*(?:\b(?:zou|zouden|mocht|mochten|would|could)\b|\w'd\b)")
SURELY = 0.85  # what the wording tells beside the reader
WHOLE_NAME = 2  # words of a first and a last name
FEWEST_TOLD = 4  # words in which somebody who is named does something
SOME_OF = re.compile(r"(?:(?:and|en|but|maar) )?(?P<who>\w+ (?:of|van) (?:them|hen|ze|hun|the [\w-]+|de [\w-]+))\b", re.I)
# What somebody's kin tell of them is what it cost them.
KIN_TELLS = re.compile(r"(?:haar|zijn|z'n|d'r|her|his|their) (?:zus|broer|man|vrouw|vriendin?|partner|moeder|vader|dochter|zoon|sister|brother|husband|wife|partner|mother|mum|father|dad|daughter|son) (?:vertelde|vertelt|zei|zegt|told|tells|said|says)\b", re.I)
# What a thing did, which is nobody's doing: "in november lag de wkk er steeds uit".
A_THING = re.compile(r"(?:[\w' ]{2,25} )?(?:lag|lagen|viel|vielen|stond|stonden|haperde|begaf|crashte) (?:de|het|'t|onze|die) [\w-]+ (?:er |weer |steeds |toen )*(?:uit|stil|plat|eruit|op|leeg|vast)\b|(?:the|our) [\w-]+ (?:broke|was|went|kept (?:breaking|going|falling)) (?:down|out|off|over)\b", re.I)
# Says what somebody is who has a name already.
IS_WHAT = re.compile(r"(?:she|he|they)(?:'s|'re| is| was| are| were) (?:just |only |actually )?(?:a|an|one of|our|my|the)\b|(?:zij|ze|hij|die|dat) (?:is|was) (?:eigenlijk |gewoon |maar )?(?:een|onze|ons|mijn|de|het)\b", re.I)
