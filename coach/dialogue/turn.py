"""One turn of the talk: screen, understand, remember, decide, reply. Start reading here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from coach.dialogue import asking
from coach.dialogue.again import set_apart
from coach.dialogue.explain import Searcher
from coach.dialogue.features import TurnText, condensed
from coach.dialogue.fields import Asked
from coach.dialogue.going import after_referral, denies, put_right, refers, tells_on, without_echo
from coach.dialogue.going_on import says_it_is_not_so, wants_to_go_on
from coach.dialogue.intake import is_dilemma, load_intake
from coach.dialogue.je_or_u import addressed
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.needs import key_of, missing, next_need
from coach.dialogue.once import one_turn
from coach.dialogue.phrasebook import Phrasebook, choose, load_phrasebook
from coach.dialogue.policy import decide
from coach.dialogue.remember import from_paste, note_open, remember
from coach.dialogue.reply import compose
from coach.dialogue.review import review
from coach.dialogue.screen import Screen
from coach.dialogue.screening import Screening
from coach.dialogue.spoken import language_of, spoken
from coach.dialogue.state import (
    PHASES,
    Audience,
    Exchange,
    Field,
    Language,
    Outcome,
    Phase,
    Reply,
    Speaker,
    State,
    is_reviewing,
)  # fmt: skip
from coach.dialogue.understand import (
    Understanding,
    command_in,
    of_the_page,
    split_paste,
    understand,
)
from coach.dialogue.walking import Decision

MOST_CHARACTERS = 40_000
SURELY = 0.6
ANSWERS = {"answer_concrete", "answer_vague", "dont_know", "emotion", "resist"}
# What the question after an evasive answer gathers, by phase.
EVADED: dict[str, Field] = {
    "contributions": "what", "return": "came_back", "repair": "own_share",
    "reciprocity": "pattern", "mirror": "own_giving",
}  # fmt: skip


class Embedder(Protocol):
    """What a turn needs of an embedder: unit vectors of shape (n, 384)."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Reader(Protocol):
    """Something that may add to how a turn was understood; see `coach.dialogue.reader`."""

    def read(self, state: State, text: str, understood: Understanding) -> Understanding: ...


@dataclass(frozen=True)
class Tools:
    """What a turn leans on; each can be replaced at its seam in a test."""

    embedder: Embedder
    screen: Screen
    search: Searcher
    reader: Reader | None = None
    speaker: Speaker = "guided"


def load_tools(settings: Any) -> Tools:
    """Load the embedder, the screen and the library's search; takes a second or so."""
    from coach.knowledge.embedder import make_embedder
    from coach.knowledge.live import open_search
    from coach.records.documents import open_documents

    embedder = make_embedder(settings)
    search = open_search(settings, embedder, shelf=open_documents(settings))
    return Tools(embedder, Screen(embedder), search)


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


def take_turn(tools: Tools, state: State, text: str) -> Outcome:
    """Answer one turn. Same state and text give the same outcome; nothing is stored here."""
    with one_turn():
        return _take_turn(tools, state, text)


def _take_turn(tools: Tools, state: State, text: str) -> Outcome:
    cut, text = len(text) > MOST_CHARACTERS, cleaned(text)
    if not any(c.isalnum() for c in text):
        standing = state.route != "none"
        return after_referral(state, text, Screening()) if standing else _unreadable(state, text)
    vector = tools.embedder.queries([condensed(text)])[0]
    screening = _screened(tools, state, text, vector)
    state, told_now, line = addressed(replace(state, language=language_of(text, state)), text)
    if refers(screening, state, text):
        return after_referral(state, text, screening)
    resumed = state.route != "none"
    if resumed:
        line = "misread" if denies(state, text) else "resumed"
        state = put_right(state, text)
    whole, text = text, told_now
    if (resumed and not tells_on(text, state.language)) or not any(c.isalnum() for c in text):
        return _resumed(tools, state, whole, line)
    state = replace(state, route="none")
    book, lexicon = load_phrasebook(state.language), load_lexicon(state.language)
    understood = _understood(tools, state, text, vector if text == whole else None, resumed)
    if resumed and _only_goes_on(understood, text):
        return _resumed(tools, state, whole, line)  # past the referral, not past the question
    told = _with_pasted(set_apart(state, remember(state, understood, lexicon), text), understood, text)
    dilemma = state.audience == "coach" and is_dilemma(text, state.language)
    if dilemma and understood.intent == "request_example":
        understood = replace(understood, intent="question")
    decision = decide(state, told, understood, book, text)
    if dilemma:  # what isn't ours to answer isn't answered behind it either
        decision = replace(decision, topic="", query="")
    told = _prepared(told, decision)
    speaker = "guided" if state.set_phrases else tools.speaker
    reply = compose(decision, state, told, understood, text, book, lexicon, tools.search, speaker)
    if line:
        reply = _after_line(reply, line, state, book)
    if dilemma:
        reply = _after_words(reply, "dilemma", load_intake(state.language)["dilemma"])
    if cut:
        reply = _after_words(reply, "too-long", book.variants("too-long")[0])
    reply = spoken(reply, told.formal)
    return Outcome(_after(told, decision, understood, whole, reply), reply)


def _screened(tools: Tools, state: State, text: str, vector: NDArray[np.float32]) -> Screening:
    """Return what the screen makes of the turn, before anything else looks at it."""
    judged = without_echo(state, text)
    previous = [e.user for e in state.history[-4:] if e.user]
    seen = vector if judged == text else None
    screening = tools.screen.judge(judged, state.language, previous, seen, state.denied)
    ordered = command_in(text, load_lexicon(state.language)) is not None
    # "I want to stop." is said of the talk.
    return Screening() if ordered and screening.layer == "example" else screening


def _understood(
    tools: Tools, state: State, text: str, vector: NDArray[np.float32] | None, resumed: bool
) -> Understanding:
    """Return what the turn says, with what it did to a page that was just shown."""
    lexicon = load_lexicon(state.language)
    understood = understand(_as_turn(state, text), _asked(state), tools.embedder, vector)
    if tools.reader is not None:
        understood = tools.reader.read(state, text, understood)
    if resumed:
        understood = _surely(understood)
    shown = is_reviewing(state) or _gave_words(state) or state.closed and not _asked_more(state)
    if shown or state.struck or _was_changed(state):
        understood = of_the_page(understood, review(state, text, lexicon, shown), state.closed)
    return understood


def _only_goes_on(understood: Understanding, text: str) -> bool:
    """Tell whether a turn after a referral says no more than that the talk may go on."""
    past_it = understood.intent == "skip" and wants_to_go_on(text, understood.language)
    return past_it or (understood.intent in ANSWERS and not understood.reading.found)


def _with_pasted(state: State, understood: Understanding, text: str) -> State:
    """Take one sentence along of a pasted text that gives orders, when it tells of the record."""
    if understood.intent != "injection" or not understood.pasted:
        return state
    lexicon = load_lexicon(state.language)
    taken = from_paste(state, split_paste(text, lexicon)[1], lexicon)
    if taken is None:
        return state
    record = replace(state.record, items=(*state.record.items, taken))
    return replace(state, record=record, next_item=state.next_item + 1)


def _was_changed(state: State) -> bool:
    """Tell whether the coach just said what it changed on the page, which may be answered."""
    blocks = state.history[-1].blocks if state.history else ()
    return any(b.startswith(("now-", "added", "changed/", "struck/", "back-on/", "there/")) for b in blocks)


def _surely(understood: Understanding) -> Understanding:
    """Keep only what is surely told: right after a referral much is said about the referral."""
    reading = understood.reading
    about_it = {c.sentence for c in reading.clauses if says_it_is_not_so(c.text)}
    found = tuple(
        p for p in reading.found if p.sure >= SURELY and p.clause.sentence not in about_it
    )
    return replace(understood, reading=replace(understood.reading, found=found))


def _after_words(reply: Reply, phrase: str, said: str) -> Reply:
    """Return `reply` with an authored phrase in front of it."""
    return replace(reply, text=f"{said} {reply.text}", blocks=(f"{phrase}/0", *reply.blocks))


def _after_line(reply: Reply, line: str, state: State, book: Phrasebook) -> Reply:
    """Return `reply` with a variant of an authored phrase in front of it, one not said before first."""
    chosen = choose(book.variants(line), line, state.used, (), {})
    if chosen is None:
        return reply
    return replace(reply, text=f"{chosen[1]} {reply.text}", blocks=(chosen[0], *reply.blocks))


def _unreadable(state: State, text: str) -> Outcome:
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


def _resumed(tools: Tools, state: State, text: str, line: str) -> Outcome:
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
    reply = spoken(_after_line(reply, line, state, book), state.formal)
    return Outcome(_after(state, decision, empty, text, reply), reply)


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
        _after(state, decision, empty, "", spoken(reply, state.formal)), spoken(reply, state.formal)
    )


def cleaned(text: str) -> str:
    """Return `text` without control and direction marks, in composed form, at most 40,000 long."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
    )
    # So that initials, which we ask for, end no sentence: ‘M. deed’, ‘J.B. en ik’.
    kept = re.sub(r"(?<![\w.])((?:[A-Z]\.)*[A-Z])\.(?=,?\s+[a-z])", r"\1", kept)
    kept = ABBREVIATED.sub(r"\1", kept)
    return kept[:MOST_CHARACTERS].strip()


# A point behind these ends no sentence: "Dr. Hale", "bijv. dinsdag".
ABBREVIATED = re.compile(r"\b((?i:dr|mr|mrs|ms|prof|dhr|mevr|mw|drs|ir|ing)|bijv|bv|incl|excl|evt|resp|ca|approx|incl)\.(?=\s+\w)")


def _nothing() -> Any:
    from coach.dialogue.extract import Reading

    return Reading((), (), (), (), frozenset())


def _as_turn(state: State, text: str) -> TurnText:
    asked = state.history[-1].reply if state.history else ""
    return TurnText(state.language, state.phase, asked, text)


def _asked(state: State) -> Asked:
    """Return what the person was asked: the field the last question gathers."""
    book = load_phrasebook(state.language)
    last = (state.history[-1].question_id or _asked_in(state.history[-1].blocks)) if state.history else ""
    name = last.split("#")[0]
    gathers: Field | None = None
    if name in book.questions:
        gathers = book.questions[name].gathers
    elif name == "phrase:your-question" or _asked_for_words(state):
        gathers = "sentence"
    elif name == "evasion:repair-but":
        gathers = "offer"
    elif name.startswith("evasion:"):
        gathers = EVADED.get(name.removeprefix("evasion:").split("-")[0])
    if gathers == "who" and state.focus:
        gathers = "what" if name == "contributions-2" else gathers
    return Asked(
        state.phase, gathers, state.audience, state.focus,
        names=tuple(dict.fromkeys(n for n in (*(i.about for i in state.record.items), *state.kept) if n)),
        nobody=state.nobody, reviewing=is_reviewing(state), closed=state.closed,
        given_words=_gave_words(state),
    )  # fmt: skip


def _asked_in(blocks: Sequence[str]) -> str:
    """Return the bank question a reply ended in, by its block ("q:repair-11:who")."""
    return blocks[-1].split(":")[1] if blocks and blocks[-1].startswith("q:") else ""


def _asked_more(state: State) -> bool:
    """Tell whether a question of the bank stands, which is answered before the page is spoken of."""
    last = state.history[-1].question_id.split("#")[0] if state.history else ""
    return last in load_phrasebook(state.language).questions


def _gave_words(state: State) -> bool:
    """Tell whether the coach just gave sentences to say."""
    return bool(state.history) and any(b.startswith("words:") for b in state.history[-1].blocks)


def _asked_for_words(state: State) -> bool:
    """Tell whether the coach just gave words and asked what the person would make of them."""
    blocks = state.history[-1].blocks if state.history else ()
    return any(b.startswith(("your-question/", "your-own-words/")) for b in blocks)


def _prepared(state: State, decision: Decision) -> State:
    """Take the decision's side effects into the state before it is put into words."""
    if decision.note is not None:
        state = note_open(state, *decision.note)
    if decision.focus is not None:
        state = replace(state, focus=decision.focus, kept=decision.kept or ())
    return state


def _after(
    state: State, decision: Decision, understood: Understanding, text: str, reply: Reply
) -> State:
    book = load_phrasebook(state.language)
    name = decision.question.split("#")[0]
    need = next(
        (n for n in book.walk[state.audience] if n.id == decision.need and n.question == name), None
    )
    if not name and (inside := _asked_in(reply.blocks)):
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
