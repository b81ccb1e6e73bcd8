"""Whether the step of last time happened, by what the person answers when asked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from coach.content import content_folder
from coach.errors import ContentError

Happened = Literal["partly", "no", "yes", ""]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    partly: tuple[str, ...]
    did_not: tuple[str, ...]
    did: tuple[str, ...]


def happened(said: str) -> Happened:
    """Return whether the person says that the step happened; "" when they say something else."""
    low = " ".join(said.lower().replace("’", "'").split())
    file = _file()
    found: tuple[tuple[Happened, tuple[str, ...]], ...] = (
        ("partly", file.partly), ("no", file.did_not), ("yes", file.did),
    )  # fmt: skip
    for how, patterns in found:
        if any(re.search(pattern, low) for pattern in patterns):
            return how
    return ""


@lru_cache(maxsize=1)
def _file() -> _File:
    path = content_folder("prompts") / "again.yaml"
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ContentError(
            f"{path} can't be read: {error}. "
            "Nothing was changed. Mend the file, or install the package again."
        ) from error
