"""What a labelled line's coach question asked for; in a talk the walk itself knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from coach.dialogue.extract import Asked
from coach.dialogue.state import Audience, Field

ASKS: tuple[tuple[Field, str], ...] = (
    (
        "cost",
        r"\b(?:kost|gekost|inleveren|blijven liggen|bleef liggen|wijken|cost|take (?:from|out)|took|left undone|give up|gave up)\b",
    ),
    ("when", r"\b(?:wanneer|hoe lang|sinds|when|how long|since|what period|welke periode)\b"),
    (
        "came_back",
        r"\b(?:terug(?:gekomen|kwam|gekregen|krijgen|komt)?|come back|came back|got back|in return|back so far)\b",
    ),
    ("promised", r"\b(?:beloofd|toegezegd|afgesproken|promised|promise)\b"),
    ("own_share", r"\b(?:aandeel|jouw deel|share|your part)\b"),
    ("sentence", r"\b(?:zin|zeggen zonder|sentence|say without)\b"),
    ("said", r"\b(?:gezegd|said about|have you said|did you say)\b"),
    ("who", r"^(?:wie|van wie|om wie|aan wie|bij wie|who|whose|which person)\b"),
    ("what", r"\b(?:gedaan|deed|zien doen|precies|did|done|see them do)\b"),
)


def asked_of(line: Mapping[str, Any]) -> Asked:
    """Return what the turn answers, read from the coach's question in the labelled line."""
    coach = str(line.get("coach") or "").lower()
    sentences = [part for part in re.split(r"(?<=[.!?:])\s+", coach) if part.strip()]
    question = sentences[-1] if sentences else ""
    field = next((name for name, pattern in ASKS if re.search(pattern, question)), None)
    audience = line.get("audience") or (
        "client"
        if re.search(r"\b(?:heb jij|je gekost|jou|did you give|cost you|you did)\b", question)
        else "leader"
    )
    return Asked(phase=line.get("phase") or "contributions", field=field, audience=cast(Audience, audience))
