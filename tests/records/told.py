"""Talks with unusual words, which a test can look for in every file of the data folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from coach.dialogue.answers import Answers
from coach.dialogue.state import BalanceRecord, Citation, Contact, Item, Outcome, Reply, State
from coach.own_document import OwnDocument
from coach.records.store import Store
from coach.records.tables import CountedUp, metadata
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


def fill(store: Store) -> None:
    """Keep rows of every table, of this computer's own and of somebody who signed in."""
    signed_in = datetime.now(UTC).replace(microsecond=0)
    for owner, document in (("local", "own-0123456789ab"), ("a" * 64, "own-aaaaaaaaaaaa")):
        mine = store.for_owner(owner, None if owner == "local" else signed_in)
        mine.arrive()
        mine.count_turn()
        talk = tell(mine, *WORDS)
        mine.add_coach_turn(talk, reply_to(len(WORDS), WORDS[-1]))
        mine.take_back(talk, len(WORDS), "Toch anders.")
        mine.label(talk, ["Grutterheem", "duinpantser"])
        mine.documents.keep(replace(DOCUMENT, id=document))
        mine.give_consent("1", "abc")
        mine.keep_for(365)
        agreement, _ = mine.follow_ups.agree("sent", "nl", WORDS, conversation=talk, days=30)
        follow_up = mine.follow_ups.start(agreement.id, Answers(happened=WORDS[0]))
        mine.follow_ups.release(follow_up, " ".join(WORDS))


def rows(store: Store) -> dict[str, list[str]]:
    """Return what stands in every table, opened, without numbers that are only counted up.

    None may be empty: whoever adds a table, fills it above.
    """
    found = {}
    with store.reading() as connection:
        for table in metadata.sorted_tables:
            columns = [each for each in table.columns if each.type is not CountedUp]
            told = (repr(tuple(row)) for row in connection.execute(select(*columns)))
            found[table.name] = sorted(row for row in told if "'clock_" not in row)
            assert found[table.name], table.name
    return found


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
