"""Talks with unusual words, which a test can look for in every file of the data folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from coach.dialogue.state import BalanceRecord, Citation, Contact, Item, Outcome, Reply, State
from coach.own_document import OwnDocument
from coach.records.store import Store
from coach.settings import Settings
from tests.fakes.postgres import raw_rows

WORDS = ("kwetsbloem", "Zjelvana", "wrevelnacht", "duinpantser", "Grutterheem")
DOCUMENT = OwnDocument(
    "own-0123456789ab", "nl", "Afspraken Grutterheem", ("leader",), "Overleg duinpantser",
    "## Rooster kwetsbloem\n\nWie ruilt, zegt het een dag eerder.",
    datetime(2026, 11, 1, 12, tzinfo=UTC),
)  # fmt: skip


def opening() -> Outcome:
    """Return the coach's first turn."""
    reply = Reply(0, "nl", "opening", "ask", None, "Wat speelt er?", "Wat speelt er?")
    return Outcome(State("nl", "leader"), reply)


def reply_to(turn: int, said: str, *, route: str = "none") -> Outcome:
    """Return a reply that quotes `said`, with an item of the record and a citation."""
    item = Item("i1", "what", said, "heard", turn, about="Zjelvana")
    record = BalanceRecord((item,) if route == "none" else ())
    state = State(
        "nl", "leader", "contributions", turn, record=record, country="be", formal=True,
        route=route,  # type: ignore[arg-type]
    )  # fmt: skip
    reply = Reply(
        turn, "nl", "contributions", "ask", "answer_concrete", f"‘{said}’ dus. Wanneer?",
        "Wanneer?", (Citation(DOCUMENT.id, "rooster-kwetsbloem", "nl", "Wie ruilt"),),
        route=route,  # type: ignore[arg-type]
        contacts=(Contact("113", "113"),) if route != "none" else (),
    )  # fmt: skip
    return Outcome(state, reply)


def tell(store: Store, *said: str) -> str:
    """Keep a talk in which `said` was said, the last turn still unanswered; return its id."""
    talk = store.create(opening())
    for number, words in enumerate(said, start=1):
        store.add_user_turn(talk, number, words)
        words = words.encode("utf-8", "replace").decode()  # as a turn is read
        if number < len(said) or number == 1:
            store.add_coach_turn(talk, reply_to(number, words))
    return talk


def left(settings: Settings, *words: str) -> list[str]:
    """Return what of these settings holds one of `words`: files, or rows of PostgreSQL."""
    found = holding(settings.data_dir, *words)
    if address := settings.database_url.get_secret_value():
        rows = raw_rows(address)
        found += ["rows"] if any(word in rows for word in _as_bytes(*words)) else []
    return found


def _as_bytes(*words: str) -> list[bytes]:
    wanted = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    return wanted + [word.lower().encode() for word in words]


def holding(folder: Path, *words: str) -> list[str]:
    """Return the files under `folder` that hold one of `words`, in UTF-8 or UTF-16."""
    wanted = _as_bytes(*words)
    return [
        str(file.relative_to(folder))
        for file in sorted(folder.rglob("*"))
        if file.is_file() and any(word in file.read_bytes() for word in wanted)
    ]
