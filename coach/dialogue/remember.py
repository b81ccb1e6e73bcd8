"""What a turn adds to the balance record, and whose contribution is in hand afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.dialogue.clauses import clauses
from coach.dialogue.corrections import corrected
from coach.dialogue.grammar import finite
from coach.dialogue.lexicon import Lexicon, load_lexicon
from coach.dialogue.orders import gives_orders
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.pieces import Found, says_i
from coach.dialogue.pronouns import by_pronoun, spoken_of
from coach.dialogue.remarks import says_it_was_said
from coach.dialogue.review_wording import load_wording
from coach.dialogue.state import (
    Item,
    OpenQuestion,
    State,
    fixed,
    is_reviewing,
    items_of,
    looks_again,
)
from coach.dialogue.steps import does_on_a_day
from coach.dialogue.understand import Understanding
from coach.dialogue.whom import is_client, spelled, with_focus
from coach.dialogue.word_forms import lemma
from coach.dialogue.words import content

if TYPE_CHECKING:
    from coach.dialogue.review import Review

PLANNED = frozenset({"next_step", "offer", "habit"})
CUED = {
    "cost": "cost",
    "came_back": "returned",
    "promised": "promise",
    "offer": "offer",
    "own_share": "own_share",
}
# A time that says how long it has been so, wherever it stands: then that isn't asked.
LASTS = re.compile(
    r"\b(?:sinds|since|vanaf|from|until|till|tot en met|jaar|jaren|years?|maand\w*|months?|weken|weeks|zomer|summer|winter|voorjaar|lente|spring|herfst|autumn|elke|iedere|every)\b",
    re.I,
)
SILENT = frozenset({"off_topic", "injection", "skip", "back", "summary", "greeting"})


def remember(state: State, understood: Understanding, lexicon: Lexicon) -> State:
    """Return `state` with the turn's facts in the record; nothing but the person's words goes in."""
    turn = state.turn + 1
    found = list(understood.reading.found)
    if understood.intent in SILENT and understood.ask != "page":
        found = []
    if understood.intent == "dont_know":
        found = [
            p for p in found if p.field not in CUED or p.sure >= FIRMLY or lexicon.cue(CUED[p.field], p.text.lower())
        ]
    if looks_again(state):  # a day of looking again is no step; what they will do that day is, when the page has none
        plans = not items_of(state.record, "next_step") and not fixed(state, "step")
        found = [p for p in found if plans and p.field in PLANNED and does_on_a_day(p.clause.text, state.language)]
    found = _without_repeats(found, state, understood, lexicon)
    before = state.focus
    state = corrected(state, understood, lexicon)
    state = _without_denied_time(state, understood, lexicon)
    if before and before[:1].isupper() and before.lower() in state.nobody and state.focus:
        renamed = {c.sentence for c in understood.reading.clauses if state.focus in c.text}
        found = [p for p in found if p.clause.sentence not in renamed]  # "with an i" tells nothing more
    if before and before.lower() in state.nobody and state.focus:  # whoever was told of has a name now
        found = [replace(p, about=state.focus) if p.about == before else p for p in found]
    if understood.review is not None:
        found = _told_anew(found, understood.review, (FIRMLY if understood.review.said else HALF_SURE) if is_reviewing(state) else 0.0)
    found = [
        replace(p, about="" if p.about.lower() in state.nobody or is_client(p.about, state) else spelled(p.about, state, lexicon))
        for p in found
        if not (p.field == "who" and p.text.lower() in state.nobody)
    ]
    found = [_of_another(p, state, understood) for p in by_pronoun(found, state)]
    items = list(state.record.items)
    number = state.next_item
    kept = _worth_keeping(found, understood, first=state.turn == 0)
    for place, piece in enumerate(kept):
        if any(piece.text.lower() == i.text.lower() and i.field == piece.field for i in items):
            continue
        items.append(
            Item(
                f"i{number}",
                piece.field,
                piece.text,
                piece.source,
                turn,
                _owner(piece, state),
                piece.by,
                piece.clause.text,
            )
        )
        if piece.sure < SURE:
            state = replace(state, unsure=(*state.unsure, items[-1].id))
        if _is_doubted(place, kept):
            state = replace(state, doubted=(*state.doubted, items[-1].id))
        if piece.weight:
            state = replace(state, weighed=(*state.weighed, (items[-1].id, round(10 * piece.weight))))
        number += 1
    if state.turn and any(LASTS.search(t) for t in understood.reading.times) and "told-when" not in state.used:
        state = replace(state, used=(*state.used, "told-when"))
    if "short_time" in understood.reading.cues and "brief" not in state.used:
        state = replace(state, used=(*state.used, "brief"))
    record = replace(state.record, items=tuple(items))
    state = replace(state, record=record, next_item=number)
    owners = tuple(r for r in understood.reading.own_roles if r not in state.nobody)
    state = replace(state, nobody=(*state.nobody, *owners))
    if understood.topic == "rank" or understood.intent in SILENT - {"summary"}:
        return state
    if understood.review is not None and understood.review.done and not found and not is_reviewing(state):
        return state  # whose name was put right isn't whom the talk is about
    return with_focus(state, found, understood.reading, turn, lexicon)


def _without_repeats(found: list[Found], state: State, understood: Understanding, lexicon: Lexicon) -> list[Found]:
    """Leave out what somebody only names again as they say that they said so ("I told you, the carts")."""
    if not any(says_it_was_said(c.text, state.language) for c in understood.reading.clauses):
        return found
    told = {lemma(word, state.language) for i in state.record.items for word in content(f"{i.text}. {i.clause}", lexicon)}

    def again(piece: Found) -> bool:
        words = {lemma(word, state.language) for word in content(piece.text, lexicon)}
        return finite(piece.clause.words) is None and bool(words) and words <= told

    return [p for p in found if p.field == "who" or not again(p)]


def _without_denied_time(state: State, understood: Understanding, lexicon: Lexicon) -> State:
    """Take a month or weekday that wasn't so out of what was told ("not March, it was from May")."""
    denied = DENIED_TIME.match(understood.text)
    old = denied["old"].lower() if denied else ""
    instead = any(old not in time.lower() for time in understood.reading.times)
    if not instead or not (lexicon.has("month", old) or lexicon.has("weekday", old)):
        return state
    phrase = re.compile(rf",? ?\b(?:(?:in|op|vanaf|sinds|from|on|since) )?{re.escape(old)}\b", re.I)
    told_in = max((i.turn for i in state.record.items if phrase.search(i.clause)), default=0)
    items = [
        replace(i, text=_tidied(phrase.sub("", i.text)), clause=_tidied(phrase.sub("", i.clause))) if i.turn == told_in else i
        for i in state.record.items if i.turn != told_in or i.field != "when" or not phrase.fullmatch(i.text)
    ]  # fmt: skip
    return replace(state, record=replace(state.record, items=tuple(i for i in items if i.text)))


# Only who takes back what they just told: "we meet on Mondays, not Tuesdays" takes nothing back.
DENIED_TIME = re.compile(
    r"(?:(?:oh?|wacht|nee|neen|sorry|hm+|eh|wait|no|actually)[,. ]+)+(?:(?:het|dat|it|that) was )?(?:niet|not)(?: (?:in|op|vanaf|sinds|from|on|since))? (?P<old>[^\W\d_]+)\b", re.I
)


def _tidied(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,")


def _of_another(piece: Found, state: State, understood: Understanding) -> Found:
    """Take for nobody's what a man did where a woman is told of, or the other way round ("hij heeft de vacature ingetrokken")."""
    first = piece.clause.words[0].lower if piece.clause.words else ""
    he, she = first in {"hij", "he"} or first.startswith("he'"), first == "she" or first.startswith("she'")
    if piece.field not in {"what", "cost"} or piece.about != state.focus or not (he or she) or state.audience != "leader":
        return piece
    spoken = spoken_of(state, replace(understood.reading, clauses=(), found=()))
    is_she = spoken is not None and spoken == tuple(load_phrasebook(state.language).variants("she"))
    return replace(piece, field="context", about="") if spoken is not None and is_she == he else piece


def _told_anew(found: list[Found], review: Review, least: float) -> list[Found]:
    """Return what a turn about the page adds to it: not what only speaks of the page."""
    wording = load_wording(review.state.language)
    return [
        p for p in found
        if p.sure >= least and not wording.says("of_page", p.clause.text.replace("’", "'")) and (p.field != "next_step" or p.sure >= SURE or PLANS.search(p.clause.text) or not review.said)
        and not any(_lies_in(p, start, end) for start, end in review.said if not _isnt_clear(p, review))
    ]  # fmt: skip


def _lies_in(piece: Found, start: int, end: int) -> bool:
    """Tell whether a piece begins in a stretch of the turn, or lies in it for the most part ("first, the line …")."""
    shared = min(end, piece.clause.end) - max(start, piece.clause.start)
    return start <= piece.clause.start < end or 2 * shared > piece.clause.end - piece.clause.start


def _isnt_clear(piece: Found, review: Review) -> bool:
    """Tell whether a piece says what the speaker did or will do in a part of which it wasn't clear what it asks."""
    admits = piece.field == "own_share" and piece.sure >= DOUBTED  # "never asked for it"
    return (admits or says_i(piece) and piece.sure >= FIRMLY) and any(piece.clause.text.strip(" .,") in part for part in review.unclear)


PLANS = re.compile(r"\b(?:ik|we|i|i'll|als|zodra|if|when|once)\b", re.I)  # what a step says
# The probability from which a line is told back by itself: above it 94 of 100 were filed as a person
# had filed them, below it 59 (talks kept apart, docs/decisions/0006-a-learned-reader.md).
SURE = 0.85
# Under this it hardly is sure (of 146 such lines 54 were filed as a person had filed them): the page
# has them apart. A word alone of which it is less sure than that ("goedemiddag") tells nothing.
DOUBTED, FEW_WORDS, HARDLY = 0.55, 1, 0.35
FIRMLY = 0.4  # the probability from which a correction adds a line of its own
HALF_SURE = 0.25  # the same where nothing else is said of the page


def _is_doubted(place: int, kept: Sequence[Found]) -> bool:
    """Tell whether it is hardly sure what a piece tells, and no sure one of its kind stands beside it."""
    piece = kept[place]
    beside = (p for p in (*kept[max(place - 1, 0) : place], *kept[place + 1 : place + 2]))
    leaned_on = any(p.field == piece.field and p.about == piece.about and p.sure >= SURE for p in beside)
    least = HARDLY if piece.field in MAIN else DOUBTED
    return piece.sure < least and piece.field not in NEVER_APART and not leaned_on


MAIN = frozenset({"what", "cost", "came_back", "said", "promised"})  # what a page isn't without
NEVER_APART = frozenset({"who", "when", "context", "next_step", "sentence", "own_share"})


def _worth_keeping(found: Iterable[Found], understood: Understanding, first: bool) -> list[Found]:
    lexicon = load_lexicon(understood.language)
    found = [p for p in found if not lexicon.cue("tells_coach", p.text.lower())]
    found = [p for p in found if p.field not in SAID_OF_THINGS or not 2 <= len(p.text.split()) < SAYS_SOMETHING or content(p.text, lexicon)]
    found = [p for p in found if p.sure >= HARDLY or len(p.text.split()) > FEW_WORDS or p.field in NEVER_APART]
    kept = [p for p in found if p.field != "context" or len(p.text.split()) >= 3 or first]
    if understood.intent == "question" and not first and not any(p.field != "context" for p in kept):
        return []
    return kept


# Fields in which words without a thing in them ("ook zij", "that was it") say nothing.
SAYS_SOMETHING = 6  # words: "I'd make it up to him" is a promise, whatever its words
SAID_OF_THINGS = frozenset({"came_back", "their_view", "cost", "extra", "promised", "offer"})


def _owner(piece: Found, state: State) -> str:
    if state.audience == "client" and piece.field in {
        "what",
        "cost",
        "when",
        "extra",
        "normal",
        "enabled",
    }:
        return ""
    return piece.about


def note_open(state: State, key: str, about: str) -> State:
    """Return `state` with a question to ask somebody else, once."""
    entry = OpenQuestion(key, about, state.turn + 1)
    if any(o.key == key and o.about == about for o in state.record.open):
        return state
    return replace(state, record=replace(state.record, open=(*state.record.open, entry)))


def from_paste(state: State, pasted: str, lexicon: Lexicon) -> Item | None:
    """Return the one sentence of a pasted text worth taking along: no order, and about the record."""
    words = {w for item in state.record.items for w in content(item.text, lexicon) if len(w) > 4}
    for line in pasted.split("\n"):
        for part in re.split(r"(?<=[.!?])\s+", line):
            bare = part.strip()
            if not bare or ":" in bare[:20] or gives_orders(bare):
                continue
            for clause in clauses(bare, lexicon):
                if len(clause.words) >= 3 and content(clause.text, lexicon) & words:
                    return Item(
                        f"i{state.next_item}", "context", clause.text.strip(" .!"), "heard",
                        state.turn + 1, state.focus, "", clause.text,
                    )  # fmt: skip
    return None
