"""Labels are the person's own words: kept, found, sealed, taken along and erased with the talk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from pydantic import SecretStr

from coach.dialogue.pseudonyms import with_initials
from coach.errors import ConversationNotFound
from coach.records.archive import archive_of, read_archive, restore
from coach.records.labelling import LONGEST, MOST
from coach.records.sealing import new_key
from coach.records.store import Store
from coach.settings import Settings
from coach.web.readable import readable
from coach.web.texts import texts_for
from tests.records.told import left, tell


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with closing(Store(settings)) as opened:
        yield opened


def labels(store: Store) -> list[tuple[str, ...]]:
    return [talk.labels for talk in store.summaries()]


def test_a_talk_has_the_labels_it_was_given_last(store: Store) -> None:
    talk = tell(store, "Over Marjan.")
    store.label(talk, ["Nachtploeg", "  de   keuken ", "", "nachtploeg"])
    assert labels(store) == [("Nachtploeg", "de keuken")]
    store.label(talk, ["Keuken & kas"])
    assert labels(store) == [("Keuken & kas",)]
    store.label(talk, [])
    assert labels(store) == [()]


def test_labels_stay_few_and_short(store: Store) -> None:
    talk = tell(store, "Over Marjan.")
    store.label(talk, [f"{n} {'lang' * 40}" for n in range(20)])
    (kept,) = labels(store)
    assert len(kept) == MOST
    assert max(map(len, kept)) <= LONGEST


def test_a_label_of_no_talk_is_refused(store: Store) -> None:
    with pytest.raises(ConversationNotFound):
        store.label("x", ["Nachtploeg"])


def test_labels_are_found_and_the_others_talk_isnt(store: Store) -> None:
    talk, _ = tell(store, "Over Marjan."), tell(store, "Over Joost.")
    store.label(talk, ["Nachtploeg"])
    assert [found.id for found in store.summaries("NACHTPLOEG")] == [talk]


def test_sealed_labels_are_found_and_stand_readable_nowhere(
    settings: Settings,
) -> None:
    sealed = settings.model_copy(update={"encryption_key": SecretStr(new_key())})
    with closing(Store(sealed)) as store:
        talk = tell(store, "Over iets.")
        store.label(talk, ["Grutterheem"])
        assert left(sealed, "Grutterheem") == []
        assert [found.labels for found in store.summaries("grutter")] == [("Grutterheem",)]


def test_erasing_a_talk_erases_its_labels(store: Store, settings: Settings) -> None:
    talk, other = tell(store, "Over iets."), tell(store, "Over iets anders.")
    store.label(talk, ["Grutterheem"])
    store.label(other, ["Duinpantser"])
    store.delete(talk)
    assert left(settings, "Grutterheem") == []
    assert labels(store) == [("Duinpantser",)]
    store.erase_all()
    assert left(settings, "Duinpantser") == []


def test_labels_come_along_to_another_computer_and_can_be_read(
    store: Store, elsewhere: Settings
) -> None:
    talk = tell(store, "Over Marjan.")
    store.label(talk, ["Nachtploeg", "Marjan & ik"])
    written = archive_of(store, lambda _: "").model_dump_json().encode()
    with closing(Store(elsewhere)) as there:
        restore(there, read_archive(written))
        assert labels(there) == labels(store) == [("Nachtploeg", "Marjan & ik")]
    assert "Label: Nachtploeg, Marjan & ik" in readable(texts_for("nl"), store)


def test_names_in_labels_become_initials_where_names_are_hidden(settings: Settings) -> None:
    with closing(Store(settings, with_initials)) as store:
        talk = tell(store, "Over de roosters.")
        store.label(talk, ["Marjan de Vries"])
        assert "Vries" not in labels(store)[0][0]


def test_a_talk_in_the_list_tells_its_step(store: Store) -> None:
    from dataclasses import replace

    from coach.dialogue.state import BalanceRecord, Item

    talk = tell(store, "Over Marjan.")
    step = Item("i2", "next_step", "Donderdag om twee uur", "seen", 1)
    state = store.load(talk).state
    store.save_state(talk, replace(state, record=BalanceRecord((*state.record.items, step))))
    assert [found.step for found in store.summaries()] == ["Donderdag om twee uur"]
