"""What a correction did to the record, in words: what is off it, what moved, what was added."""

from __future__ import annotations

import re

from coach.dialogue.phrasebook import Phrasebook
from coach.dialogue.state import Field, Item, State, is_reviewing
from coach.dialogue.words import not_said_aloud

MOST_WORDS = 8  # of a line that is named
HEADINGS: dict[Field, str] = {
    "what": "given", "extra": "given", "cost": "given", "when": "given", "came_back": "came_back", "said": "came_back",
    "promised": "put_right", "own_share": "put_right", "their_view": "their_side", "offer": "offer", "mandate": "offer",
    "not_possible": "not_possible", "wish": "wish", "habit": "habit", "pattern": "habit", "sentence": "sentences",
    "own_giving": "own_side", "own_getting": "own_side", "next_step": "step",
}  # fmt: skip


def changes(
    before: State, state: State, book: Phrasebook, there: tuple[Item, ...] = ()
) -> list[tuple[str, dict[str, str]]]:
    """Return phrases with their fills, one for each kind of change; [] when nothing changed.

    `there` are lines somebody missed that stood on the page already.
    """
    reviewing = is_reviewing(before)
    old = {i.id: i for i in before.record.items}
    new = {i.id: i for i in state.record.items}
    told: list[tuple[str, dict[str, str]]] = []
    gone = [i for name, i in old.items() if name not in new and i.field not in {"who", "when"}]
    if gone:
        told.append(("struck", {"a": _named(gone)}))
    moved = [i for name, i in new.items() if name in old and old[name].about != i.about and i.about]
    if reviewing and (moved or before.focus and state.focus and before.focus != state.focus):
        told.append(("now-of", {"who": moved[0].about if moved else state.focus}))
    filed = [i for name, i in new.items() if name in old and old[name].field != i.field]
    if filed:
        name = HEADINGS.get(filed[0].field, "")
        heading = book.heading(name, state.audience) if name else ""
        if heading:
            told.append(("now-under", {"a": _named(filed), "heading": heading}))
    other = [i for name, i in new.items() if name in old and old[name].text != i.text]
    if other:
        told.append(("changed", {"a": _named(other)}))
    fresh = (
        []
        if not reviewing
        else [i for name, i in new.items() if name not in old and i.field in HEADINGS]
    )
    if fresh:
        told.append(("added", {"a": _named(fresh)}))
    if there:
        told.append(("there", {"a": _named(list(there))}))
    return [(phrase, fills) for phrase, fills in told if all(fills.values())][:2]


def _named(items: list[Item]) -> str:
    """Return at most two lines in quotation marks, shortened where they are long."""
    said = []
    for item in items:
        words = re.sub(r"\s+", " ", item.text).strip(" .,;:").split()
        text = " ".join(words[:MOST_WORDS]) + ("…" if len(words) > MOST_WORDS else "")
        text = re.sub(r"[‘“”\"]|’(?!\w)|(?<!\w)’", "", text)
        if text and not not_said_aloud(text):
            said.append(f"‘{text}’")
    return ", ".join(dict.fromkeys(said[:2]))
