"""What a coach changes on a question sheet: move, replace, reword, add and take away.

Each function returns a new sheet; an id that isn't on it, or a step over the edge, changes nothing.
The minutes stay with the blocks, and a question keeps its source in whatever words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from coach.dialogue.prepared import Arranged, Placed
from coach.dialogue.state import State
from coach.sheets.question_sheet import (
    Asked,
    QuestionSheet,
    question_sheet,
    ranked,
    worded,
)
from coach.sheets.situation import Situation, read_situation

OWN = "own-"  # begins the id of a question of the coach's own
MOST_BACK = 20  # changes that can be taken back


def keep_sheet(state: State, sheet: QuestionSheet) -> State:
    """Return `state` with `sheet` as its question sheet; the one before can be had back."""
    before = placed_on(question_sheet(state))
    now = placed_on(sheet)
    if now == before:
        return state
    earlier = state.arranged.before if state.arranged else ()
    return replace(state, arranged=Arranged(now, (*earlier, before)[-MOST_BACK:]))


def taken_back(state: State) -> State:
    """Return `state` with the sheet as it was before the last change; without one, unchanged."""
    if state.arranged is None or not state.arranged.before:
        return state
    *earlier, now = state.arranged.before
    return replace(state, arranged=Arranged(now, tuple(earlier)))


def placed_on(sheet: QuestionSheet) -> tuple[Placed, ...]:
    """Return what stands where on `sheet`, with the words of those the coach worded."""
    return tuple(
        Placed(
            block.id, asked.id, asked.text if asked.by == "coach" else "", asked.core, asked.as_set
        )
        for block in sheet.blocks
        for asked in block.questions
    )


def moved(sheet: QuestionSheet, question: str, by: int) -> QuestionSheet:
    """Return the sheet with a question one place up (`by` -1) or down (1), over blocks too."""
    held = [list(block.questions) for block in sheet.blocks]
    for number, questions in enumerate(held):
        place = next((n for n, asked in enumerate(questions) if asked.id == question), None)
        if place is None:
            continue
        if 0 <= place + by < len(questions):
            questions.insert(place + by, questions.pop(place))
        elif 0 <= number + by < len(held):
            beside = held[number + by]
            beside.insert(len(beside) if by < 0 else 0, questions.pop(place))
        break
    return _holding(sheet, held)


def removed(sheet: QuestionSheet, question: str) -> QuestionSheet:
    """Return the sheet without that question."""
    kept = [[a for a in block.questions if a.id != question] for block in sheet.blocks]
    return _holding(sheet, kept)


def reworded(sheet: QuestionSheet, question: str, text: str) -> QuestionSheet:
    """Return the sheet with that question in the coach's words; empty text changes nothing."""
    text = " ".join(text.split())

    def change(asked: Asked) -> Asked:
        if not text or text == asked.text:
            return asked
        if text == asked.set_text:
            return _as_set(asked)
        return replace(asked, text=text, by="coach", as_set=False)

    return _each(sheet, question, change)


def put_back(sheet: QuestionSheet, question: str) -> QuestionSheet:
    """Return the sheet with that question in its set wording; one of the coach's own has none."""
    return _each(sheet, question, lambda asked: _as_set(asked) if asked.set_text else asked)


def _as_set(asked: Asked) -> Asked:
    return replace(asked, text=asked.set_text, by="bank", as_set=True)


def replaced(
    sheet: QuestionSheet, question: str, state: State, situation: Situation | None = None
) -> QuestionSheet:
    """Return the sheet with another question like this one in its place.

    It is the best fitting of the same block that isn't on the sheet yet, other ones after it when
    this is done again; without one left the sheet stays as it is.
    """
    situation = situation or read_situation(state)
    entries = ranked(state, situation, sheet.minutes)
    here = next((entry for entry in entries if entry["id"] == question), None)
    if here is None:
        return sheet
    on_it = {asked.id for asked in sheet.questions}
    scale = any(entry.get("scale") and entry["id"] in on_it for entry in entries)
    alike = [
        entry
        for entry in entries
        if entry["block"] == here["block"]
        and (entry["id"] == question or entry["id"] not in on_it)
        and not (scale and entry.get("scale") and entry["id"] != question)
    ]
    # Round and round, so that asking again comes past all of them.
    following = alike[(alike.index(here) + 1) % len(alike)]
    asked = worded(following, state, situation)
    return _each(sheet, question, lambda before: replace(asked, core=before.core))


def added(sheet: QuestionSheet, block: str, text: str) -> QuestionSheet:
    """Return the sheet with a question of the coach's own at the end of `block`."""
    text = " ".join(text.split())
    taken = [int(a.id.removeprefix(OWN)) for a in sheet.questions if a.id.startswith(OWN)]
    own = Asked(f"{OWN}{max(taken, default=0) + 1}", text, by="coach")
    return _holding(
        sheet,
        [[*b.questions, *([own] if b.id == block and text else [])] for b in sheet.blocks],
    )


def _each(
    sheet: QuestionSheet, question: str, change: Callable[[Asked], Asked]
) -> QuestionSheet:
    return _holding(
        sheet,
        [[change(a) if a.id == question else a for a in b.questions] for b in sheet.blocks],
    )


def _holding(sheet: QuestionSheet, held: Iterable[Iterable[Asked]]) -> QuestionSheet:
    blocks = tuple(
        replace(block, questions=tuple(asked))
        for block, asked in zip(sheet.blocks, held, strict=True)
    )
    return replace(sheet, blocks=blocks)
