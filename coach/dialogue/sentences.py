"""Sentences the person can say to somebody: their own words, retold to the one they're about.

Used for the opening that was asked for and for the plan. Leaders say what the other gave; a
client says what they gave themself, in three bits: fact, effect, request.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from coach.dialogue.clauses import lemma, tokenise
from coach.dialogue.fragments import fragment
from coach.dialogue.grammar import ATTRIBUTION
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.phrasebook import Phrasebook, sentence
from coach.dialogue.remember import items_of
from coach.dialogue.state import Item, State
from coach.dialogue.words import low, quote, retell, span, spelled

PUBLIC = re.compile(
    r"\b(?:mt|managementteam|bestuur|directie|raad|presenteer|presentatie|nieuwsbrief|board|"
    r"trustees|present|presenting|all-hands|newsletter|steering|committee)\b",
    re.IGNORECASE,
)
MOST_DONE = 22  # words of a sentence that lists what one does
CONDITION = re.compile(r"\b(?:als|maar|indien|hoewel|if|but|although|though)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Opening:
    """The sentences, whether they are said about somebody in front of others, and their blocks."""

    sentences: tuple[str, ...]
    public: bool = False
    blocks: tuple[str, ...] = ()
    request: str = ""


def opening(
    state: State, book: Phrasebook, lexicon: Lexicon, terse: bool, to: str = ""
) -> Opening | None:
    """Return what the person could open with, from their own words; None when too little is known.

    `to` is whom they asked words for, when that isn't the one in hand.
    """
    if state.audience == "client":
        return _as_giver(state, book, lexicon)
    if terse:
        short = _one_line(state, book, lexicon)
        if short:
            return Opening((short,), blocks=("words:naming",))
    who = to or state.focus
    event = items_of(state.record, "next_step")
    public = any(PUBLIC.search(i.clause) for i in event) and who[:1].isupper()
    strange = _of_others(state, who, lexicon)
    own = [t for i in items_of(state.record, "sentence") if (t := _meant_for(i.text, who, strange, lexicon))]
    if own and not public:
        named = _naming(state, lexicon, who, False)
        before = [named] if named and not _tells(own[-1], named, lexicon) else []
        offers = [
            _sentence(i.clause) for i in items_of(state.record, "offer")
            if _own_offer(i.clause) and not _stems(i.clause, lexicon) & strange
        ]  # fmt: skip
        if any(o.rstrip(".").lower() in own[-1].lower() for o in offers):
            offers = []
        whole = (*before, _sentence(own[-1]), *offers[:1])
        return Opening(whole, False, ("words:sentence",))
    state = _between(state, who, lexicon)
    named = _naming(state, lexicon, who, public)
    said: list[str] = [named] if named else []
    blocks = ["words:naming"] if named else []
    if not public:
        for text, block in ((_cost(state, lexicon, who), "words:cost"), *_own_part(state, who)):
            if text and text not in said:
                said.append(text)
                blocks.append(block)
    if not said:
        short = _one_line(state, book, lexicon)
        return Opening((short,), blocks=("words:naming",)) if short else None
    return Opening(tuple(said[:5]), public, tuple(blocks))


def _of_others(state: State, who: str, lexicon: Lexicon) -> set[str]:
    """Return the words that belong to what was told of other people, and not of `who`."""
    items = [i for i in state.record.items if i.field in {"what", "cost", "when"} and i.about]
    ours = {w for i in items if i.about == who for w in _stems(i.clause, lexicon)}
    return {w for i in items if i.about != who for w in _stems(i.clause, lexicon)} - ours


def _stems(text: str, lexicon: Lexicon) -> set[str]:
    kinds = {"word", "weekday", "month", "name"}
    return {lemma(t.lower, lexicon.language) for t in tokenise(text, lexicon) if t.kind in kinds}


def _meant_for(text: str, who: str, strange: set[str], lexicon: Lexicon) -> str:
    """Return the part of somebody's own words that can be said to `who`; "" when there is none."""
    if not said_to_somebody(text, who):
        return ""
    told = [s for s in re.split(r"(?<=[.!?])\s+", text) if not _stems(s, lexicon) & strange]
    kept = " ".join(told)
    return kept if said_to_somebody(kept, who) else ""


def _tells(text: str, named: str, lexicon: Lexicon) -> bool:
    """Tell whether `text` already says what was done, in words of its own."""
    telling = {t.lower for t in tokenise(named, lexicon) if t.kind in {"word", "name"}}
    words = {t.lower for t in tokenise(text, lexicon)}
    return bool(telling & words)


def said_to_somebody(text: str, who: str) -> bool:
    """Tell whether a sentence speaks to the other person, as one that is to be said aloud does."""
    if not 4 <= len(text.split()) <= 60:
        return False
    spoken = re.search(r"\b(?:je|jij|jou|jouw|jullie|u|uw|you|your)\b", text, re.I)
    return bool(spoken) or bool(who) and text.lower().startswith(who.lower())


def _between(state: State, who: str, lexicon: Lexicon) -> State:
    """Leave out what names somebody else, and what was said to the coach."""
    others = {i.about for i in state.record.items if i.about and i.about != who}

    def fits(item: Item) -> bool:
        text = item.clause.lower()
        strange = any(re.search(rf"\b{re.escape(name.lower())}\b", text) for name in others)
        return not strange and lexicon.cue("to_coach", text) is None

    items = tuple(i for i in state.record.items if fits(i))
    return replace(state, record=replace(state.record, items=items))


def _own_offer(text: str) -> bool:
    own = re.search(r"\b(?:ik|i|we|wij|nobody|niemand|vanaf|from|voortaan)\b", text, re.I)
    denies = re.search(r"\b(?:not|niet|geen)\b|n't\b", text, re.I)
    if re.search(r"\b(?:went|was|were|did|had|got|came|been|ging|waren|hadden|kwam|heb|hebben)\b", text, re.I):
        return False
    return len(text.split()) <= 16 and not CONDITION.search(text) and not denies and bool(own)


def _naming(state: State, lexicon: Lexicon, who: str, public: bool) -> str | None:
    deeds = items_of(state.record, "what", about=who)
    deeds = [d for d in deeds if not any(t.kind == "negation" for t in tokenise(d.text, lexicon))]
    if not deeds:
        return None
    deed = deeds[0]
    extras = [
        i
        for i in items_of(state.record, "extra", about=who)
        if i.turn == deed.turn and i.text not in deed.clause
    ]
    extra = f", {extras[0].text}" if extras else ""
    if public:
        named = re.sub(r"\b(?:zij|ze|hij|die|she|he|they)\b", who, deed.clause, count=1, flags=re.I)
        named = named if who in named else f"{who} {deed.text}"
        return _sentence(named) if not _speaks(named, lexicon) else None
    told = retell(deed.clause, who, lexicon)
    if told is None:
        return None
    more = (
        re.sub(r"\b(?:haar|zijn|z'n|hun)\b", "je", extra)
        if lexicon.language == "nl"
        else re.sub(r"\b(?:her|his|their)\b", "your", extra)
    )
    return _sentence(told + more)


def _cost(state: State, lexicon: Lexicon, who: str) -> str | None:
    for item in items_of(state.record, "cost", about=who):
        told = ATTRIBUTION[lexicon.language].match(item.clause)
        if told is None:
            retold = retell(item.clause, who, lexicon)
            if retold and item.source != "assumed":
                return _sentence(retold)
            continue
        by = retell(told["by"], who, lexicon)
        rest = retell(told["rest"], who, lexicon)
        if by and rest:
            rest = re.sub(r"^jij\b", "je", rest)
            joint = " dat " if lexicon.language == "nl" else " "
            return _sentence(by + joint + rest)
    return None


def _broken(item: Item) -> str | None:
    """A date or promise the speaker can repeat as it was, when they said it themself."""
    if item.field == "promised":
        bare = re.sub(r"^(?:that|dat) ", "", item.clause, flags=re.I)
        if (
            re.match(r"(?:it|het) (?:was|were|zou)\b.*\b(?:supposed|meant|tot|maar)\b", bare, re.I)
            and len(bare.split()) <= 10
        ):
            return _sentence(bare)
        if re.match(
            r"(?:in \w+ )?(?:ik|i) (?:heb |had )?(?:gezegd|beloofd|zei|told|said|promised)",
            item.clause,
            re.I,
        ):
            if not CONDITION.search(item.clause):
                return _sentence(item.clause)
    return None


def _belongs(item: Item, who: str, state: State) -> bool:
    """Tell whether a promise or admission is about `who`: by name, or told in a turn about them."""
    if item.about:
        return item.about == who
    near = {i.about for i in state.record.items if i.turn == item.turn and i.about}
    return near <= {who}


def _own_part(state: State, who: str) -> list[tuple[str, str]]:
    """The speaker's own promise and own share, unchanged and in the order they were told."""
    told: list[tuple[str, str]] = []
    several = len({i.about for i in items_of(state.record, "what", "cost") if i.about}) > 1
    for item in items_of(state.record, "promised", "own_share"):
        if several and not _belongs(item, who, state):
            continue
        promise = _broken(item)
        if promise:
            told.append((promise, "words:promise"))
        elif item.field == "own_share" and _short_admission(item.clause):
            told.append((_sentence(item.clause), "words:own-share"))
    return told[-3:] if len(told) > 3 else told


def _short_admission(clause: str) -> bool:
    spoken = re.search(r"\b(?:ik|i)\b", clause, re.I) is not None
    if re.match(r"(?:want|omdat|doordat|because|since|cos)\b", clause, re.I):
        return False
    return spoken and 2 <= len(clause.split()) <= 16 and not CONDITION.search(clause)


def _one_line(state: State, book: Phrasebook, lexicon: Lexicon) -> str | None:
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
        if i.about == deed.about and i.text not in did
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
    return tokenise(text, lexicon)[0].kind in {"verb", "auxiliary"}


def _elsewhere(state: State) -> tuple[str, str] | None:
    for item in items_of(state.record, "came_back"):
        near = [i for i in state.record.items if i.turn == item.turn and i is not item]
        for text in (item.clause, *(i.clause for i in near)):
            match = re.search(r"\b(?:voor|for)\s+((?:de|het|the)\s+\w+)$", text.strip(" ."), re.I)
            if match and item.text.isalpha():
                return item.text.lower(), match[1].lower()
    return None


def _as_giver(state: State, book: Phrasebook, lexicon: Lexicon) -> Opening | None:
    said: list[str] = []
    blocks: list[str] = []
    deeds = items_of(state.record, "what")
    done = [
        i
        for i in deeds
        if re.search(
            r"\b\w*ge\w+(?:d|t|en)\b|\b\w+ed\b|\b(?:built|wrote|made|ran|did|took|taught)\b",
            i.clause,
        )
    ]
    for item in done or deeds:
        if re.search(r"\b(?:ik|i)\b", item.clause, re.I) and not CONDITION.search(item.clause):
            extra = next(
                (
                    i.text
                    for i in items_of(state.record, "extra")
                    if i.turn == item.turn and i.text not in item.clause
                ),
                "",
            )
            clause = _after_lead(item.clause)
            said.append(_sentence(clause + (f", {extra}" if extra else "")))
            blocks.append("words:fact")
            break
    back = _not_named(state, lexicon)
    if back:
        said.append(back)
        blocks.append("words:came-back")
    for item in items_of(state.record, "cost"):
        told = ATTRIBUTION[lexicon.language].match(item.clause)
        text = (
            item.clause
            if not told or re.match(r"(?:en |and )?(?:ik|i)\b", told["by"], re.I)
            else item.text
        )
        if (
            re.search(r"\b(?:ik|i|we)\b", text, re.I)
            and not CONDITION.search(text)
            and len(text.split()) <= 16
        ):
            said.append(_sentence(_after_lead(text)))
            blocks.append("words:effect")
            break
    if not any(block == "words:fact" for block in blocks):
        bare = [i for i in deeds if _lists_work(i.text, lexicon)]
        frame = book.variants("i-do")[0].replace("{a}", low(bare[0].text, lexicon)) if bare else ""
        if frame and len(frame.split()) <= MOST_DONE:
            said.insert(0, frame)
            blocks.insert(0, "words:fact")
    if not said:
        return None
    dictated = [i for i in items_of(state.record, "sentence") if said_to_somebody(i.text, "")]
    if dictated:
        return Opening(tuple(said), False, tuple(blocks), _asking(dictated[-1].text))
    request = (
        "request-named"
        if back
        else "request-promise"
        if items_of(state.record, "promised")
        else "request-off"
    )
    return Opening(tuple(said), False, tuple(blocks), book.variants(request)[0])


def _lists_work(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a text lists things to do without a subject ("bestellingen doen, de kassa tellen")."""
    own = re.search(r"\b(?:ik|i|je|you|mijn|m'n|mn|my|me)\b|[.!?]", text, re.I)
    kinds = {t.kind for t in tokenise(text, lexicon)}
    return own is None and bool(kinds & {"infinitive", "participle"}) and not kinds & {"auxiliary", "third"}


def _asking(text: str) -> str:
    """Return a question of theirs with its mark."""
    opens = re.match(r"(?:[^,]{2,20}, )?(?:wil|kun|kan|zou|mag|can|could|would|will|may)\b", text, re.I)
    return sentence(text).rstrip(".!?") + ("?" if opens else ".")


def _not_named(state: State, lexicon: Lexicon) -> str | None:
    for item in items_of(state.record, "came_back"):
        if re.search(
            r"\b(?:no mention|geen woord|niet genoemd|no credit|naam viel niet|unmentioned)\b",
            item.clause,
            re.I,
        ):
            places = [
                i
                for i in state.record.items
                if i.turn == item.turn
                and i.field in {"context", "when"}
                and len(i.text.split()) <= 3
            ]
            place = places[0].text if places else ""
            said = quote(item.text, lexicon) or item.text
            if place and re.match(r"(?:de|het|the)\b", place, re.I):
                lead = "In " + place[0].lower() + place[1:]
                return f"{lead}: {said[0].lower() + said[1:]}."
            return _sentence(said)
    return None


def _after_lead(text: str) -> str:
    if re.match(
        r"(?:dus|so|en|and|maar|but|dan|toen)\s+(?:heb|ben|had|was|is|kon|moest|ging|did|have|zat)\b",
        text,
        re.I,
    ):
        return text
    return re.sub(
        r"^(?:(?:so|dus|en|and|maar|but|well|basically|honestly|eigenlijk|nou|ja)[, ]+)+(?=\w)",
        "",
        text,
        flags=re.I,
    )


def _sentence(text: str) -> str:
    return sentence(_after_lead(text.strip(" ,;"))).rstrip(".!?") + "."


def _speaks(text: str, lexicon: Lexicon) -> bool:
    return bool(re.search(r"\b(?:ik|mijn|m'n|i|my)\b", text, re.I))

