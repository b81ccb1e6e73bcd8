"""Whose sheet it is: the operator's name, logo and contact line, none of them by default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.settings import Settings


@dataclass(frozen=True)
class House:
    """What stands at the head and the foot of a sheet; `logo` is a PNG or JPEG."""

    name: str = ""
    logo: Path | None = None
    contact: str = ""


NOBODY = House()


def house_of(settings: Settings) -> House:
    """Return what the operator chose."""
    return House(settings.operator_name, settings.operator_logo, settings.operator_contact)
