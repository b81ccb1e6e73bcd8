"""What somebody gave and what it took, told to their face; one line of it when there is no more."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.address import HE, SHE, addressed
from coach.dialogue.clauses import tokenise
from coach.dialogue.echo import by_weight
from coach.dialogue.fragments import fragment, lost
from coach.dialogue.grammar import ATTRIBUTION
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.main_order import in_main_order, stated
from coach.dialogue.names import load_names
from coach.dialogue.owning import MOST_POINTING, POINTS_BACK, with_pronoun
from coach.dialogue.people import names_several
from coach.dialogue.phrasebook import Phrasebook, sentence
from coach.dialogue.remarks import trimmed
from coach.dialogue.sayable import SPOKEN_TO, as_said, is_whole
from coach.dialogue.state import Item, State, items_of
from coach.dialogue.wordings import WORN_OUT
from coach.dialogue.words import content, low, span, spelled

MOST_NAMED = 3  # words that say nothing by themselves ("she said then")
# What somebody has or is like isn't what they gave.
HARDLY_A_DEED = re.compile(
    r"(?:je|jij|you)(?:'ve)? (?:hebt|have|had) (?:een|a|an|\w+) [\w-]+$|(?:je|jij|you)(?:'re)? (?:bent|are|was|were|lacht|zegt|klaagt|moppert|laugh|say|moan)\b", re.I
)
DONE = re.compile(r"(?:ge|be|ver|ont|her|\w+ge)\w{3,}en")  # "begonnen", "gebleven", "ingevallen"
FEWEST_TOLD = 4
# What somebody let go of is named as what it cost them; "you missed it" would blame them.
GIVEN_UP = re.compile(
    r"\b(?:missed|gave up|dropped|quit|lost|cancelled|skipped|gemist|miste|opgezegd|laten schieten|afgezegd|overgeslagen|ingeleverd)\b",
    re.I,
)
HEARSAY = re.compile(r"\bhoorde ik\b|\bi heard\b|\bheard (?:it )?from\b|\bvan horen zeggen\b", re.I)
MOST_REST = 3


def naming(state: State, lexicon: Lexicon, who: str, public: bool) -> str | None:
    deeds = sorted(items_of(state.record, "what", about=who), key=lambda d: d.id in state.unsure)  # what is sure first
    deeds = [d for d in deeds if not any(t.kind == "negation" for t in tokenise(main_part(d.text) or d.text, lexicon))]
    if not deeds:
        return None
    for deed in deeds:
        named = _named(deed, who, state, lexicon, public)
        if named:
            return named
    return None


def _same_person(clause: str, who: str, state: State) -> bool:
    """Tell whether he or she in a clause can be `who`, going by how `who` is spoken of elsewhere."""
    told = " ".join(i.clause for i in state.record.items if i.about == who and i.clause != clause).lower()
    words, own = re.findall(r"[\w']+", told), set(re.findall(r"[\w']+", clause.lower()))
    she, he = sum(w in SHE for w in words), sum(w in HE - {"zn"} for w in words)
    if she > he and own & {"hij", "hem", "he", "him"} and not own & SHE:
        return False
    return not (he > she and own & {"zij", "she", "her"} and not own & HE)


def main_part(clause: str) -> str:
    """Return what stands before a clause of time or reason, when that is enough by itself."""
    before = re.split(r",? (?:toen|omdat|terwijl|nadat|doordat|when|while|because|since|after|as) ", clause, maxsplit=1)[0]
    return before if len(before.split()) >= FEWEST_TOLD else ""


def _named(deed: Item, who: str, state: State, lexicon: Lexicon, public: bool) -> str | None:
    extras = [
        i
        for i in items_of(state.record, "extra", about=who)
        if i.turn == deed.turn and i.text not in deed.clause
    ]
    extra = f", {extras[0].text}" if extras else ""
    if public:
        named = re.sub(r"\b(?:zij|ze|hij|die|she|he|they)\b", who, deed.clause, count=1, flags=re.I)
        named = named if who in named else f"{who} {deed.text}"
        return as_said(named, lexicon.language) if not _speaks(named, lexicon) and is_whole(named, lexicon) else None
    if who[:1].isupper():  # typed without its capital, or run together with "has"
        written = re.sub(rf"\b{re.escape(who)}\b", who, deed.clause.replace("’", "'"), flags=re.I)
        has = rf"\b{re.escape(who)}'s (?=been |done |had |gone |run |not |never |\w+ed )"
        deed = replace(deed, clause=re.sub(has, f"{who} has ", written))
    deed = replace(deed, clause=_without_its_cause(_turned(deed.clause, who, lexicon), who, lexicon))
    deed, theirs = _of_another(deed, who, state, lexicon)
    main = main_part(deed.clause)
    if main and any(t.kind == "negation" or lexicon.has("third_possessive", t.lower) for t in tokenise(deed.clause[len(main) :], lexicon)):
        deed = replace(deed, clause=main)  # "toen Bas met z'n hernia thuis zat": whose it is can't be told
    clause = f"{who} {deed.clause[:1].lower()}{deed.clause[1:]}" if _verb_first(deed.clause, lexicon) else in_main_order(deed.clause, who, lexicon)
    if not _same_person(clause, who, state):
        return None
    if " " in who and clause.lower().startswith(f"{who.lower()} ") and not names_several(who, lexicon):  # a role stands for them
        pronoun = "ze" if lexicon.language == "nl" else "she"
        clause, who = pronoun + clause[len(who) :], ""
    told = addressed(clause, who, lexicon) or addressed(main_part(clause), who, lexicon)
    acted = told is not None and any(t.kind == "participle" or DONE.fullmatch(t.lower) for t in tokenise(told, lexicon))
    if told is None or HARDLY_A_DEED.match(told) and not (acted and lexicon.language == "nl"):
        return None
    more = (
        re.sub(r"\b(?:haar|zijn|z'n|hun)\b", "je", extra)
        if lexicon.language == "nl"
        else re.sub(r"\b(?:her|his|their)\b", "your", extra)
    )
    line = as_said(re.sub(rf"\b{STANDS_IN[lexicon.language]}\b", theirs, told, count=1) + more if theirs else told + more, lexicon.language)
    says = len(content(line, lexicon)) >= FEWEST_MEANING or len(line.split()) >= FEWEST_WORDS  # "je rijdt ze dan" says nothing by itself
    return line if says and is_whole(line, lexicon) and SPOKEN_TO.search(line) else None


def _turned(clause: str, who: str, lexicon: Lexicon) -> str:
    """Return "doet Annelies al haar …", which stood behind a time or a reason, with its subject first."""
    clause = re.sub(rf"^({re.escape(who)}),? {ROLE} (?={ACTS})", r"\1 ", clause, flags=re.I) if who else clause
    words = tokenise(clause, lexicon)
    turned = re.match(rf"(?P<verb>[a-zà-ÿ]+) {re.escape(who)} (?=\S)", clause) if who and words and words[0].kind in {"verb", "auxiliary"} else None
    return f"{who} {turned['verb']} {clause[turned.end() :]}" if turned else clause


# Who somebody is, said behind their name: "Orla our head nurse has had …" is told to her without it.
ROLE = r"(?:our|my|the|mijn|m'n|mn|onze|ons|de|het|new|een|an?) (?:[\w-]+ ){0,2}?[\w-]+,?"
ACTS = r"(?:has|had|have|is|was|did|does|took|covered|heeft|deed|doet|nam|neemt|\w+ed)\b"
# What stands for whose work it was, while the rest is turned to be said to somebody.
STANDS_IN = {"nl": "diens", "en": "those"}
TAKES_OVER = re.compile(r"\b(?:nam|neemt|nemen|overgenomen|opgevangen|ving|vangt|took|takes|taken|covered|covers|covering|(?:doet|deed|does|did|done|doing|gedaan)(?= \w+(?: \w+){0,3} (?:al|all|ook|erbij|too|as well)\b| (?:al|all|ook|both)\b|.*\b(?:erbij|as well|on top|too)\b))\b", re.I)


def _of_another(deed: Item, who: str, state: State, lexicon: Lexicon) -> tuple[Item, str]:
    """Return a deed with a word in place of "haar" where that is somebody else's work, and that "haar"; else "".

    "Sinds Rosette haar heup brak, doet Annelies al haar cliënten": whom that is said to takes over hers.
    """
    told = next((e.user for e in state.history if e.turn == deed.turn), "").replace("’", "'")
    place = told.lower().find(deed.text.lower().replace("’", "'")[:FEWEST_LETTERS])
    before = re.split(r"(?<=[.!?])\s+", told[:place])[-2:] if place > 0 else []
    named = [w for s in before for w in re.findall(r"(?<=[\w,] )[A-ZÀ-Ý][\w-]+|^[A-ZÀ-Ý][\w-]+", s) if not s.startswith(w) or w.casefold() in load_names().first]
    others = [w for w in named if w.lower() not in who.lower()]
    owned = re.search(r"\b(?P<whose>haar|zijn|z'n|zn|d'r|hun|her|his|their) (?!eigen\b|vrije\b|own\b|best\b|free\b|day|lunch)(?=[a-z])", deed.clause, re.I)
    if not others or owned is None or not TAKES_OVER.search(deed.clause) or re.search(rf"\b{STANDS_IN[lexicon.language]}\b", deed.clause, re.I):
        return deed, ""
    clause = deed.clause[: owned.start()] + STANDS_IN[lexicon.language] + deed.clause[owned.end("whose") :]
    return replace(deed, clause=clause), owned["whose"]


FEWEST_LETTERS = 24  # of what was told, by which it is found
CAUSE = re.compile(r"(?:toen|nadat|omdat|terwijl|doordat|zolang|when|after|because|while) [^,]{5,80}, (?P<main>.+)$", re.I)


def _without_its_cause(clause: str, who: str, lexicon: Lexicon) -> str:
    """Return a clause without when or why it was, which stands before it ("toen de oven stuk ging, is zij …")."""
    found = CAUSE.match(clause)
    if found is None:
        return clause
    main = found["main"]
    if lexicon.language == "nl":  # its verb stands first there
        turned = re.sub(rf"^(?P<verb>\w+) (?:zij|ze|hij|ie|{re.escape(who)}) ", lambda m: f"{who} {m['verb']} ", main, flags=re.I)
        return turned if turned != main else clause
    return main


FEWEST_MEANING = 2  # words of meaning in what is named
FEWEST_WORDS = 6  # or so many words in all ("je blijft altijd tot alles schoon is")
# Whom somebody has cost them nothing.
HAS = re.compile(r"(?:hij|ze|zij|she|he)(?: heeft| has|'s got) (?:een|geen|a|no) [\w-]+(?:$|,? (?:maar|but|en|and)\b)", re.I)


def cost_told(state: State, book: Phrasebook, lexicon: Lexicon, who: str) -> str | None:
    costs = by_weight(items_of(state.record, "cost", about=who), state)
    for item in (replace(i, clause=with_pronoun(stated(trimmed(i.clause, lexicon.language, i.source), lexicon), lexicon)) for i in costs):
        told = ATTRIBUTION[lexicon.language].match(item.clause)
        given_up = GIVEN_UP.search(item.text)
        behind = item.text[given_up.start() :] if given_up and lexicon.language == "en" else item.text
        gone = _to_its_end(lost(behind, lexicon), behind, lexicon) if given_up else None
        if gone and who[:1].isupper():
            yours = re.sub(r"\b(?:haar|zijn|z'n)\b", "je", re.sub(r"\b(?:her|his|their)\b", "your", gone, flags=re.I), flags=re.I)
            return book.variants("cost-you")[0].replace("{a}", yours)
        if not _same_person(item.clause, who, state) or HAS.match(item.clause.replace("’", "'")):
            continue
        if HEARSAY.search(item.clause) or WORN_OUT.match(item.clause.replace("’", "'")) or POINTS_BACK.match(item.clause) and len(item.clause.split()) <= MOST_POINTING:
            continue
        if told is None:
            retold = addressed(item.clause, who, lexicon)
            acts = any(t.kind in {"verb", "auxiliary"} for t in tokenise(item.clause, lexicon))
            subject = any(t.lower in {"hij", "zij", "ze", "ie", "he", "she", "they"} or t.kind == "name" for t in tokenise(item.clause, lexicon))
            contracted = re.search(r"\b(?:he|she|they)'", item.clause.replace("’", "'"), re.I)
            if retold and (subject or contracted) and acts and item.source != "assumed" and len(retold.split()) > MOST_NAMED and is_whole(retold, lexicon):
                return as_said(retold, lexicon.language)
            continue
        heard = addressed(item.clause, who, lexicon)
        if heard and addressed(told["by"], who, lexicon):
            return as_said(heard, lexicon.language)
    return None


def _to_its_end(thing: str | None, text: str, lexicon: Lexicon) -> str | None:
    """Return the thing with the rest of its words ("first" → "first birthday do"); None when it is cut."""
    head, _, day = (thing or "").partition(", ")
    place = text.find(head)
    if not thing or place < 0:
        return thing
    after = tokenise(text[place + len(head) :], lexicon)
    if day or not after or after[0].kind not in {"word", "name", "number"} or not text[place + len(head) :].startswith(" "):
        return thing
    rest = text[place + len(head) :].strip(" .,;")
    ends = len(rest.split()) <= MOST_REST and not any(t.kind in {"verb", "auxiliary", "coordinator", "first", "third"} for t in after)
    return f"{head} {rest}" if ends else None


def one_line(state: State, book: Phrasebook, lexicon: Lexicon) -> str | None:
    """One sentence of at most fifteen words: what was given, and that it was seen."""
    deeds = [i for i in items_of(state.record, "what") if i.source == "seen"]
    if not deeds:
        return None
    stretches = ((d, fragment(d.text, lexicon, 9)) for d in deeds)
    deed, did = next(((d, t) for d, t in stretches if t and not _verb_first(t, lexicon)), (None, None))
    if deed is None or did is None:
        return None
    saw = book.variants("saw-that")[0]
    moments = [
        i.text
        for i in items_of(state.record, "when")
        if i.about == deed.about and i.text not in did and (i.turn == deed.turn or i.clause == i.text and i.turn <= deed.turn + 1)
    ]
    period = span(moments, lexicon)
    timed = (
        f"{did}, {low(period, lexicon)}" if period and len(f"{did} {period}".split()) <= 10 else did
    )
    line = f"{sentence(spelled(timed, lexicon))}: {saw}."
    elsewhere = _elsewhere(state)
    if elsewhere:
        thing, group = elsewhere
        link = "en de {0} ging naar {1}" if lexicon.language == "nl" else "and the {0} went to {1}"
        longer = f"{sentence(spelled(did, lexicon))}, {link.format(thing, group)}: {saw}."
        if len(longer.split()) <= 15:
            return longer
    return line if len(line.split()) <= 15 else None


def _verb_first(text: str, lexicon: Lexicon) -> bool:
    opens = next(iter(tokenise(text, lexicon)), None)
    return opens is not None and opens.kind in {"verb", "auxiliary"} and "'" not in opens.lower


def _elsewhere(state: State) -> tuple[str, str] | None:
    for item in items_of(state.record, "came_back"):
        near = [i for i in state.record.items if i.turn == item.turn and i is not item]
        for text in (item.clause, *(i.clause for i in near)):
            match = re.search(r"\b(?:voor|for)\s+((?:de|het|the)\s+\w+)$", text.strip(" ."), re.I)
            if match and item.text.isalpha():
                return item.text.lower(), match[1].lower()
    return None


def _speaks(text: str, lexicon: Lexicon) -> bool:
    return bool(re.search(r"\b(?:ik|mijn|m'n|i|my)\b", text, re.I))
