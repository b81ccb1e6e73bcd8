"""The placeholders' form: written one way, read back in every way a model may have bent it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from coach.models.shield_numbers import Kind

Entry = Kind | Literal["TEXT"]
Place = tuple[Entry, int, str]

LABELS: dict[str, Entry] = {
    "persoon": "PERSON", "person": "PERSON", "email": "EMAIL", "telefoon": "PHONE", "phone": "PHONE", "telephone": "PHONE",
    "bsn": "BSN", "iban": "IBAN", "adres": "ADDRESS", "address": "ADDRESS", "organisatie": "ORG", "organisation": "ORG",
    "organization": "ORG", "org": "ORG", "tekst": "TEXT", "text": "TEXT",
}  # fmt: skip
_LABEL = "|".join(sorted(LABELS, key=len, reverse=True)).replace("email", r"e[\s-]?mail")
# In brackets in any case and with any space or dash, also when the end went missing; without
# brackets only in capitals and with a dash, because "persoon 1" is ordinary Dutch.
PLACEHOLDER = re.compile(
    rf"\[\s*(?P<label>{_LABEL})\s*[-–—_‑]?\s*(?P<number>\d{{1,4}})(?!\d)\s*(?P<letter>[a-z]?)(?![^\W_])\s*\]?"
    rf"|(?<![\w\[])(?P<bare>(?-i:{_LABEL.upper().replace(chr(92) + 'S', chr(92) + 's')}))[-–—_‑](?P<bare_number>\d{{1,4}})(?P<bare_letter>(?-i:[a-z])?)(?![^\W_])",
    re.I,
)
# What may still become one when more text comes.
LONGEST = 32
PENDING = re.compile(
    rf"\[[\s\w–—‑-]{{0,{LONGEST}}}$|(?<![\w\[])[A-Z](?:[A-Z]*|E-[A-Z]*|E\s)(?:[-–—_‑]\d{{0,4}}[a-z]?)?$"
)


def place_of(match: re.Match[str]) -> Place:
    """Return kind, number and letter of a match of `PLACEHOLDER`."""
    label = re.sub(r"[\s-]", "", match["label"] or match["bare"]).lower()
    number = match["number"] or match["bare_number"]
    letter = match["letter"] or match["bare_letter"] or ""
    return LABELS[label], int(number), letter.lower()


def put_back(text: str, words_of: Callable[[Place], str], start: int = 0) -> str:
    """Return `text` from `start` on with what `words_of` gives for every placeholder."""
    pieces: list[str] = []
    end = start
    for match in PLACEHOLDER.finditer(text, start):
        pieces += (text[end : match.start()], words_of(place_of(match)))
        end = match.end()
    return "".join([*pieces, text[end:]])


def in_stream(pieces: Iterable[str], words_of: Callable[[Place], str]) -> Iterator[str]:
    """Yield `pieces` put back; what could be half a placeholder waits for the rest."""
    before = waiting = ""  # the last letter that went out tells where a word begins
    for piece in pieces:
        if not piece:
            yield ""  # nothing came yet, and whoever waits may want to stop
            continue
        waiting += piece
        pending = PENDING.search(before + waiting, len(before))
        ready = waiting[: pending.start() - len(before)] if pending else waiting
        if ready:
            yield put_back(before + ready, words_of, len(before))
            before, waiting = ready[-1], waiting[len(ready) :]
    if waiting:
        yield put_back(before + waiting, words_of, len(before))
