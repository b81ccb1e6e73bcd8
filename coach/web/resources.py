"""What all pages of one server share: the settings, the store and the engine."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

import streamlit as st

from coach.errors import StoreError
from coach.records.store import Hide, Store
from coach.settings import Settings, load_settings
from coach.web.catching_up import keep_up
from coach.web.engine import Engine, LoadedEngine
from coach.web.pace import Pace

logger = logging.getLogger(__name__)

DAY = 24 * 3600.0  # seconds
_NEVER = Event()


@dataclass(frozen=True)
class Resources:
    """One set a server; `store` is None when nothing can be kept, and `trouble` says why.

    Each visit gets it with the store of whoever visits.
    """

    settings: Settings
    engine: Engine
    store: Store | None
    trouble: StoreError | None = None
    pace: Pace = field(default_factory=Pace)


@st.cache_resource(show_spinner=False)
def server_settings() -> Settings:
    """Return the settings of this server, read once: reading them is a tenth of drawing a page."""
    return load_settings()


@st.cache_resource(show_spinner=False)
def resources() -> Resources:
    """Return the set of this server, made at the first visit; the engine loads behind it."""
    settings = server_settings()
    found = gather(settings, LoadedEngine(settings))
    if found.store is not None:
        _in_thread(erase_daily, found.store)
        if not found.store.path.is_file:
            _in_thread(keep_up, found.engine)
    return found


def _in_thread(work: Callable[..., None], on: object) -> None:
    threading.Thread(target=work, name=work.__name__, args=(on,), daemon=True).start()


def erase_daily(store: Store, waited: Callable[[float], bool] = _NEVER.wait) -> None:
    """Erase what is past its day, once a day; `waited` tells that no more days come.

    Opening the store did so for today.
    """
    while not waited(DAY):
        try:
            store.erase_expired_of_all()
        except StoreError as error:
            logger.warning("What is past its day stays until tomorrow: %s", type(error).__name__)


def gather(settings: Settings, engine: Engine) -> Resources:
    """Return the set for `settings`, with the store when it can be opened."""
    hide: Hide | None = None
    if settings.pseudonyms:
        from coach.dialogue.pseudonyms import with_initials

        hide = with_initials
    try:
        return Resources(settings, engine, Store(settings, hide))
    except StoreError as error:
        return Resources(settings, engine, None, error)
