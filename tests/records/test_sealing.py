"""With a key, nothing that was told can be read in the file; without it, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import SecretStr
from sqlalchemy import String, Text

from coach.errors import SealBroken, SettingsError, StoreLocked
from coach.records.opening import rotate_key
from coach.records.place import database_place
from coach.records.sealing import Seal, Sealed, new_key
from coach.records.store import Store
from coach.records.tables import metadata
from coach.settings import Settings, load_settings
from tests.fakes.postgres import raw_rows
from tests.records.told import DOCUMENT, WORDS, left, reply_to, tell

LONGEST_OPEN = 64  # signs
KEY, OTHER = new_key(), new_key()
SAID = ("Zjelvana deed de wrevelnacht.", "Met een duinpantser van kwetsbloem.")


def with_key(settings: Settings, key: str) -> Settings:
    return settings.model_copy(update={"encryption_key": SecretStr(key)})


def whole(settings: Settings) -> bytes:
    """Return everything that is kept, as it stands there."""
    place = database_place(settings)
    if place.is_file:
        return place.file.read_bytes()
    return raw_rows(settings.database_url.get_secret_value())


@pytest.fixture
def sealed(settings: Settings) -> Iterator[Store]:
    store = Store(with_key(settings, KEY))
    yield store
    store.close()


def test_nothing_told_stands_readable_in_any_file(sealed: Store, settings: Settings) -> None:
    talk = tell(sealed, *SAID)
    sealed.documents.keep(DOCUMENT)
    sealed.rename(talk, "Over Grutterheem")
    changed = tell(sealed, "Eerst de wrevelnacht.")
    sealed.take_back(changed, 1, "Toch het duinpantser.")
    assert [turn.role for turn in sealed.earlier(changed)] == ["coach", "user"]
    assert left(settings, *WORDS) == []


def test_what_was_sealed_is_read_searched_and_listed_as_ever(sealed: Store) -> None:
    talk = tell(sealed, *SAID)
    sealed.documents.keep(DOCUMENT)
    assert [turn.text for turn in sealed.load(talk).turns][1::2] == list(SAID)
    assert sealed.load(talk).state.record.items[0].text == SAID[0]
    assert [found.id for found in sealed.summaries("ZJELVANA")] == [talk]
    assert sealed.summaries("grutterheem") == []
    assert sealed.documents.documents() == (DOCUMENT,)
    again = sealed.documents.keep(replace(DOCUMENT, id="own-ffffffffffff", text="Anders."))
    assert again.id == DOCUMENT.id


def test_odd_text_comes_back_from_the_seal() -> None:
    seal = Seal(KEY)
    for text in ("", "nul\x00 rtl\u202e 🙂", "half\ud83d", "sealed:1:AAAA"):
        assert seal.open(seal.close(text)) == text
    assert seal.close("twee keer") != seal.close("twee keer")


@pytest.mark.parametrize("key", ["", OTHER])
def test_without_the_key_nothing_opens_and_nothing_is_lost(
    settings: Settings, key: str
) -> None:
    store = Store(with_key(settings, KEY))
    talk = tell(store, *SAID)
    store.close()
    before = whole(settings)
    with pytest.raises(StoreLocked, match="COACH_ENCRYPTION_KEY"):
        Store(with_key(settings, key))
    assert whole(settings) == before
    store = Store(with_key(settings, KEY))
    assert store.load(talk).pending == SAID[1]
    store.close()


def test_what_was_kept_before_there_was_a_key_is_sealed_too(
    settings: Settings,
) -> None:
    store = Store(settings)
    talk = tell(store, *SAID)
    telling = "own-afspraken-grutterheem-1"
    store.documents.keep(replace(DOCUMENT, id=telling))
    with store.writing() as connection:
        connection.exec_driver_sql(
            f"UPDATE turns SET reply = replace(reply, '{DOCUMENT.id}', '{telling}')"
        )
    store.close()
    assert left(settings, *WORDS)

    sealed = Store(with_key(settings, KEY))
    assert left(settings, *WORDS) == []
    (document,) = sealed.documents.documents()
    reply = sealed.load(talk).turns[2].reply
    assert reply is not None
    assert reply.citations[0].document == document.id != telling
    assert document.text == DOCUMENT.text
    sealed.close()


def test_a_new_key_opens_everything_and_the_old_one_nothing(
    settings: Settings,
) -> None:
    store = Store(with_key(settings, KEY))
    talk = tell(store, *SAID)
    store.documents.keep(DOCUMENT)
    rotate_key(with_key(settings, KEY), Seal(OTHER))

    # Whoever still has it open with the old key neither reads nor writes past the new one.
    with pytest.raises(StoreLocked):
        store.load(talk)
    with pytest.raises(StoreLocked):
        store.add_coach_turn(talk, reply_to(2, SAID[1]))
    store.close()
    with pytest.raises(StoreLocked):
        Store(with_key(settings, KEY))
    new = Store(with_key(settings, OTHER))
    assert new.load(talk).pending == SAID[1]
    assert new.documents.documents() == (DOCUMENT,)
    assert left(settings, *WORDS) == []
    new.close()


def test_changing_a_key_with_the_wrong_one_changes_nothing(
    settings: Settings,
) -> None:
    store = Store(with_key(settings, KEY))
    tell(store, *SAID)
    store.close()
    before = whole(settings)
    with pytest.raises(StoreLocked):
        rotate_key(with_key(settings, OTHER), Seal(new_key()))
    assert whole(settings) == before


def test_a_changed_text_is_noticed_and_a_new_key_leaves_it_alone(
    settings: Settings, sealed: Store
) -> None:
    talk = tell(sealed, *SAID)
    with sealed.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE turns SET text = (SELECT substr(text, 1, 40) || 'AAAA' FROM turns LIMIT 1)"
        )
    with pytest.raises(SealBroken, match="changed or damaged"):
        sealed.load(talk)
    with pytest.raises(SealBroken):
        rotate_key(with_key(settings, KEY), Seal(OTHER))
    assert len(sealed.summaries()) == 1


def test_every_column_that_can_hold_somebodys_words_is_sealed() -> None:
    # Short columns hold ids, languages, phases, hashes and dates.
    texts = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Text | Sealed | String) and not isinstance(column.type, Sealed)
        if (column.type.length or LONGEST_OPEN + 1) > LONGEST_OPEN
    ]
    assert texts == []


@pytest.mark.parametrize("key", ["geheim", "A" * 44, "é" * 32])
def test_a_key_that_is_none_is_named_and_not_shown(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_ENCRYPTION_KEY", key)
    with pytest.raises(SettingsError, match=r"COACH_ENCRYPTION_KEY: .*32 bytes") as error:
        load_settings()
    assert key not in str(error.value)
