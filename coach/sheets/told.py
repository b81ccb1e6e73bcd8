"""What a coach told that the wording of a sheet's questions may lean on."""

from __future__ import annotations

import hashlib

from coach.dialogue.intake import ASKED
from coach.dialogue.state import Intent, State
from coach.sheets.situation import REFER

TO_US: frozenset[Intent] = frozenset(
    {"question", "request_example", "back", "skip", "summary", "stop", "greeting", "off_topic"}
)
SESSION = f"{ASKED}session"  # an answer to this is about the session, and not about the client


def told_lines(state: State) -> tuple[str, ...]:
    """Return what the coach told of the client, a turn a line, in their words.

    What led to a referral, was said while it stood, gave the coach orders, is about the session
    alone, or is said to us isn't in it. A turn of which the coach corrected something stands as it
    is on the record.
    """
    corrected = _corrected(state)
    lines: list[str] = []
    before = ""
    noted = {item.turn for item in state.record.items}
    for each in state.history:
        asked, before = before, each.question_id
        if not each.user or each.question_id == REFER or asked == SESSION:
            continue
        if each.intent == "injection" or each.intent in TO_US and each.turn not in noted:
            continue
        if each.turn in corrected:
            items = [item for item in state.record.items if item.turn == each.turn]
            lines += dict.fromkeys(item.clause or item.text for item in items)
        else:
            lines.append(" ".join(each.user.split()))
    return tuple(lines)


def told_hash(state: State) -> str:
    """Return what tells what was told from anything else; with another word it is another."""
    return hashlib.sha256("\n".join((state.language, *told_lines(state))).encode()).hexdigest()


def _corrected(state: State) -> set[int]:
    """Return the turns of which an item on the record reads otherwise than it was told."""
    said = {each.turn: _plain(each.user) for each in state.history}
    return {
        item.turn
        for item in state.record.items
        if item.turn in said and _plain(item.clause or item.text) not in said[item.turn]
    }


def _plain(text: str) -> str:
    """Return `text` for comparing: an apostrophe that was left out is put back on the record."""
    return " ".join(text.split()).replace("'", "").replace("’", "")
