"""What all pages of one server share: the settings, the store and the engine."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from coach.errors import StoreError
from coach.records.store import Store
from coach.settings import Settings, load_settings
from coach.web.engine import Engine, LoadedEngine


@dataclass(frozen=True)
class Resources:
    """One set a server; `store` is None when nothing can be kept, and `trouble` says why."""

    settings: Settings
    engine: Engine
    store: Store | None
    trouble: StoreError | None = None


@st.cache_resource(show_spinner=False)
def resources() -> Resources:
    """Return the set of this server, made at the first visit; the engine loads behind it."""
    settings = load_settings()
    return gather(settings, LoadedEngine(settings))


def gather(settings: Settings, engine: Engine) -> Resources:
    """Return the set for `settings`, with the store when it can be opened."""
    try:
        return Resources(settings, engine, Store(settings))
    except StoreError as error:
        return Resources(settings, engine, None, error)
