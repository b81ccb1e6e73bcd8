"""`coach doctor`: what is configured, what works, and what would leave this computer."""

from __future__ import annotations

import platform
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer

from coach.content import content_folder
from coach.errors import CoachError, SettingsError
from coach.models.making import check as check_model
from coach.models.named import NamedModel, named_model
from coach.terminal.texts import DoctorTexts, terminal_texts

if TYPE_CHECKING:
    from coach.settings import Settings

REACH_SECONDS = 3
LOW_ROOM = 200 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One sentence; `grave` when something doesn't work."""

    text: str
    mark: str = "+"
    red: bool = False  # works, and wants a second look

    @property
    def grave(self) -> bool:
        """Whether this has to be mended first."""
        return self.mark == "x"


def examine(settings: Settings) -> bool:
    """Print every finding, + good, ! to look at, x broken; return whether nothing is broken."""
    sound = True
    for finding in findings(settings):
        red = finding.red or finding.grave
        typer.secho(f"{finding.mark} {finding.text}", fg="red" if red else None)
        sound = sound and not finding.grave
    return sound


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield what is configured and what works, the light things first."""
    texts = terminal_texts(settings.language).doctor
    yield Finding(
        texts.version.format(version=version("stille-balans"), python=platform.python_version())
    )
    for name in type(settings).model_fields:
        value = str(getattr(settings, name))  # a key shows as asterisks
        if value:
            yield Finding(texts.setting.format(name=f"COACH_{name.upper()}", value=value), mark=" ")
    model = None
    try:
        model = named_model(settings)
    except SettingsError as error:
        yield Finding(str(error), mark="x")
    yield from _voice(settings, model, texts)
    yield from _network(settings, model, texts)
    checks: tuple[Callable[[Settings, DoctorTexts], Iterator[Finding]], ...] = (
        _kept,
        _referrals,
        _library,
        _index,
    )
    for check in checks:
        try:
            yield from check(settings, texts)
        except CoachError as error:
            yield Finding(str(error), mark="x")


def _voice(
    settings: Settings, model: NamedModel | None, texts: DoctorTexts
) -> Iterator[Finding]:
    if model is None:
        yield Finding(texts.voice)
        return
    yield Finding(texts.model.format(model=model.full_name, address=model.address))
    try:
        check_model(model)
    except SettingsError as error:
        yield Finding(str(error), mark="x")
    if model.local:
        yield Finding(texts.model_here)
    elif settings.model_unshielded:
        yield Finding(texts.model_open.format(host=model.host), mark="!", red=True)
    else:
        yield Finding(texts.model_elsewhere.format(host=model.host), mark="!")
    answers = _listens(model.address)
    told = texts.model_answers if answers else texts.model_silent
    yield Finding(told.format(host=model.host), mark="+" if answers else "!")


def _listens(address: str) -> bool:
    """Tell whether something listens at `address`; nothing is sent there."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=REACH_SECONDS):
            return True
    except OSError:
        return False


def _network(
    settings: Settings, model: NamedModel | None, texts: DoctorTexts
) -> Iterator[Finding]:
    from coach.settings import is_loopback

    if not is_loopback(settings.host) and not settings.has_login:
        yield Finding(texts.outside.format(host=settings.host), mark="x")
        return
    if settings.has_login:
        yield from _login(settings, texts)
    elif settings.public_url and not settings.invites_at:
        yield Finding(texts.no_links.format(address=settings.public_url), mark="!")
    if settings.embeddings_provider:
        told = texts.looked_up.format(provider=settings.embeddings_provider, host=settings.host)
        yield Finding(told, mark="!")
    elif settings.has_login:
        pass  # what goes to the provider is told above
    elif model is None or model.local:
        yield Finding(texts.leaves.format(host=settings.host))
    else:
        yield Finding(texts.listens.format(host=settings.host))
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.settimeout(1)
        taken = probe.connect_ex((settings.host, settings.port)) == 0
    sentence = texts.port_taken if taken else texts.port_free
    yield Finding(sentence.format(port=settings.port), mark="!" if taken else "+")


def _login(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    from coach.web.signing_in import sign_in_secrets

    provider = urlsplit(settings.login_metadata_url)
    told = texts.login.format(
        provider=provider.hostname, address=settings.public_url, host=settings.host
    )
    yield Finding(told)
    try:
        sign_in_secrets(settings)
    except SettingsError as error:
        yield Finding(str(error), mark="x")
    if not _listens(settings.login_metadata_url):
        yield Finding(texts.login_silent.format(provider=provider.hostname), mark="!")
    if not settings.login_cookie_secret.get_secret_value():
        yield Finding(texts.login_new_secret, mark="!")


def _kept(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    from coach.records.store import Store

    store = Store(settings)
    counts, before = store.counts(), len(store.summaries())
    days, replica = store.keeps_for(), store.replica()
    store.close()
    folder = settings.data_dir
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    room = f"{free / 1024**3:.1f} GB"
    if store.path.is_file:
        yield Finding(texts.store.format(path=store.path, count=counts.talks, room=room))
    else:
        yield Finding(texts.store_server.format(place=store.path, count=counts.talks))
    if replica is not None:
        place, state = replica
        told, mark = {
            "level": (texts.replica_level, "+"),
            "behind": (texts.replica_behind, "!"),
            "away": (texts.replica_away, "!"),
            "foreign": (texts.replica_foreign, "x"),
        }[state]
        yield Finding(told.format(place=place), mark=mark)
    if settings.has_login and before:
        yield Finding(texts.login_before.format(count=before), mark="!")
    kept = texts.erased_after.format(days=days) if days else texts.kept_for_good
    yield Finding(kept)
    if settings.encryption_key.get_secret_value():
        yield Finding(texts.sealed)
    if folder.stat().st_mode & 0o077:
        yield Finding(texts.open_folder.format(path=folder), mark="!")
    if counts.documents:
        yield Finding(texts.own.format(count=counts.documents))
    if free < LOW_ROOM:
        yield Finding(texts.low_room.format(room=room), mark="!")


def _referrals(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    from coach.dialogue.contacts import load_contacts

    contacts = load_contacts()
    total = len(contacts.entries)
    due, unseen = contacts.due(date.today()), contacts.from_memory()
    if due:
        yield Finding(texts.referrals_due.format(ids=", ".join(due)), mark="!")
    if unseen:
        told = texts.referrals_from_memory.format(
            count=len(unseen), total=total, ids=", ".join(unseen)
        )
        yield Finding(told, mark="!")
    if not due and not unseen:
        yield Finding(texts.referrals.format(count=total))


def _library(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    from coach.knowledge.check import check
    from coach.knowledge.library import load_library

    folder = content_folder("knowledge")
    problems = check(folder)
    if problems:
        yield Finding(texts.library_problems.format(count=len(problems)), mark="x")
    else:
        yield Finding(texts.library.format(count=len(load_library(folder).documents)))


def _index(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    from coach.knowledge.live import open_search, place_of
    from coach.knowledge.search import passages_of
    from coach.records.documents import open_documents

    search = open_search(settings, shelf=open_documents(settings))
    search.search("bedankt")
    if search.notice:
        yield Finding(search.notice, mark="!")
    else:
        count = len(passages_of(search.library))
        yield Finding(texts.index.format(count=count, path=place_of(settings)))
    search.close()
