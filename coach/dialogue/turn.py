"""One turn of the talk: screen, understand, remember, decide, reply. Start reading here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.again import set_apart
from coach.dialogue.cleaning import MOST_CHARACTERS, cleaned, with_apostrophes
from coach.dialogue.extract import Reading
from coach.dialogue.features import condensed
from coach.dialogue.going import after_referral, denies, put_right, refers, tells_on, without_echo
from coach.dialogue.going_on import is_not_done, says_it_is_not_so, wants_to_go_on
from coach.dialogue.intake import is_dilemma, load_intake
from coach.dialogue.je_or_u import addressed
from coach.dialogue.last_asked import as_turn, asked_more, asked_of, gave_words, was_changed
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.next_state import after_turn, prepared_for
from coach.dialogue.once import one_turn
from coach.dialogue.phrasebook import fill, load_phrasebook, sentence
from coach.dialogue.policy import decide
from coach.dialogue.putting import after_line, after_words, reopened, resumed_talk, unreadable
from coach.dialogue.remember import from_paste, remember
from coach.dialogue.reply import compose
from coach.dialogue.review import review, speaks_of_page, told_to_note
from coach.dialogue.screening import Screening
from coach.dialogue.spoken import language_of, spoken
from coach.dialogue.state import Language, Outcome, State, is_reviewing
from coach.dialogue.subject import Beside, Subject, brought_up, subject_of, turned_to
from coach.dialogue.tools import Tools
from coach.dialogue.understand import (
    Understanding,
    command_in,
    of_the_page,
    split_paste,
    understand,
)

SURELY = 0.6
ANSWERS = {"answer_concrete", "answer_vague", "dont_know", "emotion", "resist"}


def take_turn(tools: Tools, state: State, text: str) -> Outcome:
    """Answer one turn. Same state and text give the same outcome; nothing is stored here."""
    with one_turn():
        return _take_turn(tools, state, text)


def _take_turn(tools: Tools, state: State, text: str) -> Outcome:
    cut, text = len(text) > MOST_CHARACTERS, cleaned(text)
    if not any(c.isalnum() for c in text):
        standing = state.route != "none"
        return after_referral(state, text, Screening()) if standing else unreadable(state, text)

    # Screen: who is in trouble is referred, whatever else the turn says.
    vector = tools.embedder.queries([condensed(text)])[0]
    screening = _screened(tools, state, text, vector)
    state, told_now, line = addressed(replace(state, language=language_of(text, state)), text)
    if refers(screening, state, text):
        return after_referral(state, text, screening)
    resumed = state.route != "none"
    if resumed:
        line = "misread" if denies(state, text) else "resumed"
        state = put_right(state, text)
    whole, text = text, with_apostrophes(told_now, state.language)
    if (resumed and not tells_on(text, state.language)) or not any(c.isalnum() for c in text):
        return resumed_talk(tools, state, whole, line)
    state, more = reopened(replace(state, route="none"), text)
    line = line or more
    subject = None if resumed else subject_of(state, text)
    if subject is not None:
        state = turned_to(state, subject)

    # Understand: what is told, asked and corrected.
    book, lexicon = load_phrasebook(state.language), load_lexicon(state.language)
    beside = brought_up(state, text) if subject is None and not resumed else None
    if beside is not None:
        text = beside.answer
    if subject is None:
        understood = _understood(tools, state, text, vector if text == whole else None, resumed)
    else:
        understood = _understood_anew(tools, state, text, subject)
    if more:
        understood = _told_on(understood)
    if resumed and _only_goes_on(understood, text):
        return resumed_talk(tools, state, whole, line)  # past the referral, not past the question

    # Remember: what was told, in their words.
    told = _with_pasted(set_apart(state, remember(state, understood, lexicon), text), understood, text)
    if beside is not None:
        told = _with_another(tools, told, beside)

    # Decide: the act, the phase, the question.
    dilemma = state.audience == "coach" and is_dilemma(text, state.language)
    if dilemma and understood.intent == "request_example":
        understood = replace(understood, intent="question")
    decision = decide(state, told, understood, book, text)
    if dilemma:  # what isn't ours to answer isn't answered behind it either
        decision = replace(decision, topic="", query="")
    told = prepared_for(told, decision)

    # Reply: in set phrases and the person's own words; a model may reword it (`voice.py`).
    speaker = "guided" if state.set_phrases else tools.speaker
    reply = compose(decision, state, told, understood, text, book, lexicon, tools.search, speaker)
    if line:
        reply = after_line(reply, line, state, book)
    if beside is not None and beside.again and told.focus != beside.name:
        said = fill(book.variants("still-kept")[0], {"b": sentence(beside.name)})
        reply = after_words(reply, "still-kept", said or "")
    if screening.variant == "conflict" and "mediation/0" not in state.used:
        reply = after_line(reply, "mediation", state, book)
    if dilemma:
        reply = after_words(reply, "dilemma", load_intake(state.language)["dilemma"])
    if cut:
        reply = after_words(reply, "too-long", book.variants("too-long")[0])
    reply = spoken(reply, told.formal)
    return Outcome(after_turn(told, decision, understood, whole, reply), reply)


def _screened(tools: Tools, state: State, text: str, vector: NDArray[np.float32]) -> Screening:
    """Return what the screen makes of the turn, before anything else looks at it."""
    judged = without_echo(state, text)
    if not judged:
        return Screening()  # "I'm not suicidal", which names it: nothing new, and what stands, stands
    previous = [e.user for e in state.history[-4:] if e.user]
    seen = vector if judged == text else None
    screening = tools.screen.judge(judged, state.language, previous, seen, state.denied)
    if screening.faint and state.turn and (state.route != "none" or not _sounded_so(tools, previous, state.language)):
        # one faint likeness in the middle of a talk, or while a referral stands: only what else is in it counts
        screening = tools.screen.judge(judged, state.language, previous, seen, state.denied, faintly=False)
    if state.audience == "coach":
        screening = _for_coach(screening, text, state.language)
    ordered = command_in(text, load_lexicon(state.language)) is not None
    # "I want to stop." is said of the talk.
    return Screening() if ordered and screening.layer == "example" else screening


def _for_coach(screening: Screening, text: str, language: Language) -> Screening:
    """Return a coach's turn as screened: of a client, not of somebody they lead.

    Whom they may tell what they heard only sounds like a question of law; it is one of their code.
    """
    sounds = screening.route == "legal" and screening.layer in {"example", "network"}
    if sounds and is_dilemma(text, language):
        return Screening()
    return replace(screening, coach=screening.coach or screening.variant == "other")


def _sounded_so(tools: Tools, previous: Sequence[str], language: Language) -> bool:
    """Tell whether one of the last two turns sounded like a crisis or an emergency as well."""
    return any(tools.screen.judge(said, language).faint for said in previous[-2:])


def _understood(
    tools: Tools, state: State, text: str, vector: NDArray[np.float32] | None, resumed: bool
) -> Understanding:
    """Return what the turn says, with what it did to a page that was just shown."""
    lexicon = load_lexicon(state.language)
    asked, ordered = asked_of(state), None if state.closed else told_to_note(text, lexicon)
    if ordered is not None and state.turn:  # "put down that she …" answers nothing that was asked
        text, vector, asked = ordered, None, replace(asked, field=None, phase="contributions")
    understood = understand(as_turn(state, text), asked, tools.embedder, vector)
    if ordered is not None and state.turn and understood.intent == "answer_concrete":
        understood = replace(understood, move="add", reading=_as_deeds(understood))
    if tools.reader is not None:
        understood = tools.reader.read(state, text, understood)
    if resumed:
        understood = _surely(understood)
    shown = is_reviewing(state) or gave_words(state) or state.closed and not asked_more(state)
    if shown or state.struck or was_changed(state) or speaks_of_page(state, text, lexicon):
        understood = of_the_page(understood, review(state, text, lexicon, shown), state.closed)
    return understood


def _understood_anew(tools: Tools, state: State, text: str, subject: Subject) -> Understanding:
    """Return what a turn tells that turns the talk to somebody or something else: what comes after that."""
    asked = replace(asked_of(state), field=None, phase="contributions")
    understood = understand(as_turn(state, subject.told or text), asked, tools.embedder)
    if not subject.told:
        understood = replace(understood, reading=replace(understood.reading, found=()), asks=(), ask="", topic="")
    return replace(understood, subject=subject)


def _with_another(tools: Tools, told: State, beside: Beside) -> State:
    """Return `told` with whoever was brought up behind an answer kept by name, and what was told of them."""
    kept = (*(n for n in told.kept if n != beside.name), beside.name)
    if not beside.told:
        return replace(told, kept=kept)
    there = replace(told, focus=beside.name)
    asked = replace(asked_of(told), field="what", phase="contributions", focus=beside.name)
    understood = understand(as_turn(there, beside.told), asked, tools.embedder)
    after = remember(there, understood, load_lexicon(told.language))
    return replace(told, record=after.record, next_item=after.next_item, kept=kept)


def _as_deeds(understood: Understanding) -> Reading:
    """Take what somebody has written down of another for what they did, when the reader knows no better."""
    found = understood.reading.found
    theirs = re.match(r"(?:she|he|they|ze|zij|hij|[A-ZÀ-Ý])", understood.text) is not None
    unsure = theirs and all(p.field in {"their_view", "context", "when"} for p in found)
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
    return replace(understood, reading=replace(understood.reading, found=found))


def _told_on(understood: Understanding) -> Understanding:
    """Leave out that there was more to tell; what is told beside it is the turn."""
    found = tuple(p for p in understood.reading.found if not is_not_done(p.clause.text))
    vague = all(p.field == "context" for p in found)
    return replace(
        understood, reading=replace(understood.reading, found=found), ask="",
        move="" if vague else understood.move, intent="answer_vague" if vague else understood.intent,
    )  # fmt: skip


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
