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

from coach.content import content_folder
from coach.errors import CoachError
from coach.terminal.texts import DoctorTexts, terminal_texts

if TYPE_CHECKING:
    from coach.settings import Settings

LOW_ROOM = 200 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One sentence; `grave` when something doesn't work."""

    text: str
    mark: str = "+"

    @property
    def grave(self) -> bool:
        """Whether this has to be mended first."""
        return self.mark == "x"


def examine(settings: Settings) -> bool:
    """Print every finding, + good, ! to look at, x broken; return whether nothing is broken."""
    sound = True
    for finding in findings(settings):
        print(f"{finding.mark} {finding.text}")  # noqa: T201
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
    yield Finding(texts.voice)
    yield from _network(settings, texts)
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


def _network(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    from coach.web.guard import is_loopback

    if not is_loopback(settings.host):
        yield Finding(texts.outside.format(host=settings.host), mark="x")
        return
    if settings.embeddings_provider:
        told = texts.looked_up.format(provider=settings.embeddings_provider, host=settings.host)
        yield Finding(told, mark="!")
    else:
        yield Finding(texts.leaves.format(host=settings.host))
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.settimeout(1)
        taken = probe.connect_ex((settings.host, settings.port)) == 0
    sentence = texts.port_taken if taken else texts.port_free
    yield Finding(sentence.format(port=settings.port), mark="!" if taken else "+")


def _kept(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    from coach.records.store import Store

    store = Store(settings)
    count, own = len(store.summaries()), len(store.documents.documents())
    days = store.keeps_for()
    store.close()
    free = shutil.disk_usage(store.path.parent).free
    room = f"{free / 1024**3:.1f} GB"
    yield Finding(texts.store.format(path=store.path, count=count, room=room))
    kept = texts.erased_after.format(days=days) if days else texts.kept_for_good
    yield Finding(kept)
    if settings.encryption_key.get_secret_value():
        yield Finding(texts.sealed)
    if store.path.parent.stat().st_mode & 0o077:
        yield Finding(texts.open_folder.format(path=store.path.parent), mark="!")
    if own:
        yield Finding(texts.own.format(count=own))
    if free < LOW_ROOM:
        yield Finding(texts.low_room.format(room=room), mark="!")


def _referrals(settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    from coach.dialogue.contacts import load_contacts

    contacts = load_contacts()
    due = contacts.due(date.today())
    if due:
        yield Finding(texts.referrals_due.format(ids=", ".join(due)), mark="!")
    else:
        yield Finding(texts.referrals.format(count=len(contacts.entries)))


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
    from coach.knowledge.live import open_search
    from coach.knowledge.search import passages_of
    from coach.records.documents import open_documents

    search = open_search(settings, shelf=open_documents(settings))
    search.search("bedankt")
    if search.notice:
        yield Finding(search.notice, mark="!")
    count, folder = len(passages_of(search.library)), settings.data_dir / "index"
    yield Finding(texts.index.format(count=count, path=folder))
    search.close()
