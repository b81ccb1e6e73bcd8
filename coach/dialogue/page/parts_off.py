"""A question that is still to be asked, or one of the sentences to say, that somebody wants gone."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.dialogue.page.editing import Done, Editing
from coach.dialogue.page.reworded import Outcome
from coach.dialogue.whose import known_people


def question_off(editing: Editing, asked: str, before: str) -> Outcome:
    """Take off what is still to be asked of whoever is named ("the questions to Wim have to go")."""
    for match in editing.wording.plain("question", asked):
        name = next((n for n in known_people(editing.state) if n.lower() == match["name"].lower()), "")
        lines = [s for s in editing.shown() if s.part == "to_ask" and name and s.line.text.startswith(f"{name}:")]
        if lines:
            gone = tuple(s.line.text for s in lines)
            editing.state = replace(editing.state, off=tuple(dict.fromkeys((*editing.state.off, *gone))), kept=tuple(n for n in editing.state.kept if n != name))
            editing.done += [Done("off", text) for text in gone]
            return 1
    return 0


def words_off(editing: Editing, asked: str, before: str) -> Outcome:
    """Take one of the sentences to say out, which is known by what it is about."""
    for match in editing.wording.plain("words_off", asked):
        about = editing.stems(match["x"])
        told = next((s.line.text for s in editing.shown() if s.part == "sentences"), "")
        sentences = re.split(r"(?<=[.!?])\s+", told)
        left = [each for each in sentences if not about & editing.stems(each)]
        if about and left and len(left) < len(sentences) and editing.write("sentences", " ".join(left)):
            return 1
    return 0
