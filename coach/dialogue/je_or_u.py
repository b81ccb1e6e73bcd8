"""How the person wants to be addressed in Dutch: whether they say u, and what they ask for."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.state import Language, State

SAYS_U = re.compile(r"\b(?:u|uw|uzelf)\b(?!\s*(?:-bocht|\.))", re.IGNORECASE)
NOT_U = re.compile(
    r"\b(?:je|jij|jou|jouw|ge|gij|gulle|da's|amai|awel|goesting|zijt|hé|ne|nen|den|merci)\b", re.IGNORECASE
)
THANKS = re.compile(r"\bdank u(?: wel)?\b|[‘'\"“][^’'\"”]*[’'\"”]", re.IGNORECASE)
# The u of uur: ‘16 u’, ‘16:30 u’, ‘om acht u’, ‘80 km/u’, ‘een paar u’.
HOUR = re.compile(
    r"(?:\d|[/½]|\b(?:paar|half|halve|per|km)|\b(?:om|tot|tegen|rond|vanaf|van|na|voor|à|tussen) "
    r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf))\s*u\b",
    re.IGNORECASE,
)
# What may follow the je or u that is asked for; ‘zeg maar je baas’ asks for nothing.
END = (
    r"(?=\s*(?:$|[.,;:!?)‘’'\"“”…-]|ha(?:ha)+|\b(?:hihi|lol|hoor|graag|aub|alsjeblieft|alstublieft|zeggen|dan"
    r"|tegen m[ei]j?|ipv|in plaats|en geen|en niet|neer|van maken|meer)\b))"
)
ASKS = (
    r"(?:\b(?:zegt?(?: u)?|noem|spreek|schrijf|doe|zet|gebruik|maak)\b[^.!?;]{0,14}"
    r"\b(?:maar|gewoon|toch|liever|rustig|er|met|terug)"
    r"|\b(?:liever|graag|gewoon|mag ook|mag het|mag het (?:ook )?met|weer|terug naar|het (?:maar )?op|bij"
    r"|spreken met|aan met))[ ‘'\"]+"
)
JE = r"(?:jij|jou|je)(?: en (?:jij|jou))?"
NO = r"\b(?:geen|zonder|stop met(?: dat| die| het)?|hou op met(?: dat| die)?)[ ‘'\"]+"
# ‘zeg maar gewoon je’, ‘JE haha’, ‘zet er je neer, geen u’, ‘waarom nu ineens u’, ‘tutoyeren mag’
SAY_JE = re.compile(
    rf"{ASKS}{JE}{END}"
    r"|^\W*(?:gewoon |'t is |het is |is )?(?:je|jij)(?=\s*(?:$|[.!)]|ha(?:ha)+|\b(?:hihi|lol|hoor|graag|aub)\b))"
    rf"|\b(?:je|jij)\b[^.!?]{{0,25}}\b(?:geen|niet|zonder|ipv|in plaats van)[ ‘'\"]+u{END}|{NO}(?:ge)?u{END}"
    rf"|\b(?:waarom|hoezo|vanwaar)(?: (?:nu|nou|dan|opeens|ineens|plots|plotseling|weer|toch|die|dat))*[ ‘'\"]+u{END}"
    r"|\b(?:tutoye(?:ren|er)|getutoyeerd)\b",
    re.IGNORECASE,
)
# ‘zeg maar u’, ‘liever u’, ‘ik heb liever dat u u zegt’, ‘niet tutoyeren’
SAY_U = re.compile(
    rf"{ASKS}u{END}|\bgeen[ ‘'\"]+(?:je|jij)\b[^.!?]{{0,20}}\bu{END}|\bu u zeg|\bvousvoye\w+"
    r"|\b(?:niet|geen)(?: te| zo| graag)?\s+(?:ge)?tutoye\w+",
    re.IGNORECASE,
)
NO_U = re.compile(rf"{NO}(?:ge)?u\b|\b(?:niet|ipv|in plaats van|waarom)\b[^,]{{0,16}}\bu{END}", re.IGNORECASE)


MOST_WORDS = 10  # a longer sentence that asks for je or u tells something besides


def addressed(state: State, text: str) -> tuple[State, str, str]:
    """Return the state with je or u as the person wants it, the rest of `text`, and a phrase to say.

    What they ask for holds to the end of the talk; without that, who says u once is called u.
    """
    asked = form_asked(text, state.language)
    if not asked:
        said = not state.form_asked and says_u(text, state.language) and not _to_somebody(state, text)
        return replace(state, formal=state.formal or said), text, ""
    line = "said-u" if wants_u(asked) else "said-je"
    rest = text.replace(asked, " ", 1).strip() if len(asked.split()) <= MOST_WORDS else text
    after = replace(state, formal=wants_u(asked), form_asked=True)
    return after, rest, "" if after == state and rest else line  # asked again: it needs no words


def _to_somebody(state: State, text: str) -> bool:
    """Tell whether the words are for the one it is about, whom people may call u ("sorry Fatima, ik had u beloofd …")."""
    name = re.escape(state.focus) if state.focus else "(?!)"
    asked = bool(state.history) and state.history[-1].question_id.startswith("repair-7")
    asked = asked or re.search(r"\b(?:zeg|zeggen|vragen|vraag|schrijf|schrijven|zei ik)\b[^.:]{0,20}:", text, re.I) is not None
    return asked or re.search(rf"(?:^|\b(?:sorry|dag|beste|hallo|zeg),? ){name}\s*,|^{name} (?:je|u|ik)\b", text, re.I) is not None


def says_u(text: str, language: Language) -> bool:
    """Tell whether the person addresses the coach as u; the Flemish u that goes with ge is no such u."""
    plain = HOUR.sub(" ", THANKS.sub(" ", text))
    return language == "nl" and bool(SAYS_U.search(plain)) and not NOT_U.search(text)


def form_asked(text: str, language: Language) -> str:
    """Return the sentence in which somebody asks to be called je or u; "" without one."""
    if language != "nl":
        return ""
    sentences = (found.strip() for found in re.findall(r"[^.!?\n]+[.!?]*", text))
    return next((one for one in sentences if _u_asked(one) or SAY_JE.search(_plain(one))), "")


def wants_u(asked: str) -> bool:
    """Tell which of the two a sentence found by `form_asked` asks for."""
    return _u_asked(asked) and not NO_U.search(_plain(asked))


def _u_asked(sentence: str) -> bool:
    return SAY_U.search(_plain(sentence)) is not None


def _plain(sentence: str) -> str:
    return HOUR.sub(" ", sentence)
