"""`coach export`: the sheet of one talk, in the form asked for."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coach.dialogue.record_json import record_to_json
from coach.errors import InputError
from coach.records.store import Conversation, Store
from coach.sheets.house import House, house_of
from coach.sheets.sheet import has_questions, sheet_markdown

if TYPE_CHECKING:
    from coach.settings import Settings

Format = Literal["md", "docx", "pdf", "ics", "json"]
FORMATS: tuple[Format, ...] = ("md", "docx", "pdf", "ics", "json")


def export_talk(settings: Settings, talk: str, form: Format, to: Path | None) -> None:
    """Write the sheet of `talk` to `to`, or to standard output; raise a `CoachError`."""
    store = Store(settings, reading=True)
    try:
        written = _written(store.load(talk), form, house_of(settings))
    finally:
        store.close()
    if to is None:
        if form in ("docx", "pdf") and sys.stdout.isatty():
            raise InputError(
                f"A {form} file can't be read in a terminal. Nothing was written. "
                f"Name a file: --to sheet.{form}"
            )
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        return
    try:
        to.write_bytes(written)
    except OSError as error:
        raise InputError(
            f"The file {to} can't be written ({error.strerror}). The talk is kept as it was. "
            "Name another file."
        ) from error


def _written(talk: Conversation, form: Format, house: House) -> bytes:
    sheet = sheet_markdown(talk.state)
    if form == "ics":
        from coach.sheets.blocks import sheet_title
        from coach.sheets.diary import to_ics, zone_here

        days = {turn.number: turn.created.astimezone().date() for turn in talk.turns}
        title = sheet_title(sheet) or talk.title
        return to_ics(talk.state, days, title, talk.id, zone=zone_here())
    if form == "md":
        return sheet.encode()
    if form == "json":
        return (json.dumps(_plain(talk, sheet), ensure_ascii=False) + "\n").encode()
    from coach.sheets.documents import to_docx, to_pdf

    make = to_docx if form == "docx" else to_pdf
    return make(sheet, talk.state.language, house)


def _plain(talk: Conversation, sheet: str) -> dict[str, Any]:
    # A turn without a reply wasn't read by the screen yet.
    replies = [turn for turn in talk.turns if turn.role == "coach"]
    told = {t.number for t in replies if t.reply is None or t.reply.route == "none"}
    return {
        "id": talk.id,
        "title": talk.title,
        "language": talk.language,
        "audience": talk.audience,
        "phase": talk.state.phase,
        "created": talk.created.isoformat(),
        "updated": talk.updated.isoformat(),
        "record": record_to_json(talk.state.record),
        # What led to a referral is in one's own export alone (`coach data export`).
        "turns": [
            {
                "turn": turn.number,
                "role": turn.role,
                "text": turn.text,
                "stopped": turn.stopped,
                "created": turn.created.isoformat(),
            }
            for turn in talk.turns
            if turn.number in told
        ],
        "sheet": sheet,
        **({"blocks": _blocks(talk)} if has_questions(talk.state) else {}),
    }


def _blocks(talk: Conversation) -> list[dict[str, Any]]:
    """Return the question sheet as data: its blocks in order, with their minutes and questions."""
    from dataclasses import asdict

    from coach.sheets.question_sheet import question_sheet

    return [asdict(block) for block in question_sheet(talk.state).blocks]
