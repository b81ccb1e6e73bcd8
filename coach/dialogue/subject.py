"""What the talk turns to when somebody says so: "En Bart dan?", "I'd rather talk about my boss".

Only a whole first sentence that says so counts. Whom it turns to is somebody the talk knows, a name
or a role; anything else there is talk about ("het rooster") is a thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from coach.dialogue.names import load_names
from coach.dialogue.needs import key_of, pending
from coach.dialogue.people import TITLES
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.roles import is_somebody
from coach.dialogue.state import PHASES, Language, State, is_reviewing
from coach.dialogue.whose import known_people

Kind = Literal["person", "thing", "self", "something_else", "not_this"]
WHAT_ELSE = "phrase:what-else-question"  # what was asked when they only said: something else


@dataclass(frozen=True)
class Subject:
    """What somebody wants to speak of from here on."""

    kind: Kind
    name: str = ""  # whom or what, as they call it
    instead: bool = False  # of the one in hand, who isn't come back to by itself
    told: str = ""  # what the turn tells after that, "" when it says no more


X = r"(?P<x>[^,.;:!?]{1,40}?)"
NAMED = r"(?P<x>(?-i:[A-ZÀ-Ý])[\w'’-]+(?: (?-i:[A-ZÀ-Ý])[\w'’-]+)?)"  # somebody by name, and no thing
LEAD = {
    "nl": r"(?:(?:nee|neen|ja|maar|en|nou|hm|oké|ok|goed|prima|eigenlijk|sorry|wacht|weet je(?: wat)?|eerlijk gezegd|trouwens|o ja|overigens|(?:voor|voordat) ik het vergeet)[,.]? )*",
    "en": r"(?:(?:no|yes|but|and|well|hm|ok|okay|right|fine|actually|sorry|wait|you know what|to be honest|honestly|oh|anyway|by the way|before i forget)[,.]? )*",
}
SMALL: dict[Language, str] = {
    "nl": r"(?:(?:het|er|nu|eerst|liever|ook|nog|even|graag|eigenlijk|eens|toch|wel|meer|juist|vooral|echt|dan|maar|weer|gewoon|me|mij|hier|een keer) )*",
    "en": r"(?:(?:now|first|rather|also|just|really|actually|more|mostly|please|still|a bit|instead|maybe|perhaps) )*",
}
# Instead of whoever is in hand.
INSTEAD: dict[Language, tuple[str, ...]] = {
    "nl": (
        rf"(?:ik (?:wil|wou|zou|had)|mag ik|kan ik|kunnen we|kun je|zullen we|laten we|mogen we|we kunnen) {SMALL['nl']}over {X}(?: (?:hebben|praten|spreken|beginnen|gaan))*(?: hebben)?",
        rf"(?:het gaat|het ging|gaat het) {SMALL['nl']}(?:om|over) {X}",
        rf"liever over {X}(?: (?:graag|dan|maar))?",
    ),
    "en": (
        rf"(?:i'd|i would|i want to|i'd like to|can i|could i|may i|can we|could we|shall we|let's|let us|we could) {SMALL['en']}(?:talk|speak|do this|go on) {SMALL['en']}about {X}(?: (?:instead|first|now|please))*",
        rf"(?:it's|it is|this is|that's) {SMALL['en']}about {X}",
        rf"(?:rather )?about {X} (?:instead|first|rather)",
    ),
}
# Somebody brought up behind an answer, who is come back to: "… En Ferry?", "Trouwens ook Ferry."
ALSO: dict[Language, tuple[str, ...]] = {
    "nl": (
        rf"{NAMED} dus(?:,? (?:hè|he))?(?=,|[.!?]|$)", rf"{NAMED}, (?:wou|wil|wilde) (?:u|je|jij) (?:die|hem|haar)\b[^.?!]{{0,20}}(?=\?)",
        rf"(?:kunnen|zullen|mogen|gaan) we (?:(?:nu|dan|ook|eerst|nog) )*{NAMED} (?:doen|bespreken|nemen)",
        rf"(?:je|jij|u|ge) (?:slaat|vergeet)(?: nu| weer| steeds)* {NAMED}(?: (?:weer|steeds|over|nog))*(?=,)",
        rf"(?:ook|en ook) {X}", rf"en {X}(?=\?)", rf"(?:hoor|noteer|onthoud|vergeet) (?:je|u) (?:ook )?{X}(?: ook| niet)?(?=[?.]|$)",
    ),
    "en": (
        rf"{NAMED}, (?:did|do|don't|didn't) you\b[^.?!]{{0,25}}(?=\?)", rf"(?:can|could|shall) we (?:(?:now|also|then|first) )*do {NAMED}(?: (?:now|too|next|then))?",
        rf"(?:and )?also {X}", rf"and {X}(?=\?)", rf"(?:don't forget|did you get|have you got) {X}(?: (?:too|as well))?(?=[?.]|$)",
    ),
}
# Beside whoever is in hand, who is come back to.
BESIDE: dict[Language, tuple[str, ...]] = {
    "nl": (
        rf"(?:en|maar) {X} dan",
        rf"hoe zit (?:het|dat) (?:dan )?(?:eigenlijk )?met {X}(?: dan)?",
        rf"(?:nu|eerst|dan|en nu) {X}",
        rf"(?:(?:met|bij) )?{X} (?:is|was)(?: het)? (?:(?:eigenlijk|nog|veel|ook|misschien|wel|juist) )*(?:erger|(?:net )?zo(?:'n)?(?: iemand| geval)?|hetzelfde(?: verhaal| liedje)?)",
        rf"met {X} (?:zit|is|loopt|gaat) het {SMALL['nl']}(?:trouwens )?{SMALL['nl']}(?:scheef|mis|niet goed|hetzelfde|net zo|fout)",
        rf"(?:dan heb ik|ik heb|we hebben) {NAMED} (?:ook )?nog",
        rf"(?:verder |dan |daarnaast )?(?:is|was) er (?:(?:ook|nog|trouwens) )+{X}(?: nog)?",
        rf"(?:je|jij|u|ge) (?:vergeet|vergat|mist|miste|slaat|sloeg)(?: nu| weer| steeds)* {NAMED}(?: (?:weer|steeds|over|nog))*",
        rf"(?:was|is) {NAMED}(?: van (?:de|het) [\w-]+)? (?:er )?ook(?: nog| veel)*(?: bij)?",
        rf"(?:er is|er zit|er speelt|dan is er|dan heb ik|ik heb|we hebben) (?:(?:ook|nog|dan|trouwens) )+(?:iemand(?: anders)?[:,]? )?{X}",
    ),
    "en": (
        rf"(?:what|how) about {X}",
        rf"(?:now|first|then|next),? {X}",
        rf"{X}(?:'s| is| was| has it) {SMALL['en']}(?:even |much )?(?:worse|the same(?: story)?|just as bad)",
        rf"it(?:'s| is) {SMALL['en']}(?:lopsided|off|out of balance|not right|the same|worse)(?: as well| too)? with {X}(?: as well| too)?(?:,? by the way)?",
        rf"(?:there's|there is|i've got|i have|we've got|we have) (?:also |got )*(?:someone|somebody) else(?: too| as well)?[:,]? {X}",
        rf"(?:(?:there's|there is|i've|i have|we've|we have) also(?: got)?|and then there's|then there's) {X}",
        rf"(?:there's|theres|there is) {X} (?:too|as well|aswell)",
        rf"there(?:'s|s| is) {NAMED}",
        rf"you(?:'ve| have)? (?:keep |kept |still |again )*(?:skip(?:ped|ping)?|forgot(?:ten)?|missed|left out|passed over|ignored) {NAMED}(?: again)?",
    ),
}
BACK: dict[Language, str] = {
    "nl": rf"(?:(?:kunnen|mogen|zullen|laten) we |ik wil |mag ik |we kunnen |ga )?{SMALL['nl']}terug(?: gaan)? naar {X}(?: (?:graag|gaan|dan))*",
    "en": rf"(?:(?:can|could|shall|may) (?:we|i) |let's |i want to |i'd like to )?{SMALL['en']}(?:go |get |come )?back to {X}(?: (?:please|then|now))*",
}
NOT_THIS: dict[Language, str] = {
    "nl": r"(?:daar|hier) (?:wil|ga|kan|zeg|praat|heb) ik (?:(?:het|er|nu|liever|eigenlijk|nog|echt|hier|ook|verder) )*(?:niet|niets|niks)(?: meer| verder)*(?: (?:op|over|van|in)(?: (?:hebben|praten|zeggen|kwijt|vertellen|gaan|ingaan|uitweiden))*)?"
    r"|(?:dat|dit) (?:zeg|vertel|bespreek|houd|hou) ik (?:(?:hier|nu|eigenlijk) )*liever (?:niet|voor (?:me|mij|mezelf|mijzelf))|(?:dat|dit) wil ik (?:(?:hier|nu|eigenlijk|liever) )*niet (?:zeggen|vertellen|bespreken|delen|kwijt)"
    r"|(?:daar|dat) (?:gaat|hoef) (?:je|u|jou) (?:\w+ )?niets? (?:aan|te weten)|ik (?:wil|hoef) (?:het )?daar (?:(?:nu|liever|echt|hier) )*niet over (?:hebben|praten|te hebben|te praten)",
    "en": r"(?:i don't (?:really )?want to|i'd (?:really )?rather not|i would rather not|i'd prefer not to|i won't|i'm not going to|can we not|let's not)(?: (?:talk|speak|go|get|discuss|say|answer|share|tell you)(?: (?:about|into))?(?: (?:that|this|it|there))?(?: (?:here|now|right now|please|any more|anymore))*)?",
}
SELF: dict[Language, str] = {
    "nl": r"(?:mezelf|mijzelf|mij|me zelf|mij zelf|mijn (?:eigen )?(?:kant|rol|eigen stuk|deel))",
    "en": r"(?:me|myself|my (?:own )?(?:side|part|role))",
}
OTHER: dict[Language, str] = {
    "nl": r"(?:iets|wat) (?:heel )?anders|een ander onderwerp", "en": r"something (?:quite )?(?:else|different)|a different (?:subject|topic)",
}  # fmt: skip
NOBODY: dict[Language, str] = {
    "nl": r"(?:de|het|een|die|dat|dit|deze|mijn|onze)?\s*(?:haar|hem|hen|hun|ze|zij|hij|jij|je|jou|u|ik|wij|we|jullie|dat|dit|daar|hier|wat|hoe|die|deze|er|nu|alles|niks|niets|iemand(?: anders)?|jezelf|uzelf|(?:\w+ )*(?:vraag|vragen|gesprek|pagina|coach|zin|stap))",
    "en": r"(?:the|a|an|that|this|my|our)?\s*(?:her|him|them|she|he|they|you|i|we|us|it|that|this|there|here|what|how|those|everything|nothing|someone(?: else)?|somebody(?: else)?|yourself|(?:\w+ )*(?:question|questions|page|talk|coach|line|step))",
}
# What goes on about whoever was brought up: "…, die doet alle boodschappen".
GOES_ON = r"(?:[.!?;:]+|,? (?=(?:die|wie|want|hij|ze|zij|who|he|she|they|because|does|did|has|doet|deed|heeft)\b)|$)"
THINGS = r"(?:de|het|onze|mijn|the|our|my|that|die|dat) [\w-]+(?: [\w-]+){0,3}"
MOST_WORDS = 5
OPENS_A_ROLE = frozenset("de het een mijn m'n onze ons the a an my our".split())
ABOVE = frozenset("baas chef directeur directrice leidinggevende boss manager director owner supervisor".split())


def subject_of(state: State, text: str) -> Subject | None:
    """Return what `text` turns the walk to; None when it turns to nothing, or a page stands open."""
    if not state.turn or state.closed or is_reviewing(state) or state.route != "none":
        return None
    language = state.language
    told = text.strip().replace("’", "'")
    opens = rf"{LEAD[language]}"
    if re.fullmatch(rf"{opens}(?:{NOT_THIS[language]})[.!]*", told, re.I):
        return Subject("not_this")
    for how, patterns in (("back", (BACK[language],)), ("instead", INSTEAD[language]), ("beside", BESIDE[language])):
        for pattern in patterns:
            match = re.match(rf"{opens}{pattern}{GOES_ON}", told, re.I)
            if match is None:
                continue
            rest = told[match.end() :].strip()
            found = _meant(state, match["x"].strip(" '\"‘“"), how)
            if found is not None and (not rest or not match.group().rstrip().endswith("?")):
                return replace(found, told=rest)
    if state.history and state.history[-1].question_id == WHAT_ELSE and len(told.split()) <= MOST_WORDS:
        return _meant(state, re.sub(r"^(?:over|about) ", "", told.strip(" .!'\"‘“"), flags=re.I), "instead")
    return None


@dataclass(frozen=True)
class Beside:
    """Somebody brought up behind what a turn answers."""

    name: str
    answer: str  # the turn up to there
    told: str  # what it tells of them, "" when it only names them
    again: bool = False  # they were kept already


def brought_up(state: State, text: str) -> Beside | None:
    """Return whom a turn brings up behind its answer, to come back to; None when it brings up nobody new."""
    if not state.turn or not state.focus or state.closed or is_reviewing(state) or state.audience != "leader":
        return None
    told, language = text.replace("’", "'"), state.language
    for mark in BREAK.finditer(told):
        rest = told[mark.end() :]
        for pattern in (*BESIDE[language], *ALSO[language]):
            match = re.match(rf"{LEAD[language]}{pattern}(?: nog)?(?:{OF_THEM})?(?:{GOES_ON}|(?=\?)|(?=,))", rest, re.I)
            found = _meant(state, match["x"].strip(" '\"‘“"), "beside") if match else None
            if match and found is not None and found.kind == "person":
                more = rest[match.end() :].lstrip("?!. ").strip()
                return Beside(found.name, text[: mark.start() + 1].strip(" ,"), more, found.name in state.kept)
    return None


OF_THEM = r", (?:van|uit|onze|mijn|from|in|our|my|the) [^,.;?!]{2,30}"  # "Bilal, van de kassa, die …"
BREAK = re.compile(r"(?<=[.!?])\s+|\n+|,\s+(?=(?:maar |en |but |and |anyway |anyway,? )*(?:er is|er zit|dan is er|verder is er|daarnaast is er|ik heb|we hebben|there's|there is|i've|we've|voor ik|before i)\b)", re.I)


def _meant(state: State, name: str, how: str) -> Subject | None:
    language, first = state.language, load_names().first
    name = APPOSED.sub("", name)
    if not name or len(name.split()) > MOST_WORDS:
        return None
    if re.fullmatch(SELF[language], name, re.I):
        return Subject("self") if how == "instead" and state.audience == "leader" else None
    if re.fullmatch(OTHER[language], name, re.I):
        return Subject("something_else") if how == "instead" else None
    if re.fullmatch(NOBODY[language], name, re.I) or state.audience != "leader":
        return None
    known = next((n for n in known_people(state) if _same(n, name)), "")
    if known and known == state.focus:
        return None
    if known:
        return Subject("person", known, how != "beside")
    if how == "back":
        return None
    last = name.split()[-1]
    named = all(w[:1].isupper() or w.casefold() in first for w in name.split())
    if named:
        return Subject("person", " ".join(w.capitalize() if w.islower() else w for w in name.split()), how == "instead")
    before = name.split()[:-1]
    titled = last[:1].isupper() and all(w.lower() in OPENS_A_ROLE or w.lower() in TITLES or is_somebody(w.lower(), language) for w in before)
    if titled or is_somebody(last.lower(), language) or last.lower() in ABOVE:
        return Subject("person", re.sub(r"^(?:een|a|an) ", lambda m: "de " if language == "nl" else "the ", name, flags=re.I), how == "instead")
    thing = how == "instead" and re.fullmatch(THINGS, name, re.I) is not None
    return Subject("thing", name) if thing else None


APPOSED = re.compile(r"(?<=[\w'])(?:,? (?:onze|mijn|m'n|ons|our|my|van|in|op|from|of|on|the) [^,]+)$", re.I)  # "Wojtek our caretaker", "Bianca van geluid"


def _same(known: str, name: str) -> bool:
    bare = [re.sub(r"^(?:de|het|een|the|a|an|mijn|m'n|my|onze|our) ", "", n.lower()) for n in (known, name)]
    return bare[0] == bare[1]


def turned_to(state: State, subject: Subject) -> State:
    """Return `state` with whoever the talk turns to in hand, and the one before kept or laid aside."""
    if subject.kind != "person":
        return state
    before, book = state.focus, load_phrasebook(state.language)
    kept = tuple(n for n in state.kept if n != subject.name)
    aside = tuple(n for n in state.aside if n != subject.name)
    open_still = pending(state, book)
    again = {key_of(open_still, state)} if open_still is not None else set()  # it wasn't answered
    if subject.instead and before:
        again |= {
            key_of(n, state) for n in book.walk[state.audience]
            if not n.per_person and PHASES.index(n.phase) <= PHASES.index("repair")
        }  # fmt: skip
        aside = (*aside, before)
    elif before:
        kept = (*kept, before)
    asked = tuple(a for a in state.asked if a not in again)
    phase = "contributions" if PHASES.index(state.phase) > PHASES.index("contributions") else state.phase
    return replace(
        state, focus=subject.name, kept=kept, aside=aside, asked=asked, phase=phase,
        nobody=tuple(n for n in state.nobody if n != subject.name.lower()),
    )  # fmt: skip
