"""One turn of the talk: screen, understand, remember, decide, reply. Start reading here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.again import set_apart
from coach.dialogue.as_meant import as_meant
from coach.dialogue.cleaning import MOST_CHARACTERS, cleaned, with_apostrophes
from coach.dialogue.elsewhere import of_the_library
from coach.dialogue.features import condensed
from coach.dialogue.going import after_referral, denies, put_right, refers, tells_on, without_echo
from coach.dialogue.heard import (
    only_goes_on,
    told_on,
    understood_anew,
    understood_turn,
    with_another,
    with_pasted,
)
from coach.dialogue.intake import is_dilemma, load_intake
from coach.dialogue.je_or_u import addressed
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.next_state import after_turn, prepared_for
from coach.dialogue.once import one_turn
from coach.dialogue.phrasebook import load_phrasebook, sentence
from coach.dialogue.policy import decide
from coach.dialogue.putting import after_line, after_words, reopened, resumed_talk, unreadable
from coach.dialogue.remember import remember
from coach.dialogue.reply import compose
from coach.dialogue.screen import LAST_TURNS
from coach.dialogue.screening import Screening
from coach.dialogue.spoken import language_of, spoken
from coach.dialogue.state import Language, Outcome, State
from coach.dialogue.subject import brought_up, subject_of, turned_to
from coach.dialogue.tools import Tools
from coach.dialogue.understand import COMPLAINTS, command_in


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
    text = as_meant(text if beside is None else beside.answer, lexicon)
    if subject is None:
        understood = understood_turn(tools, state, text, vector if text == whole else None, resumed)
    else:
        understood = understood_anew(tools, state, text, subject)
    if more:
        understood = told_on(understood)
    if line == "misread" and understood.ask in COMPLAINTS:
        understood = replace(understood, ask="")  # that is said already
    if resumed and only_goes_on(understood, text):
        on = resumed_talk(tools, state, whole, line)  # past the referral, not past the question
        return replace(on, reply=replace(on.reply, read=understood.read))

    # Retrieve: a question about something else is for the library, whatever it sounds like.
    understood = of_the_library(understood, tools.search, state, text)

    # Remember: what was told, in their words.
    told = with_pasted(set_apart(state, remember(state, understood, lexicon), text), understood, text)
    if beside is not None:
        told = with_another(tools, told, beside)

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
    reply = compose(decision, state, told, understood, text, book, lexicon, tools.search, speaker, tools.away)
    if line:
        reply = after_line(reply, line, state, book)
    if beside is not None and beside.again and told.focus != beside.name:
        reply = after_line(reply, "still-kept", state, book, {"b": sentence(beside.name)})
    if screening.denies == "crisis" and not resumed and "still-here/0" not in state.used:
        reply = after_line(reply, "still-here", state, book)
    if screening.variant == "conflict" and "mediation/0" not in state.used:
        reply = after_line(reply, "mediation", state, book)
    if dilemma:
        reply = after_words(reply, "dilemma", load_intake(state.language)["dilemma"])
    if cut:
        reply = after_words(reply, "too-long", book.variants("too-long")[0])
    reply = replace(spoken(reply, told.formal), read=understood.read)
    return Outcome(after_turn(told, decision, understood, whole, reply), reply)


def _screened(tools: Tools, state: State, text: str, vector: NDArray[np.float32]) -> Screening:
    """Return what the screen makes of the turn, before anything else looks at it."""
    judged = without_echo(state, text)
    previous = [e.user for e in state.history[-LAST_TURNS:] if e.user]
    seen = vector if judged == text else None
    screening = tools.screen.judge(judged, state.language, previous, seen, state.denied)
    if screening.faint and state.turn and not _sounds_so_again(tools, state, screening, previous):
        # one faint likeness in the middle of a talk, or while a referral stands: only what else is in it counts
        screening = tools.screen.judge(judged, state.language, previous, seen, state.denied, faintly=False)
    if state.audience == "coach":
        screening = _for_coach(screening, text, state.language)
    ordered = command_in(text, load_lexicon(state.language)) is not None
    # "I want to stop." is said of the talk.
    return Screening() if ordered and screening.layer in {"example", "network"} else screening


def _for_coach(screening: Screening, text: str, language: Language) -> Screening:
    """Return a coach's turn as screened: of a client, not of somebody they lead.

    Whom they may tell what they heard only sounds like a question of law; it is one of their code.
    """
    sounds = screening.route == "legal" and screening.layer in {"example", "network"}
    if sounds and is_dilemma(text, language):
        return Screening()
    return replace(screening, coach=screening.coach or screening.variant == "other")


def _sounds_so_again(tools: Tools, state: State, screening: Screening, previous: Sequence[str]) -> bool:
    """Tell whether a faint likeness isn't the only one: this turn or one of the last two names it as well."""
    if state.route != "none":
        return False
    if screening.denies != "none" and "crisis" not in state.denied:
        return True
    before = (tools.screen.judge(said, state.language) for said in previous[-2:])
    return any(each.faint or each.denies != "none" for each in before)
