"""What a person takes along from a talk: a coach the question sheet, others the plan.

The page asks which one before the talk's parts are loaded, so these come in where they are used.
"""

from __future__ import annotations

from coach.dialogue.state import State


def has_questions(state: State) -> bool:
    """Tell whether the sheet of this talk is a question sheet; while a referral stands it isn't."""
    return state.audience == "coach" and state.route == "none"


def sheet_markdown(state: State) -> str:
    """Return the sheet of a talk as Markdown; raise `ContentError` as `question_sheet` does."""
    if has_questions(state):
        from coach.sheets.question_markdown import question_sheet_markdown

        return question_sheet_markdown(state)
    from coach.sheets.plan import plan_markdown

    return plan_markdown(state)
