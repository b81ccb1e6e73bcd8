"""Names of people as initials, before anything is stored, when the operator wants that.

The shield finds them, as it does before text leaves the computer. It hides most names, never all.
"""

from __future__ import annotations

from coach.dialogue.clauses import LINKS, is_initials
from coach.dialogue.state import Language
from coach.models.shield import Shield

LEFT_OUT = "…"  # for an address, a number or a mailbox, which tell who somebody is
KEPT = frozenset({"ORG"})  # kinds of the shield that name no person


def with_initials(text: str, language: Language, known: dict[str, str]) -> str:
    """Return `text` with initials for the names of people in it; titles and roles stay.

    The second person with a letter gets two letters. `known` has the initials by first word of a
    name, in lower case, and gets those added. It is all that tells whose they are, and must stand
    in memory alone.
    """
    pieces: list[str] = []
    end = 0
    for span in Shield(language, known).find(text):
        if span.kind in KEPT:
            continue
        hidden = LEFT_OUT
        if span.kind == "PERSON":
            hidden = _initials(text[span.start : span.end], known)
        pieces += (text[end : span.start], hidden)
        end = span.end
        if text[end : end + 1] == "s" and not text[end + 1 : end + 2].isalnum():
            pieces.append("’")  # ‘Marjans’
    return "".join([*pieces, text[end:]])


def names_in(text: str, language: Language) -> dict[str, str]:
    """Return the names of people in `text`, each with initials that could stand for it."""
    known: dict[str, str] = {}
    found: dict[str, str] = {}
    for span in Shield(language).find(text):
        name = text[span.start : span.end]
        if span.kind == "PERSON" and (short := _initials(name, known)) != name:
            found.setdefault(name, short)
    return found


def _initials(name: str, known: dict[str, str]) -> str:
    """Return what stands for `name`; what is initials already stays."""
    words = [word for word in name.split() if word.lower() not in LINKS]
    if not words or is_initials(words[0].rstrip(".")):
        return name
    first = words[0].lower()
    return known.setdefault(first, _free(first, known))


def _free(name: str, known: dict[str, str]) -> str:
    """Return the first letters of `name` that nobody else has: one, or as many as it takes."""
    taken = set(known.values())
    tried = (name[:count].capitalize() for count in range(1, len(name)))
    return next((each for each in tried if each not in taken), f"{name[:1].upper()}{len(taken)}")
