"""What was given, on the page: each deed once, with its time, what came on top, what it cost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.main_order import in_main_order
from coach.dialogue.page.as_told import deed_as_told
from coach.dialogue.page.lines import Line, hangs, joined, says_it, without_doubles
from coach.dialogue.remarks import is_clause, trimmed
from coach.dialogue.state import Item, State
from coach.dialogue.words import low

MOST_WHO = 5  # words that only name who it was
MOST_WHOLE = 30  # words of a deed with all that goes with it
TIMELESS = frozenset({"when", "who", "context", "normal", "extra"})
THIRD = r"zij|ze|hij|die|deze|she|he|they"


def given_lines(state: State, told: Sequence[Line], lexicon: Lexicon) -> Iterator[Line]:
    """Return the lines for what was given, those of one person together."""
    names = list(dict.fromkeys(line.item.about for line in told))
    for name in names:
        own = [line.item for line in told if line.item.about == name]
        placed, told_of = frozenset(state.placed), _person(name, own, state, lexicon)
        lines = without_doubles(told_of, [], lexicon, placed)
        named = any(name.lower() in line.text.lower() for line in lines)
        if lines and name and len(names) > 1 and not named:  # of several people each has a name
            lines[0] = Line(lines[0].item, f"{name}: {low(lines[0].text, lexicon)}")
        yield from lines


def _person(name: str, items: Sequence[Item], state: State, lexicon: Lexicon) -> list[Line]:
    """Return one line for every thing told of one person, the name before the first."""
    lines: list[Line] = []
    deeds = [i for i in items if i.field == "what" and _is_deed(i, name, lexicon)]
    for deed in deeds:
        placed = deed.id in state.placed  # as they worded it
        whole = deed.clause or deed.text if placed else deed_as_told(Line(deed, _whole(deed, name, lexicon)), state, lexicon).text
        extras = () if placed else _extras(deed, items, deed is deeds[0], state, lexicon)
        for extra in extras:
            extra = _going_on(whole, extra)
            short = len(f"{whole} {extra}".split()) <= MOST_WHOLE
            known = says_it(whole, extra, lexicon) or extra.lower() in whole.lower()
            if short and not known:
                whole = f"{whole}, {low(extra, lexicon)}"
        lines.append(Line(deed, whole))
    taken = " ".join(line.text for line in lines).lower()
    loose: list[Line] = []
    for item in items:
        placed = item.id in state.placed
        if item.field == "what" or item.text.lower() in taken and not placed:
            continue
        about_it = deeds or any(i.field == "cost" for i in items)
        if item.field == "when" and (about_it or item.clause != item.text):
            continue
        clause = item.clause if item.field in {"cost", "normal", "enabled"} else ""
        text = clause or item.text
        loose.append(Line(item, text))
    return joined([*lines, *loose], lexicon, frozenset(state.placed))


def _going_on(whole: str, extra: str) -> str:
    """Return `extra` without its first words when those are the last of `whole`."""
    told, more = whole.lower().split(), extra.split()
    shared = range(min(len(told), len(more) - 1), 1, -1)
    known = next((n for n in shared if told[-n:] == extra.lower().replace(",", "").split()[:n]), 0)
    return " ".join(more[known:])


def _is_deed(item: Item, name: str, lexicon: Lexicon) -> bool:
    """Tell whether words say what somebody did, and not only who ("dave and his lot")."""
    first = re.match(re.escape(name), item.text, re.I) if name else None
    words = len(item.text.split())
    if first and words <= MOST_WHO and re.match(r",? (?:and|en|&) ", item.text[first.end() :]):
        return False
    if hangs(item.text, lexicon) and item.clause == item.text:
        return False
    return first is None or is_clause(item.text, lexicon) or words > len(name.split()) + 3


def _extras(
    deed: Item, items: Sequence[Item], first: bool, state: State, lexicon: Lexicon
) -> list[str]:
    """Return the times and additions that go in the line of a deed."""
    told = []
    for extra in items:
        if extra.field not in {"extra", "when"} or extra.source != "seen":
            continue
        beside = extra.turn == deed.turn and _by_itself(extra, deed)
        if not (beside or first and _answers_when(extra, state)):
            continue
        text = trimmed(extra.text, lexicon.language)
        others = [i.clause for i in items if i.field == "what" and i is not deed]
        if extra.field == "extra" and (any(text in clause for clause in others) or not _told_behind(extra, deed, items)):
            continue  # it is said of another deed
        if extra.field == "when" and is_clause(text, lexicon) and _has_subject(text, lexicon):
            continue
        told.append(text)
    return list(dict.fromkeys(told))


def _told_behind(extra: Item, deed: Item, items: Sequence[Item]) -> bool:
    """Tell whether of the deeds of a turn this is the one an addition was told with: the last one before it."""
    deeds = [i for i in items if i.field == "what" and i.turn == extra.turn]
    before = [i for i in deeds if items.index(i) < items.index(extra)]
    told_with = before[-1] if before else next(iter(deeds), deed)
    return deed is told_with


def _has_subject(text: str, lexicon: Lexicon) -> bool:
    persons, things = {"first", "third", "name", "second"}, {"it", "its", "het", "dat", "that"}
    return any(t.kind in persons or t.lower in things for t in tokenise(text, lexicon)[:3])


def _by_itself(extra: Item, deed: Item) -> bool:
    """Tell whether a time or an addition was told with the deed, or by itself."""
    told = extra.clause.strip(" .,;!?").lower()
    return extra.field != "when" or extra.clause == deed.clause or told == extra.text.lower()


def _answers_when(item: Item, state: State) -> bool:
    """Tell whether a time was told by itself, and not with a cost, a gift or a promise."""
    if item.field != "when" or len(item.text.split()) < 2:
        return False
    beside = (i for i in state.record.items if i.turn == item.turn)
    told = item.clause.strip(" .,;!?")
    over = re.search(r"\b(?:was|waren|were|had)\b", told) is not None
    return not over and not any(i.field not in TIMELESS for i in beside)


def _without_role(clause: str, lexicon: Lexicon) -> str:
    """Return "my band 6, did the rota" without who it was, when the verb comes next."""
    role = re.match(r"(?:my|our|mijn|m'n|mn|onze) [\w' -]{2,20}, ", clause, re.I)
    rest = tokenise(clause[role.end() :], lexicon) if role else ()
    verb_next = bool(rest) and rest[0].kind in {"verb", "auxiliary"}
    return clause[role.end() :] if role and verb_next else clause


def _whole(item: Item, name: str, lexicon: Lexicon) -> str:
    """Return the clause of a deed with the name in place of he, she or they at its start."""
    then = r"toen(?= (?:heeft|had|pakte|deed|ging|kwam|is|was)\b)"
    told = trimmed(item.clause or item.text, lexicon.language, item.source)
    clause = re.sub(rf"^{then}[ ,]+", "", told, flags=re.I)
    clause = re.sub(r"^toen (\w+) (ik|we|wij) ", r"\2 \1 ", clause, flags=re.I)  # "toen heb ik zijn klanten erbij genomen"
    clause = in_main_order(_without_role(clause, lexicon), name, lexicon)
    who = rf"(?:{THIRD}|{re.escape(name)})\b"
    turned = re.match(rf"(?:heeft|had|is|was|doet|deed) {who} (?P<rest>.+)$", clause, re.I)
    if name and turned:  # "toen … heeft zij …": behind its first half the verb stands in front
        return f"{name}: {low(turned['rest'], lexicon)}"
    found = re.search(rf"\b{re.escape(name)}\b", clause, re.I) if name else None
    if found and (found[0] == name or name[:1].islower()):
        return clause
    if found:  # typed without its capital
        return clause[: found.start()] + name + clause[found.end() :]
    if not name:
        return clause
    replaced = re.sub(rf"^(?:{THIRD})\b", name, clause, flags=re.I)
    if replaced == clause:
        replaced = re.sub(
            r"(\b(?:heeft|had|deed|pakte|nam|is|was|ging|kwam|kreeg|maakte) )(?:zij|hij)\b",
            rf"\g<1>{name}", clause, count=1,
        )  # fmt: skip
    if replaced != clause:
        return replaced
    inner = re.match(rf".{{5,60}}?\b(?:is|was) dat (?P<rest>(?:{THIRD})\b.*)$", clause, re.I)
    if inner:
        return f"{name}: dat {inner['rest']}"
    tokens = tokenise(clause, lexicon)
    if any(t.kind == "third" for t in tokens[1:4]):
        return clause
    if tokens and tokens[0].kind in {"verb", "auxiliary"} and tokens[0].lower not in {"to", "te"}:
        return f"{name} {low(clause, lexicon)}"
    return f"{name}: {low(item.text, lexicon)}"
