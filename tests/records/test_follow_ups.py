"""A link opens its own follow-up for one person, and a release is theirs to undo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from coach.dialogue.answers import Answers
from coach.errors import FollowUpNotFound
from coach.records.sealing import new_key
from coach.records.store import Store
from coach.settings import Settings
from tests.records.told import WORDS, left, tell

STEPS = ("Als Zjelvana er is, dan noem ik de wrevelnacht.",)
TOLD = Answers(done=("partly",), happened="Het duinpantser", score=6, day=date(2026, 12, 1))
DAY = timedelta(days=1)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store(settings)
    yield opened
    opened.close()


def invite(store: Store, *, days: int = 45, conversation: str | None = None) -> tuple[str, str]:
    made, token = store.follow_ups.agree(
        "sent", "nl", STEPS, conversation=conversation, sender="Grutterheem", days=days
    )
    return made.id, token


def test_a_link_opens_its_own_agreement_for_the_first_who_comes(store: Store) -> None:
    agreement, token = invite(store)
    other, _ = invite(store)
    came = store.follow_ups.exchange(token)
    assert came is not None
    found = store.follow_ups.of_session(came[0])
    assert found is not None
    assert (found.id, found.steps) == (agreement, STEPS)
    assert found.id != other
    assert store.follow_ups.exchange(token) is None
    assert store.follow_ups.of_session(came[0]) is not None


def test_a_link_whose_answer_never_came_can_be_opened_again(store: Store) -> None:
    """A server that dies between keeping the session and telling it leaves the link as it was."""
    agreement, token = invite(store)
    lost = store.follow_ups.exchange(token)
    again = store.follow_ups.exchange(token)
    assert lost is not None
    assert again is not None
    assert store.follow_ups.of_session(lost[0]) is None  # one person, one session
    found = store.follow_ups.of_session(again[0])
    assert found is not None
    assert found.id == agreement
    assert store.follow_ups.exchange(token) is None
    assert store.follow_ups.of_session(again[0]) is not None


def test_a_token_is_long_and_no_secret_is_in_the_file(store: Store, settings: Settings) -> None:
    _, token = invite(store)
    assert re.fullmatch(r"[\w-]{43}", token)  # 256 bits
    assert left(settings, token) == []
    came = store.follow_ups.exchange(token)
    assert came is not None
    assert left(settings, token, came[0]) == []


def test_nothing_opens_with_a_wrong_expired_or_revoked_link(store: Store) -> None:
    late = datetime.now(UTC) + 46 * DAY
    agreement, token = invite(store)
    assert store.follow_ups.exchange("raden") is None
    assert store.follow_ups.exchange("") is None
    assert store.follow_ups.exchange(token, late) is None
    came = store.follow_ups.exchange(token)
    assert came is not None
    assert store.follow_ups.of_session(came[0], late) is None
    store.follow_ups.revoke(agreement)
    assert store.follow_ups.of_session(came[0]) is None
    second, token = invite(store)
    store.follow_ups.revoke(second)
    assert store.follow_ups.exchange(token) is None


def test_one_agreement_of_ones_own_opens_by_no_token(store: Store) -> None:
    store.follow_ups.agree("own", "nl", STEPS, conversation="0" * 32)
    assert store.follow_ups.exchange("") is None
    assert store.follow_ups.of_session("") is None


def test_answers_come_back_as_they_were_written(store: Store) -> None:
    agreement, _ = invite(store)
    begun = store.follow_ups.start(agreement, Answers(done=(None,)))
    store.follow_ups.save(begun, TOLD)
    assert store.follow_ups.follow_up(begun.id).answers == TOLD
    assert [each.id for each in store.follow_ups.follow_ups(agreement)] == [begun.id]


def test_a_release_can_be_undone_until_it_is_opened(store: Store, settings: Settings) -> None:
    agreement, _ = invite(store)
    told = store.follow_ups.start(agreement, TOLD)
    store.follow_ups.release(told, "Over de kwetsbloem.")
    assert store.follow_ups.take_back(told)
    assert store.follow_ups.released(agreement) == ()
    assert left(settings, "kwetsbloem") == []
    with pytest.raises(FollowUpNotFound):
        store.follow_ups.open(told.id)
    store.follow_ups.release(told, "Anders gezegd.")
    ((follow_up, _, opened),) = store.follow_ups.released(agreement)
    assert opened is None
    assert store.follow_ups.open(follow_up).text == "Anders gezegd."
    assert not store.follow_ups.take_back(told)
    assert store.follow_ups.open(follow_up).text == "Anders gezegd."


def test_what_is_finished_isnt_changed_from_another_tab(store: Store) -> None:
    agreement, _ = invite(store)
    told = store.follow_ups.start(agreement, TOLD)
    store.follow_ups.finish(told)
    with pytest.raises(FollowUpNotFound):
        store.follow_ups.save(told, replace(TOLD, happened="Toch anders"))


def test_an_erased_talk_takes_its_invitations_along(store: Store, settings: Settings) -> None:
    talk = tell(store, "Over de lift.")
    agreement, token = invite(store, conversation=talk)
    store.follow_ups.release(store.follow_ups.start(agreement, TOLD), "Over de kwetsbloem.")
    store.delete(talk)
    assert store.follow_ups.exchange(token) is None
    assert left(settings, *WORDS) == []


def test_erasing_everything_erases_follow_ups(store: Store, settings: Settings) -> None:
    agreement, _ = invite(store)
    store.follow_ups.release(store.follow_ups.start(agreement, TOLD), "Over de kwetsbloem.")
    assert left(settings, *WORDS)
    store.erase_all()
    assert left(settings, *WORDS) == []


def test_its_person_can_erase_what_they_wrote(store: Store, settings: Settings) -> None:
    agreement, _ = invite(store)
    store.follow_ups.release(store.follow_ups.start(agreement, TOLD), "Over de kwetsbloem.")
    store.follow_ups.erase_answers(agreement)
    assert left(settings, "duinpantser", "kwetsbloem") == []
    assert store.follow_ups.agreement(agreement).steps == STEPS


def test_a_follow_up_erases_itself_but_not_while_its_link_works(store: Store) -> None:
    now = datetime.now(UTC)
    linked, _ = invite(store, days=120)
    own, _ = store.follow_ups.agree("own", "nl", STEPS, conversation="0" * 32)
    assert store.erase_expired(now + 89 * DAY) == 0
    assert store.erase_expired(now + 91 * DAY) == 1
    assert [each.id for each in store.follow_ups.agreements()] == [linked]
    assert store.erase_expired(now + 120.5 * DAY) == 1
    with pytest.raises(FollowUpNotFound):
        store.follow_ups.agreement(own.id)


def test_with_a_key_no_word_of_a_follow_up_is_readable(settings: Settings) -> None:
    store = Store(settings.model_copy(update={"encryption_key": SecretStr(new_key())}))
    agreement, _ = invite(store)
    told = store.follow_ups.start(agreement, TOLD)
    store.follow_ups.release(told, "Over de kwetsbloem.")
    assert left(settings, *WORDS) == []
    assert store.follow_ups.follow_up(told.id).answers == TOLD
    store.close()


def test_names_become_initials_when_that_is_wanted(settings: Settings) -> None:
    store = Store(settings, lambda text, *_: text.replace("Zjelvana", "Z."))
    agreement, _ = invite(store)
    assert store.follow_ups.agreement(agreement).steps == (
        "Als Z. er is, dan noem ik de wrevelnacht.",
    )
    told = store.follow_ups.start(agreement, Answers(done=(None,)))
    store.follow_ups.save(told, replace(TOLD, happened="Zjelvana kwam", pending=("Zjelvana",)))
    answers = store.follow_ups.follow_up(told.id).answers
    assert (answers.happened, answers.pending) == ("Z. kwam", ("Z.",))
    store.close()


def test_a_file_that_knew_no_follow_ups_gets_them(settings: Settings) -> None:
    store = Store(settings)
    talk = tell(store, "Over de lift.")
    store.close()
    engine = create_engine(store.path.url)
    with engine.begin() as connection:
        for table in ("summaries", "follow_ups", "agreements", "paces"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("ALTER TABLE conversations DROP COLUMN kind"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0006'"))
    engine.dispose()
    store = Store(settings)
    assert store.load(talk).turns[1].text == "Over de lift."
    assert invite(store)
    store.close()
