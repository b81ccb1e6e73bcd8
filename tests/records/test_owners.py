"""What is another's isn't there, whatever is asked; signing out ends every sign-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, select, text

from coach.dialogue.answers import Answers
from coach.dialogue.state import Outcome, State
from coach.errors import CoachError, DocumentNotFound, FollowUpNotFound, OperatorsOnly, SignedOut
from coach.records import sign_ins
from coach.records.archive import archive_of, restore
from coach.records.documents import Documents
from coach.records.follow_up_rows import Agreement, FollowUp
from coach.records.follow_ups import FollowUps
from coach.records.opening import MIGRATIONS, open_database
from coach.records.place import database_place
from coach.records.rows import Counts
from coach.records.store import Store
from coach.records.tables import LOCAL, agreements, follow_ups, metadata, people, summaries
from coach.settings import Settings
from tests.records.told import DOCUMENT, opening, reply_to, tell

NOW = datetime.now(UTC).replace(microsecond=0)
ANN, BEN = "a" * 64, "b" * 64
UNKNOWN = "0" * 32

Ask = Callable[[Store, str], object]

# Every call that names a talk.
BY_ID: dict[str, Ask] = {
    "load": lambda store, talk: store.load(talk),
    "add_user_turn": lambda store, talk: store.add_user_turn(talk, 2, "Ben zegt dit."),
    "add_coach_turn": lambda store, talk: store.add_coach_turn(talk, reply_to(2, "iets")),
    "say_again": lambda store, talk: store.say_again(talk, reply_to(1, "iets")),
    "take_back": lambda store, talk: store.take_back(talk, 1, "Ben zegt dit."),
    "earlier": lambda store, talk: store.earlier(talk),
    "save_state": lambda store, talk: store.save_state(talk, State("nl", "leader", turn=1)),
    "rename": lambda store, talk: store.rename(talk, "van Ben"),
    "rename_person": lambda store, talk: store.rename_person(talk, "Zjelvana", "B"),
    "label": lambda store, talk: store.label(talk, ["van Ben"]),
    "delete": lambda store, talk: store.delete(talk),
    "create": lambda store, talk: _called(store, store.create(following_up(talk))),
}
# Every call that names none: what it gives, or does, is about one's own.
WITHOUT_ID: dict[str, Callable[[Store], object]] = {
    "summaries": lambda store: store.summaries(),
    "erase_all": lambda store: store.erase_all(),
    "erase_expired": lambda store: store.erase_expired(NOW + timedelta(days=400)),
    "keeps_for": lambda store: store.keeps_for(),
    "keep_for": lambda store: store.keep_for(30),
    "consent": lambda store: store.consent(),
    "consents": lambda store: store.consents(),
    "give_consent": lambda store: store.give_consent("2", "0" * 64),
    "arrive": lambda store: store.arrive(),
    "count_turn": lambda store: store.count_turn(),
    "sign_out": lambda store: store.sign_out(),
}
ON_DOCUMENTS: dict[str, Callable[[Documents], object]] = {
    "version": lambda documents: documents.version(),
    "documents": lambda documents: documents.documents(),
    "keep": lambda documents: documents.keep(DOCUMENT),
    "remove": lambda documents: documents.remove(DOCUMENT.id),
}
# Every call that names an agreement or a follow-up; one is given as the other's owner has it.
ON_FOLLOW_UPS: dict[str, Callable[[FollowUps, Agreement, FollowUp], object]] = {
    "agreement": lambda kept, one, told: kept.agreement(one.id),
    "begin": lambda kept, one, told: kept.begin(one.id),
    "start": lambda kept, one, told: kept.start(one.id, Answers(happened="van Ben")),
    "follow_up": lambda kept, one, told: kept.follow_up(told.id),
    "follow_ups": lambda kept, one, told: kept.follow_ups(one.id),
    "save": lambda kept, one, told: kept.save(told, Answers(happened="van Ben")),
    "finish": lambda kept, one, told: kept.finish(told),
    "release": lambda kept, one, told: kept.release(told, "van Ben"),
    "take_back": lambda kept, one, told: kept.take_back(told),
    "released": lambda kept, one, told: kept.released(one.id),
    "open": lambda kept, one, told: kept.open(told.id),
    "revoke": lambda kept, one, told: kept.revoke(one.id),
    "erase_answers": lambda kept, one, told: kept.erase_answers(one.id),
    "remove": lambda kept, one, told: kept.remove(one.id),
}
# What is no question about anybody's own, or is refused to whoever doesn't look after the coach.
OF_THE_HOUSE = {
    "for_owner", "documents", "follow_ups", "shelf", "counts", "erase_expired_of_all", "close",
    "reading", "writing", "path", "owner", "replica",
}  # fmt: skip


@pytest.fixture
def house(settings: Settings) -> Iterator[Store]:
    opened = Store(settings)
    yield opened
    opened.close()


@pytest.fixture
def ann(house: Store) -> Store:
    return house.for_owner(ANN, NOW)


@pytest.fixture
def ben(house: Store) -> Store:
    return house.for_owner(BEN, NOW)


@pytest.fixture
def talk(ann: Store) -> str:
    """Return a talk of Ann's, with everything else a person can have."""
    found = tell(ann, "Zjelvana nam de wrevelnacht over.")
    ann.take_back(found, 1, "Zjelvana nam alle wrevelnachten over.")
    ann.add_coach_turn(found, reply_to(1, "Zjelvana"))
    ann.label(found, ["Wrevelploeg"])
    ann.give_consent("2", "f" * 64)
    ann.keep_for(90)
    ann.documents.keep(DOCUMENT)
    return found


def rows_of(store: Store, owner: str) -> list[object]:
    """Return everything that stands in the file of `owner`; turns with the talk they are of."""
    found: list[object] = []
    with store.writing() as connection:
        owned = [table for table in metadata.sorted_tables if "owner" in table.c]
        for table in owned:
            if table is not people:
                rows = connection.execute(select(table).where(table.c.owner == owner))
                found += [(table.name, *row) for row in rows]
        mine = select(agreements.c.id).where(agreements.c.owner == owner)
        its = select(follow_ups).where(follow_ups.c.agreement.in_(mine))
        found += [("follow_ups", *row) for row in connection.execute(its)]
        told = select(follow_ups.c.id).where(follow_ups.c.agreement.in_(mine))
        read = select(summaries).where(summaries.c.follow_up.in_(told))
        found += [("summaries", *row) for row in connection.execute(read)]
        for name in ("turns", "earlier_turns", "labels"):
            said = text(
                f"SELECT t.* FROM {name} t JOIN conversations c ON c.id = t.conversation "
                "WHERE c.owner = :owner ORDER BY t.id"
            )
            found += [(name, *row) for row in connection.execute(said, {"owner": owner})]
    return found


def following_up(talk: str) -> Outcome:
    """Return the opening of a talk that says it follows up `talk`, whoever's that is."""
    begun = opening()
    return replace(begun, state=replace(begun.state, after=talk))


def _called(store: Store, talk: str) -> tuple[str, ...]:
    """Return the labels of a talk that was just begun."""
    (labels,) = [each.labels for each in store.summaries() if each.id == talk]
    return labels


def outcome(ask: Ask, store: Store, talk: str) -> tuple[object, ...]:
    """Return what a call gives or says, without the id it was asked about."""
    try:
        return ("gave", ask(store, talk))
    except CoachError as error:
        return (type(error), str(error).replace(talk, "…"))


def test_every_call_of_the_store_is_looked_at_here() -> None:
    public = {name for name in dir(Store) if not name.startswith("_")}
    public |= {"documents", "follow_ups"}
    assert public | {"path", "owner"} == {*BY_ID, *WITHOUT_ID, *OF_THE_HOUSE}
    assert {name for name in dir(Documents) if not name.startswith("_")} == {
        *ON_DOCUMENTS,
        "close",
    }
    assert {name for name in dir(FollowUps) if not name.startswith("_")} == {
        *ON_FOLLOW_UPS, "agree", "agreements", "exchange", "of_session", "for_invited", "close",
    }  # fmt: skip


def test_every_table_has_an_owner_or_goes_with_one_that_has() -> None:
    for table in metadata.sorted_tables:
        keys = {key.column.table.name for key in table.foreign_keys}
        owned = {"conversations", "agreements", "follow_ups"}
        assert "owner" in table.c or keys & owned, table.name


@pytest.mark.parametrize("name", BY_ID)
def test_the_talk_of_another_is_answered_as_one_that_does_not_exist(
    name: str, house: Store, ben: Store, talk: str
) -> None:
    before = rows_of(house, ANN)
    assert outcome(BY_ID[name], ben, talk) == outcome(BY_ID[name], ben, UNKNOWN)
    assert outcome(BY_ID[name], house, talk) == outcome(BY_ID[name], house, UNKNOWN)
    assert rows_of(house, ANN) == before


@pytest.mark.parametrize("name", WITHOUT_ID)
def test_what_one_does_with_ones_own_changes_and_shows_nothing_of_another(
    name: str, house: Store, ben: Store, talk: str
) -> None:
    before = rows_of(house, ANN)
    given = WITHOUT_ID[name](ben)
    assert talk not in repr(given)
    assert "Zjelvana" not in repr(given)
    assert rows_of(house, ANN) == before


@pytest.mark.parametrize("name", ON_DOCUMENTS)
def test_the_documents_of_another_are_not_there(
    name: str, house: Store, ben: Store, talk: str
) -> None:
    before = rows_of(house, ANN)
    if name == "remove":
        with pytest.raises(DocumentNotFound):
            ON_DOCUMENTS[name](ben.documents)
    elif name == "keep":
        mine = replace(DOCUMENT, id="own-ba9876543210")
        assert ben.documents.keep(mine) == mine
    else:
        assert not ben.documents.documents()
        assert ben.documents.version() == house.documents.version()
    assert rows_of(house, ANN) == before


def looked_back(ann: Store, talk: str) -> tuple[Agreement, FollowUp, str]:
    """Return an invitation of Ann's with what was released of it, and the token of its link."""
    one, token = ann.follow_ups.agree("sent", "nl", ("Zjelvana",), conversation=talk, days=45)
    told = ann.follow_ups.start(one.id, Answers(happened="Zjelvana kwam"))
    ann.follow_ups.release(told, "Over de kwetsbloem.")
    return one, told, token


@pytest.mark.parametrize("name", ON_FOLLOW_UPS)
def test_the_follow_ups_of_another_are_not_there_and_stay_as_they_were(
    name: str, house: Store, ann: Store, ben: Store, talk: str
) -> None:
    one, told, _ = looked_back(ann, talk)
    elsewhere, _ = ann.follow_ups.agree("sent", "nl", ("Iets anders",), days=45)
    before = rows_of(house, ANN)
    for kept in (
        ben.follow_ups, house.follow_ups, house.follow_ups.for_invited(elsewhere)
    ):  # fmt: skip
        with suppress(FollowUpNotFound):
            assert ON_FOLLOW_UPS[name](kept, one, told) in ((), False, None)
        assert rows_of(house, ANN) == before


def test_agreements_are_listed_and_erased_with_ones_own_alone(
    house: Store, ann: Store, ben: Store, talk: str
) -> None:
    looked_back(ann, talk)
    before = rows_of(house, ANN)
    assert ben.follow_ups.agreements() == ben.follow_ups.agreements(talk) == ()
    ben.erase_all()
    assert rows_of(house, ANN) == before
    assert restore(ben, archive_of(ann, lambda _: "")).agreements == 1
    assert rows_of(house, ANN) == before
    ann.erase_all()
    assert not rows_of(house, ANN)
    assert len(ben.follow_ups.agreements()) == 1


def test_a_link_opens_its_own_follow_up_without_signing_in_and_nothing_else(
    house: Store, ann: Store, talk: str
) -> None:
    one, told, token = looked_back(ann, talk)
    came = house.follow_ups.exchange(token)
    assert came is not None
    found = house.follow_ups.of_session(came[0])
    assert found is not None
    guest = house.follow_ups.for_invited(found)
    assert [each.id for each in guest.agreements()] == [one.id]
    assert guest.follow_up(told.id).answers.happened == "Zjelvana kwam"
    ann.arrive()
    ann.sign_out()
    assert guest.agreement(one.id) == found
    with pytest.raises(SignedOut):
        ann.follow_ups.agreements()


def test_searching_finds_ones_own_words_alone(ann: Store, ben: Store, talk: str) -> None:
    tell(ben, "Zjelvana is ook bij mij begonnen.")
    assert [each.id for each in ann.summaries("zjelvana")] == [talk]
    assert talk not in [each.id for each in ben.summaries("zjelvana")]
    assert not ben.summaries("wrevelnacht")
    assert [each.id for each in ann.summaries("wrevelploeg")] == [talk]
    assert not ben.summaries("wrevelploeg")


def test_each_has_a_choice_and_a_consent_of_their_own(ann: Store, ben: Store, talk: str) -> None:
    ben.keep_for(30)
    assert (ann.keeps_for(), ben.keeps_for()) == (90, 30)
    assert ben.consent() is None


def test_what_is_past_its_day_goes_by_the_choice_of_its_owner(
    house: Store, ann: Store, ben: Store, talk: str
) -> None:
    other = tell(ben, "Iets van Ben.")
    ben.keep_for(20)
    assert house.erase_expired_of_all(NOW + timedelta(days=21)) == 1
    later = NOW  # the sign-in of a test isn't older for it
    assert [each.id for each in house.for_owner(ANN, later).summaries()] == [talk]
    assert other not in [each.id for each in house.for_owner(BEN, later).summaries()]


def test_an_export_holds_ones_own_and_brings_it_back_beside_the_same_talk_of_another(
    house: Store, ann: Store, ben: Store, talk: str
) -> None:
    assert not archive_of(ben, lambda _: "").talks
    whole = archive_of(ann, lambda _: "")
    before = rows_of(house, ANN)
    assert restore(ben, whole).talks == 1
    assert rows_of(house, ANN) == before
    (mine,) = ben.summaries()
    assert mine.id != talk
    said = [turn.text for turn in ben.load(mine.id).turns]
    assert said == [turn.text for turn in ann.load(talk).turns]
    assert mine.labels == ("Wrevelploeg",)
    assert [one.title for one in ben.documents.documents()] == [DOCUMENT.title]


def test_a_talk_that_follows_up_another_still_does_where_both_got_another_id(
    ann: Store, ben: Store, talk: str
) -> None:
    ann.create(following_up(talk))
    restore(ben, archive_of(ann, lambda _: ""))
    found = {each.id: ben.load(each.id).state.after for each in ben.summaries()}
    (later,) = [after for after in found.values() if after]
    assert later in found
    assert later != talk


def test_counting_and_the_shelf_of_all_are_for_the_operator(
    house: Store, ann: Store, ben: Store, talk: str
) -> None:
    tell(ben, "Eén.", "Twee.")
    for refused in (lambda: ben.counts(), lambda: ben.shelf):
        with pytest.raises(OperatorsOnly):
            refused()
    looking_after = house.for_owner(BEN, NOW, operates=True)
    assert looking_after.counts() == Counts(people=2, talks=2, turns=3, documents=1)
    kept = looking_after.shelf.keep(replace(DOCUMENT, id="own-00000000000c"))
    assert house.documents.documents() == (kept,)
    assert not looking_after.documents.documents()


@pytest.mark.parametrize("name", [*BY_ID, *WITHOUT_ID])
def test_every_call_is_refused_in_every_tab_and_browser_once_one_signed_out(
    name: str, house: Store, talk: str
) -> None:
    elsewhere = house.for_owner(ANN, NOW - timedelta(seconds=30))
    here = house.for_owner(ANN, NOW)
    for each in (elsewhere, here):
        each.arrive()
    here.sign_out()
    before = rows_of(house, ANN)
    for each in (elsewhere, here):
        with pytest.raises(SignedOut):
            BY_ID[name](each, talk) if name in BY_ID else WITHOUT_ID[name](each)
    assert rows_of(house, ANN) == before


@pytest.mark.parametrize("name", ON_DOCUMENTS)
def test_documents_are_refused_too(name: str, house: Store, talk: str) -> None:
    here = house.for_owner(ANN, NOW, operates=True)
    here.arrive()
    here.sign_out()
    for documents in (here.documents, here.shelf):
        with pytest.raises(SignedOut):
            ON_DOCUMENTS[name](documents)


def test_signing_out_ends_a_sign_in_of_a_provider_whose_clock_is_ahead(house: Store) -> None:
    ahead = datetime.now(UTC) + timedelta(minutes=5)
    other = house.for_owner(ANN, ahead)
    other.arrive()
    house.for_owner(ANN, NOW).sign_out()
    with pytest.raises(SignedOut):
        other.summaries()


def test_signing_in_again_is_good_and_another_person_never_noticed(
    house: Store, ben: Store, talk: str
) -> None:
    house.for_owner(ANN, NOW).sign_out()
    again = house.for_owner(ANN, datetime.now(UTC) + timedelta(seconds=1))
    again.arrive()
    assert again.load(talk).id == talk
    assert ben.summaries() == []


def test_a_sign_in_ends_by_itself(settings: Settings, house: Store) -> None:
    early = NOW - timedelta(hours=settings.login_hours, minutes=1)
    with pytest.raises(SignedOut):
        house.for_owner(ANN, early).summaries()


def test_the_newest_sign_in_is_remembered_whichever_server_hears_of_it_last(
    house: Store,
) -> None:
    newest = NOW + timedelta(minutes=5)
    for moment in (NOW, newest, NOW):
        with house.writing() as connection:
            sign_ins.remember(connection, ANN, moment)
    with house.reading() as connection:
        known = connection.execute(select(people.c.owner, people.c.signed_in)).all()
        assert known == [(ANN, newest)]
        assert sign_ins.is_known(connection, ANN, newest)


def test_signing_out_is_forgotten_when_no_sign_in_from_before_can_be_used(
    settings: Settings, house: Store
) -> None:
    def known() -> list[str]:
        with house.reading() as connection:
            return list(connection.execute(select(people.c.owner)).scalars())

    now = datetime.now(UTC)  # a sign-out is of the moment it is done
    house.for_owner(ANN, now).sign_out()
    house.erase_expired_of_all(now + timedelta(hours=settings.login_hours - 1))
    assert known() == [ANN]
    house.erase_expired_of_all(now + timedelta(hours=settings.login_hours + 1))
    assert known() == []


def test_what_one_person_kept_before_there_were_owners_stays_theirs(unmade: Settings) -> None:
    place = database_place(unmade)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(place.url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        connection.execute(
            text(
                "INSERT INTO conversations (id, title, language, audience, phase, turn, question, "
                "state, created, updated) VALUES (:id, 'Titel', 'nl', 'leader', 'opening', 0, "
                "'', '{}', :now, :now)"
            ),
            {"id": UNKNOWN, "now": NOW.replace(tzinfo=None)},
        )
        connection.execute(text("INSERT INTO choices VALUES ('retention_days', '365')"))
        connection.execute(
            text("INSERT INTO consents (version, text_hash, given) VALUES ('2', 'h', :now)"),
            {"now": NOW.replace(tzinfo=None)},
        )
    engine.dispose()
    open_database(place).dispose()
    store = Store(unmade)
    assert store.owner == LOCAL
    assert [each.id for each in store.summaries()] == [UNKNOWN]
    assert store.keeps_for() == 365
    assert store.consent() is not None
    assert store.for_owner(ANN).summaries() == []
    store.close()
