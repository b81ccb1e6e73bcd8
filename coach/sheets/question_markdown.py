"""A question sheet as Markdown: a part for each block, a heading for each question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from coach.dialogue.page.page import Part, page
from coach.dialogue.state import State, fixed
from coach.sheets.blocks import literal
from coach.sheets.plan import part_markdown
from coach.sheets.question_sheet import Asked, QuestionSheet, Where, question_sheet
from coach.sheets.situation import Data, load_texts, read_situation

# The parts of a plan that tell something; what it proposes to its owner is no coach's.
OWN = ("sentences", "step")
TOLD = ("given", "came_back", "put_right", "their_side", "not_possible", "wish", "own_side")


def question_sheet_markdown(state: State, sheet: QuestionSheet | None = None) -> str:
    """Return the sheet of a talk of a coach: their own question first, what they told at the end.

    `sheet` is made from the talk unless given. Raises `ContentError` as `question_sheet` does.
    """
    sheet = sheet or question_sheet(state)
    texts = load_texts(state.language)
    who = read_situation(state).who
    length = texts["told_minutes" if sheet.told_minutes else "assumed_minutes"]
    worded = any(asked.by == "model" for asked in sheet.questions)
    notes = [texts["note"], *([texts["note_model"]] if worded else [])]
    lines = [
        f"# {texts['title_who'].format(who=_plain(who)) if who else texts['title']}",
        "",
        f"*{' '.join(notes)}*",
        "",
        f"## {texts['session']}",
        "",
        length.format(minutes=sheet.minutes, count=len(sheet.questions)) + " " + texts["core_note"],
        "",
        *_own(state),
    ]
    number = 0
    for block in sheet.blocks:
        lines += [f"## {texts['block'].format(name=block.name, minutes=block.minutes)}", ""]
        for asked in block.questions:
            number += 1
            lines += [*_question(number, asked, texts), ""]
    lines += [f"## {texts['pitfalls_label']}", ""]
    lines += [f"- {text} *{_source(where)}*" for text, where in sheet.pitfalls]
    return "\n".join([*lines, "", *_told(state, texts)])


def _question(number: int, asked: Asked, texts: Data) -> list[str]:
    core = f" ({texts['core']})" if asked.core else ""
    points = {
        "set_label": asked.set_text and asked.by == "model" and _plain(asked.set_text),
        "why_label": asked.why,
        "known_label": asked.known and f"‘{_plain(asked.known)}’",
        "evasive_label": asked.evasive and f"‘{_plain(asked.evasive)}’",
        "then_label": _plain(asked.then),
        "source_label": asked.source and _source(asked.source),
    }
    told = [f"- *{texts[label]}:* {text}" for label, text in points.items() if text]
    return [f"**{number}. {_plain(asked.text)}**{core}", "", *told]


def _source(where: Where) -> str:
    return f"{where.title}, ‘{where.heading.rstrip('.')}’ ({where.document}#{where.section})"


def _own(state: State) -> list[str]:
    """Return the question the coach wants to ask and their step, as they worded them."""
    parts = {part.key: part for part in page(state)} if state.record.items else {}
    if "step" in parts and not fixed(state, "step"):  # as they told it, and nothing put together
        own = tuple(line for line in parts["step"].lines if line.item)
        parts["step"] = replace(parts["step"], lines=own)
    return _in_order(parts, OWN)


def _told(state: State, texts: Data) -> list[str]:
    """Return the parts of the plan that hold what the coach told."""
    kept = _in_order({part.key: part for part in page(state)}, TOLD) if state.record.items else []
    return [f"## {texts['told_label']}", "", *kept] if kept else []


def _in_order(parts: Mapping[str, Part], keys: Iterable[str]) -> list[str]:
    told = [replace(parts[key], proposed=False) for key in keys if key in parts]
    kept = "\n\n".join(part_markdown(part) for part in told if part.lines)
    return [kept, ""] if kept else []


def _plain(text: str) -> str:
    return literal(" ".join(text.split()))
