"""Coming in: who visits, and with whose store, where people have to sign in."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from coach.errors import SignedOut, StoreError
from coach.records.store import Store
from coach.web.resources import Resources
from coach.web.screens.sign_in import Why
from coach.web.signing_in import Person, person_of, who_signed_in
from coach.web.visit import UNSENT, Visit

_WHO = "who"  # the note of whose visit this tab is, and whether they are in
_STAYS = ("language", UNSENT, _WHO)  # all that a tab remembers past the door


def come_in(shared: Resources) -> tuple[Visit, Why | None]:
    """Return the visit, and why it has to stay at the door; None when it may come in.

    A tab remembers nothing of the visit before, once somebody else comes or has to leave.
    """
    if not shared.settings.has_login:
        return Visit(shared), None
    claims = who_signed_in()
    person = None if claims is None else person_of(claims, shared.settings)
    why, store = _looked_at(shared, person)
    came_as = (person, why)
    if st.session_state.get(_WHO, came_as) != came_as:
        for name in [each for each in st.session_state if each not in _STAYS]:
            del st.session_state[name]
    st.session_state[_WHO] = came_as
    known = person if why in (None, "refused") else None
    return Visit(replace(shared, store=store), known), why


def _looked_at(shared: Resources, person: Person | None) -> tuple[Why | None, Store | None]:
    """Return why `person` stays at the door, and their store if the sign-in is good."""
    if person is None:
        return "new", None
    store = shared.store
    if store is not None:
        operates = person.role == "operator"
        store = store.for_owner(person.owner, person.signed_in, operates=operates)
        try:
            store.arrive()
        except SignedOut as error:
            return error.reason, None
        except StoreError:
            pass  # the page that needs the store tells
    return ("refused" if person.role is None else None), store
