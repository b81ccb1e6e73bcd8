"""What the coach does when a turn isn't an answer: a question, a request, a move, an order."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.needs import key_of, met, next_need, pending
from coach.dialogue.phrasebook import Phrasebook
from coach.dialogue.sayable import called_in
from coach.dialogue.state import PHASES, State, items_of
from coach.dialogue.subject import ABOVE, WHAT_ELSE
from coach.dialogue.summary import summarise
from coach.dialogue.understand import Understanding
from coach.dialogue.walking import (
    Decision,
    at_least,
    earliest,
    go_on,
    goodbye,
    no_feelings,
    no_further_back,
    spoken_of,
)


def about_feelings(understood: Understanding) -> bool:
    told = " ".join(c.text for c in understood.reading.clauses)
    return re.search(r"\b(?:gevoel\w*|feelings?|feel)\b", told, re.I) is not None


def on_emotion(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    return Decision("repair_dialogue", state.phase, "phrase:emotion-question", lines=("emotion",))


def asks_advice(understood: Understanding, names: tuple[str, ...]) -> bool:
    """Tell whether the last thing asked is one there is set advice for in `names` ("is that enough?")."""
    last = re.split(r"(?<=[.!?])\s+", understood.text.strip())[-1].lower()
    rules = load_lexicon(understood.language).advice
    return last.endswith("?") and any(rules[name].search(last) for name in names if name in rules)


OF_ONESELF = ("advice-whiny", "advice-single-out", "advice-expect", "advice-late")  # also where somebody asks whether they may
SURE_ADVICE = ("advice-counts", *OF_ONESELF, "advice-enough", "advice-medium", "advice-confront", "advice-empty-hands")


SUPPOSES = re.compile(r"(?:(?:en|maar|ja,?|and|but|so) )*(?:wat als|wat doe ik als|als|stel(?: dat)?|what if|what do i do if|if|suppose)\b")  # "and what if she …?"


def on_question(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if understood.topic == "start" and state.turn == 0:
        return Decision("ask", "contributions", "contributions-1#plain", "who", ("where-to-start",))
    if understood.topic == "thank" and state.turn == 0:
        return Decision("ask", "contributions", "contributions-2#how-to-thank", "what")
    if understood.topic == "purpose" and state.turn == 0 and about_feelings(understood):
        return no_feelings(state)
    fresh = [p for p in understood.reading.found if p.field != "context"]
    asked = pending(state, book)
    need = (
        asked
        if asked and not met(asked, state) and not fresh
        else next_need(state, book, earliest(state, set()))
    )
    if understood.topic == "meaning" and asked is not None and need is not asked and before.turn:
        return go_on(state, understood, book, reflect=True)  # asked what was meant, and answered
    supposes = ("advice-reaction",) if SUPPOSES.match(understood.text.lower()) else ()
    advised = asks_advice(understood, OF_ONESELF if understood.topic == "may_i" else (*supposes, *SURE_ADVICE))
    topic = "advice" if advised and understood.topic in {"", "may_i"} else understood.topic or "library"
    if need is None:
        lines = () if state.closed else ("close",)
        return Decision("explain", "closing", "phrase:close-question", lines=lines, topic=topic, close=True)
    noted = ("noted",) if fresh and not understood.ask else ()
    return Decision(
        "explain", no_further_back(state, need.phase), need.question, need.id, noted,
        topic=topic, fills={"who": state.focus}, reflect=bool(fresh) and topic in {"advice", "judged"},
    )  # fmt: skip


def on_example(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if not before.turn and not load_lexicon(state.language).topics["words"].search(understood.text.lower()):
        return go_on(state, understood, book, reflect=True)  # a first turn that asks for no words
    if state.audience != "coach" and not items_of(
        state.record, "what", "cost", "came_back", "promised", "own_share", "pattern", "context"
    ):
        need = next_need(state, book, "contributions")
        question = need.question if need else "contributions-2"
        return Decision(
            "ask", no_further_back(state, "contributions"), question, need.id if need else "", ("need-one-thing",)
        )
    if any(a.kind == "done" for a in understood.asks) and called_in(understood.text.replace("’", "'"), state.focus):
        return Decision("close", "closing", "phrase:close-question", lines=("sentence-stands", "close"), close=True)
    phase = "closing" if items_of(state.record, "next_step") else at_least(state.phase)
    return Decision("example", phase, "", "", example=True)


def on_summary(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if understood.ask == "page" and state.closed:
        return Decision("close", "closing", "phrase:close-question", lines=("close",), close=True)
    if understood.ask == "page" and state.phase not in {"opening", "contributions"}:
        return on_stop(before, state, understood, book)
    if not before.turn and len(understood.text.split()) > A_REQUEST:
        return go_on(state, understood, book, reflect=True)  # nobody asks for a page before they began
    if not summarise(state, book, load_lexicon(state.language)):
        need = next_need(state, book, at_least(state.phase))
        question = need.question if need else "contributions-1"
        return Decision("summarise", at_least(state.phase), question, "", ("summary-empty",))
    return Decision("summarise", at_least(state.phase), "phrase:summary-question", summary=True)


A_REQUEST = 12  # words


def on_stop(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if not before.turn and understood.ask == "done":
        return go_on(state, understood, book, reflect=False)  # nobody is done before they began
    if state.closed:
        return goodbye(state)
    if not state.record.items:
        return Decision(
            "close", "closing", "phrase:close-empty-question", lines=("close-empty",), close=True
        )
    return Decision(
        "close", "closing", "phrase:close-question", lines=("close",), reflect=True, close=True
    )


def on_skip(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    return go_on(state, understood, book, reflect=False, lines=("skip",), act="ask")


def on_subject(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    """Turn to whom or what they want to speak of; `state` has them in hand already."""
    subject = understood.subject
    if subject is None or subject.kind == "not_this":
        return go_on(state, understood, book, reflect=False, lines=("not-that",), act="ask")
    if subject.kind == "something_else":
        return Decision("ask", no_further_back(state, "contributions"), WHAT_ELSE)
    if subject.kind == "self":
        need = next(n for n in book.walk[state.audience] if n.id == "own_giving")
        return Decision("ask", no_further_back(state, "mirror"), need.question, need.id, ("turned-self",))
    name = spoken_of(subject.name, state)
    if subject.kind == "person" and subject.name.split()[-1].lower() in ABOVE and not subject.told:
        need = next(n for n in book.walk[state.audience] if n.id == "own_giving")  # to whoever is above them they give
        return Decision("ask", no_further_back(state, "mirror"), "mirror-1#turned-to", need.id, ("turned-instead",), {"b": name})
    if subject.kind == "thing":
        return Decision("ask", no_further_back(state, "contributions"), "phrase:turned-thing-question", lines=("turned-instead",), fills={"b": name})
    last = state.kept[-1] if state.kept and not subject.instead else ""
    line, fills = ("turned-to", {"a": spoken_of(last, state)}) if last else ("turned-instead", {})
    told = any(p.field != "context" for p in understood.reading.found)
    known = any(i.about == subject.name for i in state.record.items)
    if told or known:
        went_on = go_on(state, understood, book, reflect=told, lines=(line,))
        return replace(went_on, fills={**went_on.fills, **fills, "b": name})
    return Decision("ask", "contributions", "contributions-2#turned-to", "what", (line,), {**fills, "b": name, "who": state.focus})


def on_back(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    here = PHASES.index(at_least(state.phase))
    earlier = [n for n in book.walk[state.audience] if PHASES.index(n.phase) < max(here, 2)]
    phase = earlier[-1].phase if earlier else "contributions"
    need = next(n for n in book.walk[state.audience] if n.phase == phase)
    if phase == "contributions" and state.focus:
        need = next(n for n in book.walk[state.audience] if n.id == "what")
    line = "back" if state.focus else "back-bare"
    return Decision(
        "ask", phase, need.question, need.id, (line,), {"a": state.focus, "who": state.focus}
    )


def on_greeting(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    need = pending(state, book)
    if need is None or state.asked_on.count(key_of(need, state)) >= 2:
        need = next_need(state, book, at_least(state.phase))
    question = need.question if need else "phrase:close-question"
    return Decision(
        "ask",
        no_further_back(state, need.phase if need else "closing"),
        question,
        need.id if need else "",
        ("greeting",),
    )


def on_off_topic(
    before: State, state: State, understood: Understanding, book: Phrasebook
) -> Decision:
    need = pending(state, book)
    if need is None or state.asked_on.count(key_of(need, state)) >= 2:
        need = next_need(state, book, at_least(state.phase))
    question = need.question if need else "phrase:close-question"
    return Decision(
        "repair_dialogue", at_least(state.phase), question, need.id if need else "",
        ("off-topic", "back-to" if state.focus else "back-to-walk"), {"who": state.focus},
    )  # fmt: skip


def on_injection(
    before: State, state: State, understood: Understanding, book: Phrasebook
) -> Decision:
    phase = at_least(state.phase)
    refused = any(
        b.startswith(("orders-in-text/", "orders-role/", "orders-no/")) for b in state.used
    )
    if refused:
        line = "we-can-go-on" if state.focus else "go-on-bare"
        return Decision(
            "repair_dialogue", phase, "phrase:what-was-it-about", lines=("orders-no", line),
            fills={"who": state.focus},
        )  # fmt: skip
    first = "orders-in-text" if understood.pasted else "orders-role"
    need = pending(state, book)
    if need is None or met(need, state):
        need = next_need(state, book, phase)
    question = need.question if need else "phrase:close-question"
    lines = [first]
    if understood.pasted:
        lines.append("orders-taken")
    lines.append("back-to" if state.focus else "back-to-walk")
    return Decision(
        "repair_dialogue", need.phase if need and PHASES.index(need.phase) >= PHASES.index(phase) else phase,
        question, need.id if need else "", tuple(lines), {"who": state.focus},
    )  # fmt: skip
