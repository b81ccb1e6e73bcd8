"""What a turn would do to the page and isn't let: too much of it at once, or nothing at all while it says so.

A page that loses the wrong lines is worse than one more question, and so is being told that something
was changed which stands there as it did.
"""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.page.page import page, title
from coach.dialogue.review import Review
from coach.dialogue.state import Item, State

MOST_OFF = 2  # lines that go without their person being named with it
OFF = r"(?:eraf|eruit|weg|af|uit|niet (?:in|bij|op|mee)|(?:hoort|hoeft|moet|mag|moogt) \w+|off|out|away|drop|remove|leave|haal|schrap|laat|doesn't belong|not in (?:it|this))"
ALL_OF_IT = re.compile(r"\b(?:alles|allemaal|alle|everything|all of|all the|the whole|heel|hele|beide|both|allebei)\b", re.I)


def held_back(before: State, reviewed: Review, text: str) -> Review:
    """Return `reviewed`, or the page as it was with what wasn't understood, where it did too much or nothing."""
    if not reviewed.done:
        return reviewed
    lost = _lost(before, reviewed.state)
    many = len(lost) > MOST_OFF and not ALL_OF_IT.search(text) and not all(_said_off(i.about, text) for i in lost)
    if many or reviewed.changed and _stands(before) == _stands(reviewed.state):
        at = reviewed.said[0] if reviewed.said else (0, len(text))
        unclear = reviewed.unclear or (text[slice(*at)].strip() or text.strip(),)
        return replace(reviewed, state=before, done=(), unclear=unclear)
    return reviewed


def _lost(before: State, after: State) -> list[Item]:
    """Return what stood in the record of somebody and is gone."""
    there = {i.id: i.about for i in after.record.items}
    return [i for i in before.record.items if i.about and i.field not in {"who", "when"} and there.get(i.id) is None]


def _said_off(name: str, text: str) -> bool:
    """Tell whether `text` names somebody beside a word that takes off."""
    near = rf"(?<!\w){re.escape(name)}(?!\w)[^.!?]{{0,40}}\b{OFF}|\b{OFF}\b[^.!?]{{0,40}}(?<!\w){re.escape(name)}(?!\w)"
    return re.search(near, text, re.I) is not None


def _stands(state: State) -> tuple[str, list[tuple[str, str, str, str]]]:
    """Return what a reader of the page sees, but for its order."""
    return title(state), sorted((part.key, line.before, line.text, line.mark) for part in page(state) for line in part.lines)
