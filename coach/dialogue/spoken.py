"""The last touch: je or u, and which language the person is writing."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.formal import formal as formal_dutch
from coach.dialogue.state import Language, Reply, State

CHOICE = re.compile(r"\[([^|\[\]]*)\|([^|\[\]]*)\]")
def spoken(reply: Reply, formal: bool) -> Reply:
    """Return `reply` with every [je|u] choice made."""
    polite = formal and reply.language == "nl"
    lead = reply.text.removesuffix(reply.question) if reply.question else reply.text
    said, asked = _chosen(lead, polite), _chosen(reply.question, polite)
    return replace(reply, text=said + asked, question=asked)


# How somebody is called, within a Dutch sentence.
TITLE = re.compile(r"(?<=[a-zà-ÿ,] )(?:Mevrouw|Meneer|De heer)(?= [A-ZÀ-Ý])")


def _chosen(text: str, polite: bool) -> str:
    told = CHOICE.sub(lambda match: match[2 if polite else 1], text)
    told = TITLE.sub(lambda match: match[0].lower(), told)  # "tegen mevrouw Terpstra"
    return formal_dutch(told) if polite else told


def language_of(text: str, state: State) -> Language:
    """Return the language to answer in: the talk's own, unless a turn is clearly in the other one."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
    if len(words) < 5:
        return state.language
    share = {language: _share(words, language) for language in ("nl", "en")}
    other: Language = "en" if state.language == "nl" else "nl"
    if share[other] >= 0.4 and share[other] > 2.5 * share[state.language]:
        return other
    return state.language


COMMON = {
    "nl": frozenset(
        "de het een ik en is dat van niet in op te zijn maar ze er met voor die heeft was heb we ook aan wat als hij dan om naar bij nog wel mijn haar over door hun geen jij je".split()
    ),
    "en": frozenset(
        "the a i and is that of not in on to are but they there with for who has was have we also at what if he then about by her his my no you it this from been were would don't i'm".split()
    ),
}


def _share(words: list[str], language: str) -> float:
    return sum(word in COMMON[language] for word in words) / len(words)
