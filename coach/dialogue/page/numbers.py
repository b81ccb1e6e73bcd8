"""A number of a line that somebody says is another; what an hour is told in is one number."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from coach.dialogue.clauses import Token, clauses
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.page.editing import ARTICLES, Done, Editing
from coach.dialogue.page.meant import SPOKEN, Shown, hours_in
from coach.dialogue.whose import known_people
from coach.dialogue.word_forms import lemma

HOUR = "hour"  # the kind of an hour, beside the kinds of one word


def other_number(editing: Editing, text: str, before: str) -> bool | None:
    """Put the number told now for the wrong one; None when `text` doesn't say that one is wrong.

    The wrong one stands in `text` too, counts the same, or is the only one of the line spoken
    of, in `before` or last. An hour takes the place of no number but an hour.
    """
    tokens = _told_in(text, editing.lexicon)
    told = [(n, kind, t) for n, (kind, t) in enumerate(tokens) if kind]
    opened = editing.wording.says("number", text)
    new = next(((n, k, t) for n, k, t in reversed(told) if opened or _said_to_be(editing, text, t)), None)
    if new is None:
        return None
    place, kind, number = new
    counted = tokens[place + 1][1] if len(tokens) > place + 1 else None
    bare = text.replace(number.text, " ") if kind == HOUR else None
    spoken = [s for s in (*editing.find(text, bare), *(editing.find(before) if before else ()), *editing.last) if s.part]
    said = editing.stems(text) - {lemma(t.lower, editing.lexicon.language) for t in (counted, *(t for _, _, t in told)) if t}
    said -= {n.lower() for name in known_people(editing.state) for n in name.split()}
    if kind != HOUR and counted and _stands(editing, number, counted) and not any(_said_wrong(text, o) for _, _, o in told if o is not number):
        return None  # "she hasn't had the 27 quid yet", of a line that says so
    for line in dict.fromkeys([*spoken, *(s for s in editing.shown() if counted)]):
        if line not in spoken and _of_another(editing, line, said):
            continue  # "it was three nights he slept there" of a line that tells of four nights' work
        words = _told_in(line.line.text, editing.lexicon)
        numbers = [(t, after) for (k, t), (_, after) in pairwise([*words, ("", None)]) if t and k == kind]
        if kind == HOUR and line in spoken and any(t.lower == number.lower for t, _ in numbers):
            editing.done.append(Done("there", line.told))
            return True
        here = [t for t, _ in numbers if any(t.lower == o.lower and _said_wrong(text, o) for _, k, o in told if k == kind and o is not number)]
        same = [t for t, after in numbers if after and counted and _alike(editing.lexicon, after, counted)]
        only = [t for t, _ in numbers] if line in spoken and len(numbers) == 1 and (counted is None or kind == HOUR) else []
        old = next((t for t in (*here, *same, *only) if t.lower != number.lower), None)
        if old is not None:
            return editing.reword(old.text, number.text, [line])
    return None


def _stands(editing: Editing, number: Token, counted: Token) -> bool:
    """Tell whether a line tells that number of the same already."""
    told = (_told_in(s.line.text, editing.lexicon) for s in editing.shown() if s.part)
    pairs = (pair for words in told for pair in pairwise(words))
    return any(kind and one.lower == number.lower and _alike(editing.lexicon, after, counted) for (kind, one), (_, after) in pairs)


def _of_another(editing: Editing, line: Shown, said: set[str]) -> bool:
    """Tell whether what is said stands in another line and not in this one."""
    own = said & editing.stems(line.line.text)
    return not own and any(said & editing.stems(s.line.text) for s in editing.shown() if s.line.item and s.part not in SPOKEN)


def _told_in(text: str, lexicon: Lexicon) -> list[tuple[str, Token]]:
    """Return the words of `text`, each with what it counts: "number", `HOUR`, or "" for neither."""
    told: list[tuple[str, Token]] = []
    hours = hours_in(text)
    for token in (t for c in clauses(text, lexicon) for t in c.words):
        hour = next(((a, b) for a, b in hours if a <= token.start < b), None)
        if hour is None:
            told.append(("number" if token.kind == "number" and token.lower not in ARTICLES else "", token))
        elif token.start == hour[0]:
            whole = text[hour[0] : hour[1]]
            told.append((HOUR, replace(token, text=whole, lower=whole.lower(), end=hour[1])))
    return told


def _said_to_be(editing: Editing, text: str, number: Token) -> bool:
    """Tell whether `text` says that it was that number ("it was 11")."""
    return editing.wording.says("was_number", text[: text.rfind(number.text)]) is not None


def _said_wrong(text: str, number: Token) -> bool:
    """Tell whether `text` says that a number isn't the one ("twelve, not ten"), which another one beside it needn't be."""
    return NOT_SO.search(text[: text.lower().find(number.lower)]) is not None


NOT_SO = re.compile(r"\b(?:not|niet|geen|no|instead of|rather than|in plaats van|i said|ik zei|says?|staat|stond|from|van)(?: [\w']+)? *[‘'“\"]?$", re.I)


def _alike(lexicon: Lexicon, one: Token, other: Token) -> bool:
    return len({lemma(t.lower, lexicon.language) for t in (one, other)}) == 1
