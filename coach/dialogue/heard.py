"""What one turn says, in the light of what was asked, what was shown, and whom it turns to."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.extract import Reading
from coach.dialogue.going_on import is_not_done, says_it_is_not_so, wants_to_go_on
from coach.dialogue.last_asked import as_turn, asked_more, asked_of, gave_words, was_changed
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.page.held_back import held_back
from coach.dialogue.page.own_lines import put_on_page
from coach.dialogue.page.plainly import done_plainly, remembered, says_wrong, told_to_note
from coach.dialogue.remember import from_paste, remember
from coach.dialogue.review import Review, asks_of_page, review
from coach.dialogue.state import PHASES, State, asked_for_request, is_reviewing
from coach.dialogue.subject import Beside, Subject
from coach.dialogue.tools import Tools
from coach.dialogue.understand import Understanding, of_the_page, split_paste, understand

SURELY = 0.6
SURE = 0.5  # under this the reader knows no better
ANSWERS = {"answer_concrete", "answer_vague", "dont_know", "emotion", "resist"}


def understood_turn(
    tools: Tools, state: State, text: str, vector: NDArray[np.float32] | None, resumed: bool
) -> Understanding:
    """Return what the turn says, with what it did to a page that was just shown."""
    lexicon = load_lexicon(state.language)
    asked, ordered = asked_of(state), None if state.closed else told_to_note(text, lexicon)
    if ordered is not None and state.turn:  # "put down that she …" answers nothing that was asked
        text, vector, asked = ordered, None, replace(asked, field=None, phase="contributions")
    shown = is_reviewing(state) or gave_words(state) or state.closed and not asked_more(state)
    plainly = done_plainly(state, text, lexicon, shown or was_changed(state))
    told = plainly.rest if any(c.isalnum() for c in plainly.rest) else text  # what is asked of the page tells nothing
    understood = understand(as_turn(state, told), asked, tools.embedder, vector if told == text else None)
    tells = understood.intent == "answer_concrete" or understood.intent == "answer_vague" and bool(understood.reading.found)
    if ordered is not None and state.turn and tells:
        understood = replace(understood, intent="answer_concrete", move="add", reading=_as_deeds(understood))
    if asked_for_request(state.history) and understood.reading.first("sentence") is not None:
        understood = replace(understood, intent="answer_concrete", ask="", asks=(), topic="")  # asked of somebody else
    if tools.reader is not None:
        understood = tools.reader.read(state, told, understood)
    if resumed:
        understood = _surely(understood)
    if plainly.said or shown or state.struck or was_changed(state) or asks_of_page(state, text, lexicon):
        own = put_on_page(plainly.state, plainly.rest, asked)
        more = any(c.isalnum() for c in own.rest)
        reviewed = review(own.state, own.rest, lexicon, shown, understood.asks) if more else Review(own.state)
        read_of = len(told) - len(told.lstrip()) if told != text else 0  # where what was read of the turn begins in it
        said = (*(plainly.said if told == text else ()), *own.said, *reviewed.said)
        said = tuple((start - read_of, end - read_of) for start, end in said)
        reviewed = held_back(state, replace(reviewed, done=(*plainly.done, *own.done, *reviewed.done), said=said), text)
        if plainly.said:  # "no, that isn't right", and what to do about it was done
            reviewed = replace(reviewed, unclear=tuple(p for p in reviewed.unclear if len(p.split()) > 1 and not says_wrong(p, state.language)))
        if reviewed.changed and reviewed.state.before is state.before:
            reviewed = replace(reviewed, state=remembered(state, reviewed.state))
        understood = of_the_page(understood, reviewed, state.closed)
    return understood


def understood_anew(tools: Tools, state: State, text: str, subject: Subject) -> Understanding:
    """Return what a turn tells that turns the talk to somebody or something else: what comes after that."""
    asked = replace(asked_of(state), field=None, phase="contributions")
    understood = understand(as_turn(state, subject.told or text), asked, tools.embedder)
    if not subject.told:
        understood = replace(understood, reading=replace(understood.reading, found=()), asks=(), ask="", topic="")
    return replace(understood, subject=subject)


def with_another(tools: Tools, told: State, beside: Beside) -> State:
    """Return `told` with whoever was brought up behind an answer kept by name, and what was told of them."""
    kept = (*(n for n in told.kept if n != beside.name), beside.name)
    if beside.told:
        there = replace(told, focus=beside.name)
        asked = replace(asked_of(told), field="what", phase="contributions", focus=beside.name)
        understood = understand(as_turn(there, beside.told), asked, tools.embedder)
        after = remember(there, understood, load_lexicon(told.language))
        told = replace(told, record=after.record, next_item=after.next_item)
    if beside.again and PHASES.index(told.phase) > PHASES.index("contributions"):  # asked for twice, so now
        return replace(told, focus=beside.name, kept=tuple(n for n in kept if n != beside.name))
    return replace(told, kept=kept)


def _as_deeds(understood: Understanding) -> Reading:
    """Take what somebody has written down of another for what they did, when the reader knows no better."""
    found = understood.reading.found
    theirs = re.match(r"(?:she|he|they|ze|zij|hij|[A-ZÀ-Ý])", understood.text) is not None
    unsure = theirs and all(p.field in {"their_view", "context", "when"} or p.sure < SURE for p in found)
    return replace(
        understood.reading,
        found=tuple(replace(p, field="what") if unsure and p.field != "when" else p for p in found),
    )


def _surely(understood: Understanding) -> Understanding:
    """Keep only what is surely told: right after a referral much is said about the referral."""
    reading = understood.reading
    about_it = {c.sentence for c in reading.clauses if says_it_is_not_so(c.text)}
    found = tuple(
        p for p in reading.found if p.sure >= SURELY and p.clause.sentence not in about_it
    )
    return replace(understood, reading=replace(understood.reading, found=found, echo=""))


def told_on(understood: Understanding) -> Understanding:
    """Leave out that there was more to tell; what is told beside it is the turn."""
    found = tuple(p for p in understood.reading.found if not is_not_done(p.clause.text))
    vague = all(p.field == "context" for p in found)
    return replace(
        understood, reading=replace(understood.reading, found=found), ask="",
        move="" if vague else understood.move, intent="answer_vague" if vague else understood.intent,
    )  # fmt: skip


def only_goes_on(understood: Understanding, text: str) -> bool:
    """Tell whether a turn after a referral says no more than that the talk may go on."""
    past_it = understood.intent == "skip" and wants_to_go_on(text, understood.language)
    return past_it or (understood.intent in ANSWERS and not understood.reading.found)


def with_pasted(state: State, understood: Understanding, text: str) -> State:
    """Take one sentence along of a pasted text that gives orders, when it tells of the record."""
    if understood.intent != "injection" or not understood.pasted:
        return state
    lexicon = load_lexicon(state.language)
    taken = from_paste(state, split_paste(text, lexicon)[1], lexicon)
    if taken is None:
        return state
    record = replace(state.record, items=(*state.record.items, taken))
    return replace(state, record=record, next_item=state.next_item + 1)
