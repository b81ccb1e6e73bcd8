"""Whom the talk is about: the one person in hand, and how a turn changes that.

One named person is the centre. A group or a role stands in only until somebody is named; what
people call themselves ("I'm the head chef") is never anybody else; and "no, I mean Niamh" moves
the talk, with what was told about her, to Niamh.
"""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.extract import Reading
from coach.dialogue.grammar import is_several
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.people import TITLES, known_as, names_several
from coach.dialogue.pieces import OF_SOMEBODY, Found
from coach.dialogue.roles import is_role
from coach.dialogue.state import State, items_of
from coach.dialogue.word_forms import is_known
from coach.dialogue.wordings import NEED_NOT_ASK

# That somebody is whom it is about, as it may also be said of who signs for it: it moves the talk
# only while nothing was told of the one in hand.
NAMED = (
    r"\bvooral {name}\b|\b{name},? (?:mostly|mainly|vooral)\b",
    r"\b(?:it|that)(?:'s|s| is| was) (?:really |mostly |mainly |all |just )*{name}\b|\b(?:het|dat|dit) (?:is|was) (?:echt |vooral |gewoon |eigenlijk )*{name}\b",
)
MEANT = (
    r"\b(?:gaat|ging|gaan|draait) (?:het )?(?:me |mij |het |nu |echt |vooral |mij )*(?:om|over) {name}\b",
    r"\bit(?:'s|s| is| was) (?:really |mostly |mainly |all |just )*(?:about )?{name} (?:i'm|im|i am) (?:really |most )?(?:worried|concerned)\b",
    r"\bit(?:'s|s| is| was) (?:really |mostly |mainly |all |just )*about {name}\b",
    r"\b(?:i'm|im|i am) (?:really |most(?:ly)? |more )?(?:worried|concerned) (?:most(?:ly)? )?about {name}\b",
    r"\bmaak (?:ik )?(?:me |mij |ik )*(?:(?:vooral|echt|meer|het meest|meest|eigenlijk) )*zorgen (?:om|over) {name}\b",
    r"\bzit (?:ik )?(?:me |er )?(?:het meest|vooral|echt|eigenlijk) (?:over|met|om) {name}\b",
    r"\b(?:ik )?(?:bedoel|bedoelde|had het over|heb het over|hebben het over|vroeg(?: het)? (?:om|over|voor)) (?:\w+ )?{name}\b",
    r"\b(?:i mean|i meant|i was|i'm|we're|we were|i) ?(?:talking |asking |asked |thinking |on )?(?:about |of )?{name}\b(?! (?:and|en)\b)",
    r"\b{name} (?:i was|i'm|i am|we were|we're) (?:asking|talking|thinking|on|speaking) ?(?:about)?\b|\b(?:over|om) {name} (?:had|vroeg|heb|bedoel) ik\b",
    r"\b{name} (?:i mean|i meant|is who i mean|is the one|bedoel ik|bedoelde ik|is (?:het|degene|diegene))\b",
    r"\b(?:stay with|stick with|stick to|talk about|back to|stay on|blijven bij|blijf bij|terug naar|over|praten over|het over) {name}\b",
    r"\b(?:eerst|first|nu) (?:over |om |about )?{name}\b|\b{name} first\b",
    r"\b(?:over|about) {name} (?:(?:wil|wou|moet|kan) (?:\w+ )?(?:hebben|praten|spreken)|hebben|praten)\b",
    r"\b(?:not|niet) (?!zo\b|so\b|waar\b|true\b|right\b|klaar\b|ok\b|goed\b)(?:[\w']+ ){{0,3}}[\w']+(?:[,;]|,? (?:maar|but)) (?:it's |om |about |to |voor |van |for )?{name}\b(?!['’]s)",
    r"\b(?:to|about|mean|over|om|bedoel|tegen) {name},? (?:and |en )?(?:not|niet) \w+",
    r"\b(?:what|how) about {name}\b|\bhoe zit (?:het|dat) (?:\w+ ){{0,2}}met {name}\b|\ben {name} dan\b|\b{name} (?:mist|ontbreekt|is missing)\b",
)
ALONE = r"(?:^|[.!?\n,] *)(?:(?:no|nee|nope|ffs|hm+|well|dus|oké|ok|okay|so|gewoon|just|nou|ja|yes),? *)*{name}(?: dus| then| natuurlijk| of course| hè| bedoel ik)? *(?:[.!?,]|$)"


def with_focus(
    state: State, found: list[Found], reading: Reading, turn: int, lexicon: Lexicon
) -> State:
    """Return `state` with the person in hand after this turn; others are kept by name."""
    if state.audience == "client":
        return state
    return _given_to(_turned_to(state, found, reading, turn, lexicon), state.focus, lexicon)


def _turned_to(
    state: State, found: list[Found], reading: Reading, turn: int, lexicon: Lexicon
) -> State:
    asked = state.history[-1].question_id.partition("#")[0] if state.history else ""
    people = [spelled(name, state, lexicon) for name in _told_of(found, reading)]
    everybody = [spelled(name, state, lexicon) for name in reading.named]
    single = [
        p
        for p in (*people, *everybody)
        if p.lower() not in state.nobody and not names_several(p, lexicon) and not is_client(p, state)
    ]
    told_first = [p for p in everybody if p in single]
    single = list(dict.fromkeys([*told_first, *single]))
    names = [p for p in single if p[:1].isupper()] or single
    group = _group_meant(state, reading, lexicon)
    if group:
        dropped = replace(state, nobody=(*state.nobody, state.focus.lower())) if state.focus else state
        items = tuple(i for i in dropped.record.items if i.about != state.focus or i.turn < turn and i.field != "who")
        return replace(dropped, focus=group, kept=(), record=replace(dropped.record, items=items))
    state = _forgotten(state, everybody, reading)
    if state.focus and asked in OF_ONESELF and not any(p != state.focus and _is_about(p, reading) for p in names):
        return state  # whom they lean on is no reason to speak of somebody else
    stays = bool(state.focus) and _is_about(state.focus, reading)
    meant = "" if stays else next((p for p in names if p != state.focus and _is_meant(p, reading, state, turn)), "")
    if meant:
        return replace(_moved(state, meant, lexicon, turn), kept=(), first="")
    another = bool(state.history) and "contributions-7" in state.history[-1].question_id  # who else is never named
    if state.focus and stands_in(state.focus, lexicon) and names and not another:
        told = [f.about for f in found if f.field in {"what", "cost"} and f.about in names]
        chosen = (told or names)[0]
        named_late = state.phase not in {"opening", "contributions"} and not _alias(state.focus, lexicon)
        sure = told or not named_late and state.phase in NAMING and (_alias(state.focus, lexicon) or len(names) == 1)
        if chosen != state.focus and sure:
            return _moved(state, chosen, lexicon, turn)
    return _kept_by_name(state, found, people, single, turn, _told(reading))


NAMING = frozenset({"opening", "contributions"})
OF_ONESELF = frozenset({"mirror-1", "mirror-2"})  # questions of what they give and get themself
CLIENT = re.compile(r"(?:mijn|m'n|de|my|the) (?:cliënt|client|coachee|klant)e?", re.I)


def _is_about(name: str, reading: Reading) -> bool:
    """Tell whether a turn says that it is about `name`, and doesn't go on with "but"."""
    told = _not_denied(name, reading)
    said = (m for p in MEANT for m in re.finditer(p.format(name=re.escape(name)), told, re.I))
    return any(not GOES_ON.match(told[m.end() :]) for m in said)


# "We hadden het over Karin, maar nu wil ik het over Bea hebben."
GOES_ON = re.compile(r"(?: (?:hebben|before|just now|first|eerst|net))*,? (?:but|maar|yet|however)\b(?! (?:not|niet)\b)", re.I)


def is_client(name: str, state: State) -> bool:
    """Tell whether a coach speaks of their client, whose words they tell and who isn't the one in hand."""
    return state.audience == "coach" and CLIENT.fullmatch(name) is not None


def _given_to(state: State, before: str, lexicon: Lexicon) -> State:
    """Give whoever is named first what was told before there was a name ("she locks up every night")."""
    if before or not state.focus:
        return state
    deeds = {i.turn for i in state.record.items if i.field == "what" and not i.about and not _by_all(i.clause, lexicon)}
    items = tuple(
        replace(i, about=state.focus)
        if not i.about and i.field in OF_SOMEBODY and i.turn in deeds else i
        for i in state.record.items
    )  # fmt: skip
    return replace(state, record=replace(state.record, items=items))


def _by_all(clause: str, lexicon: Lexicon) -> bool:
    """Tell whether a clause opens with everybody, or a whole team, who did it together."""
    opening = clause.lower().replace("'", " ").split()[:OPENING]
    return bool(set(opening) & (lexicon.classes["group"] | {"everyone", "everybody", "iedereen", "allemaal", "we"}))


OPENING = 5  # words
FORGET = r"\b(?:forget|never mind|leave out|vergeet|laat) {name}\b|\b{name} (?:hoeft (?:er )?(?:wat mij betreft |van mij )?niet(?: bij| in| op)?|(?:doesn't|does not) (?:matter|(?:need|have) to be (?:in|on) (?:it|this|here)))(?= *(?:[.,!;]|$))"
# That somebody is to be taken off, as an order or a verdict by itself: "haal Fouad eraf", "Fouad hoort hier niet".
OFF = (
    r"(?:^|[.!?,] *)(?:(?:no|nee|please|graag|dan) )*(?:(?:haal|schrap|laat|take|leave|drop) {name} (?:er ?af|eraf|er ?uit|eruit|weg|off|out)|{name} (?:hoort (?:hier|er) niet(?: bij| thuis)?|doesn't belong(?: here)?)"
    r"|leave {name} out of (?:it|this)|{name} (?:moet |must |should (?:come )?)?(?:eraf|weg|eruit|off))(?= *(?:[.!?,]|$))"
    rf"|\b{{name}}{NEED_NOT_ASK}"
    r"|\b{name} hoeft (?:er )?niet,? (?:die|hij|zij|ze) (?:is|ligt|zit)\b"
)
# Whom the talk turns to when it isn't one person: "het gaat om die vrouwen", "not Dave, the night crew".
GROUP = r"(?P<who>(?:die|de|het|onze|mijn|m'n|those|the|our|my) (?:[\w-]+ )?(?P<noun>[\w'-]+)(?: (?:van|in|op|of|in|on) (?:de|het|the|onze|our) [\w-]+)?)"
TO_A_GROUP = (
    rf"\b(?:gaat|ging|draait) (?:het )?(?:me |mij |hier |nu |juist |vooral |echt )*(?:om|over) {GROUP}",
    rf"\bit(?:'s|s| is| was) (?:really |all |mostly |just )*(?:about |for )?{GROUP}",
    rf"\b(?:niet|not) {{name}}(?: zei ik| bedoel ik| i said| i mean)?[,.]+ (?:maar |but |het zijn |it's )?{GROUP}",
)
PEOPLE = frozenset(
    "vrouwen mannen jongens meisjes meiden dames heren mensen collega's collegas vrijwilligers team ploeg groep club jonkies ouderen women men lads girls boys ladies guys people folks colleagues volunteers crew team gang lot".split()
)


def _group_meant(state: State, reading: Reading, lexicon: Lexicon) -> str:
    """Return the group a turn says it is about instead of the one in hand; "" when it says none."""
    if not state.focus or state.audience != "leader" or state.phase not in {"opening", "contributions", "return", "repair"}:
        return ""
    told = _told(reading)
    gave = any(i.about == state.focus for i in items_of(state.record, "what", "cost") if i.turn <= state.turn)
    for place, pattern in enumerate(TO_A_GROUP):
        if gave and place < len(TO_A_GROUP) - 1:
            continue  # of whom something is told, only "not her, the team" takes the talk away
        found = re.search(pattern.replace("{name}", re.escape(state.focus)), told, re.I)
        if found is None or found["who"].lower() == state.focus.lower():
            continue
        noun = found["noun"].lower()
        if noun in PEOPLE or is_several(noun, lexicon):
            return found["who"]
    return ""


def _forgotten(state: State, everybody: list[str], reading: Reading) -> State:
    """Drop who isn't to be spoken of any more ("forget Kev")."""
    told = _told(reading)
    for name in everybody:
        off = re.search(OFF.format(name=re.escape(name)), told, re.I) is not None
        if off or re.search(FORGET.format(name=re.escape(name)), told, re.I):
            kept = tuple(n for n in state.kept if n != name)
            others = [i.about for i in state.record.items if i.about and i.about != name]
            focus = (others[-1] if others else "") if state.focus == name else state.focus
            state = replace(state, focus=focus, kept=kept)
            if off:
                items = tuple(i for i in state.record.items if i.about != name and i.text != name)
                state = replace(state, nobody=(*state.nobody, name.lower()), record=replace(state.record, items=items))
    return state


def spelled(name: str, state: State, lexicon: Lexicon) -> str:
    """Return a name as it is known, and a nickname typed small with its capital."""
    known = [n for n in (state.focus, *state.kept, *(i.about for i in state.record.items)) if n]
    if (as_known := known_as(name, known)) != name or name in known:
        return as_known
    head = name.partition(" ")[0].lower()
    if is_several(head, lexicon) and head not in load_names().first:
        return f"{'de' if lexicon.language == 'nl' else 'the'} {name[0].lower()}{name[1:]}"  # "Pickers on nights."
    single = name.isalpha() and name == name.lower() and name not in lexicon.classes["group"]
    asked_who = bool(state.history) and state.history[-1].question_id.startswith("contributions-1")
    a_name = name in load_names().first or asked_who and not is_role(name, lexicon.language)
    if not single or is_known(name, lexicon.language) and not a_name:
        return name
    return name.capitalize()


def _told_of(found: list[Found], reading: Reading) -> list[str]:
    people: list[str] = []
    for piece in found:
        owner = piece.about or (piece.text if piece.field == "who" else "")
        if piece.field in {"who", "what", "cost", "extra"} and owner and owner not in people:
            people.append(owner)
    return people


def stands_in(focus: str, lexicon: Lexicon) -> bool:
    """Tell whether a group or a role is in hand, which a name may replace."""
    return names_several(focus, lexicon) or not focus[:1].isupper() or _alias(focus, lexicon)


def _alias(focus: str, lexicon: Lexicon) -> bool:
    """Tell whether what is in hand is one person without a name ("my sous", "one of my teachers")."""
    own = lexicon.classes["first_possessive"] | {"een", "één", "one", "a", "an"}
    return focus.split()[0].lower() in own and not names_several(focus, lexicon)


def _is_meant(name: str, reading: Reading, state: State, turn: int) -> bool:
    """Tell whether the turn says that this one is whom it is about."""
    told = _not_denied(name, reading)
    gave = any(i.about == state.focus and i.turn < turn for i in items_of(state.record, "what", "cost"))
    if any(re.search(p.format(name=re.escape(name)), told, re.I) for p in (MEANT if gave else (*MEANT, *NAMED))):
        return True
    asked_who = bool(state.history) and "contributions-7" in state.history[-1].question_id
    known = name in state.kept or any(i.about == name and i.turn < turn for i in state.record.items)
    return (
        known
        and not asked_who
        and re.search(ALONE.format(name=re.escape(name)), told, re.I) is not None
    )


def _not_denied(name: str, reading: Reading) -> str:
    """Return the turn as `_told`, without "not about her" of `name`."""
    return re.sub(rf"\b(?:niet|not) (?:over|om|van|voor|tegen|met|about|of|for|to|with) {re.escape(name)}\b", "", _told(reading), flags=re.I)


def _told(reading: Reading) -> str:
    """Return the turn with its clauses apart by a comma and its sentences by a point."""
    told, last = "", -1
    for clause in reading.clauses:
        told += ("" if last < 0 else ", " if clause.sentence == last else ". ") + clause.text.strip(
            " ,."
        )
        last = clause.sentence
    return told.replace("’", "'") + "."


def _moved(state: State, name: str, lexicon: Lexicon, turn: int) -> State:
    """Put `name` in hand, and give them what was told of whoever stood in for them."""
    before = state.focus
    items = list(state.record.items)
    known = name in state.kept or any(i.about == name and i.turn < turn for i in state.record.items)
    if before and before != name and not known and stands_in(before, lexicon):
        first = 0 if _alias(before, lexicon) else 1
        items = [
            replace(i, about=name) if i.about == before and first < i.turn < turn + 1 and not _by_all(i.clause, lexicon) else i
            for i in items if not (i.field == "who" and i.text == before and _alias(before, lexicon))
        ]  # fmt: skip
    open_ = state.record.open
    if before and _alias(before, lexicon) and not known:
        open_ = tuple(replace(o, about=name) if o.about == before else o for o in open_)
    kept = tuple(n for n in state.kept if n != name)
    record = replace(state.record, items=tuple(items), open=open_)
    return replace(state, focus=name, kept=kept, record=record)


def _kept_by_name(
    state: State, found: list[Found], people: list[str], single: list[str], turn: int, said: str
) -> State:
    """Choose whom something was told of, the one most was told of and first; the others are kept for later."""
    told = [f.about for f in found if f.field in {"what", "cost"} and f.about]
    deeds = [f.about for f in found if f.field == "what"]
    known = {state.focus, *state.kept, *(i.about for i in state.record.items if i.turn < turn)}
    fresh = [p for p in people if p not in known or not state.focus]
    if not state.focus and single and not set(told) & set(people):
        fresh = single  # in the order they were named
    if state.audience == "coach" and state.focus:
        return state  # a coach speaks of one person in a client's story, and of the client
    if state.audience == "coach" and A_CLIENT.search(said) and found and _begins_with_the_client(found):
        return state  # "mijn cliënt, teamleider … Zij springt al sinds mei zelf in": whoever is named beside that isn't the one
    if not fresh or state.phase not in {"opening", "contributions", "return", "repair", "reciprocity"}:
        return state
    if state.phase == "opening" and not told and not single:
        return state  # a group that nothing was told of: first hear of one of them
    acting = sorted((p for p in fresh if p in told), key=lambda p: (-deeds.count(p), told.index(p)))
    if not state.focus:
        chosen = (acting or [p for p in single if p in fresh] or fresh)[0]
        rest = tuple(p for p in (acting or single) if p != chosen and p in fresh and _is_named(p))
        return replace(state, focus=chosen, kept=(*state.kept, *rest))
    who_else = bool(state.history) and "contributions-7" in state.history[-1].question_id
    if acting and who_else and not state.kept:
        return replace(state, focus=acting[0])
    surely = [p for p in acting if _gave(p, found)]
    return replace(state, kept=(*state.kept, *surely)) if surely else state


A_CLIENT = re.compile(r"\b(?:cliënte?|cliente?|coachee)\b", re.I)


def _begins_with_the_client(found: list[Found]) -> bool:
    """Tell whether the first deed that is told has nobody by name who did it."""
    first = next((p for p in found if p.field in {"what", "promised", "cost"}), None)
    return first is not None and not _is_named(first.about or "-")


def _gave(name: str, found: list[Found]) -> bool:
    """Tell whether somebody beside the one in hand, known by name, surely did something to come back to."""
    return _is_named(name) and any(p.about == name and p.field == "what" and p.sure >= SURELY for p in found)


def _is_named(name: str) -> bool:
    """Tell whether somebody goes by a known first name; who goes by a title or a role is seldom a colleague who gave."""
    first = name.split()[0]
    return first[:1].isupper() and first.casefold() in {*load_names().first, *load_names().also_words} and first.casefold() not in TITLES


SURELY = 0.5  # the reader's probability
