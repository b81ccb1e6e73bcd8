"""Reading what a person chose on the command line; what can't be chosen gets one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from coach.errors import InputError

Choice = TypeVar("Choice", bound=str)


def choose(name: str, value: str, among: Sequence[Choice]) -> Choice:
    """Return the one of `among` that `value` names; raise `InputError` when there is none."""
    for choice in among:
        if choice == value.strip().lower():
            return choice
    raise InputError(
        f"There is no {name} {value!r}. Nothing was started. Choose one of: {', '.join(among)}."
    )
