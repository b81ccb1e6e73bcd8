"""The whole exception tree: each error says what happened, what was kept, what to do next."""

from __future__ import annotations

from typing import Literal


class CoachError(Exception):
    """Base of every error this project raises on purpose; its text is fit to show."""


class ContentError(CoachError):
    """Something in knowledge/ or prompts/ is missing or malformed."""


class SettingsError(CoachError):
    """A setting has a value that can't be used."""


class InputError(CoachError):
    """What came in can't be used; nothing that was there before is lost."""


class DocumentRefused(InputError):
    """A document can't be taken in; nothing of it was kept.

    `reason` is one of type, encrypted, damaged, empty, scan, bomb, pages, size.
    """

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


class DocumentNotFound(InputError):
    """No document of one's own has this id."""


class StoreError(CoachError):
    """The store couldn't read or write."""


class ConversationNotFound(StoreError):
    """No conversation has this id."""


class SignedOut(StoreError):
    """A sign-in isn't good any more.

    `reason` is ended, when the person signed out, here or elsewhere, or old.
    """

    def __init__(self, reason: Literal["ended", "old"], text: str) -> None:
        super().__init__(text)
        self.reason = reason


class OperatorsOnly(StoreError):
    """What was asked for is for whoever looks after the coach."""


class TooManyTurns(CoachError):
    """A person sent more turns than one may, in a minute or a day."""

    def __init__(self, reason: Literal["minute", "day"], text: str) -> None:
        super().__init__(text)
        self.reason = reason


class FollowUpNotFound(StoreError):
    """No agreement or follow-up has this id, or it is finished."""


class TurnConflict(StoreError):
    """Another tab or process has already written this turn."""


class StoreDamaged(StoreError):
    """The database file can't be read as one, or holds a talk that can't be read."""


class StoreLocked(StoreError):
    """The database is sealed with a key we don't have, or with another one than ours."""


class SealBroken(StoreDamaged):
    """A sealed text in the database doesn't open with the key it was sealed with."""


class StoreReadOnly(StoreError):
    """The data folder or the database may not be written."""


class StoreFull(StoreError):
    """The disk has no room left."""


class StoreBusy(StoreError):
    """Others kept the database, or all connections to it, busy for longer than we wait."""


class StoreUnreachable(StoreError):
    """The database server doesn't answer, or doesn't let us in."""


class IndexUnavailable(CoachError):
    """The search index can't be built or read."""


class ModelFailed(CoachError):
    """A language model gave no usable answer; the guided voice speaks instead.

    `reason` is first, between or whole (a time limit), empty, unreached, broken, stopped when
    nobody waited any more, or an HTTP status.
    """

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(f"{text} Nothing is lost: the set phrases answer instead.")
        self.reason = reason


PASSING = (StoreUnreachable, StoreBusy)  # what is wrong with a database that mends by itself
