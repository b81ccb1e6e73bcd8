"""What a talk must still gather, in the order of prompts/walk.yaml."""

from __future__ import annotations

import re

from coach.dialogue.grammar import times_in
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.people import names_several
from coach.dialogue.phrasebook import Need, Phrasebook
from coach.dialogue.roles import one_of
from coach.dialogue.state import PHASES, SLOTS, Item, Phase, Slot, State, fixed, items_of
from coach.dialogue.steps import does_on_a_day
from coach.dialogue.wordings import OWN_PROMISE


def key_of(need: Need, state: State) -> str:
    """Return the key a need is counted under: once for every contribution where it says so."""
    return f"{need.id}@{state.focus}" if need.per_person else need.id


def met(need: Need, state: State) -> bool:
    """Tell whether the record already holds what `need` gathers."""
    about = state.focus if need.per_person else None
    if need.phase == "closing" and {"if_then", "next_step"} & set(need.fields) and fixed(state, "step"):
        return True  # they wrote it for the page
    if need.id == "set_right" and any(i.id in state.placed for i in items_of(state.record, "wish")):
        return True  # "that's what I want", said of a line of the page
    if "if_then" in need.fields:
        if (is_brief(state) or any(b.startswith("words:") for b in state.used)) and items_of(
            state.record, "next_step"
        ):
            return True
        told = [i for i in items_of(state.record, "next_step") if _is_if_then(i) or does_on_a_day(i.clause, state.language)]
        if told or "next_step" not in need.fields:
            return bool(told)
    if need.id == "who":  # a group that nothing was told of is nobody yet
        return bool(state.focus) and not one_of(state.focus, load_lexicon(state.language))
    if need.slot == "when" and "told-when" in state.used and not state.kept:
        return True
    if need.slot == "when" and any(SPAN.search(i.clause) for i in state.record.items if i.about in {state.focus, ""} and i.turn >= state.turn):
        return True  # "heel de zomer", told with what they did
    if need.slot == "when" and _told_beside(state):
        return True
    if need.id == "what" and any(FOR_WORK.search(i.clause) for i in items_of(state.record, "cost", about=about)):
        return True
    if need.id == "check" and _nothing_offered(state):
        return True  # nothing that could still hold
    if need.id == "own_share" and _owned_up(state):
        return True
    if need.id == "sentence" and fixed(state, "sentences"):
        return True  # they wrote it for the page
    since = 0
    if need.slot == "effect" and state.audience == "client":
        since = min((i.turn for i in items_of(state.record, "what")), default=0)
    if any(
        i.field in need.fields and i.turn >= since and i.id not in state.doubted
        for i in state.record.items
        if (i.about not in state.aside if about is None else i.about in {about, ""})
    ):
        return True
    return need.slot == "effect" and any(
        o.key == "cost" and o.about == state.focus for o in state.record.open
    )


def _told_beside(state: State) -> bool:
    """Tell whether a time stands in what was told with the deed in hand ("in maart en april lag de analyser eruit")."""
    lexicon = load_lexicon(state.language)
    turns = {i.turn for i in items_of(state.record, "what", about=state.focus or None)}
    return any(i.field == "context" and i.turn in turns and PERIOD.search(" ".join(times_in(i.clause, lexicon))) for i in state.record.items)


PERIOD = re.compile(
    r"\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|january|february|march|june|july|august|october|zomer|winter|voorjaar|najaar|herfst|summer|spring|autumn|kerst\w*|christmas)\b", re.I
)
# How long it lasted, as it is told within a sentence.
SPAN = re.compile(
    r"\b(?:heel|hele|ganse|all|whole|entire) (?:de |het |the )?(?:\w+ )?(?:zomer|winter|lente|herfst|voorjaar|najaar|jaar|seizoen|maand|summer|winter|spring|autumn|fall|year|season|month)\b"
    r"|\b(?:sinds|vanaf|since) (?!dien\b|then\b)\w+|\b(?:van|from) [\w' ]{2,25} (?:tot|until|till|to|through)\b", re.I
)
# What was given up for what: "haar cursus afgezegd om de inventarisatie te doen".
FOR_WORK = re.compile(
    r"\bom (?:\w+ ){1,5}te \w+en\b|(?<!used )\bto (?:do|cover|help|finish|fill|sort)\b"
    r"|\b(?:voor (?:de|het|ons|onze)|for (?:the|our)) (?!\w*(?:jaar|jaren|maand\w*|weken|week|zomer|winter|years?|months?|weeks?|summer|winter|time|rest)\b)\w+", re.I
)


def _nothing_offered(state: State) -> bool:
    """Tell whether a leader offered the one in hand nothing since they spoke of them, while others were offered something."""
    first = min((i.turn for i in state.record.items if i.about == state.focus), default=0)
    offers = items_of(state.record, "offer")
    return bool(offers) and all(i.turn < first for i in offers)


def _owned_up(state: State) -> bool:
    """Tell whether a promise of their own was told with what became of it, which is their share."""
    if state.audience != "leader":
        return False
    lexicon = load_lexicon(state.language)
    promises = items_of(state.record, "promised")
    own = {i.turn for i in promises if re.search(r"\b(?:ik|i)\b|^(?:had|heb|told|promised)\b", i.clause.lower()) and lexicon.cue("promise", i.clause.lower())}
    own |= {i.turn for i in promises if OWN_PROMISE.fullmatch(i.clause.lower().strip(" .,"))}
    told = {e.turn: e.user.lower() for e in state.history}
    return any(lexicon.cue("not_kept", i.clause.lower()) for i in promises if i.turn in own) or any(
        i.turn in own and lexicon.cue("not_kept", told.get(i.turn, "")) for i in promises
    )


def _is_if_then(item: Item) -> bool:
    words = item.clause.lower().split() + item.text.lower().split()
    return bool({"als", "zodra", "if", "when", "once"} & set(words))


def _about_nobody(need: Need, state: State) -> bool:
    """Tell whether a need asks about somebody, when a leader who was asked twice names nobody.

    Then the talk goes to their own side of it: what somebody unnamed did can't be asked.
    """
    if state.audience != "leader" or need.id == "who" or "who" not in state.asked_on:
        return False
    told = items_of(state.record, "who", "what", "cost")
    return not state.focus and not told and PHASES.index(need.phase) < PHASES.index("mirror")


def next_need(state: State, book: Phrasebook, first: Phase | None = None) -> Need | None:
    """Return the first need from `first` on (default: the phase in hand) that isn't met or asked."""
    start = PHASES.index(first or state.phase)
    brief = is_brief(state)
    in_hand = "group" if names_several(state.focus, load_lexicon(state.language)) else "one"
    worded = any(block.startswith("words:") for block in state.used)
    for need in book.walk[state.audience]:
        if PHASES.index(need.phase) < start or (brief and need.brief_skip):
            continue
        if need.brief_only and not brief or need.only and need.only != in_hand:
            continue
        if need.after and not any(i.field == need.after for i in state.record.items):
            continue
        if need.phase == "reciprocity" and worded:
            continue
        if need.phase in state.skipped or _about_nobody(need, state):
            continue
        if met(need, state) or key_of(need, state) in state.asked:
            continue
        return need
    return None


def is_brief(state: State) -> bool:
    """Tell whether the person has little time or few words."""
    if "brief" in state.used:
        return True
    lengths = sorted(len(e.user.split()) for e in state.history if e.user)
    return len(lengths) >= 2 and lengths[len(lengths) // 2] <= 6


def pending(state: State, book: Phrasebook) -> Need | None:
    """Return the need that was asked for last."""
    if not state.history:
        return None
    last = state.history[-1].question_id.partition("#")[0]
    return next((n for n in book.walk[state.audience] if n.question == last), None)


def missing(state: State) -> tuple[Slot, ...]:
    """Return the slots the contribution in hand still lacks."""
    about = state.focus if state.audience != "client" else ""
    fields = {i.field for i in state.record.items if i.about in {about, ""}}
    client = state.audience == "client"
    have = {
        "who": client or bool(state.focus), "what": "what" in fields, "when": "when" in fields,
        "effect": bool({"cost", "enabled"} & fields),
    }  # fmt: skip
    return tuple(slot for slot in SLOTS if not have[slot])
