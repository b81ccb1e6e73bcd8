"""Replies that only put a question: an opening, a phase reopened, a talk gone on with, a turn without words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coach.dialogue import asking
from coach.dialogue.going_on import is_not_done
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.needs import missing, next_need
from coach.dialogue.next_state import after_turn
from coach.dialogue.phrasebook import Phrasebook, choose, load_phrasebook
from coach.dialogue.reply import compose
from coach.dialogue.spoken import spoken
from coach.dialogue.state import (
    PHASES,
    REVIEWED,
    Audience,
    Exchange,
    Language,
    Outcome,
    Phase,
    Reply,
    State,
)
from coach.dialogue.tools import Tools
from coach.dialogue.understand import Understanding
from coach.dialogue.walking import Decision


def open_talk(
    tools: Tools | None, language: Language, audience: Audience, phase: Phase = "opening"
) -> Outcome:
    """Begin a talk: coach turn 0. Needs no tools, so the page can show it while they load."""
    book = load_phrasebook(language)
    state = State(language, audience, phase, visited=tuple(dict.fromkeys(("opening", phase))))
    if phase == "opening":
        whole = book.variants(f"opening-{audience}")[0]
        question = re.split(r"(?<=[.!])\s+", whole)[-1]
        block, question_id = f"opening-{audience}", "opening"
        text = whole
    else:
        need = next(n for n in book.walk[audience] if n.phase == phase)
        empty = Understanding("greeting", {}, (), _nothing(), language)
        block, question = asking.ask(
            book.questions[need.question],
            "",
            state,
            empty.reading,
            load_lexicon(language),
            (),
            False,
        )
        text = f"{book.variants('opening-later')[0]} {question}"
        question_id = need.question
    reply = Reply(
        0, language, phase, "ask", None, text, question, missing=missing(state), blocks=(block,)
    )
    exchange = Exchange(0, question_id, "", None, text, (block,))
    return Outcome(replace(state, history=(exchange,), used=(block,)), reply)


def go_to(tools: Tools, state: State, phase: Phase) -> Outcome:
    """Reopen a phase from the stepper: a coach turn with that phase's first question."""
    book, lexicon = load_phrasebook(state.language), load_lexicon(state.language)
    need = next(
        (n for n in book.walk[state.audience] if n.phase == phase), book.walk[state.audience][0]
    )
    block, question = asking.ask(
        book.questions[need.question], "", state, _nothing(), lexicon, (), False
    )
    lead = asking.say(book, "back-bare", state, (), {})
    reply = Reply(
        state.turn + 1, state.language, need.phase, "ask", None,
        f"{lead[1]} {question}" if lead else question, question,
        missing=missing(state), blocks=((lead[0],) if lead else ()) + (block,),
    )  # fmt: skip
    decision = Decision("ask", need.phase, need.question, need.id)
    empty = Understanding("back", {}, (), _nothing(), state.language)
    return Outcome(
        after_turn(state, decision, empty, "", spoken(reply, state.formal)), spoken(reply, state.formal)
    )


def resumed_talk(tools: Tools, state: State, text: str, line: str) -> Outcome:
    """Go on with the talk, with one authored line: the question that was open, and nothing else."""
    book, lexicon = load_phrasebook(state.language), load_lexicon(state.language)
    state = replace(state, route="none")
    asked = next((e.question_id for e in reversed(state.history) if e.question_id != "refer"), "")
    need = next((n for n in book.walk[state.audience] if n.question == asked), None)
    need = need or next_need(state, book) or book.walk[state.audience][0]
    phase = max(state.phase, need.phase, key=PHASES.index)
    decision = Decision("ask", phase, need.question, need.id)
    if asked.startswith("phrase:"):
        decision = Decision("ask", state.phase, asked)
    empty = Understanding("answer_vague", {}, (), _nothing(), state.language)
    reply = compose(decision, state, state, empty, "", book, lexicon, tools.search)
    reply = spoken(after_line(reply, line, state, book), state.formal)
    return Outcome(after_turn(state, decision, empty, text, reply), reply)


def unreadable(state: State, text: str) -> Outcome:
    """Answer a turn without a word in it: say so, and put the open question again."""
    book = load_phrasebook(state.language)
    last = next((e for e in reversed(state.history) if e.question_id), None)
    question = re.split(r"(?<=[.!:’])\s+", last.reply)[-1] if last else ""
    blocks = last.blocks[-1:] if last else ()
    if last is None or last.question_id == "opening" or not question.endswith("?"):
        form = "giver" if state.audience == "client" else "short"
        question = book.questions["contributions-1"].forms[form]
        blocks = (f"q:contributions-1:{form}",)
    said = f"{book.variants('empty')[0]} {question}".strip()
    reply = Reply(
        state.turn + 1, state.language, state.phase, "repair_dialogue", None, said, question,
        missing=missing(state), route=state.route, blocks=("empty/0", *blocks),
    )  # fmt: skip
    exchange = Exchange(reply.turn, last.question_id if last else "", text, None, said, reply.blocks)
    used = (*state.used, "empty/0")
    return Outcome(replace(state, turn=reply.turn, used=used, history=(*state.history, exchange)), reply)


def after_words(reply: Reply, phrase: str, said: str) -> Reply:
    """Return `reply` with an authored phrase in front of it."""
    return replace(reply, text=f"{said} {reply.text}", blocks=(f"{phrase}/0", *reply.blocks))


def reopened(state: State, text: str) -> tuple[State, str]:
    """Return `state` with the walk open again, and the line that says so, when they had more to tell
    than the page holds; else `state` as it is, and ""."""
    if not state.closed or not is_not_done(text):
        return state, ""
    earlier: Phase = next((p for p in reversed(state.visited) if p != "closing"), "contributions")
    *before, last = state.history
    stood = next((e.question_id for e in reversed(before) if e.question_id not in REVIEWED), "")
    history = (*before, replace(last, question_id=stood))  # what is told now isn't said of the page
    passed = tuple(p for p in state.skipped if PHASES.index(p) < PHASES.index(earlier))  # closing skipped the rest
    return replace(state, phase=earlier, closed=False, skipped=passed, history=history), "resumed"


def after_line(
    reply: Reply, line: str, state: State, book: Phrasebook, values: Mapping[str, str] | None = None
) -> Reply:
    """Return `reply` with a variant of an authored phrase in front of it, one not said before first."""
    chosen = choose(book.variants(line), line, state.used, (), dict(values or {}))
    if chosen is None:
        return reply
    return replace(reply, text=f"{chosen[1]} {reply.text}", blocks=(chosen[0], *reply.blocks))


def _nothing() -> Any:
    from coach.dialogue.extract import Reading

    return Reading((), (), (), (), frozenset())
