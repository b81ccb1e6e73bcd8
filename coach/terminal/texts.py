"""The few words of the terminal outside the talk itself, from texts.nl.yaml and texts.en.yaml."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from coach.dialogue.state import Language


class DoctorTexts(BaseModel):
    """What `coach doctor` reports, one sentence each."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    setting: str
    voice: str
    model: str
    model_here: str
    model_elsewhere: str
    model_open: str
    model_answers: str
    model_silent: str
    leaves: str
    listens: str
    looked_up: str
    outside: str
    no_links: str
    login: str
    login_silent: str
    login_new_secret: str
    login_before: str
    port_free: str
    port_taken: str
    store: str
    store_server: str
    replica_level: str
    replica_behind: str
    replica_away: str
    replica_foreign: str
    erased_after: str
    kept_for_good: str
    sealed: str
    open_folder: str
    low_room: str
    library: str
    library_problems: str
    own: str
    index: str
    referrals: str
    referrals_due: str
    referrals_from_memory: str


class AddingTexts(BaseModel):
    """What `coach knowledge add` and `remove` say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    read: str
    pages: str
    without_text: str
    repaired: str
    replaces: str
    keep: str
    not_kept: str
    embedding: str
    searchable: str
    removed: str


class DataTexts(BaseModel):
    """What `coach data` says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    written: str
    restored: str
    there_already: str
    too_old: str
    goes_one: str
    goes_all: str
    goes_backups: str
    sure: str
    left: str
    erased: str
    erased_but: str
    still_in: str
    not_here: str
    fresh_key: str
    rotated: str
    backed_up: str
    put_back: str
    moved: str
    moved_there: str
    moved_different: str


class UsageTexts(BaseModel):
    """What `coach usage` counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    people: str
    talks: str
    turns: str
    documents: str


class FollowUpTexts(BaseModel):
    """What `coach follow-up` says outside the questions themselves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    notice: str
    agreed: str
    again: str
    statuses: str
    score: str
    condition: str
    action: str
    day: str
    not_understood: str
    number: str
    nothing: str
    yours: str


class TerminalTexts(BaseModel):
    """One language of the terminal's words; a missing or unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    notice: str
    leaves: str
    leaves_provider: str
    kept_days: str
    kept_for_good: str
    leaves_here: str
    leaves_elsewhere: str
    leaves_open: str
    leaving: str
    leaving_changed: str
    leaving_open: str
    leaving_ask: str
    begin: str
    agree: str
    agree_on: str
    private_answers: tuple[str, ...]
    resume: str
    private: str
    keys: str
    you: str
    earlier: str
    not_saved: str
    not_saved_reply: str
    source: str
    serving: str
    nothing_found: str
    fallback: str
    rewording: str
    not_reworded: str
    adding: AddingTexts
    data: DataTexts
    usage: UsageTexts
    follow_up: FollowUpTexts
    doctor: DoctorTexts


def terminal_texts(language: Language) -> TerminalTexts:
    """Return the terminal's words in `language`."""
    import yaml

    file = Path(__file__).with_name(f"texts.{language}.yaml")
    return TerminalTexts.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
