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
PENDING = re.compile(rf"\[[\s\w–—‑-]{{0,{LONGEST}}}$|(?<![\w\[])[A-Z](?:[A-Z]*|E-[A-Z]*|E\s)(?:[-–—_‑]\d{{0,4}}[a-z]?)?$")


def place_of(match: re.Match[str]) -> Place:
    """Return kind, number and letter of a match of `PLACEHOLDER`."""
    label = re.sub(r"[\s-]", "", match["label"] or match["bare"]).lower()
    number = match["number"] or match["bare_number"]
    letter = match["letter"] or match["bare_letter"] or ""
    return LABELS[label], int(number), letter.lower()


def in_stream(pieces: Iterable[str], reveal: Callable[[str], str]) -> Iterator[str]:
    """Yield `pieces` with `reveal` done; what could be half a placeholder waits for the rest."""
    waiting = ""
    for piece in pieces:
        waiting += piece
        pending = PENDING.search(waiting)
        ready = waiting[: pending.start()] if pending else waiting
        waiting = waiting[len(ready) :]
        if ready:
            yield reveal(ready)
    if waiting:
        yield reveal(waiting)
