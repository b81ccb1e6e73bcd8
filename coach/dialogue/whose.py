"""Whose lines are whose: what somebody says when the coach took one person for another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.names import load_names
from coach.dialogue.people import names_several
from coach.dialogue.review_wording import load_wording
from coach.dialogue.roles import is_role
from coach.dialogue.state import Language, State
from coach.dialogue.whom import spelled, stands_in
from coach.dialogue.word_forms import lemma
from coach.dialogue.words import content

NAME = r"(?P<new>(?!(?:and|en|but|maar|so|dus|or|of|het|it|that|dat|well|no|nothing|yes|yeah|right|okay|ok|sorry|look|honestly|anyway|actually|nee|ja|nou|nog|niks|niets|goed|tja|eigenlijk)\b)[^\W\d_][\w'-]*(?: (?:and|en) [^\W\d_][\w'-]*| (?-i:[A-ZÀ-Ý])[\w'-]*)?|(?:mijn|my|de|the|onze|our) [\w-]+(?: (?-i:[A-ZÀ-Ý])[\w-]*)?)"


def given_to(state: State, text: str, as_written: str) -> tuple[list[str], str] | None:
    """Return (how whoever is meant by mistake is called, whom it is about) when `text` puts that right.

    "Not Pawel, Ruta and Mick", "‘my planner’ is Fred", "that was all Ada", "under Bo it says what
    Ada did". None when it says nothing of the kind.
    """
    if SPOKEN_OF.search(text.replace("’", "'")):
        return None
    wording = load_wording(state.language)
    if (names := _called(state, as_written) or _one_and_the_same(state, text)) is not None:
        return names
    known = known_people(state)
    found = [(n, shape) for n in known if (shape := _spelled(n, text))]
    gone = [(n, shape) for n in state.nobody if (shape := _spelled(n, text))]  # a role that has a name by now
    for name, shape in (*found, *gone):
        others = [n for n, _ in found if n != name and n.lower() not in name.lower()]
        one_of = tuple(s for n, s in found if n in others)
        for how in ("whose_place", "whose_all") if others and (name, shape) in found else ():
            match = wording.whose_match(how, text, shape, others=one_of)
            if match is not None and not _of_a_line(state, text, match):
                return others, name
        for how in ("whose_swapped", "whose_same"):
            match = wording.whose_match(how, text, shape, NAME)
            if match is None or how == "whose_swapped" and _of_a_line(state, text, match):
                continue
            new = _as_written(match["new"].strip(" '\"‘’“”.,"), as_written, known, state.language)
            if how == "whose_same" and name[:1].isupper() and new[:1].islower():
                continue  # "Femke is de senior" tells what she is
            if new and new.lower() != name.lower() and _is_somebody(new, known, state.language):
                wrong = [name, shape, *(n for n in known if _spelled(n, shape))]
                return [n for n in dict.fromkeys(wrong) if n.lower() != new.lower()], new
    return None


@dataclass(frozen=True)
class NotThem:
    """Who somebody says did it, and not the one it was told of."""

    old: str
    new: str
    said: str  # what of it, in their words; "" when nothing is singled out
    start: int  # where that is said
    end: int


DID: dict[Language, str] = {
    "nl": r"(?:is|was|zijn|waren|deed|doet|deden|doen|heeft|had)(?: (?:toch|juist|gewoon|echt|eigenlijk|allemaal|van|met|bij|voor))*",
    "en": r"(?:'s|s| is| was|'re| were| did| does)(?: (?:all|just|really|actually|with|for|about))*",
}
NOT_THEM: dict[Language, tuple[str, ...]] = {
    "nl": (
        rf"(?P<said>[^.!?]{{0,60}}?)(?:,? )?\b(?:dat|die|het) {DID['nl']} {{new}}(?P<more> (?:die|dat|met|op) [^.!?,]{{2,60}})?,? (?:en |dus )?niet (?:van |met |bij |voor )?{{old}}",
        r"(?P<said>)\bniet (?:van |met |bij |voor |om |over )?{old}(?:,? maar| maar|[,;.!]) (?:(?:het|dat|die) (?:is|was|gaat|ging|waren) (?:\w+ )?(?:om |over )?)?{new}(?P<more> (?:die|dat) [^.!?,]{2,60})?(?=[.,;!?]|$)",
    ),
    "en": (
        rf"(?P<said>[^.!?]{{0,60}}?)(?:,? )?\b(?:that|it|those|this){DID['en']} {{new}}(?P<more> (?:who|that|on|with|in) [^.!?,]{{2,60}})?,? (?:and )?not {{old}}",
        r"(?P<said>)\bnot {old}(?:,? but| but|[,;.!])(?: (?:it|that|this)(?:'s|s| is| was)(?: (?:really|more|about))*)? {new}(?P<more> (?:who|that) [^.!?,]{2,60})?(?=[.,;!?]|$)",
    ),
}
OPENS = re.compile(r"^(?:(?:nee|neen|maar|en|ho even|wacht(?: even)?|sorry|eigenlijk|no|nope|but|and|hang on|hold on|wait|sorry|actually|oh)[,.]? *)+", re.I)


# That it is whom the talk is about, and not who did something: "it's Carol I was asking about, not Imran".
SPOKEN_OF = re.compile(
    r"\b(?:asking|asked|talking|talked|thinking|speaking|spoke|on) about\b|\b(?:i meant?|i was on)\b"
    r"|\b(?:had|heb) ik het (?:\w+ )?over\b|\bhad het over\b|\b(?:vroeg|vraag|bedoel|bedoelde) ik\b|\bik (?:vroeg|vraag|bedoel|bedoelde)\b|\b(?:gaat|ging) het (?:me |mij )?(?:om|over)\b", re.I
)


def not_them(state: State, text: str) -> NotThem | None:
    """Return whom a turn puts in the place of somebody else, in the midst of the walk."""
    told, known = text.replace("’", "'"), known_people(state)
    if SPOKEN_OF.search(told):
        return None
    shapes = {shape: n for n in known if (shape := _spelled(n, told))}
    if not shapes:
        return None
    olds = "|".join(re.escape(s) for s in sorted(shapes, key=len, reverse=True))
    for pattern in NOT_THEM[state.language]:
        match = re.search(pattern.replace("{new}", NAME).replace("{old}", f"(?P<old>{olds})(?!\\w)"), told, re.I)
        if match is None:
            continue
        new = _as_written(match["new"].strip(" '\"‘’“”.,"), told, known, state.language)
        old = next(n for s, n in shapes.items() if s.lower() == match["old"].lower())
        named = new in known or new[:1].isupper()
        if named and new.lower() != old.lower() and _is_somebody(new, known, state.language):
            said = OPENS.sub("", f"{match['said']} {match['more'] or ''}".strip())
            return NotThem(old, new, _without_names(said, (new, *shapes)).strip(" ,"), match.start(), len(told))
    return None


def of_a_line(state: State, text: str, before: str) -> tuple[str, str] | None:
    """Return (what is said of a line, to whom it belongs) when `text` gives it to somebody.

    "The stock, that was Ada, not Bo", "Ada does the stock, not Bo". What only points speaks of
    `before`, the words right before it. None when it says nothing of the kind.
    """
    wording, known = load_wording(state.language), known_people(state)
    shapes = [shape for n in known if (shape := _spelled(n, text))]
    for match in wording.whose_matches("whose_line", text, tuple(shapes), NAME):
        new = _as_written(match["new"].strip(" '\"‘’“”.,"), text, known, state.language)
        named = new in known or new[:1].isupper()  # "the list was my boss" may tell what somebody is
        if not named or not _is_somebody(new, known, state.language):
            continue
        whole = text.replace(match["new"], " ")
        said = (re.split(r"[,:;.] ", text[: match.start()])[-1], whole, before)  # its clause, all of it, or it points back
        names = [*shapes, *(shape for n in known if (shape := _spelled(n, before)))]
        return next((bare for each in said if _told_of(state, bare := _without_names(each, names))), ""), new
    return None


def _of_a_line(state: State, text: str, match: re.Match[str]) -> bool:
    """Tell whether the sentence of a swap speaks of one thing that was told, and not of a person.

    "The cake was for the trainee, not for Bo"; "that was Ada" speaks of the sentence before.
    """
    if re.search(r"[.!?]\s", match.group()) or EVERYWHERE.search(text):
        return False
    ends = [m.end() for m in re.finditer(r"[.!?\n]+\s*", text[: match.start()])]
    after = re.search(r"[.!?\n]", text[match.end() :])
    sentence = text[ends[-1] if ends else 0 : match.end() + after.start() if after else len(text)]
    shapes = [shape for n in known_people(state) if (shape := _spelled(n, text))]
    if _told_of(state, _without_names(sentence, shapes)):
        return True
    before = text[ends[-2] if len(ends) > 1 else 0 : ends[-1]] if ends else ""
    return POINTS.match(match.group()) is not None and _told_of(state, _without_names(before, shapes))


EVERYWHERE = re.compile(r"\b(?:alles|overal|everything|everywhere|wherever)\b", re.I)
POINTS = re.compile(r"(?:dat|die|that|those|it)\b", re.I)


def _without_names(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.I)
    return text


def _told_of(state: State, text: str) -> bool:
    """Tell whether words of `text` stand in something that was told."""
    items = (i for i in state.record.items if i.field not in {"who", "context"})
    told = {w for i in items for w in _forms(f"{i.text} {i.clause}", state.language)}
    names = {w for n in known_people(state) for w in _forms(n, state.language)}
    return bool(_forms(text, state.language) & told - names)


def _forms(text: str, language: Language) -> set[str]:
    """Return the dictionary forms of the words of `text` that may say which line is meant."""
    words = content(text, load_lexicon(language))
    return {lemma(w, language) for w in words} - load_wording(language).rest


def _called(state: State, text: str) -> tuple[list[str], str] | None:
    """Return (the role, the name) when `text` says what whoever is in hand is called ("his name is Rick")."""
    lexicon = load_lexicon(state.language)
    if not state.focus or names_several(state.focus, lexicon):
        return None
    role = stands_in(state.focus, lexicon)
    for part in re.split(r"[.!?;,\n]+", text.replace("’", "'")):
        if not role and BY_ANOTHER_NAME.search(text) is None:
            continue
        if match := lexicon.cue("called", part.strip()):
            name = spelled(next(g for g in match.groups() if g), state, lexicon)
            if name[:1].isupper() and _is_somebody(name, known_people(state), state.language):
                return [state.focus], name
    return None


# What says that a name was heard or written otherwise ("Ze heet trouwens Fatima, met een i").
BY_ANOTHER_NAME = re.compile(r"\b(?:trouwens|overigens|eigenlijk|by the way|actually)\b|, (?:met|with) (?:een |an? )?(?:dubbele |double )?[a-z]\b", re.I)


def _one_and_the_same(state: State, text: str) -> tuple[list[str], str] | None:
    """Return (the role, the name) when `text` says that two of the people told of are one."""
    found = {n: shape for n in known_people(state) if (shape := _spelled(n, text))}
    names = [n for n in found if n[:1].isupper() and not is_role(n.split()[-1].lower(), state.language)]
    others = [n for n in found if n not in names]
    if not names or not others:
        return None
    said = load_wording(state.language).says("same_person", text) or any(
        re.search(rf"\b{re.escape(found[names[0]])} (?:is|was) (?:dus |gewoon |toch |just )?{re.escape(found[o])}(?!\w)", text, re.I) for o in others
    )
    return (others, names[0]) if said else None


def give(state: State, old: Iterable[str], new: str) -> State:
    """Give all that was told of the people `old` to `new`, whom the talk is about from then on."""
    wrong = set(old) - {new}
    nobody = tuple(dict.fromkeys((*state.nobody, *(n.lower() for n in wrong))))
    items = tuple(
        replace(i, about=new if i.about in wrong else i.about)
        for i in state.record.items if not (i.field == "who" and i.text in wrong)
    )  # fmt: skip
    asked = tuple(replace(o, about=new if o.about in wrong else o.about) for o in state.record.open)
    kept = tuple(n for n in state.kept if n not in wrong | {new})
    focus = new if state.focus in wrong | {""} else state.focus
    record = replace(state.record, items=items, open=asked)
    return replace(state, record=record, kept=kept, focus=focus, nobody=nobody)


def known_people(state: State) -> list[str]:
    """Return whoever the talk speaks of, the one in hand first."""
    names = (state.focus, *state.kept, *(i.about for i in state.record.items), *(i.text for i in state.record.items if i.field == "who"))
    return [n for n in dict.fromkeys(names) if n and len(n.split()) <= MOST_WORDS]


def calls_another(words: str, state: State) -> bool:
    """Tell whether words to say open with the name of somebody else than whom the talk is about."""
    called = next((name for name in known_people(state) if re.match(rf"{re.escape(name)},", words, re.I)), "")
    return bool(called and state.focus) and called != state.focus


MOST_WORDS = 5
SMALL = frozenset("de het een the a an van of my mijn our onze ons".split())


def _spelled(name: str, text: str) -> str:
    """Return how `name` stands in `text`: whole, or by the one word of a role that tells it; ""."""
    whole = re.search(rf"(?<!\w){re.escape(name)}(?:'s|s)?(?!\w)", text, re.I)
    if whole:
        return whole.group()
    bare = re.sub(r"s$", "", name)
    if len(bare) > 3 and (short := re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", text, re.I)):
        return short.group()
    words = [w for w in name.split() if w.lower() not in SMALL and len(w) > 3]
    if len(name.split()) > 1:
        for word in reversed(words):
            if one := re.search(rf"(?<!\w)(?:(?:de|het|the|my|mijn) )?{re.escape(word)}(?!\w)", text, re.I):
                return one.group()
    return ""


def _as_written(new: str, text: str, known: list[str], language: Language) -> str:
    """Return a name as it was told before, else as it stands here with its capital."""
    for name in known:
        if name.lower() == new.lower():
            return name
    first = load_names().first
    new = re.sub(r"['’]s$", "", new)
    return " ".join(w.capitalize() if w.casefold() in first and w.islower() else w for w in new.split())


def _is_somebody(name: str, known: list[str], language: Language) -> bool:
    words = [w for w in name.split() if w.lower() not in SMALL | {"and", "en"}]
    lexicon = load_lexicon(language)
    if not words or any(lexicon.has(kind, w.lower()) for w in words for kind in ("weekday", "month")):
        return False
    if lexicon.has("preposition", name.split()[0].lower()):
        return False  # "that's for Ada, not Bo" says for whom it is
    if name in known or all(w.casefold() in load_names().first or w[:1].isupper() for w in words):
        return True
    if words[-1][:1].isupper():
        return True  # "juf Lut"
    return is_role(words[-1].lower(), language) or any(n.lower() == name.lower() for n in known)
