"""One visit: what a tab remembers between two runs of the page, and where its talk is kept."""

from __future__ import annotations

from typing import cast

import streamlit as st

from coach.dialogue.state import Audience, Language, Outcome, opened_in
from coach.errors import PASSING, CoachError, SignedOut, StoreError, TooManyTurns
from coach.records.documents import Documents
from coach.records.follow_up_rows import Agreement
from coach.records.rows import ConversationSummary
from coach.web.engine import Engine
from coach.web.invited import is_follow_up
from coach.web.keeping import PRIVATE, Keeper, TabOnly
from coach.web.resources import Resources
from coach.web.signing_in import Person
from coach.web.texts import Texts, texts_for
from coach.web.what_leaves import consent_of

UNSENT = "unsent"  # the note of what somebody wrote after they were signed out
NEW = "new"  # the address of a talk nobody has said anything in yet
NEW_SESSION = "session"  # and of a session nobody has prepared yet


class Visit:
    """One tab's side of the page; Streamlit's session state is its memory and dies with it."""

    def __init__(self, shared: Resources, person: Person | None = None) -> None:
        """`shared` comes with the store of `person`; None where nobody signs in."""
        self.shared = shared
        self.person = person
        self._memory = st.session_state
        self._agreed: bool | None = None

    @property
    def engine(self) -> Engine:
        """What talks, searches and plans."""
        return self.shared.engine

    @property
    def owner(self) -> str:
        """Whose visit it is; "" where nobody signs in."""
        return "" if self.person is None else self.person.owner

    @property
    def language(self) -> Language:
        """The language of the page: until one is chosen, the last talk's or the operator's."""
        if "language" not in self._memory:
            last = self.shared.store.summaries()[:1] if self.shared.store else []
            self._memory["language"] = last[0].language if last else self.shared.settings.language
        return cast(Language, self._memory["language"])

    @language.setter
    def language(self, language: Language) -> None:
        self._memory["language"] = language

    @property
    def texts(self) -> Texts:
        """What the page says, in its language."""
        return texts_for(self.language, self.shared.settings.has_login)

    def adopt(self, talk: str | None) -> None:
        """Speak the language of `talk` when this tab comes to it."""
        if not talk or talk in (NEW, NEW_SESSION) or self.noted("adopted") == talk:
            return
        try:
            self.language = self.keeper(talk).load(talk).language
        except StoreError:
            return  # the page of the talk says what is wrong with it
        self.note("adopted", talk)

    @property
    def audience(self) -> Audience:
        """As whom the person is here: what was chosen, the last talk's, or their role's."""
        if "audience" not in self._memory:
            last = self.shared.store.summaries()[:1] if self.shared.store else []
            coaches = self.person is not None and self.person.role == "coach"
            at_first = "coach" if coaches else "leader"
            self._memory["audience"] = last[0].audience if last else at_first
        return cast(Audience, self._memory["audience"])

    @audience.setter
    def audience(self, audience: Audience) -> None:
        self._memory["audience"] = audience

    @property
    def private(self) -> bool:
        """Whether this tab talks without saving."""
        return "tab_only" in self._memory

    def go_private(self) -> None:
        """Talk without saving from here on, in this tab."""
        self._memory["tab_only"] = TabOnly()

    def leave_private(self) -> None:
        """Save again; the talk that wasn't saved is gone."""
        self._memory.pop("tab_only", None)

    @property
    def welcomed(self) -> bool:
        """Whether the person said yes to the text as it is now, or talks without saving."""
        if self.private:
            return True
        if self._agreed is None:  # asked once in a run: the page wants to know six times
            self._agreed = self._has_agreed()
        return self._agreed

    def _has_agreed(self) -> bool:
        try:
            consent = self.shared.store.consent() if self.shared.store else None
        except PASSING:
            if "welcomed" not in self._memory:
                raise
            return bool(self._memory["welcomed"])  # as it was when it could be asked last
        found = consent is not None and consent.text_hash == consent_of(self.shared.settings)
        self._memory["welcomed"] = found
        return found

    def talks(self) -> list[ConversationSummary]:
        """Return this person's talks; none when what they just sent couldn't be kept either."""
        try:
            return self.shared.store.summaries() if self.shared.store else []
        except PASSING:
            if self.noted("unsaved") is None:
                raise
            return []

    @property
    def invited(self) -> Agreement | None:
        """What whoever came by an invitation may look back on; None for everybody else."""
        if self.shared.store is None:
            return None
        kept = self.shared.store.follow_ups
        found = is_follow_up(self.shared.settings, kept, st.context.cookies)
        if found is not None and "language" not in self._memory:
            self._memory["language"] = found.language
        return found

    @property
    def keeps_for(self) -> int:
        """For how many days after its last turn a talk is kept; 0 is for good."""
        store = self.shared.store
        return store.keeps_for() if store else self.shared.settings.retention_days

    def keeper(self, talk: str) -> Keeper:
        """Return where `talk` is kept; raise `StoreError` when nothing can be kept at all."""
        if self._in_tab(talk):
            return cast(TabOnly, self._memory["tab_only"])
        if self.shared.store is None:
            raise self.shared.trouble or StoreError("The store isn't open.")
        return self.shared.store

    @property
    def shelf(self) -> Documents | None:
        """The documents this person may add to and remove from; None when there are none.

        Where people sign in, they are everybody's, and the operator's to look after.
        """
        store = self.shared.store
        if store is None or self.person is None:
            return store.documents if store is not None else None
        return store.shelf if self.person.role == "operator" else None

    def count_turn(self, talk: str) -> None:
        """Count a turn this person sends in `talk`; raise `TooManyTurns` when it is too many.

        In a talk that isn't kept it is counted in memory: it leaves no trace in the store.
        """
        if self.person is None:
            return
        if self._in_tab(talk) or self.shared.store is None:
            self.shared.pace.take(self.person.owner, self.shared.settings)
        else:
            self.shared.store.count_turn()

    def _in_tab(self, talk: str) -> bool:
        """Tell whether `talk` is the one that this tab holds and nobody keeps."""
        return self.private and talk in (NEW, NEW_SESSION, PRIVATE)

    def fail(self, error: CoachError, words: str = "") -> None:
        """Note that something wasn't kept, for the page to tell; `words` are the person's."""
        told = error.reason if isinstance(error, TooManyTurns) else type(error).__name__
        self.note("unsaved", told)
        if isinstance(error, SignedOut) and words:
            self.note(UNSENT, words)

    def opening(self, talk: str = NEW) -> Outcome:
        """Return the opening of a talk or session that hasn't begun, the same until one begins.

        The address may name a talk that it follows up: then the step chosen there comes first.
        """
        session = talk == NEW_SESSION
        after = "" if self.private or session else st.query_params.get("after", "")
        wanted = (self.language, talk if session else self.audience, after)
        if self._memory.get("opening_for") != wanted:
            opened = self._again(after) if after else None
            if session:
                opened = self.engine.open_intake(self.language)
            opened = opened or self.engine.open_talk(self.language, self.audience)
            self._memory["opening"] = opened_in(opened, self.shared.settings.country)
            self._memory["opening_for"] = wanted
        return cast(Outcome, self._memory["opening"])

    def _again(self, after: str) -> Outcome | None:
        try:
            earlier = self.keeper(after).load(after)
        except StoreError:
            return None  # gone, or not to be read now: a talk can begin all the same
        return self.engine.open_again(self.language, earlier.state, earlier.id)

    def seen(self, talk: str) -> int | None:
        """Return the turn this tab last showed of `talk`, or None when it hasn't shown it yet."""
        return cast("int | None", self._memory.get(f"seen {talk}"))

    def see(self, talk: str, turn: int) -> None:
        """Remember that this tab shows `talk` up to `turn`."""
        self._memory[f"seen {talk}"] = turn

    def screens(self, name: str) -> int:
        """Return how many screens this tab has come to; `name` is the one it shows now."""
        if self._memory.get("screen") != name:
            self._memory["screen"] = name
            self._memory["screens"] = self._memory.get("screens", 0) + 1
        return cast(int, self._memory["screens"])

    def note(self, name: str, value: object) -> None:
        """Remember something for the next runs of this tab."""
        self._memory[name] = value

    def noted(self, name: str) -> object:
        """Return what was noted, or None."""
        return self._memory.get(name)

    def forget(self, name: str) -> object:
        """Return what was noted and forget it."""
        return self._memory.pop(name, None)
