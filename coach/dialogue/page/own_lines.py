"""The words somebody writes out to say, put on the page as they are: the coach's proposal goes."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.asked import Asked
from coach.dialogue.own_words import TO_THE_COACH, written_out
from coach.dialogue.page.editing import Done
from coach.dialogue.page.meant import lines_shown, norm
from coach.dialogue.page.page import heading_title
from coach.dialogue.page.plainly import Taken
from coach.dialogue.phrasebook import sentence
from coach.dialogue.said_out import ASKS, OF_ONESELF, SPEAKS_TO, SaidOut
from coach.dialogue.sayable import polished
from coach.dialogue.state import State, fixed
from coach.dialogue.whose import calls_another


def put_on_page(state: State, text: str, asked: Asked) -> Taken:
    """Put the words that `text` writes out on the page where words were offered or it was shown.

    In the midst of the walk they are an answer, and only kept out of what is said of the page.
    """
    said = written_out(text, asked) or _all_of_it(state, text, asked)
    if said is None or _are_the_coachs(said.words, state):
        return Taken(state, text)
    rest = text[: said.lead] + " " * (said.behind - said.lead) + text[said.behind :]
    shown = asked.given_words or asked.reviewing or asked.closed
    named = bool(said.who) and bool(fixed(state, "sentences"))  # beside what is to be said to another
    if not shown or said.who and said.who != state.focus and not named:
        return Taken(state, rest)
    sentences, request = _sorted(replace(said, words=text[said.lead : said.end]) if named else said, state)
    parts = dict(state.fixed)
    done: list[Done] = []
    for key, words in (("sentences", sentences), ("request", request)):
        if words:
            before = _standing(key, state) if said.also or named or key == "sentences" and calls_another(words, state) else ""
            parts[key] = f"{before} {words}".strip()
            done = done or [Done("behind" if before else "stands", words, heading_title(key, state))]
    return Taken(replace(state, fixed=tuple(parts.items())), rest, tuple(done), ((said.lead, said.behind),))


# What is asked of the coach: other words, an explanation.
OF_THE_COACH = re.compile(
    r"\b(?:help|shorten|shorter|write|rewrite|give me|show|explain|repeat|change|make it|make that|put it (?:more|less|differently|another|shorter|better)|sentence|words|help(?:en)?|korter|schrijf\w*|geef me|laat zien|uitleg\w*|herhaal\w*|verander\w*|maak\w* (?:het|er)|zin(?:nen)?|woorden)\b", re.I
)
FEWEST = 6  # words
LONG = 5  # letters of a word that names a thing


def _all_of_it(state: State, text: str, asked: Asked) -> SaidOut | None:
    """Return a turn that is all said to whoever a client speaks to: what they did, and a question to them."""
    told = text.strip()
    if state.audience != "client" or not asked.given_words or len(told.split()) < FEWEST or TO_THE_COACH.search(told):
        return None
    *facts, last = re.split(r"(?<=[.?!])\s+", told)
    if not (facts and last.endswith("?") and SPEAKS_TO.search(last) and ASKS.match(last)) or OF_THE_COACH.search(told):
        return None
    if not all(re.match(r"(?:ik|i|i've|i'd|i’ve|i’d|sinds|since|in|last|vanaf|from)\b", f, re.I) and OF_ONESELF.search(f) and f[-1] == "." for f in facts):
        return None
    known = norm(" ".join(i.clause for i in state.record.items)).split()
    again = {w for w in norm(" ".join(facts)).split() if len(w) >= LONG and w in known}
    start = text.index(told)
    return SaidOut(told, start, start, start + len(told), start + len(told)) if again else None


def _are_the_coachs(words: str, state: State) -> bool:
    """Tell whether words were just proposed, and are only quoted."""
    return bool(state.history) and norm(words) in norm(state.history[-1].reply)


def _standing(key: str, state: State) -> str:
    """Return what stands there to be said, the last of it."""
    lines = [s.line.text for s in lines_shown(state) if s.part == key]
    return fixed(state, key) or (lines[-1] if lines else "")


def _sorted(said: SaidOut, state: State) -> tuple[str, str]:
    """Return the sentences to say, and of a client the question they put last."""
    whole = polished(sentence(said.words), state.language)
    whole = whole if whole[-1:] in ".?!" else f"{whole}."
    if said.question and whole.endswith(".") and ASKS.match(whole):
        whole = f"{whole[:-1]}?"
    if state.audience != "client":
        return whole, ""
    if said.question:
        return "", whole
    told = re.split(r"(?<=[.?!])\s+", whole)
    last = len(told)
    while last and told[last - 1].endswith("?"):
        last -= 1
    return " ".join(told[:last]), " ".join(told[last:])
