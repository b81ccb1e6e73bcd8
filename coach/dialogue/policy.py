"""The policy: what the coach does next. Pure functions of the state and the turn understood.

What each phase must gather, and with which question, is data (prompts/walk.yaml); the record says
what is there already. Nothing here phrases anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from coach.dialogue.happened import Happened, happened
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.people import names_several
from coach.dialogue.phrasebook import Need, Phrasebook
from coach.dialogue.remember import items_of
from coach.dialogue.roles import one_of
from coach.dialogue.state import PHASES, Act, Exchange, Item, Phase, State, is_reviewing
from coach.dialogue.summary import summarise
from coach.dialogue.understand import ASK_TOPICS, COMPLAINTS, Understanding


@dataclass(frozen=True)
class Decision:
    """What to do: the act, the phase it happens in, what to say first and what to ask.

    `question` is a bank id, `evasion:ID` or `phrase:ID`; `lines` are phrase ids said before it.
    """

    act: Act
    phase: Phase
    question: str = ""
    need: str = ""
    lines: tuple[str, ...] = ()
    fills: Mapping[str, str] = field(default_factory=dict)
    reflect: bool = False
    summary: bool = False
    example: bool = False
    topic: str = ""
    focus: str | None = None
    kept: tuple[str, ...] | None = None
    note: tuple[str, str] | None = None
    skipped: Phase | None = None
    close: bool = False
    query: str = ""  # an earlier question of theirs that is answered now


def decide(
    before: State, state: State, understood: Understanding, book: Phrasebook, said: str = ""
) -> Decision:
    """Return what the coach does after the turn `said`; `state` already holds its facts."""
    handlers = {
        "injection": _injection, "greeting": _greeting, "question": _question,
        "request_example": _example, "summary": _summary, "stop": _stop, "skip": _skip,
        "back": _back, "off_topic": _off_topic, "emotion": _emotion, "resist": _resist,
        "dont_know": _dont_know, "answer_vague": _vague, "answer_concrete": _answer,
    }  # fmt: skip
    if asks_again(before) and understood.intent not in ELSEWHERE:
        return _again(before, state, understood, book, said)
    if before.history and before.history[-1].question_id in STILL and understood.intent == "question":
        told = _question(before, state, understood, book)
        return replace(told, phase=state.phase, question="phrase:again-question", need="")
    if before.turn and _complains(understood) and understood.intent in {"answer_vague", "answer_concrete", "dont_know"}:
        return _complaint(before, state, understood, book)
    if (other := _to_another(before, state, understood, book)) is not None:
        return other
    return handlers[understood.intent](before, state, understood, book)


def _to_another(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision | None:
    """Turn to somebody they ask to speak of, once the talk is past what the first one gave."""
    asked = before.focus and state.focus and before.focus != state.focus and state.audience == "leader"
    later = PHASES.index(state.phase) > PHASES.index("contributions")
    if not asked or not later or understood.intent not in {"answer_concrete", "answer_vague", "question"}:
        return None
    known = state.focus in before.kept or any(i.about == state.focus for i in before.record.items)
    if not known and re.search(ASKED_FOR.format(name=re.escape(state.focus)), understood.text, re.I) is None:
        return None
    if any(i.about == before.focus for i in state.record.items) and (need := _unasked(state, book)) is not None:
        return Decision(
            "ask", "contributions", need.question, need.id, ("now-kept",), {"b": state.focus, "who": state.focus},
            reflect=True,
        )  # fmt: skip
    return None


ASKED_FOR = r"\b(?:about|over|met) {name}\b|\b{name} (?:mist|ontbreekt|is missing|dus)\b|\bleft {name}\b|\ben {name} dan\b"


def _unasked(state: State, book: Phrasebook) -> Need | None:
    """Return the first thing that wasn't asked yet of the one in hand."""
    return next(
        (n for n in book.walk[state.audience]
         if n.per_person and n.slot != "when" and not met(n, state) and key_of(n, state) not in state.asked), None,
    )  # fmt: skip


# --- the step of last time

ELSEWHERE = frozenset({"injection", "question", "request_example", "summary", "stop", "skip", "back"})
STILL = frozenset({"again", "phrase:again-question"})  # whether it happened is still to be said
AFTER: Mapping[Happened, str] = {
    "": "phrase:again-yes-question", "yes": "phrase:again-yes-question",
    "partly": "phrase:again-partly-question", "no": "phrase:again-no-question",
}  # fmt: skip
OF_A_STEP = STILL | frozenset(AFTER.values())
TELLS = 8  # words of an answer that says more than whether it happened


def asks_again(state: State) -> bool:
    """Tell whether the person was just asked what became of the step of last time."""
    return bool(state.history) and state.history[-1].question_id in OF_A_STEP


def _again(
    before: State, state: State, understood: Understanding, book: Phrasebook, said: str
) -> Decision:
    """Ask one thing about the step of last time when the answer was bare; then the walk goes on."""
    how = happened(said)
    if before.history[-1].question_id in STILL and len(said.split()) < TELLS:
        lines = ("again-no",) if how == "no" else ()
        return Decision("deepen", state.phase, AFTER[how], lines=lines)
    return _go_on(state, understood, book, reflect=True, lines=("again-on",))


def _complains(understood: Understanding) -> bool:
    """Tell whether a complaint is what the turn is for; beside an answer it must be a sure one."""
    sure = max((a.sure for a in understood.asks if a.kind == understood.ask), default=0.0)
    tells = any(p.field != "context" and p.sure >= TOLD for p in understood.reading.found)
    return understood.ask in COMPLAINTS and (not tells or sure >= SURELY and understood.ask != "unclear")


TOLD = 0.5
SURELY = 0.85


def _complaint(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    """Answer what went wrong in the talk: what was passed over first, else say so and go on."""
    if understood.ask == "unanswered" or understood.ask == "annoyed":
        passed = next((e for e in reversed(state.history[-3:]) if e.ask in ANSWERABLE), None)
        if passed is not None and passed.ask not in {"words", "words_other"} and _was_answered(passed):
            passed = None
        if passed is not None and passed.ask in {"words", "words_other"}:
            return _example(before, state, understood, book)
        if passed is not None:
            told = _question(before, state, replace(understood, topic=ASK_TOPICS.get(passed.ask, "")), book)
            return replace(told, query=passed.user, lines=("passed-over",))
    if understood.ask == "unclear" and state.history and not state.closed:
        return _question(before, state, replace(understood, topic="meaning"), book)
    if state.closed or is_reviewing(before):
        done = took(before, state)
        if done or state.closed:
            return _mended(before, state, understood)
    return _go_on(state, understood, book, reflect=False, lines=COMPLAINT_LINES.get(understood.ask, ()))


def _was_answered(exchange: Exchange) -> bool:
    """Tell whether a turn got an answer, so that the same isn't said again."""
    return any(b.startswith(("advice-", "about-", "passage:", "nothing-found")) for b in exchange.blocks)


COMPLAINT_LINES = {"said_already": ("said-already",), "unanswered": ("unanswered",), "annoyed": ("annoyed",)}
ANSWERABLE = frozenset({"words", "words_other", "advice", "may_i", "method", "why_ask", "privacy", "machine", "how_long"})


# --- what is there, what is missing


def key_of(need: Need, state: State) -> str:
    """Return the key a need is counted under: once for every contribution where it says so."""
    return f"{need.id}@{state.focus}" if need.per_person else need.id


def met(need: Need, state: State) -> bool:
    """Tell whether the record already holds what `need` gathers."""
    about = state.focus if need.per_person else None
    if "if_then" in need.fields:
        if (is_brief(state) or any(b.startswith("words:") for b in state.used)) and items_of(
            state.record, "next_step"
        ):
            return True
        return any(_is_if_then(i) for i in items_of(state.record, "next_step"))
    if need.id == "who":  # a group that nothing was told of is nobody yet
        return bool(state.focus) and not one_of(state.focus, load_lexicon(state.language))
    if need.slot == "when" and "told-when" in state.used and not state.kept:
        return True
    since = 0
    if need.slot == "effect" and state.audience == "client":
        since = min((i.turn for i in items_of(state.record, "what")), default=0)
    if any(
        i.field in need.fields and i.turn >= since
        for i in state.record.items
        if about is None or i.about in {about, ""}
    ):
        return True
    return need.slot == "effect" and any(
        o.key == "cost" and o.about == state.focus for o in state.record.open
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


# --- answers


def _answer(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if understood.move == "confirm" and not understood.reading.found:
        return _go_on(state, understood, book, reflect=False, lines=("confirmed",))
    if state.closed:
        return _mended(before, state, understood)
    if _isnt_clear(before, state, understood):
        return Decision("ask", state.phase, "phrase:which-line-question")
    return _go_on(state, understood, book, reflect=not is_reviewing(before))


def _isnt_clear(before: State, state: State, understood: Understanding) -> bool:
    """Tell whether something is wrong with what was summed up, and nothing could be done about it."""
    review = understood.review
    return review is not None and review.unclear and not review.there and not took(before, state)


def took(before: State, state: State) -> str:
    """Return what a turn did to the record: "changed", "added" or ""."""
    old = {i.id: (i.about, i.field, i.text) for i in before.record.items}
    new = {i.id: (i.about, i.field, i.text) for i in state.record.items}
    if any(new.get(name) != told for name, told in old.items()):
        return "changed"
    fresh = [i for i in state.record.items if i.id not in old and i.field != "context"]
    return "added" if fresh else ""


def _mended(before: State, state: State, understood: Understanding) -> Decision:
    """Answer what was said of the page: what became of it, or which line they mean."""
    done = took(before, state)
    review = understood.review
    last = before.history[-1] if before.history else None
    looks_again = last is not None and (last.question_id == "phrase:goodbye-question" or "close-question/3" in last.blocks)
    if review is not None and review.fine or looks_again and not done:
        return Decision("close", "closing", "phrase:goodbye-question", lines=("goodbye",), close=True)
    if not done and not (review is not None and review.there):
        unclear = review is not None and review.unclear
        return Decision("close", "closing", "phrase:which-line-question" if unclear else "phrase:close-question")
    line = ("after-close",) if done == "added" else ()
    return Decision("close", "closing", "phrase:close-question", lines=line)


def _go_on(
    state: State, understood: Understanding, book: Phrasebook, reflect: bool,
    lines: tuple[str, ...] = (), act: Act | None = None, waiting: tuple[str, ...] | None = None,
) -> Decision:  # fmt: skip
    waiting = _waiting(state) if waiting is None else waiting
    fresh = {p.field for p in understood.reading.found}
    special = _special(state, understood, book, fresh, reflect)
    if special is not None and not lines:
        return special
    kept = _kept_thread(state, book, waiting)
    if kept is not None:
        return kept
    insisted = _insist(state, book, understood)
    need = insisted or next_need(state, book, _earliest(state, fresh))
    if need is None:
        return _closing(state, understood, reflect)
    summary = _time_to_sum_up(state, need) and _worth_summing_up(state, book)
    deepens = bool(need.slot) and state.phase == need.phase and need.per_person
    decided: Act = act or ("deepen" if deepens else "ask")
    heard = next(
        (p for p in understood.reading.found if p.field == "cost" and p.source != "seen"), None
    )
    note = (
        ("cost_more", state.focus) if heard and state.focus and state.audience != "client" else None
    )
    if note and not lines and "dont_know_too" in cues_of(understood):
        lines = (*lines, "note-question-more")
    fresh_names = tuple(n for n in state.kept if n not in waiting)
    if fresh_names and state.focus and "first-then" in book.phrases:
        lines = ("first-then", *lines)
    if summary:
        return Decision(
            "summarise", need.phase if need.phase == state.phase else state.phase,
            "phrase:summary-question", reflect=reflect, summary=True, note=note,
        )  # fmt: skip
    bridge = lines + _bridge(state, need)
    return Decision(
        decided, need.phase, need.question, need.id, bridge, reflect=reflect,
        fills={"who": state.focus, "a": state.focus, "b": fresh_names[0] if fresh_names else ""}, note=note,
    )  # fmt: skip


def cues_of(understood: Understanding) -> frozenset[str]:
    """Return the turn's cues, with "dont_know_too" when it also says it doesn't know."""
    said = any(c.text.lower().strip(" .,") in NOT_KNOWN for c in understood.reading.clauses)
    return understood.reading.cues | ({"dont_know_too"} if said else frozenset())


NOT_KNOWN = frozenset(
    {
        "dat weet ik eigenlijk niet",
        "dat weet ik niet",
        "weet ik niet",
        "geen idee",
        "no idea",
        "i don't know",
        "don't know",
    }
)


def _waiting(state: State) -> tuple[str, ...]:
    """Return who was kept by name before this turn, and was told so."""
    earlier = " ".join(e.user for e in state.history).lower()
    return tuple(n for n in state.kept if n.lower() in earlier)


def _insist(state: State, book: Phrasebook, understood: Understanding) -> Need | None:
    """Return the need asked last when the answer was about something else; once."""
    asked = pending(state, book)
    if (
        asked is None
        or not asked.insist
        or PHASES.index(asked.phase) < PHASES.index(state.phase)
        or met(asked, state)
        or understood.intent != "answer_concrete"
        or any(b.endswith(":#already") for b in state.history[-1].blocks)
    ):
        return None
    return asked if state.asked_on.count(key_of(asked, state)) < asked.again else None


def _earliest(state: State, fresh: AbstractSet[str]) -> Phase:
    """A promise or an offer told now takes the talk to repair, once the contribution is clear."""
    if state.phase in {"opening", "contributions", "return"} and "promised" in fresh:
        costly = items_of(state.record, "cost") or any(a.startswith("cost") for a in state.asked) or is_brief(state)
        if (items_of(state.record, "what") and costly) or state.audience == "client":
            return "repair"
    return "contributions" if state.phase == "opening" else state.phase


def _special(
    state: State, understood: Understanding, book: Phrasebook, fresh: AbstractSet[str], reflect: bool
) -> Decision | None:
    cues = understood.reading.cues
    if "terse_busy" in cues and "evasion:contributions-two-options" not in state.asked:
        if "contributions-two-options" in book.evasions:
            if state.phase in {"opening", "contributions"}:
                return Decision(
                    "deepen",
                    "contributions",
                    "evasion:contributions-two-options",
                    "what",
                    reflect=True,
                )
    if (
        "apology_but" in cues
        and "evasion:repair-but" not in state.asked
        and state.audience != "client"
    ):
        return Decision(
            "deepen", _forward(state, "repair"), "evasion:repair-but", lines=("apology-cut",)
        )
    if (
        "promised" in fresh
        and "moved_date" in cues
        and state.audience == "leader"
        and "promised" not in state.asked
    ):
        return Decision(
            "ask", _forward(state, "repair"), "repair-2#moved-date", "promised", reflect=True
        )
    if "promised" in fresh and "predecessor" in cues and state.audience == "leader":
        if "evasion:repair-predecessor" not in state.asked and items_of(state.record, "what"):
            return Decision(
                "ask", _forward(state, "repair"), "evasion:repair-predecessor", lines=("rn08",)
            )
    if "not_possible" in fresh and items_of(state.record, "promised") and _sees_nobody(state):
        if "repair-11" not in state.asked and PHASES.index(state.phase) <= PHASES.index("repair"):
            fresh_summary = any(
                b.startswith("summary/") for e in state.history[-3:] for b in e.blocks
            )
            summary = (
                not fresh_summary and not is_brief(state) and _worth_summing_up(state, book)
            )
            question = "phrase:summary-question" if summary else "repair-11"
            return Decision(
                "summarise" if summary else "ask", _forward(state, "repair"), question,
                "" if summary else "meet", reflect=reflect, summary=summary,
            )  # fmt: skip
    return None


def _sees_nobody(state: State) -> bool:
    return not items_of(state.record, "next_step")


def _kept_thread(state: State, book: Phrasebook, waiting: tuple[str, ...]) -> Decision | None:
    """Come back to a contribution that was put aside by name, once the one in hand is complete."""
    if not state.kept or state.audience == "client" or state.kept[0] not in waiting:
        return None
    if state.phase in {"opening", "contributions"} and any(
        n.per_person and not met(n, state) and key_of(n, state) not in state.asked
        for n in book.walk[state.audience]
    ):
        return None
    name, rest = state.kept[0], state.kept[1:]
    told = {i.field for i in state.record.items if i.about == name}
    wanted = "cost" if "what" in told else "what"
    need = next(n for n in book.walk[state.audience] if n.id == wanted)
    return Decision(
        "ask", "contributions", need.question, need.id, ("now-kept",), {"b": name, "who": name},
        reflect=True, focus=name, kept=rest,
    )  # fmt: skip


def _bridge(state: State, need: Need) -> tuple[str, ...]:
    if (
        need.phase == "return"
        and state.phase in {"opening", "contributions"}
        and need.id == "came_back"
    ):
        return ("return-after-given",)
    if need.id in {"check", "habit"} and state.phase != "reciprocity":
        return ("towards-after",)
    if need.id == "own_getting":
        return ("other-way",)
    if need.id == "own_giving" and state.phase != "mirror":
        return ("own-side-turn",)
    return ()


def _time_to_sum_up(state: State, need: Need) -> bool:
    since = [e for e in state.history if any(b.startswith("summary/") for b in e.blocks)]
    if len(since) > 1 or is_brief(state):
        return False
    turns = state.turn + 1 - (since[-1].turn + 4 if since else 0)
    substance = len(
        {i.field for i in state.record.items}
        & {"what", "cost", "came_back", "promised", "own_share", "offer"}
    )
    return turns >= 6 and substance >= 3 and need.phase in {"repair", "reciprocity", "mirror"}


def _worth_summing_up(state: State, book: Phrasebook) -> bool:
    """Tell whether enough can be said back in a few words of theirs to be checked."""
    told = summarise(state, book, load_lexicon(state.language))
    return len(told.split()) >= WORTH


WORTH = 10  # words


def _closing(state: State, understood: Understanding, reflect: bool) -> Decision:
    return Decision(
        "close", "closing", "phrase:close-question", lines=("close",), reflect=reflect, close=True
    )


# --- answers that don't answer


def _vague(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if state.closed:
        return _mended(before, state, understood)
    return _ask_on(state, understood, book, ())


def _ask_on(
    state: State, understood: Understanding, book: Phrasebook, lines: tuple[str, ...]
) -> Decision:
    """Ask on for what is missing, at most as often as the walk says; then move on."""
    asked = pending(state, book)
    if (
        "terse_busy" in understood.reading.cues
        and state.phase in {"opening", "contributions"}
        and "evasion:contributions-two-options" not in state.asked
    ):
        return Decision(
            "deepen",
            _at_least(state.phase),
            "evasion:contributions-two-options",
            "what",
            reflect=True,
        )
    if "not_mine" in understood.reading.cues and "evasion:return-not-mine" not in state.asked:
        if (
            state.audience != "client"
            and "return-not-mine" in book.evasions
            and items_of(state.record, "what")
        ):
            phase: Phase = (
                "return" if PHASES.index(state.phase) <= PHASES.index("return") else state.phase
            )
            return Decision(
                "deepen",
                phase,
                "evasion:return-not-mine",
                asked.id if asked else "",
                lines,
                reflect=True,
            )
    if understood.evasion and f"evasion:{understood.evasion}" not in state.asked:
        evasion = book.evasions[understood.evasion]
        phase = next((p for p in PHASES if p == evasion.phase), _at_least(state.phase))
        if PHASES.index(phase) >= PHASES.index(state.phase) and _room(state, asked):
            return Decision(
                "deepen",
                phase,
                f"evasion:{understood.evasion}",
                asked.id if asked else "",
                lines,
                reflect=True,
            )
    question = _otherwise(asked, state, book) if asked is not None else ""
    if asked is not None and question and not met(asked, state) and asked.slot and _room(state, asked):
        return Decision("deepen", _at_least(state.phase), question, asked.id, lines, reflect=True)
    return _go_on(state, understood, book, reflect=True, lines=lines)


def _otherwise(asked: Need, state: State, book: Phrasebook) -> str:
    """Return the question to ask on with: for a client, who has one form of each, its follow-up.

    "" when there is none and the same would be said twice running.
    """
    last = state.history[-1].question_id if state.history else ""
    if state.audience != "client" or last != asked.question:
        return asked.question
    follow_up = book.questions.get(f"{asked.question}b")
    return follow_up.id if follow_up is not None and "giver" in follow_up.forms else ""


def _room(state: State, asked: Need | None) -> bool:
    if asked is None:
        return len([a for a in state.asked_on if a == "evasion"]) < 2
    return state.asked_on.count(key_of(asked, state)) < asked.again


def _at_least(phase: Phase) -> Phase:
    return "contributions" if phase == "opening" else phase


def _dont_know(
    before: State, state: State, understood: Understanding, book: Phrasebook
) -> Decision:
    asked = pending(state, book)
    special = _special(state, understood, book, {p.field for p in understood.reading.found}, True)
    if special is not None:
        return special
    about = state.focus
    if asked is None or asked.id in {"who", "what"} or state.audience == "client":
        return _ask_on(state, understood, book, ())
    if asked.id in {"cost", "their_wish", "their_view", "promised"} and about:
        key = "their_wish" if asked.id == "their_wish" else asked.id
        decision = _go_on(state, understood, book, reflect=False, lines=("note-question",))
        return _with_note(decision, (key, about))
    return _go_on(state, understood, book, reflect=False, lines=("leave-open",))


def _with_note(decision: Decision, note: tuple[str, str]) -> Decision:
    return replace(decision, note=note)


def _resist(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if (
        "laugh" in understood.reading.cues
        and state.audience == "client"
        and "set_right" not in state.asked
    ):
        return Decision(
            "ask", _forward(state, "mirror"), "mirror-10", "set_right", reflect=True
        )
    if understood.evasion and f"evasion:{understood.evasion}" not in state.asked:
        return _ask_on(state, understood, book, ())
    if understood.topic == "purpose" and state.turn == 0:
        return _no_feelings(state)
    if any(p.field != "context" for p in understood.reading.found):
        return _go_on(state, understood, book, reflect=True)
    if before.turn == 0:
        return _go_on(state, understood, book, reflect=True)  # nothing was asked yet that they resist
    stop_offered = any(b.startswith("offer-stop/") for b in state.used)
    lines = ("resist-bare",) if stop_offered or state.turn < 2 else ("resist-bare", "offer-stop")
    return _go_on(state, understood, book, reflect=False, lines=lines)


def _about_feelings(understood: Understanding) -> bool:
    told = " ".join(c.text for c in understood.reading.clauses)
    return re.search(r"\b(?:gevoel\w*|feelings?|feel)\b", told, re.I) is not None


def _no_feelings(state: State) -> Decision:
    return Decision("ask", "contributions", "contributions-1#facts-only", "who", ("no-feelings",))


def _emotion(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    return Decision("repair_dialogue", state.phase, "phrase:emotion-question", lines=("emotion",))


# --- questions, examples, summaries, moves


def _question(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if understood.topic == "start" and state.turn == 0:
        return Decision("ask", "contributions", "contributions-1#plain", "who", ("where-to-start",))
    if understood.topic == "thank" and state.turn == 0:
        return Decision("ask", "contributions", "contributions-2#how-to-thank", "what")
    if understood.topic == "purpose" and state.turn == 0 and _about_feelings(understood):
        return _no_feelings(state)
    fresh = [p for p in understood.reading.found if p.field != "context"]
    asked = pending(state, book)
    need = (
        asked
        if asked and not met(asked, state) and not fresh
        else next_need(state, book, _earliest(state, set()))
    )
    if need is None:
        return Decision(
            "explain", "closing", "phrase:close-question", topic=understood.topic or "library"
        )
    lines = ("noted",) if fresh and not understood.ask else ()
    return Decision(
        "explain", _forward(state, need.phase), need.question, need.id, lines,
        topic=understood.topic or "library", fills={"who": state.focus},
    )  # fmt: skip


def _forward(state: State, phase: Phase) -> Phase:
    return phase if PHASES.index(phase) >= PHASES.index(state.phase) else _at_least(state.phase)


def _example(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if not before.turn and not load_lexicon(state.language).topics["words"].search(understood.text.lower()):
        return _go_on(state, understood, book, reflect=True)  # a first turn that asks for no words
    if state.audience != "coach" and not items_of(
        state.record, "what", "cost", "came_back", "promised", "own_share", "pattern", "context"
    ):
        need = next_need(state, book, "contributions")
        question = need.question if need else "contributions-2"
        return Decision(
            "ask", _forward(state, "contributions"), question, need.id if need else "", ("need-one-thing",)
        )
    phase = "closing" if items_of(state.record, "next_step") else _at_least(state.phase)
    return Decision("example", phase, "", "", example=True)


def _summary(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if understood.ask == "page" and state.closed:
        return Decision("close", "closing", "phrase:close-question", lines=("close",), close=True)
    if understood.ask == "page" and state.phase not in {"opening", "contributions"}:
        return _stop(before, state, understood, book)
    if not summarise(state, book, load_lexicon(state.language)):
        need = next_need(state, book, _at_least(state.phase))
        question = need.question if need else "contributions-1"
        return Decision("summarise", _at_least(state.phase), question, "", ("summary-empty",))
    return Decision("summarise", _at_least(state.phase), "phrase:summary-question", summary=True)


def _stop(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if not before.turn and understood.ask == "done":
        return _go_on(state, understood, book, reflect=False)  # nobody is done before they began
    if state.closed:
        return Decision("close", "closing", "phrase:goodbye-question", lines=("goodbye",), close=True)
    if not state.record.items:
        return Decision(
            "close", "closing", "phrase:close-empty-question", lines=("close-empty",), close=True
        )
    return Decision(
        "close", "closing", "phrase:close-question", lines=("close",), reflect=True, close=True
    )


def _skip(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    return _go_on(state, understood, book, reflect=False, lines=("skip",), act="ask")


def _back(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    here = PHASES.index(_at_least(state.phase))
    earlier = [n for n in book.walk[state.audience] if PHASES.index(n.phase) < max(here, 2)]
    phase = earlier[-1].phase if earlier else "contributions"
    need = next(n for n in book.walk[state.audience] if n.phase == phase)
    if phase == "contributions" and state.focus:
        need = next(n for n in book.walk[state.audience] if n.id == "what")
    line = "back" if state.focus else "back-bare"
    return Decision(
        "ask", phase, need.question, need.id, (line,), {"a": state.focus, "who": state.focus}
    )


def _greeting(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    need = pending(state, book)
    if need is None or state.asked_on.count(key_of(need, state)) >= 2:
        need = next_need(state, book, _at_least(state.phase))
    question = need.question if need else "phrase:close-question"
    return Decision(
        "ask",
        _forward(state, need.phase if need else "closing"),
        question,
        need.id if need else "",
        ("greeting",),
    )


def _off_topic(
    before: State, state: State, understood: Understanding, book: Phrasebook
) -> Decision:
    need = pending(state, book)
    if need is None or state.asked_on.count(key_of(need, state)) >= 2:
        need = next_need(state, book, _at_least(state.phase))
    question = need.question if need else "phrase:close-question"
    return Decision(
        "repair_dialogue", _at_least(state.phase), question, need.id if need else "",
        ("off-topic", "back-to" if state.focus else "back-to-walk"), {"who": state.focus},
    )  # fmt: skip


def _injection(
    before: State, state: State, understood: Understanding, book: Phrasebook
) -> Decision:
    phase = _at_least(state.phase)
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
