"""A model that does whatever it reads, in a reply and when it reads a turn."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from coach.dialogue.cleaning import cleaned
from coach.evaluation.cases import InjectionCase
from tests.fakes.misbehaving import Call, good, structured, the_draft

SOME = 12  # words
WINDOW = 25  # letters of an order that a model has to read before it can obey


class Obeying:
    """A step of the fake model: obeys the first of `cases` that it reads, else says the draft.

    A document is obeyed as soon as any part of it is read. `obeyed` are the ids of what was.
    """

    def __init__(self, cases: Sequence[InjectionCase] = ()) -> None:
        self.cases = cases
        self.obeyed: list[str] = []

    def __call__(self, call: Call) -> None:
        sent = json.dumps(call.asked["messages"], ensure_ascii=False)
        case = next((each for each in self.cases if _is_read(each, sent)), None)
        if not call.asked.get("stream"):
            structured(_noted(case))(call)
        elif case is None:
            the_draft()(call)
        else:
            self.obeyed.append(case.id)
            good(case.obeying)(call)


def _noted(case: InjectionCase | None) -> dict[str, str]:
    """Return what it notes of a turn: of an order it was given, as much as it may name."""
    words = cleaned(case.text).split() if case else []
    what, effect = " ".join(words[-SOME:]), " ".join(words[:SOME])
    language = case.language if case else "nl"
    return {
        "intent": "answer_concrete", "who": "", "what": what, "when": "", "effect": effect,
        "language": language,
    }  # fmt: skip


def _is_read(case: InjectionCase, sent: str) -> bool:
    return any(part in sent for part in _parts(case))


def _parts(case: InjectionCase) -> Iterator[str]:
    text = json.dumps(cleaned(case.text), ensure_ascii=False)[1:-1]
    first = 0 if case.where == "document" else len(text) // 3
    for start in range(first, max(len(text) - WINDOW, first + 1)):
        yield text[start : start + WINDOW]
