"""What in a turn tells nothing for the record: what only announces, and what is said to the coach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coach.dialogue.clauses import Clause
from coach.dialogue.fields import TO_COACH, tells_thanks
from coach.dialogue.grammar import finite, times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.people import names_several
from coach.dialogue.pieces import Found
from coach.dialogue.remarks import SURELY_OF_THE_COACH, is_remark, of_the_coach
from coach.dialogue.roles import roles_in
from coach.dialogue.said_out import SPEAKS_TO
from coach.dialogue.so_far import RULED, Part, SoFar
from coach.dialogue.wordings import (
    BY_WHICH,
    HOW_MANY,
    IF_SO,
    MEETS,
    MY_FAULT,
    NEED_NOT_ASK,
    OWN_PROMISE,
    holds_only,
    labelled,
)

SURELY = 0.7  # the probability from which even "thank you" tells something
SHORT_ASIDE = 8


def taken_for_telling(part: Part, so: SoFar) -> None:
    """Label anew what seems said to the coach and tells a day all the same, or words to say."""
    clause, asked = part.clause, so.asked
    aside = part.label == TO_COACH
    timed = bool(times_in(clause.text, so.lexicon))
    to_them = asked.audience == "coach" or any(t.kind == "second" for t in clause.words)
    part.meets = (aside or clause.sentence in so.about_talk) and MEETS.search(clause.text) is not None and timed
    if part.meets:
        part.label, part.sure = "next_step", RULED  # "woensdag spreek ik haar, help me met hoe ik dat zeg"
    elif aside and clause.sentence in so.flagged - so.about_talk and timed:
        part.label, part.sure = "when", RULED  # "it was since August, actually"
    elif aside and asked.field == "wish" and asked.audience == "client" and (BY_WHICH.match(clause.text) or IF_SO.match(clause.text) and not to_them):
        part.label, part.sure = "wish", RULED  # "aan een datum waarop de vervanger begint"
    wanted = asked.field == "sentence" and asked.audience != "leader"
    if part.asks and wanted and to_them:
        part.label, part.asks = "sentence", False


def announces(part: Part, so: SoFar) -> bool:
    """Tell whether a clause only says how another was meant, or that somebody's words follow; note what it says."""
    clause, found = part.clause, so.found
    if so.lexicon.hedges.fullmatch(part.bare) and found:
        if found[-1].clause.sentence == clause.sentence and found[-1].source == "seen":
            found[-1] = replace(found[-1], source="assumed")
        return True
    if so.lexicon.cue("called", part.bare):
        so.aside.append(clause)
        return True
    behind = so.text[clause.end :]
    says = SAYS_ONLY.match(clause.text) and re.match(r"\s*[:‘“\"']", behind)
    if says or SOMEBODY_SAYS.fullmatch(clause.text) and re.match(r"[,:]?\s*(?:[:‘“\"']|(?:dat|that)\b)", behind):
        so.lead = clause
        return True
    return False


def heads(part: Part, so: SoFar) -> bool:
    """Tell whether a clause is but a heading of what follows ("Toegezegd: …", "Niamh:"); note what it says."""
    clause, behind = part.clause, so.text[part.clause.end :]
    so.by_name |= {name for name in part.names if name[:1].isupper()}
    hears = so.lexicon.cue("heard", part.bare) or HEARS.search(part.bare)
    if len(part.names) == 1 and part.brings_up and not hears and not names_several(part.names[0], so.lexicon):
        so.pointed = (part.names[0], clause.sentence)  # "ik vergeet Rachid nog, hij …"
    if (heading := labelled(clause.text)) is not None and (goes := re.match(r"\s*(?::|…|\.{3})\s*(?=\w|['‘])", behind)):
        so.headed = heading, clause.sentence + (":" not in goes.group())
        return True  # "Toegezegd: …", "Teruggekregen… een bon"
    if TAKES_UP.match(clause.text) and len(clause.words) <= TAKEN_UP and re.match(r"\s*(?:…|\.{2,3})", behind):
        return True  # "Wie mij meer geeft… Joyce": the question, taken up
    if len(clause.words) <= LEAD_IN and re.match(r"\s*:\s", behind):
        so.about = so.as_known(part.names[0]) if part.names else so.about
        return True  # "What I offer:", "Niamh:"
    return False


def says_from_whom(part: Part, so: SoFar) -> bool:
    """Tell whether a clause says from whom the speaker has it; note that."""
    sentence = part.clause.sentence
    if part.asks or not HEARD_FROM.match(part.bare) and so.told_by != sentence:
        return False
    so.tellers += part.names if so.told_by != sentence else ()
    so.told_by = sentence
    so.found = [replace(p, source="heard") if p.clause == so.found[-1].clause else p for p in so.found]
    return True


def is_aside(part: Part, so: SoFar) -> bool:
    """Tell whether a clause asks or is said to the coach, and tells nothing; note it, and whom it names."""
    goes_on = bool(so.found) and so.found[-1].field == "sentence" and so.found[-1].clause.sentence == part.clause.sentence
    if goes_on and MY_FAULT.search(part.bare):
        return False  # "you did three months of it, that was wrong of me", which is said to them
    thanked = tells_thanks(part.clause.text, so.asked)
    if not part.asks and (thanked or _tells(part, so) and not _spoken(part, so)):
        return False
    roles = roles_in(part.clause.text, so.lexicon) if so.nobody_yet else ()
    so.about = next((n for n in (*part.names, *roles) if not names_several(n, so.lexicon)), so.about)
    so.aside.append(part.clause)
    return True


def _tells(part: Part, so: SoFar) -> bool:
    """Tell whether a clause isn't, by its wording, about the talk."""
    lexicon, bare = so.lexicon, part.bare
    if lexicon.meta.match(bare) or lexicon.cue("not_known", bare):
        return False
    if lexicon.topics["words"].search(bare) or lexicon.cue("wants_page", bare):
        return False
    return not (so.asked.reviewing and lexicon.cue("comment", bare))


def _spoken(part: Part, so: SoFar) -> bool:
    """Tell whether a clause is said to the coach."""
    clause, asked, lexicon = part.clause, so.asked, so.lexicon
    others = part.subject is not None and any(t.kind in {"third", "name"} for t in part.subject[:1]) and asked.field in {"said", "came_back"}
    if part.meets or others and OTHERS_SAY.search(part.bare):
        return False  # "Moira said cheers twice"
    if LEFT_OUT.search(clause.text):
        return True
    if ONLY_A_SOUND.fullmatch(part.bare) or _in_brackets(clause, so.text):
        return True
    if clause.sentence in so.about_talk or HOW_MANY.search(part.bare) or SURELY_OF_THE_COACH.search(part.bare):
        return True
    if lexicon.cue("remark", part.bare) is not None:
        return True
    if asked.field != "sentence" and (is_remark(clause.text, lexicon.language) or of_the_coach(clause.text, lexicon.language)):
        return True
    bare_name = bool(part.names) and holds_only(part.names[0], clause, lexicon)
    to_other = asked.field == "sentence" and SPEAKS_TO.search(clause.text) and asked.audience == "leader"
    if bare_name or to_other or not _to_coach(clause, part.label, part.sure, so.aside, lexicon):
        return False
    return not (asked.audience == "leader" and so.found and _was_said(so.found[-1], part.bare))


def _in_brackets(clause: Clause, text: str) -> bool:
    """Tell whether a clause is a word to the coach in brackets ("(lach niet)", "(don't laugh)")."""
    within = text[max(clause.start - 1, 0) : clause.start] == "(" and text[clause.end : clause.end + 1] == ")"
    return within and len(clause.words) <= SHORT_ASIDE and clause.words[0].kind in {"verb", "auxiliary", "infinitive", "negation"}


LEFT_OUT = re.compile(rf"(?-i:[A-ZÀ-Ý])[\w'’-]+{NEED_NOT_ASK}", re.I)  # "Gerrit hoef je niks te vragen"
OTHERS_SAY = re.compile(r"\b(?:said|say|says|zei|zegt|gezegd|zeggen) ")
ONLY_A_SOUND = re.compile(r"(?:m+|h+m+|pf+|tja+|e+h+|e+uh+|u+h+|u+m+|ach|oh+|ah+|nou|well|haha+|hihi|lol)")


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


def _was_said(before: Found, bare: str) -> bool:
    """Tell whether a clause says that the thing told right before it was promised ("two days off. I said that")."""
    words = before.clause.words
    return OWN_PROMISE.fullmatch(bare) is not None and len(words) >= FEWEST_PROMISED and finite(words) is None


FEWEST_PROMISED = 3  # words of a thing that was promised
TAKES_UP = re.compile(r"(?:(?:en|and|nou|tja|well|hm+|ja),? )*(?:wie|wat|hoe|waar\w*|wanneer|who|what|how|where|when|why)\b", re.I)
TAKEN_UP = 9  # words of the question, said again
LEAD_IN = 5  # words before a colon that only announce
HEARS = re.compile(r"\b(?:hoor|hoorde|gehoord|las|zag|zei|heard|read|saw|told|said)\b")
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
