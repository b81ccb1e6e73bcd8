"""A talk that begins with the step of an earlier one: did it happen?

The step is quoted in the person's own words, never turned into others: what the grammar of a
sentence made of it would no longer be what they chose.
"""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.happened import happened
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.needs import missing
from coach.dialogue.phrasebook import load_phrasebook, sentence
from coach.dialogue.policy import OF_A_STEP, asks_again
from coach.dialogue.spoken import spoken
from coach.dialogue.state import Exchange, Item, Language, Outcome, Reply, State, items_of
from coach.dialogue.steps import CONDITION, steps_told

BLOCK = "opening-again/0"
ASKED = "again"  # the id of its question
MOST_QUOTED = 60  # words of a step


def step_of(state: State) -> str:
    """Return the step the person chose, as they said it, fit to stand between quotation marks.

    Of several the last with a condition (if, then), else the last; "" when there is none.
    """
    steps = steps_told(state, load_lexicon(state.language))
    chosen = [item for item in steps if CONDITION.search(item.clause or item.text)] or steps
    if not chosen:
        return ""
    words = (chosen[-1].clause or chosen[-1].text).split()
    told = " ".join(words[:MOST_QUOTED]) + (" …" if len(words) > MOST_QUOTED else "")
    told = re.sub(r"[‘']([^‘’']*)[’'](?!\w)", r"“\1”", told.strip(" ,;"))
    told = sentence(told)
    return told if told.endswith((".", "!", "?", "…", "”")) else f"{told}."


def open_again(language: Language, earlier: State, talk: str) -> Outcome | None:
    """Begin a talk with the step of an earlier one, `talk`; None when that has no step.

    The person is known to be who they were there: leader, coach or client, and said je or u to.
    """
    step = step_of(earlier)
    if not step:
        return None
    template = load_phrasebook(language).variants("opening-again")[0]
    question = re.split(r"(?<=[.!’])\s+", template)[-1]
    state = State(
        language, earlier.audience, country=earlier.country, formal=earlier.formal,
        after=talk, last_step=step, used=(BLOCK,),
    )  # fmt: skip
    reply = spoken(
        Reply(
            0, language, "opening", "ask", None, template, question, missing=missing(state),
            blocks=(BLOCK,),
        ),
        earlier.formal,
    )  # fmt: skip
    reply = replace(reply, text=reply.text.replace("{step}", step))  # last: it is theirs
    exchange = Exchange(0, ASKED, "", None, reply.text, reply.blocks)
    return Outcome(replace(state, history=(exchange,)), reply)


# What was told of a step belongs to that step, and answers no question about what is given now.
_OF_THE_STEP = frozenset(
    {"came_back", "said", "their_view", "own_share", "offer", "sentence", "next_step"}
)


def set_apart(before: State, told: State, said: str) -> State:
    """Return `told` with what was `said` of the step of last time as context, in the same words.

    Of a step that didn't happen yet, the new day for it is a step.
    """
    if not asks_again(before):
        return told
    apart = _OF_THE_STEP - ({"next_step"} if happened(said) in ("no", "partly") else set())
    old = {item.id for item in before.record.items}
    items = tuple(
        replace(item, field="context")
        if item.id not in old and item.field in apart
        else item
        for item in told.record.items
    )
    return replace(told, record=replace(told.record, items=items))


def told_of_it(state: State) -> list[Item]:
    """Return what the person said of the step of last time."""
    asked = {e.turn + 1 for e in state.history if e.question_id in OF_A_STEP}
    return [i for i in items_of(state.record, "context") if i.turn in asked]
