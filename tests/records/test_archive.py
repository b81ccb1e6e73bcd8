"""What was taken along comes back on another computer, once, and whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest

from coach.dialogue.answers import Answers
from coach.dialogue.intake import open_intake
from coach.dialogue.prepared import Cup, Intake, Table
from coach.dialogue.state import Speech
from coach.errors import InputError
from coach.records.archive import SCHEMA, Archive, archive_of, read_archive, restore, schema
from coach.records.store import Conversation, Store
from coach.settings import Settings
from coach.sheets.arranging import added, keep_sheet
from coach.sheets.question_markdown import question_sheet_markdown
from coach.sheets.question_sheet import question_sheet
from coach.web.readable import readable
from coach.web.texts import texts_for
from tests.records.told import DOCUMENT, reply_to, tell

SAID = ("Zjelvana deed de wrevelnacht.", "En half\ud83d nul\x00 🙂.", "Ik wil niet meer.")


def plan(talk: Conversation) -> str:
    return f"# Plan van {talk.title}"


@pytest.fixture
def here(settings: Settings) -> Iterator[Store]:
    store = Store(settings)
    talk = tell(store, *SAID)
    store.add_coach_turn(talk, reply_to(3, SAID[2], route="crisis"), shown="‘Ik", stopped=True)
    again = reply_to(3, "Met andere woorden.", route="crisis")
    speech = Speech("openai:fake", "refer.nl", "0" * 64, 100, 20)
    store.say_again(talk, replace(again, speech=speech))
    tell(store, "Nog onbeantwoord.", "Dit ook.")
    store.rename(talk, "Nachtploeg")
    store.documents.keep(DOCUMENT)
    store.give_consent("2", "abc")
    yield store
    store.close()


@pytest.fixture
def there(elsewhere: Settings) -> Iterator[Store]:
    store = Store(elsewhere)
    yield store
    store.close()


def written(store: Store) -> bytes:
    return archive_of(store, plan).model_dump_json().encode()


def test_everything_comes_back_as_it_was(here: Store, there: Store) -> None:
    done = restore(there, read_archive(written(here)))
    assert (done.talks, done.documents, done.there_already) == (2, 1, 0)
    assert there.summaries() == here.summaries()
    for talk in here.summaries():
        # Every turn, reply, title, record, and the talk's language, audience, country and form.
        assert there.load(talk.id) == here.load(talk.id)
        assert there.earlier(talk.id) == here.earlier(talk.id)
    assert [turn.text for talk in there.summaries() for turn in there.earlier(talk.id)]
    assert there.documents.documents() == here.documents.documents() == (DOCUMENT,)
    assert there.consent() is None  # asked anew: what leaves may differ there


def test_a_talk_that_came_along_goes_on(here: Store, there: Store) -> None:
    restore(there, read_archive(written(here)))
    (pending,) = [t for t in there.summaries() if there.load(t.id).pending]
    there.add_coach_turn(pending.id, reply_to(2, "Dit ook."))
    there.add_user_turn(pending.id, 3, "Verder.")
    assert there.load(pending.id).pending == "Verder."


def test_reading_it_twice_doubles_nothing_and_undoes_nothing(here: Store, there: Store) -> None:
    data = written(here)
    restore(there, read_archive(data))
    talk = there.summaries()[0].id
    there.rename(talk, "Hier anders")
    again = restore(there, read_archive(data))
    assert (again.talks, again.documents, again.there_already) == (0, 0, 3)
    assert there.load(talk).title == "Hier anders"
    assert len(there.documents.documents()) == 1


def test_the_schema_that_ships_describes_the_file(here: Store) -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema(), (
        "Write it anew: python -m coach.records.archive"
    )
    jsonschema.validate(json.loads(written(here)), json.loads(schema()))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "isn't an export"),
        (b"geen json", "isn't an export"),
        (b"[1, 2]", "isn't an export"),
        (b'{"format": "iets anders", "version": 1}', "isn't an export"),
        (b'{"format": "stille-balans", "version": 2}', "later version"),
        (b'{"format": "stille-balans", "version": 1}', "damaged at"),
        (b"[" * 100_000, "isn't an export"),
    ],
)
def test_a_foreign_file_is_refused(there: Store, data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_archive(data)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("talks", 1, "state", "phase"), "nergens"),
        (("talks", 1, "id"), "../../etc"),
        (("talks", 1, "turns", 0, "reply"), None),
        (("talks", 1, "turns", 1, "number"), 9),
        (("talks", 1, "turns", 1, "role"), "coach"),
        (("talks", 1, "updated"), "2026-11-01T12:00:00"),
        (("documents", 0, "id"), "silent-balance"),
    ],
)
def test_a_damaged_file_is_named_by_place_and_changes_nothing(
    here: Store, there: Store, place: tuple[str | int, ...], value: object
) -> None:
    whole = json.loads(written(here))
    part = whole
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    with pytest.raises(InputError, match=rf"damaged at {place[0]}\.{place[1]}") as error:
        restore(there, read_archive(json.dumps(whole).encode()))
    assert "wrevelnacht" not in str(error.value)
    assert error.value.__cause__ is None
    assert there.summaries() == []
    assert there.documents.documents() == ()


def test_half_a_file_is_refused(here: Store) -> None:
    data = written(here)
    with pytest.raises(InputError, match="isn't an export of Stille Balans, or is damaged"):
        read_archive(data[: len(data) // 2])


def test_what_would_go_at_once_is_not_taken(here: Store, there: Store) -> None:
    later = datetime.now(UTC) + timedelta(days=91)
    done = restore(there, read_archive(written(here)), later)
    assert (done.talks, done.too_old, done.documents) == (0, 2, 1)


def test_unknown_fields_are_passed_over(here: Store) -> None:
    whole = json.loads(written(here))
    whole["new"] = whole["talks"][0]["new"] = "iets"
    assert isinstance(read_archive(json.dumps(whole).encode()), Archive)


def test_a_prepared_session_comes_back_as_it_was_arranged(here: Store, there: Store) -> None:
    opening = open_intake("nl")
    sheet = question_sheet(opening.state)
    state = keep_sheet(opening.state, added(sheet, "given", "Wat zag je?"))
    cups = (Cup(1, "gone", "T", 2, 3),)
    state = replace(state, intake=Intake("done", 45, "plain"), table=Table("Wie?", cups))
    session = here.create(replace(opening, state=state))
    archive = archive_of(here, lambda talk: question_sheet_markdown(talk.state))
    restore(there, read_archive(archive.model_dump_json().encode()))
    assert there.load(session).state == state
    kinds = {each.id: each.kind for each in there.summaries()}
    assert kinds.pop(session) == "session"
    assert set(kinds.values()) == {"talk"}
    told = readable(texts_for("nl"), there)
    assert "Wat zag je?" in told
    assert "T (iemand die wegging)" in told
    there.delete(session)
    assert session not in {each.id for each in there.summaries()}


def test_follow_ups_come_along_without_a_link_and_without_what_a_client_kept(
    here: Store, there: Store
) -> None:
    kept, told = here.follow_ups, Answers(done=("partly",), happened="Het regende", score=4)
    own, _ = kept.agree("own", "nl", ("Donderdag vraag ik het.",), conversation="0" * 32)
    kept.finish(kept.start(own.id, told))
    sent, token = kept.agree("sent", "nl", ("Donderdag vraag ik het.",), sender="Els", days=45)
    for text in ("Gelezen.", "Nog dicht."):
        kept.release(kept.start(sent.id, told), text)
    kept.start(sent.id, told)
    first = kept.released(sent.id)[0][0]
    kept.open(first)
    data = written(here)
    assert b"Nog dicht." not in data
    assert token.encode() not in data
    done = restore(there, read_archive(data))
    assert done.agreements == 2
    (again,) = there.follow_ups.follow_ups(own.id)
    assert again == kept.follow_ups(own.id)[0]
    (opened,) = there.follow_ups.follow_ups(sent.id)
    assert (opened.id, opened.answers) == (first, Answers())
    assert opened.summary is not None
    assert opened.summary.text == "Gelezen."
    assert there.follow_ups.exchange(token) is None
    assert restore(there, read_archive(data)).agreements == 0
