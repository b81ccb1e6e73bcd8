"""The policy: what the coach does next. Pure functions of the state and the turn understood.

What each phase must gather, and with which question, is data (prompts/walk.yaml); the record says
what is there already. Nothing here phrases anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from coach.dialogue.happened import Happened, happened
from coach.dialogue.intents import topic_of
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.moves import (
    on_back,
    on_emotion,
    on_example,
    on_greeting,
    on_injection,
    on_off_topic,
    on_question,
    on_skip,
    on_stop,
    on_subject,
    on_summary,
)
from coach.dialogue.names import is_only_a_name
from coach.dialogue.needs import key_of, met, pending
from coach.dialogue.phrasebook import Phrasebook
from coach.dialogue.remarks import PASSED_OVER, RHETORICAL
from coach.dialogue.said_of_talk import said_of_talk
from coach.dialogue.state import PHASES, Exchange, State, asked_for_request, is_reviewing
from coach.dialogue.understand import ASK_TOPICS, COMPLAINTS, WELCOMED, Understanding
from coach.dialogue.walking import (
    Decision,
    go_on,
    mended,
    no_further_back,
    on_answer,
    on_dont_know,
    on_resist,
    on_vague,
    spoken_of,
    took,
    unasked,
)


def decide(
    before: State, state: State, understood: Understanding, book: Phrasebook, said: str = ""
) -> Decision:
    """Return what the coach does after the turn `said`; `state` already holds its facts."""
    decision = _decide(before, state, understood, book, said)
    beside = next((OWN_TO_DECIDE[a.kind] for a in understood.asks if a.kind in OWN_TO_DECIDE and a.sure >= SURE_BESIDE), "")
    walks = decision.act in {"ask", "deepen"} and not decision.topic
    if beside and walks and "?" in understood.text and not any(line.startswith("about-") for line in decision.lines):
        return replace(decision, lines=(beside, *decision.lines))
    return decision


OWN_TO_DECIDE = {"advice": "about-advice", "judged": "about-judged"}  # asked beside an answer, and answered in a line
SURE_BESIDE = 0.7


def _decide(before: State, state: State, understood: Understanding, book: Phrasebook, said: str) -> Decision:
    handlers = {
        "injection": on_injection, "greeting": on_greeting, "question": on_question,
        "request_example": on_example, "summary": on_summary, "stop": on_stop, "skip": on_skip,
        "back": on_back, "off_topic": on_off_topic, "emotion": on_emotion, "resist": on_resist,
        "dont_know": on_dont_know, "answer_vague": on_vague, "answer_concrete": on_answer,
    }  # fmt: skip
    if understood.subject is not None:
        return on_subject(before, state, understood, book)
    if asks_again(before) and understood.intent not in ELSEWHERE:
        return _again(before, state, understood, book, said)
    if before.history and before.history[-1].question_id in STILL and understood.intent == "question":
        told = on_question(before, state, understood, book)
        return replace(told, phase=state.phase, question="phrase:again-question", need="")
    if before.turn and _complains(understood) and understood.intent in {"answer_vague", "answer_concrete", "dont_know"}:
        return _complaint(before, state, understood, book)
    if understood.ask in WELCOMED and understood.intent in {"answer_vague", "answer_concrete"} and understood.review is None:
        return _welcomed(state, understood, book)
    if understood.intent != "injection" and _not_carried_out(before, state, understood):
        return _complaint(before, state, replace(understood, ask="misheard"), book)
    if (other := _to_another(before, state, understood, book)) is not None:
        return other
    if (asked := _asks_back(before, state, understood)) is not None:
        return on_question(before, state, asked, book)  # answered first, then what was still open
    walking = before.turn and not before.closed and not is_reviewing(before) and understood.review is None
    if walking and understood.ask == "wrong" and said_of_talk(understood.text, load_lexicon(state.language)) == "wrong":
        return Decision("repair_dialogue", state.phase, "phrase:what-then-question", lines=("misread-it",))
    decision = handlers[understood.intent](before, state, understood, book)
    if _was_wrong(before, understood) and decision.act in {"ask", "deepen"}:
        return replace(decision, lines=("misread-it", *decision.lines), reflect=False)
    if before.turn and decision.act in {"ask", "deepen"} and not decision.lines and _passed_over(before, understood):
        return replace(decision, lines=("unanswered",))
    return decision


def _welcomed(state: State, understood: Understanding, book: Phrasebook) -> Decision:
    """Say that they may, how it goes or what it can be about; then go on."""
    told = any(p.field != "context" for p in understood.reading.found)
    name = understood.ask.replace("_", "-")
    line = next((n for n in (f"{name}-{state.audience}", name) if n in book.phrases), "start-with-one")
    return go_on(state, understood, book, reflect=told, lines=(line,))


def _not_carried_out(before: State, state: State, understood: Understanding) -> bool:
    """Tell whether, in the midst of the walk, somebody wanted a line changed and nothing came of it."""
    if not before.turn or before.closed or is_reviewing(before) or understood.ask not in {"add", "move", "strike", "whose"}:
        return False
    review = understood.review
    told = any(p.field != "context" and p.sure >= TOLD for p in understood.reading.found)
    sure = any(a.kind == understood.ask and a.sure >= SURELY for a in understood.asks)
    return sure and not told and not took(before, state) and (review is None or not review.done and not review.unclear)


def _passed_over(before: State, understood: Understanding) -> bool:
    """Tell whether the coach is told, beside an answer, that it went past something."""
    if before.closed or is_reviewing(before) or understood.review is not None and bool(understood.review.done) or understood.reading.first("sentence"):
        return False
    return PASSED_OVER.search(understood.text.replace("’", "'")) is not None


# A question to the coach at the end of an answer: it speaks to somebody or asks what may or should be done.
TO_BE_ANSWERED = re.compile(
    r"\b(?:je|jij|u|jullie|you)\b|\b(?:moet|mag|kan|zal|zou) ik\b|\bhoe (?:doe|zeg|pak|begin|breng|vertel) ik\b|\bis (?:dat|het|dit) (?:te|een goed|normaal|raar|gek|genoeg|handig|slim|verstandig)\b"
    r"|\b(?:should|can|may|do|could|must) i\b|\bhow (?:do|would|should|can) i\b|\bis (?:it|that|this) (?:too|a good|normal|ok|okay|enough|wise|fair|daft|mad|odd)\b"
    r"|\bwhat (?:would|do) (?:other|most|another)\b|\bwat (?:doen|zouden) (?:anderen|andere|de meesten?)\b",
    re.I,
)


def _asks_back(before: State, state: State, understood: Understanding) -> Understanding | None:
    """Return the turn as a question when an answer ends in one that is for the coach; None otherwise."""
    walking = before.turn and not before.closed and not is_reviewing(before) and understood.review is None
    if not walking or understood.intent != "answer_concrete" or state.audience == "coach" or understood.pasted:
        return None
    sentences = re.split(r"(?<=[.!?])\s+", understood.text.strip().replace("’", "'"))
    last = sentences[0] if MEANS_WHAT.match(sentences[0]) else sentences[-1]
    told = before.history[-1].question_id.partition("#")[0] if before.history else ""
    if MEANS_WHAT.match(last):
        return replace(understood, topic="meaning", text=last)
    of_words = told == "repair-7" or asked_for_request(before.history) or _calls_somebody(sentences[0]) or any(mark in last for mark in "‘“\"")
    if of_words or not last.endswith("?") or not COUNTS.search(last) and (len(last.split()) < SHORTEST or not TO_BE_ANSWERED.search(last)) or RHETORICAL.search(last):
        return None
    topic = topic_of(last, load_lexicon(understood.language))
    means = re.match(r"(?:(?:en|maar|of|and|but|or) )*(?:bedoel (?:je|jij|u)|do you mean)\b", last, re.I)
    return replace(understood, topic="meaning" if means else topic, text=last)


def _calls_somebody(sentence: str) -> bool:
    """Tell whether a sentence is said to somebody by their name ("Graham, can we put dates on them?")."""
    called = CALLS.match(sentence)
    return called is not None and is_only_a_name(called[1].lower())


CALLS = re.compile(r"([A-ZÀ-Ý][\w'-]+), (?:you|i|can|could|would|will|when|what|how|je|jij|u|ik|kan|kun|wil|zou|wanneer|wat|hoe)\b")
MEANS_WHAT = re.compile(r"(?:(?:hoe|wat) bedoel (?:je|jij|u)|(?:what|how) do you mean)\b[^.!?]{0,30}\?", re.I)
COUNTS = re.compile(r"\b(?:telt|tellen|geldt) (?:dat|het|dit|die|zoiets)\b|\b(?:does|do|would) (?:that|it|this|those) (?:\w+ )?counts?\b", re.I)
SHORTEST = 4  # words of a question that is answered


def _was_wrong(before: State, understood: Understanding) -> bool:
    """Tell whether the coach is told, in the midst of the walk, that it got something wrong."""
    walking = before.turn and not before.closed and not is_reviewing(before) and understood.review is None
    worded = bool(before.history) and before.history[-1].question_id.partition("#")[0] == "repair-7"
    if worded and understood.reading.first("sentence") is not None:
        return False  # "… and put you down again. That was wrong." is said to somebody else
    told = {p.clause.sentence for p in understood.reading.found if p.sure >= SURELY}
    own = any(number < a.sentence for a in understood.asks if a.kind == "wrong" for number in told)  # they told it wrong themself
    return bool(walking) and not own and any(a.kind == "wrong" and OF_THE_COACH.search(a.text) for a in understood.asks)


# That it is the coach who got it wrong, and no answer that begins with no.
OF_THE_COACH = re.compile(
    r"\b(?:you(?! know\b)|you're|you've|je|jij|u)\b|\bverkeerd\b|\bklopt (?:\w+ ){0,2}niet\b|\bwrong\b|\bnot (?:quite )?right\b|\bnot what i\b|\bthat's not (?:it|so|true)\b|\bdat (?:zei|bedoel\w*|is) (?:ik )?niet\b", re.I
)


def _to_another(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision | None:
    """Turn to somebody they ask to speak of, once the talk is past what the first one gave."""
    asked = before.focus and state.focus and before.focus != state.focus and state.audience == "leader"
    later = PHASES.index("contributions") < PHASES.index(state.phase) < PHASES.index("mirror")
    if not asked or not later or understood.intent not in {"answer_concrete", "answer_vague", "question"}:
        return None
    known = state.focus in before.kept or any(i.about == state.focus for i in before.record.items)
    if not known and re.search(ASKED_FOR.format(name=re.escape(state.focus)), understood.text, re.I) is None:
        return None
    if any(i.about == before.focus for i in state.record.items) and (need := unasked(state, book)) is not None:
        return Decision(
            "ask", "contributions", need.question, need.id, ("now-kept",), {"b": spoken_of(state.focus, state), "who": state.focus},
            reflect=True,
        )  # fmt: skip
    return None


ASKED_FOR = r"\b(?:about|over|met) {name}\b|\b{name} (?:mist|ontbreekt|is missing|dus)\b|\bleft {name}\b|\ben {name} dan\b"


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
    return go_on(state, understood, book, reflect=True, lines=("again-on",))


def _complains(understood: Understanding) -> bool:
    """Tell whether a complaint is what the turn is for; beside an answer it must be a sure one."""
    sure = max((a.sure for a in understood.asks if a.kind == understood.ask), default=0.0)
    tells = any(p.field != "context" and p.sure >= TOLD for p in understood.reading.found)
    return understood.ask in COMPLAINTS and (not tells or sure >= SURELY and understood.ask != "unclear")


TOLD = 0.5
SURELY = 0.75


def _complaint(before: State, state: State, understood: Understanding, book: Phrasebook) -> Decision:
    """Answer what went wrong in the talk: what was passed over first, else say so and go on."""
    if understood.ask == "unanswered" or understood.ask == "annoyed":
        passed = next((e for e in reversed(state.history[-3:]) if e.ask in ANSWERABLE), None)
        if passed is not None and passed.ask not in {"words", "words_other"} and _was_answered(passed):
            passed = None
        if passed is not None and passed.ask in {"words", "words_other"}:
            return on_example(before, state, understood, book)
        if passed is not None:
            told = on_question(before, state, replace(understood, topic=ASK_TOPICS.get(passed.ask, "")), book)
            return replace(told, query=passed.user, lines=("passed-over",))
    if understood.ask == "unclear" and state.history and not state.closed:
        return on_question(before, state, replace(understood, topic="meaning"), book)
    if state.closed or is_reviewing(before):
        done = took(before, state)
        if done or state.closed:
            return mended(before, state, understood)
    passed_over = understood.ask == "misheard" and PASSED_OVER.search(understood.text.replace("’", "'")) is not None
    lines = COMPLAINT_LINES["unanswered"] if passed_over else COMPLAINT_LINES.get(understood.ask, ())
    asked = pending(state, book)
    facts = any(p.field != "context" for p in understood.reading.found)
    if facts and understood.ask == "misheard" and not passed_over:  # what was missed is told again
        lines = () if FORGIVEN.search(understood.text.replace("’", "'")) else COMPLAINT_LINES["said_already"]
    if asked is not None and not facts and not met(asked, state) and state.asked_on.count(key_of(asked, state)) < MOST_AGAIN and not state.closed:
        return Decision("ask", no_further_back(state, asked.phase), asked.question, asked.id, lines, {"who": state.focus})
    return go_on(state, understood, book, reflect=False, lines=lines)


def _was_answered(exchange: Exchange) -> bool:
    """Tell whether a turn got an answer, so that the same isn't said again."""
    return any(b.startswith(("advice-", "about-", "passage:", "nothing-found")) for b in exchange.blocks)


MOST_AGAIN = 1  # times a question is put again after a complaint
FORGIVEN = re.compile(r"\b(?:it'?s (?:fine|ok|okay|alright)|no worries|no problem|never mind|doesn't matter|geeft niet|maakt niet uit|geen probleem|geen punt)\b|\bniet erg(?=[.,!]|$)", re.I)
COMPLAINT_LINES = {"misheard": ("misheard",), "too_fast": ("too-fast",), "said_already": ("said-already",), "unanswered": ("unanswered",), "annoyed": ("annoyed",)}
ANSWERABLE = frozenset({"words", "words_other", "advice", "may_i", "judged", "method", "why_ask", "privacy", "machine", "how_long"})
