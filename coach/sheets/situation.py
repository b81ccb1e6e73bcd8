"""What a coach told of the session: whose it is, about what, how long, in which tone.

prompts/question_sheet.yaml holds what can be chosen, question_sheet.nl.yaml and .en.yaml the texts
and the words a situation is heard by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from coach.content import content_folder
from coach.dialogue.asking import values_for
from coach.dialogue.intake import is_dilemma, session_of
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.prepared import Client, Tone
from coach.dialogue.state import Language, State, items_of
from coach.knowledge.document import parse_yaml

Data = dict[str, Any]
REFER = "refer"  # what a referral is kept under in the history


@dataclass(frozen=True)
class Situation:
    """What a sheet is made for.

    `client` leads others or gives without leading; `topics` are those of
    prompts/question_sheet.*.yaml that hold; `minutes` is None when the coach named none.
    """

    client: Client
    topics: frozenset[str] = frozenset()
    minutes: int | None = None
    tone: Tone = "even"
    who: str = ""  # the absent person, as a question can name them


def read_situation(state: State) -> Situation:
    """Return what the coach told of the session: whose, about what, how long, in which tone."""
    texts = load_texts(state.language)
    # What led to a referral, or was said while it stood, is for nobody's sheet.
    told = " ".join(each.user for each in state.history if each.user and each.question_id != REFER)
    told = told or " ".join(item.clause or item.text for item in state.record.items)
    found = {name for name, words in texts["topics"].items() if _has(words, told)}
    if is_dilemma(told, state.language):
        found.add("dilemma")
    sources = [item.source for item in state.record.items]
    if items_of(state.record, "promised"):
        found.add("promise")
    if sources.count("assumed") >= 2 or _has(r"\?\?", told):
        found.add("assumed")
    # What was told of the session itself goes before a number or a word from the story.
    session = session_of(state)
    tone = _told_tone(session, texts) or _told_tone(told, texts) or "even"
    who = _absent(state, told, texts)
    minutes = (
        _told_minutes(session, texts["times"])
        or _told_minutes(session, texts["session_times"])
        or _told_minutes(told, texts["times"])
    )
    if state.intake is not None:
        minutes, tone = state.intake.minutes or minutes, state.intake.tone or tone
    client = (state.intake and state.intake.client) or _client(state, told, texts)
    return Situation(client, frozenset(found), minutes, tone, who)


@cache
def load_choices() -> Data:
    """Return prompts/question_sheet.yaml."""
    return _load("question_sheet.yaml")


@cache
def load_texts(language: Language) -> Data:
    """Return the texts of the sheet in one language."""
    return _load(f"question_sheet.{language}.yaml")


def _load(name: str) -> Data:
    data: Data = parse_yaml((content_folder("prompts") / name).read_text(encoding="utf-8"))
    return data


def _absent(state: State, told: str, texts: Data) -> str:
    """Return who isn't in the room as a question can name them; "" when that isn't sure.

    A coach begins with the client (‘Team lead in a hospital. Her planner …’), who is no absentee.
    """
    begins = re.split(r"[.!?\n]", told.strip(), maxsplit=1)[0]
    named = (state.focus, *state.kept, *(item.about for item in state.record.items))
    for name in dict.fromkeys(each for each in named if each):
        if _has(texts["client"], name) or begins.lower().startswith(name.lower()):
            continue
        # ‘Head of Design’ names a place, not somebody called Design.
        if _has(rf"\b(?:of|for|van|bij|at) {re.escape(name)}\b", told):
            continue
        return values_for(replace(state, focus=name), load_lexicon(state.language)).get("who", "")
    # ‘Her planner’ is to the client ‘the planner’.
    found = re.search(texts["absent"], told, re.IGNORECASE)
    return f"{'de' if state.language == 'nl' else 'the'} {found[1].lower()}" if found else ""


def _has(words: str, text: str) -> bool:
    return re.search(words, text, re.IGNORECASE) is not None


def _client(state: State, told: str, texts: Data) -> Client:
    """Tell whether the client leads others; one who has a manager gives, unless they lead too."""
    besides = re.sub(texts["led"], " ", told, flags=re.IGNORECASE)
    if _has(texts["leads"], besides):
        return "leader"
    if besides != told:
        return "giver"
    deeds = items_of(state.record, "what", "cost")
    others = [i for i in deeds if i.about and not _has(texts["client"], i.about)]
    return "leader" if others else "giver"


def _told_tone(told: str, texts: Data) -> Tone | None:
    return next((name for name, words in texts["tones"].items() if _has(words, told)), None)


def _told_minutes(told: str, times: list[Data]) -> int | None:
    for entry in times:
        if found := re.search(entry["pattern"], told, re.IGNORECASE):
            return int(entry.get("fixed") or int(found[1]))
    return None
