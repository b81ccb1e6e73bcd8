"""What is said to a question of theirs: set words for most, a passage of the library for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.dialogue import asking, explain
from coach.dialogue.draft import Draft
from coach.dialogue.moves import OF_ONESELF
from coach.dialogue.needs import pending
from coach.dialogue.phrasebook import Phrasebook
from coach.dialogue.sayable import own_question
from coach.dialogue.scene import Scene
from coach.dialogue.state import Away, Citation, Speaker, items_of
from coach.dialogue.walking import Decision

TOPIC_LINES = {
    "rank": "about-rank",
    "may_i": "about-may-i",
    "too_much": "about-too-much",
    "outcome": "about-outcome",
    "page": "about-page",
    "human": "about-human",
    "privacy": "about-privacy",
    "length": "about-length",
    "purpose": "about-me",
}
OF_A_MODEL: dict[tuple[str, Speaker], str] = {
    ("human", "here"): "about-human-model",
    ("human", "elsewhere"): "about-human-model",
    ("human", "open"): "about-human-model",
    ("privacy", "here"): "about-privacy-here",
    ("privacy", "elsewhere"): "about-privacy-elsewhere",
    ("privacy", "open"): "about-privacy-open",
}


def answer_topic(
    draft: Draft, decision: Decision, scene: Scene, text: str, book: Phrasebook,
    recent: tuple[str, ...], search: explain.Searcher, speaker: Speaker, away: Away,
) -> None:  # fmt: skip
    """Add the answer to what was asked: set words where there are some, else a passage of the library."""
    state = scene.state
    given = frozenset(b.removeprefix("passage:") for b in state.used if b.startswith("passage:"))
    authored = OF_A_MODEL.get((decision.topic, speaker)) or TOPIC_LINES.get(decision.topic)
    if decision.topic == "why_ask":
        due = pending(scene.before, book)
        name = f"why-{due.id}" if due else "why-any"
        draft.add(asking.say(book, name if name in book.phrases else "why-any", state, recent, {}))
        return
    if decision.topic == "meaning":
        draft.add(asking.say(book, "put-otherwise", state, recent, {}))
        return
    wondered = " ".join(a.text for a in scene.understood.asks) or decision.query or text
    if decision.topic == "advice":
        found, advised = _advice(decision, scene, wondered, text, search, given)
        if found is not None:
            _quote(draft, found)
            return
        draft.add(asking.say(book, advised, state, recent, {}))
        return
    if decision.topic == "judged":
        asked = next((a.text for a in scene.understood.asks if a.kind == "judged"), wondered).lower()
        told = (name for name in OF_WHAT_THEY_DID if name in scene.lexicon.advice and scene.lexicon.advice[name].search(asked))
        draft.add(asking.say(book, next(told, "about-judged"), state, recent, {}))
        return
    if decision.topic == "may_i" and NORMAL.search(wondered):
        authored = "about-normal"
    elif decision.topic == "may_i" and MANDATE.search(wondered):
        authored = "about-mandate"
    elif decision.topic == "may_i" and state.audience == "leader":
        authored = "about-may-i-leader"
    if decision.topic == "privacy" and (away.looked_up or away.kept):
        for phrase in _who_gets_what(authored, away):
            draft.add(asking.say(book, phrase, state, recent, {"who": away.looked_up, "where": away.kept}))
        return
    if authored:
        draft.add(asking.say(book, authored, state, recent, {}))
        return
    if decision.topic == "evidence":
        section = "broken-promises" if items_of(state.record, "promised") else "thanks"
        found = explain.core(search, "research", section, state.language)
    else:
        found = explain.answer(
            search, _asked_part(decision.query or text), state.language, decision.phase, state.audience, given
        )
    if decision.topic == "evidence":
        draft.add(asking.say(book, "evidence", state, recent, {}))
    if found is None and decision.topic == "mirror":
        found = explain.core(search, "mirror-question", "when-to-use", state.language)
    if found is None and decision.topic != "evidence":
        own = state.audience == "coach" and own_question(scene.before, text)
        draft.add(asking.say(book, "asked-so" if own else "nothing-found", state, recent, {}))
        return
    if found is not None:
        _quote(draft, found)
    if decision.topic == "evidence":
        draft.add(asking.say(book, "evidence-limits", state, recent, {}))


def _who_gets_what(authored: str | None, away: Away) -> Iterator[str]:
    """Yield the phrases that tell who gets what, where it isn't a model alone, or nobody."""
    goes = authored in {"about-privacy-elsewhere", "about-privacy-open"}  # said of all that is written
    yield authored if authored and goes else "about-privacy-part"
    if away.looked_up:
        yield "privacy-looked-up"
    if away.kept:
        yield "privacy-kept"
    if not goes:
        yield "privacy-erased"


def _advice(
    decision: Decision, scene: Scene, wondered: str, text: str, search: explain.Searcher, given: frozenset[str]
) -> tuple[Citation | None, str]:  # fmt: skip
    """Return what is quoted to a question for advice, or else the set words.

    Their own documents come first, then words for what was asked; to "how do I …?" without any the
    library has the better answer.
    """
    state = scene.state
    found = explain.answer(
        search, _asked_part(wondered), state.language, decision.phase, state.audience, own_only=True
    )
    asked = re.split(r"\b(?:should i|moet ik|zal ik|kan ik beter)\b", wondered, flags=re.I)[-1]
    told = (name for part in (asked, wondered) for name, rule in scene.lexicon.advice.items() if rule.search(part))
    advised = next(told, "")
    if found is None and not advised and HOW.search(wondered):
        found = explain.answer(
            search, _asked_part(decision.query or text), state.language, decision.phase, state.audience, given
        )
    return found, advised or "about-advice"


def _quote(draft: Draft, found: Citation) -> None:
    draft.parts.append(found.quote)
    draft.blocks.append(f"passage:{found.document}/{found.section}")
    draft.citations.append(found)


HOW = re.compile(r"\b(?:how (?:do|can|should|would) (?:i|we)|hoe \w+ (?:ik|we))\b", re.I)
# What is advised on whether something they did or got is enough, or counts.
OF_WHAT_THEY_DID = ("advice-counts", *OF_ONESELF, "advice-enough")
NORMAL = re.compile(r"\b(?:normaal|gewoon|gebruikelijk|raar|gek|normal|usual|common|odd|mad)\b", re.I)


MANDATE = re.compile(
    r"\b(?:beslissen|bepalen|regelen|minderen|verschuiven|veranderen|toekennen|decide|change|approve|sign off|hand out)\b", re.I
)


def _asked_part(text: str) -> str:
    """Return the sentences of a turn that ask, or all of it."""
    asking_parts = [s for s in re.split(r"(?<=[.!?])\s+", text) if s.rstrip().endswith("?")]
    return " ".join(asking_parts) or text
