"""Sentences out of a stream: where the first one ends, whatever pieces the text came in.

A sentence ends at . ! ? or … when something follows that begins a new one, and at a line's end; not
after an abbreviation or an initial, not within a number, and not inside a quotation.
"""

from __future__ import annotations

import re

OPENING = {"‘": "’", "“": "”", "«": "»", "„": "”", '"': '"', "'": "'"}
CLOSING = "’”»\"'"
ENDS = ".!?…"
QUOTE_WORDS = 60  # a quotation that is longer than this was never one
QUOTE_CHARACTERS = 500
CLITIC = re.compile(r"['’](?:[tsnkm]|ns|em|till?|cause|tis|twas)\b", re.IGNORECASE)
SPECIAL = re.compile(r"[.!?…\n‘’“”«»„\"']")
TAIL = re.compile(r"[.!?…’”»\"')\]*_]*")
INITIAL = re.compile(r"(?:^|[\s.(])[^\W\d_]$")


def first_end(text: str, abbreviations: frozenset[str], *, final: bool) -> int | None:
    """Return the index just after the first sentence of `text`; None when that isn't sure yet.

    What is decided stays so, whatever comes behind it. `final` says that nothing comes.
    `abbreviations` are in lower case without their last point.
    """
    at, closing, opened, held = 0, "", 0, None
    while True:
        special = SPECIAL.search(text, at)
        if closing and _too_long(text[opened : special.start() if special else len(text)]):
            if held is not None:
                return held
            closing, at = "", opened + 1
            continue
        if special is None:
            break
        mark, here = special[0], special.start()
        at = here + 1
        if mark == "\n":
            if closing and held is not None:
                return held
            closing = ""
            if text[:here].strip() and not text[:here].rstrip().endswith(":"):
                return here
        elif mark in ENDS:
            tail = TAIL.match(text, here)
            stop = tail.end() if tail else at
            closed = bool(closing) and closing in text[here:stop]
            if stop == len(text) and not final:
                return None
            at = stop
            if closed:
                closing, held = "", None
            ends = _ends_here(text, here, stop, abbreviations, final=final)
            if ends is None:
                return None
            if ends and not closing:
                return stop
            if ends and held is None:
                held = stop
        elif closing and mark == closing and not _inside_word(text, here):
            if here + 1 == len(text) and not final:
                return None
            closing, held = "", None
        elif not closing and mark in OPENING:
            if here + 1 == len(text) and not final:
                return None
            if _opens(text, here):
                closing, opened, held = OPENING[mark], here, None
    if final:
        return held if held is not None else len(text.rstrip()) or None
    return None


def sentences_of(text: str, abbreviations: frozenset[str]) -> list[str]:
    """Return the sentences of a whole text, each with the white space before it."""
    found = []
    rest = text.rstrip()
    while rest.strip():
        end = first_end(rest, abbreviations, final=True) or len(rest)
        found.append(rest[:end])
        rest = rest[end:]
    return found


def _too_long(text: str) -> bool:
    return len(text) > QUOTE_CHARACTERS or len(text.split()) > QUOTE_WORDS


def _inside_word(text: str, at: int) -> bool:
    return text[at + 1 : at + 2].isalnum() and text[at - 1 : at].isalnum()


def _opens(text: str, at: int) -> bool:
    """Tell whether the mark at `at` opens a quotation and isn't an apostrophe."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if before.isalnum() or not after or after.isspace():
        return False
    return not (text[at] == "'" and CLITIC.match(text, at))


def _ends_here(
    text: str, mark: int, stop: int, abbreviations: frozenset[str], *, final: bool
) -> bool | None:
    """Tell whether the marks from `mark` to `stop` end a sentence; None when more has to come."""
    rest = text[stop:]
    following = rest.lstrip()
    if rest and not rest[0].isspace():
        return text[mark] in "!?" and text[stop - 1] in "!?" and rest[0].isupper()
    if "\n" in rest[: len(rest) - len(following)]:
        return True
    if not following:
        return True if final else None
    if text[mark] == "." and stop == mark + 1:
        word = re.split(r"[\s(‘“\"']", text[:mark])[-1].lower()
        if word in abbreviations or INITIAL.search(text[:mark]) and not word.isdigit():
            return False
        if "." in word and not word.replace(".", "").isdigit() and len(word) <= 7:
            return False
    quoted = any(sign in CLOSING for sign in text[mark:stop])
    asked = any(sign in "!?" for sign in text[mark:stop])
    return not following[0].islower() or asked and not quoted
