"""The walk goes on: what is asked next after an answer, a vague one, a protest or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.needs import is_brief, key_of, met, next_need, pending
from coach.dialogue.phrasebook import Need, Phrasebook
from coach.dialogue.pieces import Found, says_i
from coach.dialogue.sayable import asked_for_words
from coach.dialogue.state import PHASES, Act, Phase, State, is_reviewing, items_of, looks_again
from coach.dialogue.summary import summarise, surely_told
from coach.dialogue.understand import Understanding
from coach.dialogue.wordings import STAYS
from coach.dialogue.words import shortened, swap


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


def on_answer(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if understood.move == "confirm" and not understood.reading.found:
        return go_on(state, understood, book, reflect=False, lines=("confirmed",))
    if state.closed:
        return mended(before, state, understood)
    if (part := _isnt_clear(understood)) and not _did_something(before, state, understood):
        return _which_line("ask", state.phase, understood, part)
    near = understood.review.near if understood.review is not None else ""
    if part or near and not any(p.field not in NO_NEWS for p in understood.reading.found):
        told = go_on(state, understood, book, reflect=False)
        of_line = ("on-that", shortened(near)) if near else ("not-clear", part)
        return replace(told, lines=(of_line[0], *told.lines), fills={**told.fills, "a": of_line[1]})
    checks = is_reviewing(before)
    if not checks and (asked := _still_asked(state, understood, book)) is not None:
        adds = understood.move == "add"
        return Decision("ask", state.phase, asked.question, asked.id, fills={"who": state.focus}, reflect=adds)
    added = checks and understood.review is not None and not understood.review.done and took(before, state) == "added"
    mends = understood.review is not None and bool(understood.review.done)  # which is told already
    decided = go_on(state, understood, book, reflect=not checks and not mends)
    return replace(decided, lines=("after-close", *decided.lines)) if added else decided


NO_NEWS = frozenset({"who", "when", "context"})  # fields that tell nothing by themselves


def _which_line(act: Act, phase: Phase, understood: Understanding, part: str) -> Decision:
    """Ask what a line is to say: the one that was spoken of, where it is known, else which it is."""
    near = understood.review.near if understood.review is not None else ""
    if near:
        return Decision(act, phase, "phrase:what-line-question", lines=("on-that",), fills={"a": shortened(near)}, close=act == "close")
    return Decision(act, phase, "phrase:which-line-question", lines=("not-clear",), fills={"a": part}, close=act == "close")


def _still_asked(state: State, understood: Understanding, book: Phrasebook) -> Need | None:
    """Return what was asked and isn't answered yet when the turn only put something right, or on."""
    asked, review = pending(state, book), understood.review
    if understood.move == "add":
        return None if asked is None or met(asked, state) or asked.phase != state.phase else asked
    only = review is not None and bool(review.done) and review.said and not any(p.field != "context" for p in _beside(understood))
    if not only or asked is None or met(asked, state) or asked.phase != state.phase:
        return None
    return asked


def _beside(understood: Understanding) -> list[Found]:
    """Return what a turn tells beside what it says of the page."""
    said = understood.review.said if understood.review is not None else ()
    return [p for p in understood.reading.found if not any(start <= p.clause.start < end for start, end in said)]


def _isnt_clear(understood: Understanding) -> str:
    """Return what was said of the page and isn't clear, in a few of its words; "" when all is."""
    review = understood.review
    told = {
        p.clause.text.strip(" .,") for p in understood.reading.found
        if p.field != "context" and p.sure >= TOLD and (says_i(p) or p.field == "own_share")
    }  # fmt: skip
    unclear = [u for u in review.unclear if not any(t and t in u for t in told)] if review is not None else []
    return shortened(unclear[0]) if unclear else ""


def _did_something(before: State, state: State, understood: Understanding) -> bool:
    review = understood.review
    return bool(took(before, state)) or review is not None and bool(review.done)


def took(before: State, state: State) -> str:
    """Return what a turn did to the record: "changed", "added" or ""."""
    old = {i.id: (i.about, i.field, i.text) for i in before.record.items}
    new = {i.id: (i.about, i.field, i.text) for i in state.record.items}
    if any(new.get(name) != told for name, told in old.items()):
        return "changed"
    fresh = [i for i in state.record.items if i.id not in old and i.field != "context"]
    return "added" if fresh else ""


def mended(before: State, state: State, understood: Understanding) -> Decision:
    """Answer what was said of the page: what became of it, and which line they mean."""
    done, review = took(before, state), understood.review
    if part := _isnt_clear(understood):
        return _which_line("close", "closing", understood, part)
    touched = review is not None and bool(review.done)
    if review is not None and review.fine or looks_again(before) and not done and not touched:
        return goodbye(state)
    line = ("after-close",) if done == "added" and not touched else ()
    return Decision("close", "closing", "phrase:close-question", lines=line, close=True)


def goodbye(state: State) -> Decision:
    """End the talk: ask once when they look at the page again, and nothing after that."""
    if any(b.startswith("goodbye/") for b in state.used):
        return Decision("close", "closing", "", lines=("goodbye-again",), close=True)
    return Decision("close", "closing", "phrase:goodbye-question", lines=("goodbye",), close=True)


def go_on(
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
    if first := _first_again(state, book):
        back = go_on(replace(state, focus=first, first=""), understood, book, reflect, lines, act, waiting)
        return replace(back, focus=first, kept=state.kept)
    insisted = _insist(state, book, understood)
    off_themself = state.phase == "mirror" and STAYS.search(understood.text)
    need = insisted or next_need(state, book, "closing" if off_themself else earliest(state, fresh))
    if need is None:
        return _closing(state, understood, reflect)
    summary = not set(lines) & COMPLAINED and _time_to_sum_up(state, need) and _worth_summing_up(state, book)
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
        fills={"who": state.focus, "a": spoken_of(state.focus, state), "b": spoken_of(fresh_names[0], state) if fresh_names else ""}, note=note,
    )  # fmt: skip


COMPLAINED = frozenset({"misheard", "too-fast", "said-already", "unanswered", "annoyed"})  # a page isn't what they wait for then


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
        or asked.id == "came_back" and any(p.field == "promised" for p in understood.reading.found)
        or any(b.endswith(":#already") for b in state.history[-1].blocks)
    ):
        return None
    return asked if state.asked_on.count(key_of(asked, state)) < asked.again else None


def earliest(state: State, fresh: AbstractSet[str]) -> Phase:
    """A promise or an offer told now takes the talk to repair, once the contribution is clear."""
    if state.phase in {"opening", "contributions", "return"} and "promised" in fresh:
        costly = items_of(state.record, "cost") or any(a.startswith("cost") for a in state.asked) or is_brief(state)
        back = items_of(state.record, "came_back", "said") or any(a.startswith("came_back") for a in state.asked)
        if (items_of(state.record, "what") and costly) if state.audience != "client" else back:
            return "repair"
    return "contributions" if state.phase == "opening" else state.phase


def _to_be_said(state: State, understood: Understanding) -> bool:
    """Tell whether what was told is meant for somebody else: it was asked for, or is a sentence by itself."""
    asked = state.history[-1].question_id.partition("#")[0] if state.history else ""
    return asked in asked_for_words(state.language) or understood.reading.first("sentence") is not None


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
        and _to_be_said(state, understood)
        and "evasion:repair-but" not in state.asked
        and state.audience != "client"
    ):
        return Decision(
            "deepen", no_further_back(state, "repair"), "evasion:repair-but", lines=("apology-cut",)
        )
    if (
        "promised" in fresh
        and "moved_date" in cues
        and state.audience == "leader"
        and "promised" not in state.asked
    ):
        return Decision(
            "ask", no_further_back(state, "repair"), "repair-2#moved-date", "promised", reflect=True
        )
    if "promised" in fresh and "predecessor" in cues and state.audience == "leader":
        if "evasion:repair-predecessor" not in state.asked and items_of(state.record, "what"):
            return Decision(
                "ask", no_further_back(state, "repair"), "evasion:repair-predecessor", lines=("rn08",)
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
                "summarise" if summary else "ask", no_further_back(state, "repair"), question,
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
    ahead = next_need(state, book)
    asked = pending(state, book)
    saying = asked is not None and asked.id == "sentence" and not met(asked, state)
    if state.phase not in {"opening", "contributions"} and (saying or ahead is not None and ahead.phase in {"return", "repair"}):
        return None  # first what is still to be said of the one in hand, and to them
    name, rest = state.kept[0], state.kept[1:]
    there = replace(state, focus=name, kept=rest)
    need = unasked(there, book) or next_need(there, book, "contributions")
    if need is None or need.phase in {"reciprocity", "mirror", "closing"}:  # all of theirs is told
        return Decision(
            "ask", at_least(state.phase), "phrase:say-to-question", "", ("now-kept",), {"b": spoken_of(name, state), "who": name},
            reflect=True, focus=name, kept=rest,
        )  # fmt: skip
    return Decision(
        "ask", need.phase, need.question, need.id, ("now-kept",), {"b": spoken_of(name, state), "who": name},
        reflect=True, focus=name, kept=rest,
    )  # fmt: skip


def _first_again(state: State, book: Phrasebook) -> str:
    """Return whom the talk began with, once the one that was kept had their turn; "" when it stays."""
    told = any(i.about == state.first for i in state.record.items)
    if not state.first or state.first == state.focus or not told or state.first in state.aside:
        return ""
    ahead = unasked(state, book) if state.phase == "contributions" else None
    return "" if ahead is not None and ahead.phase == "contributions" else state.first


def unasked(state: State, book: Phrasebook) -> Need | None:
    """Return the first thing that wasn't asked yet of the one in hand, and is asked of each."""
    return next(
        (n for n in book.walk[state.audience]
         if n.per_person and n.slot != "when" and not met(n, state) and key_of(n, state) not in state.asked), None,
    )  # fmt: skip


def spoken_of(name: str, state: State) -> str:
    """Return somebody as the coach speaks of them ("mijn kok" → "je kok")."""
    name = in_a_sentence(name)
    return swap(name, load_lexicon(state.language), state.formal) or name


def in_a_sentence(name: str) -> str:
    """Return a role without the capital it had at the start of a sentence ("De planner")."""
    first, _, rest = name.partition(" ")
    return f"{first.lower()} {rest}" if rest and first in {"De", "Het", "The", "Een", "A"} else name


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
    sure = surely_told(state)
    deeds = [i for i in items_of(sure.record, "what", "cost") if i.about == state.focus or state.audience != "leader"]
    return bool(deeds) and len(summarise(sure, book, load_lexicon(state.language)).split()) >= WORTH


WORTH = 10  # words


def _closing(state: State, understood: Understanding, reflect: bool) -> Decision:
    return Decision(
        "close", "closing", "phrase:close-question", lines=("close",), reflect=reflect, close=True
    )


def on_vague(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if state.closed:
        return mended(before, state, understood)
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
            at_least(state.phase),
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
        phase = next((p for p in PHASES if p == evasion.phase), at_least(state.phase))
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
        return Decision("deepen", at_least(state.phase), question, asked.id, lines, reflect=True)
    return go_on(state, understood, book, reflect=True, lines=lines)


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


def at_least(phase: Phase) -> Phase:
    return "contributions" if phase == "opening" else phase


TOLD = 0.5  # how sure it is that something was told
WISHES = frozenset({"their_view", "wish", "offer", "came_back", "promised"})


def on_dont_know(
    before: State, state: State, understood: Understanding, book: Phrasebook
) -> Decision:
    asked = pending(state, book)
    special = _special(state, understood, book, {p.field for p in understood.reading.found}, True)
    if special is not None:
        return special
    about = state.focus
    if asked is not None and any(p.field in asked.fields for p in understood.reading.found):
        return go_on(state, understood, book, reflect=True)  # they do know something
    if any(p.field == "own_share" and p.sure >= TOLD and not NEVER_ASKED.match(p.text) for p in understood.reading.found):
        return go_on(state, understood, book, reflect=False)  # "it's not my fault": of something else
    wished = asked is not None and asked.id == "their_wish" and any(p.field in WISHES for p in understood.reading.found)
    if wished:
        return go_on(state, understood, book, reflect=True)  # "weet ik veel. iemand erbij denk ik"
    if asked is None or asked.id in {"who", "what"} or state.audience == "client":
        return _ask_on(state, understood, book, ())
    if asked.id in {"cost", "their_wish", "their_view", "promised"} and about:
        key = "their_wish" if asked.id == "their_wish" else asked.id
        decision = go_on(state, understood, book, reflect=False, lines=("note-question",))
        return _with_note(decision, (key, about))
    return go_on(state, understood, book, reflect=False, lines=("leave-open",))


NEVER_ASKED = re.compile(r"(?:dat |het )?(?:heb ik )?(?:nog |haar |hem |ze |dat |eigenlijk )*(?:nooit|niet) gevraagd|(?:i(?:'ve)? )?(?:have )?(?:never|not) (?:really )?asked", re.I)  # a question for them


def _with_note(decision: Decision, note: tuple[str, str]) -> Decision:
    return replace(decision, note=note)


def on_resist(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    if (
        "laugh" in understood.reading.cues
        and state.audience == "client"
        and "set_right" not in state.asked
    ):
        return Decision(
            "ask", no_further_back(state, "mirror"), "mirror-10", "set_right", reflect=True
        )
    if understood.evasion and f"evasion:{understood.evasion}" not in state.asked:
        return _ask_on(state, understood, book, ())
    if understood.topic == "purpose" and state.turn == 0:
        return no_feelings(state)
    if any(p.field != "context" for p in understood.reading.found):
        return go_on(state, understood, book, reflect=True)
    if before.turn == 0:
        return go_on(state, understood, book, reflect=True)  # nothing was asked yet that they resist
    stop_offered = any(b.startswith("offer-stop/") for b in state.used)
    lines = ("resist-bare",) if stop_offered or state.turn < 2 else ("resist-bare", "offer-stop")
    return go_on(state, understood, book, reflect=False, lines=lines)


def no_feelings(state: State) -> Decision:
    return Decision("ask", "contributions", "contributions-1#facts-only", "who", ("no-feelings",))


def no_further_back(state: State, phase: Phase) -> Phase:
    return phase if PHASES.index(phase) >= PHASES.index(state.phase) else at_least(state.phase)
