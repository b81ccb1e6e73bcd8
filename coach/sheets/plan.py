"""The plan on one page, in Markdown."""

from __future__ import annotations

from coach.dialogue.page.page import PageLine, Part, page, page_texts, title
from coach.dialogue.state import State
from coach.sheets.blocks import literal

QUOTED = frozenset({"sentences", "request"})  # parts that are said aloud
TOLD = frozenset({"step"})  # parts that stand as sentences


def plan_markdown(state: State) -> str:
    """Return the plan of a talk as Markdown; a talk with nothing in it says so on the page."""
    texts = page_texts(state.language)
    lines = [f"# {title(state)}", "", f"*{texts['note'][state.audience]}*", ""]
    parts = page(state)
    if not parts:
        return "\n".join([*lines, texts["nothing"], ""])
    told = "\n\n".join(part_markdown(part, texts["proposal"]) for part in parts)
    return "\n".join([*lines, told, ""])


def part_markdown(part: Part, proposal: str = "") -> str:
    """Return one part of a plan: its heading and its lines."""
    heading = f"**{part.title}** ({proposal})" if part.proposed else f"**{part.title}**"
    return "\n".join([heading, *(_line(line, part.key) for line in part.lines)])


def _line(line: PageLine, key: str) -> str:
    told = line.before + literal(line.text)
    if key in QUOTED:
        return f"‘{told}’"
    marked = f"{told} ({line.mark})" if line.mark else told
    return marked if key in TOLD else f"- {marked}"
