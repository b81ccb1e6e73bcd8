"""What was said is kept, whatever happens between two turns."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from coach.dialogue.prepared import Arranged, Intake, Placed
from coach.dialogue.state import (
    BalanceRecord,
    Item,
    Outcome,
    Reply,
    Speech,
    State,
    edit_item,
    remove_item,
)
from coach.errors import (
    ConversationNotFound,
    StoreDamaged,
    StoreFull,
    StoreReadOnly,
    TurnConflict,
)
from coach.records.store import Store
from coach.settings import Settings
from tests.records.told import left


def outcome(turn: int, text: str = "Wat zag je? Noem één moment.") -> Outcome:
    reply = Reply(
        turn=turn,
        language="nl",
        phase="opening",
        act="ask",
        intent=None if turn == 0 else "answer_vague",
        text=text,
        question="Wat zag je?",
    )
    return Outcome(State(language="nl", audience="leader", turn=turn), reply)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store(settings)
    yield opened
    opened.close()


def test_a_talk_comes_back_as_it_was_said(store: Store) -> None:
    talk = store.create(outcome(0, "Waar gaat het over?"))
    store.add_user_turn(talk, 1, "Het loopt niet lekker.")
    store.add_coach_turn(talk, outcome(1))

    loaded = store.load(talk)

    assert [(turn.number, turn.role, turn.text) for turn in loaded.turns] == [
        (0, "coach", "Waar gaat het over?"),
        (1, "user", "Het loopt niet lekker."),
        (1, "coach", "Wat zag je? Noem één moment."),
    ]
    assert loaded.state == outcome(1).state
    assert loaded.turns[-1].reply == outcome(1).reply
    assert loaded.pending is None


def test_a_turn_without_an_answer_is_pending(store: Store) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "Marjan deed de roosters.")
    assert store.load(talk).pending == "Marjan deed de roosters."


def test_a_killed_process_loses_no_turn(settings: Settings) -> None:
    script = (
        "import sys\n"
        "from coach.records.store import Store\n"
        "from coach.settings import load_settings\n"
        "from coach.dialogue.state import Outcome, Reply, State\n"
        "store = Store(load_settings())\n"
        "reply = Reply(0, 'nl', 'opening', 'ask', None, 'Waar gaat het over?', '')\n"
        "talk = store.create(Outcome(State('nl', 'leader'), reply))\n"
        "store.add_user_turn(talk, 1, 'Zes zondagen gedraaid.')\n"
        "print(talk, flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "COACH_DATABASE_URL": settings.database_url.get_secret_value()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        talk = child.stdout.readline().strip()
        child.kill()

    store = Store(settings)
    assert store.load(talk).pending == "Zes zondagen gedraaid."
    store.add_coach_turn(talk, outcome(1))
    assert store.load(talk).pending is None
    store.close()


def test_a_stopped_reply_is_kept_as_it_stood_on_the_screen(store: Store) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "Tja.")
    store.add_coach_turn(talk, outcome(1), shown="Wat zag", stopped=True)

    last = store.load(talk).turns[-1]

    assert (last.text, last.stopped) == ("Wat zag", True)
    assert last.reply is not None
    assert last.reply.text == outcome(1).reply.text


def test_two_tabs_cannot_write_the_same_turn(settings: Settings, store: Store) -> None:
    other = Store(settings)
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "Van het ene tabblad.")

    with pytest.raises(TurnConflict):
        other.add_user_turn(talk, 1, "Van het andere.")
    store.add_coach_turn(talk, outcome(1))
    with pytest.raises(TurnConflict):
        other.add_coach_turn(talk, outcome(1))

    other.add_user_turn(talk, 2, "Hier verder.")
    assert store.load(talk).pending == "Hier verder."
    other.close()


def test_of_many_at_once_exactly_one_wins(settings: Settings, store: Store) -> None:
    talk = store.create(outcome(0))
    results: list[str] = []

    def write(name: str) -> None:
        mine = Store(settings)
        try:
            mine.add_user_turn(talk, 1, name)
            results.append(name)
        except TurnConflict:
            results.append("conflict")
        finally:
            mine.close()

    threads = [threading.Thread(target=write, args=(f"tab {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results.count("conflict") == 5
    assert store.load(talk).pending in results


def test_a_turn_out_of_order_is_refused(store: Store) -> None:
    talk = store.create(outcome(0))
    with pytest.raises(TurnConflict):
        store.add_user_turn(talk, 2, "Te vroeg.")
    with pytest.raises(TurnConflict):
        store.add_coach_turn(talk, outcome(3))


def test_a_correction_is_kept_and_refused_after_a_new_turn(store: Store) -> None:
    talk = store.create(outcome(0))
    record = BalanceRecord(items=(Item("1", "who", "Marjan", "seen", 0),))
    corrected = replace(outcome(0).state, record=record, language="en")
    store.save_state(talk, corrected)
    assert store.load(talk).state == corrected
    assert store.summaries()[0].language == "en"

    store.add_user_turn(talk, 1, "En nog iets.")
    store.add_coach_turn(talk, outcome(1))
    with pytest.raises(TurnConflict):
        store.save_state(talk, corrected)


def test_the_list_shows_the_newest_first_with_its_question(store: Store) -> None:
    first = store.create(outcome(0))
    second = store.create(outcome(0))
    store.add_user_turn(first, 1, "De nachtploeg is chagrijnig, al sinds de piek.")
    store.add_coach_turn(first, outcome(1))

    summaries = store.summaries()

    assert [summary.id for summary in summaries] == [first, second]
    assert summaries[0].title == "De nachtploeg is chagrijnig, al sinds de piek."
    assert summaries[0].question == "Wat zag je?"


def test_a_long_first_turn_gives_a_title_cut_between_words(store: Store) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "woord " * 50)
    title = store.summaries()[0].title
    assert len(title) <= 62
    assert title.endswith("woord …")


@pytest.mark.parametrize(
    ("search", "found"),
    [("beyoncé", True), ("BEYONCÉ", True), ("100%", True), ("100_", False), ("  ", True)],
)
def test_searching_ignores_case_and_takes_signs_literally(
    store: Store, search: str, found: bool
) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "Iets over roosters.")
    store.add_coach_turn(talk, outcome(1, "Beyoncé gaf 100% inzet."))
    assert bool(store.summaries(search)) is found


def test_a_talk_can_be_renamed(store: Store) -> None:
    talk = store.create(outcome(0))
    store.rename(talk, "  Nachtploeg\n")
    store.add_user_turn(talk, 1, "Iets anders.")
    assert store.load(talk).title == "Nachtploeg"


def test_an_erased_talk_leaves_no_word(store: Store, settings: Settings) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "hoogstpersoonlijk")
    store.delete(talk)

    with pytest.raises(ConversationNotFound):
        store.load(talk)
    assert left(settings, "hoogstpersoonlijk") == []


def test_consent_is_remembered_with_its_text(store: Store) -> None:
    assert store.consent() is None
    store.give_consent("1", "abc")
    store.give_consent("2", "def")
    given = store.consent()
    assert given is not None
    assert (given.version, given.text_hash) == ("2", "def")
    assert given.given.tzinfo is not None


def test_an_unknown_id_gets_a_sentence(store: Store) -> None:
    for attempt in (
        lambda: store.load("x"),
        lambda: store.add_user_turn("x", 1, "hoi"),
        lambda: store.add_coach_turn("x", outcome(1)),
        lambda: store.rename("x", "y"),
        lambda: store.delete("x"),
    ):
        with pytest.raises(ConversationNotFound, match="no talk with the id 'x'"):
            attempt()


def test_ids_are_long_and_differ(store: Store) -> None:
    ids = {store.create(outcome(0)) for _ in range(20)}
    assert len(ids) == 20
    assert all(len(each) >= 22 for each in ids)


@pytest.mark.only_on("sqlite")
def test_folder_and_file_are_the_owners_alone(store: Store, data_dir: Path) -> None:
    store.create(outcome(0))
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    for file in data_dir.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_odd_text_comes_back(store: Store) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "nul\x00 rtl\u202e 🙂 half\ud83d")
    assert store.load(talk).pending == "nul\x00 rtl\u202e 🙂 half?"


@pytest.mark.only_on("sqlite")
def test_a_damaged_file_is_named_and_left_alone(settings: Settings) -> None:
    settings.data_dir.mkdir()
    path = settings.data_dir / "talks.sqlite3"
    path.write_bytes(b"geen database " * 500)
    with pytest.raises(StoreDamaged, match=r"talks\.sqlite3 is damaged"):
        Store(settings)
    assert path.read_bytes() == b"geen database " * 500


def test_a_talk_that_cannot_be_read_is_damage_too(settings: Settings, store: Store) -> None:
    talk = store.create(outcome(0))
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE conversations SET state = '{}'")
    with pytest.raises(StoreDamaged):
        store.load(talk)


def test_a_folder_that_cannot_be_made_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreReadOnly, match="COACH_DATA_DIR"):
        Store(Settings(data_dir=tmp_path / "file" / "data"))


@pytest.mark.only_on("sqlite")
def test_a_database_that_turned_read_only_keeps_what_it_had(store: Store) -> None:
    talk = store.create(outcome(0))
    event.listen(
        store._engine,
        "begin",
        lambda connection: connection.exec_driver_sql("PRAGMA query_only=ON"),
        insert=True,
    )
    with pytest.raises(StoreReadOnly, match="nothing new is saved"):
        store.add_user_turn(talk, 1, "Kwijt?")
    assert store.load(talk).pending is None


@pytest.mark.only_on("sqlite")
def test_a_full_disk_says_what_was_kept(store: Store) -> None:
    talk = store.create(outcome(0))

    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")

    store.close()
    event.listen(store._engine, "connect", no_room)
    with pytest.raises(StoreFull, match="disk that holds"):
        store.add_user_turn(talk, 1, "lang " * 20_000)
    assert len(store.load(talk).turns) == 1


def spoken(turn: int, text: str) -> Outcome:
    """Return an outcome a model worded, with a record item of that turn."""
    speech = Speech("openai:x", "ask.nl", "0" * 64, 500, 20, budget={"sent": 500})
    made = outcome(turn, text)
    items = tuple(Item(f"i{n}", "what", f"feit {n}", "seen", n) for n in range(1, turn + 1))
    state = replace(made.state, record=BalanceRecord(items))
    return Outcome(state, replace(made.reply, voice="model"), speech)


def test_how_a_model_was_asked_is_kept_with_its_turn(store: Store) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "Eén.")
    made = spoken(1, "Feit. Wat zag je?")
    store.add_coach_turn(talk, made)
    assert store.load(talk).turns[-1].speech == made.speech
    assert store.load(talk).turns[0].speech is None


def test_another_wording_takes_the_place_of_the_last_and_the_first_is_kept(store: Store) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "Eén.")
    store.add_coach_turn(talk, spoken(1, "Feit. Wat zag je?"))
    store.say_again(talk, spoken(1, "Anders. Wat zag je?"), shown="Anders.", stopped=True)
    last = store.load(talk).turns[-1]
    assert (last.number, last.text, last.stopped) == (1, "Anders.", True)
    (earlier,) = store.earlier(talk)
    assert (earlier.text, earlier.role) == ("Feit. Wat zag je?", "coach")
    store.add_user_turn(talk, 2, "Twee.")
    with pytest.raises(TurnConflict):
        store.say_again(talk, spoken(1, "Te laat. Wat zag je?"))


def test_a_turn_taken_back_leaves_the_talk_as_it_was_before_it(store: Store) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "Eén.")
    store.add_coach_turn(talk, spoken(1, "Feit. Wat zag je?"))
    store.add_user_turn(talk, 2, "Twee.")
    store.add_coach_turn(talk, spoken(2, "Feit twee. Wat zag je?"))
    store.take_back(talk, 2, "Toch anders.")
    after = store.load(talk)
    assert after.pending == "Toch anders."
    assert after.state == spoken(1, "").state
    assert [turn.text for turn in store.earlier(talk)] == ["Feit twee. Wat zag je?", "Twee."]
    with pytest.raises(TurnConflict):
        store.take_back(talk, 2, "Nog eens.")  # its answer isn't there yet
    store.add_coach_turn(talk, spoken(2, "Nieuw. Wat zag je?"))
    with pytest.raises(TurnConflict):
        store.take_back(talk, 1, "Een oudere.")


def test_what_was_corrected_since_stays_corrected_when_a_turn_is_taken_back(store: Store) -> None:
    talk = store.create(outcome(0))
    for turn in (1, 2, 3):
        store.add_user_turn(talk, turn, "Verteld.")
        store.add_coach_turn(talk, spoken(turn, "Feit. Wat zag je?"))
    state = edit_item(store.load(talk).state, "i1", "verbeterd", "heard")
    store.save_state(talk, remove_item(state, "i2"))
    store.take_back(talk, 3, "Anders.")
    items = store.load(talk).state.record.items
    assert [(item.id, item.text) for item in items] == [("i1", "verbeterd")]


def test_the_title_follows_the_first_words_unless_it_was_given(store: Store) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "Over Marjan.")
    store.add_coach_turn(talk, spoken(1, "Feit. Wat zag je?"))
    store.take_back(talk, 1, "Over de nachtploeg.")
    assert store.summaries()[0].title == "Over de nachtploeg."
    store.rename(talk, "Nacht")
    store.add_coach_turn(talk, spoken(1, "Feit. Wat zag je?"))
    store.take_back(talk, 1, "Over de dagploeg.")
    assert store.summaries()[0].title == "Nacht"


def test_erasing_a_talk_erases_its_earlier_versions_too(store: Store, settings: Settings) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "Heel bijzondere woorden.")
    assert left(settings, "bijzondere")
    store.add_coach_turn(talk, spoken(1, "Feit. Wat zag je?"))
    store.take_back(talk, 1, "Andere.")
    store.delete(talk)
    assert store.earlier(talk) == ()
    assert left(settings, "bijzondere") == []


def test_a_session_is_told_from_a_talk_and_keeps_its_sheet(settings: Settings) -> None:
    store = Store(settings)
    talk = store.create(outcome(0))
    prepared = outcome(0)
    arranged = Arranged((Placed("given", "own-1", "Wat zag je?"),))
    state = replace(prepared.state, audience="coach", intake=Intake(), arranged=arranged)
    session = store.create(replace(prepared, state=state))
    store.close()
    again = Store(settings)
    assert {each.id: each.kind for each in again.summaries()} == {talk: "talk", session: "session"}
    assert again.load(session).state.arranged == arranged
    again.close()


def test_a_name_is_replaced_wherever_the_talk_holds_it(store: Store) -> None:
    talk = store.create(outcome(0))
    store.add_user_turn(talk, 1, "Marjan deed \"alles\". Marjans broer niet.")
    told = Item("i1", "what", "deed alles", "heard", 1, "Marjan", "", "Marjan deed alles")
    first = outcome(1, "Marjan deed alles. Wat zag je?")
    state = replace(first.state, record=BalanceRecord((told,)), focus="Marjan")
    store.add_coach_turn(talk, replace(first, state=state))
    store.label(talk, ["met Marjan"])
    store.rename_person(talk, "Marjan", 'de "planner"')
    found = store.load(talk)
    assert store.summaries()[0].labels == ("met de planner",)
    assert found.state.focus == "de planner"
    assert found.state.record.items[0].clause == "de planner deed alles"
    assert [turn.text for turn in found.turns[1:]] == [
        'de planner deed "alles". Marjans broer niet.',
        "de planner deed alles. Wat zag je?",
    ]
    assert found.title.startswith("de planner")
    last = found.turns[-1].reply
    assert last is not None
    assert "Marjan" not in last.text
