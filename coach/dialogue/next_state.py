"""The state a turn leaves behind."""

from __future__ import annotations

from dataclasses import replace

from coach.dialogue.last_asked import asked_in
from coach.dialogue.needs import key_of
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.remember import note_open
from coach.dialogue.state import PHASES, Exchange, Reply, State
from coach.dialogue.understand import Understanding
from coach.dialogue.walking import Decision


def prepared_for(state: State, decision: Decision) -> State:
    """Take the decision's side effects into the state before it is put into words."""
    if decision.note is not None:
        state = note_open(state, *decision.note)
    if decision.focus is not None:
        early = state.phase in {"opening", "contributions"}  # later on the first has had their turn
        first = "" if decision.focus == state.first or not early else state.first or state.focus
        state = replace(state, focus=decision.focus, kept=decision.kept or (), first=first)
    return state


def after_turn(
    state: State, decision: Decision, understood: Understanding, text: str, reply: Reply
) -> State:
    book = load_phrasebook(state.language)
    name = decision.question.split("#")[0]
    need = next(
        (n for n in book.walk[state.audience] if n.id == decision.need and n.question == name), None
    )
    if not name and (inside := asked_in(reply.blocks)):
        need = next((n for n in book.walk[state.audience] if n.question == inside), None)
    asked, asked_on = state.asked, state.asked_on
    if need is not None:
        key = key_of(need, state)
        if key in asked:
            asked_on = (*asked_on, key)
        else:
            asked = (*asked, key)
    elif decision.question.startswith("evasion:"):
        pending_need = next((n for n in book.walk[state.audience] if n.id == decision.need), None)
        asked_on = (*asked_on, key_of(pending_need, state) if pending_need else "evasion")
    if decision.question and need is None:
        asked = (*asked, name)
    exchange = Exchange(
        reply.turn, decision.question, text, understood.intent, reply.text, reply.blocks, understood.ask
    )
    skipped = tuple(
        p
        for p in PHASES[PHASES.index(state.phase) + 1 : PHASES.index(decision.phase)]
        if p not in state.visited
    )
    return replace(
        state,
        turn=reply.turn,
        phase=decision.phase,
        visited=tuple(dict.fromkeys((*state.visited, decision.phase))),
        skipped=tuple(dict.fromkeys((*state.skipped, *skipped)))
        if decision.close
        else state.skipped,
        asked=asked,
        asked_on=asked_on,
        used=(*state.used, *reply.blocks),
        history=(*state.history, exchange),
        closed=decision.close or (state.closed and decision.phase == "closing"),
    )
