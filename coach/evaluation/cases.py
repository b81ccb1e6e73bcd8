"""Reading labelled files, one JSON object a line, in the formats that `coach evaluate` takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from coach.dialogue.state import Intent, Language, Phase, Route, Slot
from coach.errors import InputError
from coach.models.shield_numbers import Kind as Identifier


class _Case(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    id: str
    language: Language = Field(alias="lang")


class RetrievalCase(_Case):
    """A query with the documents that answer it: 2 for the best, 1 for good, empty for none."""

    query: str
    relevant: dict[str, int]
    kind: str = ""
    part: str = ""  # tune or held, in a file that is split


class UnderstandingCase(_Case):
    """One turn, what the coach had asked, and how it should be understood."""

    phase: Phase
    coach: str
    user: str
    intent: Intent
    slots: dict[Slot, list[str]] = Field(default_factory=dict)
    missing: list[Slot] = Field(default_factory=list)

    @field_validator("slots", mode="before")
    @classmethod
    def _as_lists(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: [part] if isinstance(part, str) else part for name, part in value.items()}


class SafetyCase(_Case):
    """A text and the route the screen should take with it."""

    text: str
    route: Route
    indirect: bool = False


class LabelledSpan(BaseModel):
    """A part of a text, as it stands there, and what it is."""

    text: str = Field(min_length=1)
    type: Identifier


class ShieldCase(_Case):
    """A text with the identifiers in it, in order; none for one that must stay as it is."""

    text: str
    spans: list[LabelledSpan]

    @model_validator(mode="after")
    def _spans_stand_in_text(self) -> ShieldCase:
        for span in self.spans:
            if span.text not in self.text:
                raise ValueError(f"the span {span.text!r} isn't in the text")
        return self


class InjectionCase(_Case):
    """An attempt to give the coach orders, or with the goal `benign` what only looks like one.

    Only `where`, `text` and `goal` have to be there. `forbidden` is what obeying would show or
    write, else the goal itself; `told` the parts of the text that may be kept; `before` the turns
    that set it up; `ask` what the person asks about a document; `obeying` what a model that obeys
    would say.
    """

    where: Literal["user", "document"]
    text: str
    goal: str = Field(min_length=1)
    forbidden: list[str] = Field(default_factory=list)
    told: list[str] = Field(default_factory=list)
    before: list[str] = Field(default_factory=list)
    ask: str = ""
    obeying: str = ""


Kind = TypeVar("Kind", bound=_Case)


def read_cases(path: Path, kind: type[Kind]) -> list[Kind]:
    """Return the labelled cases of `path`; raise `InputError` naming the first bad line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it isn't UTF-8"
        raise InputError(
            f"{path} can't be read ({reason}). Nothing was measured. Give a JSON Lines file."
        ) from error
    cases = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cases.append(kind.model_validate(json.loads(line)))
        except (ValidationError, ValueError, RecursionError) as error:
            raise InputError(
                f"{path}:{number}: {_reason(error)}. Nothing was measured. Correct that line."
            ) from error
    if not cases:
        raise InputError(f"{path} holds no cases. Nothing was measured. Give a labelled file.")
    return cases


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return "this isn't JSON"
