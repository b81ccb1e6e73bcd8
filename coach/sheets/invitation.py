"""An invitation as a file: what was agreed, for somebody who opens it in their own copy.

One JSON object: `format` ("stille-balans-invitation"), `version` (1), `language` (nl or en),
`sender` (a name, or ""), `steps` (one to five texts) and `made` (a moment). It carries no key and
no address, and opens nothing but itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from coach.dialogue.cleaning import cleaned
from coach.dialogue.follow_up import LONGEST_STEP, MOST_STEPS
from coach.dialogue.state import Language
from coach.errors import InputError

FORMAT: Literal["stille-balans-invitation"] = "stille-balans-invitation"
VERSION = 1
MOST_BYTES = 100_000
LONGEST_SENDER = 80  # characters

_Step = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_STEP)]


class Invitation(BaseModel):
    """What the file holds; fields we don't know are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal["stille-balans-invitation"] = FORMAT
    version: Annotated[int, Field(ge=1)] = VERSION
    language: Language
    sender: Annotated[str, StringConstraints(max_length=LONGEST_SENDER)] = ""
    steps: Annotated[tuple[_Step, ...], Field(min_length=1, max_length=MOST_STEPS)]
    made: AwareDatetime


def write_invitation(steps: Sequence[str], sender: str, language: Language) -> bytes:
    """Return the file for what was agreed."""
    made = datetime.now(UTC)
    found = Invitation(language=language, sender=sender, steps=tuple(steps), made=made)
    return found.model_dump_json(indent=1).encode()


def read_invitation(data: bytes) -> Invitation:
    """Return the invitation in `data`; raise `InputError` when it is none we can read."""
    try:
        if len(data) > MOST_BYTES:
            raise _refused("is larger than an invitation can be")
        found = json.loads(data)
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise _refused("isn't an invitation of Stille Balans")
        if isinstance(version := found.get("version"), int) and version > VERSION:
            raise _refused(f"was made by a later version of Stille Balans ({version})")
        read = Invitation.model_validate(found)
    except (ValueError, RecursionError, ValidationError):
        raise _refused("isn't an invitation of Stille Balans, or is damaged") from None
    steps = tuple(step for step in (cleaned(each) for each in read.steps) if step)
    if not steps:
        raise _refused("has nothing in it that was agreed")
    return read.model_copy(update={"steps": steps, "sender": cleaned(read.sender)})


def _refused(why: str) -> InputError:
    return InputError(
        f"This file {why}. Nothing of it was kept. Ask who sent it to make it again."
    )
