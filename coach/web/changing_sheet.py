"""Keeping what a coach changes on a sheet; when that can't be, the page says why."""

from __future__ import annotations

from collections.abc import Callable

from coach.dialogue.state import State
from coach.errors import StoreError, TurnConflict
from coach.sheets.arranging import keep_sheet, taken_back
from coach.sheets.question_sheet import QuestionSheet, question_sheet
from coach.web.keeping import Keeper
from coach.web.visit import Visit

Change = Callable[[QuestionSheet, State], QuestionSheet]


def change(visit: Visit, keeper: Keeper, talk: str, make: Change) -> None:
    """Keep the sheet of `talk` as `make` gives it."""
    keep(visit, keeper, talk, lambda state: keep_sheet(state, make(question_sheet(state), state)))


def keep(visit: Visit, keeper: Keeper, talk: str, make: Callable[[State], State]) -> None:
    """Keep the state of `talk` as `make` gives it."""
    for name in ("unsaved", "conflict"):
        visit.forget(name)
    try:
        keeper.save_state(talk, make(keeper.load(talk).state))
    except TurnConflict:
        visit.note("conflict", "")
    except StoreError as error:
        visit.fail(error)


def take_back(visit: Visit, keeper: Keeper, talk: str) -> None:
    """Put the sheet back as it was before the last change."""
    keep(visit, keeper, talk, taken_back)
