"""Everything of one person in one file: written whole, and read back on another computer.

`archive.schema.json` describes the file; `python -m coach.records.archive` writes it anew.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from sqlalchemy import insert, select

from coach.dialogue.state import Audience, Language, Reply, Speech, State
from coach.errors import InputError
from coach.own_document import OwnDocument, new_id
from coach.records.archived_follow_ups import (
    ArchivedAgreement,
    agreements_of,
    put_agreements,
)
from coach.records.documents import put_document, same_document
from coach.records.in_transaction import columns, storable
from coach.records.labelling import put_labels
from coach.records.rows import Conversation, ConversationSummary, Role, StoredTurn
from coach.records.state_json import reply_to_json, speech_to_json, state_to_json
from coach.records.store import Store
from coach.records.tables import conversations, earlier_turns, own_documents, turns

VERSION = 1
SCHEMA = Path(__file__).with_name("archive.schema.json")
MOST_BYTES = 200_000_000  # a talk of a hundred turns takes about 0.5 MB


def _in_our_time(moment: datetime) -> datetime:
    if not 1970 <= moment.year < 2200:
        raise ValueError("no such day is on any calendar we show")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ArchivedTurn(_Part):
    """One turn as it was written or shown; `reply` is the coach's whole, null for the person's."""

    number: int = Field(ge=0, description="0 is the opening; a turn and its reply share a number")
    role: Role
    text: str
    stopped: bool = Field(default=False, description="whether the reply was stopped half-way")
    created: Moment
    reply: Reply | None = None
    speech: Speech | None = Field(
        default=None, description="how a model was asked for it, without its text"
    )


class ArchivedTalk(_Part):
    """One talk: `state` holds its record and its own settings (language, audience, country)."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    title: str
    created: Moment
    updated: Moment
    question: str = Field(default="", description="the last one the coach asked")
    labels: tuple[str, ...] = Field(default=(), description="in the person's own words")
    state: State
    turns: tuple[ArchivedTurn, ...] = Field(description="in the order they were said")
    before: State | None = Field(
        default=None, description="the state before the coach's last turn, to take it again"
    )
    earlier: tuple[ArchivedTurn, ...] = Field(
        default=(), description="turns as they were before they were edited or said again"
    )
    sheet: str = Field(default="", description="the plan as Markdown, to read; not read back")

    @model_validator(mode="after")
    def _hangs_together(self) -> ArchivedTalk:
        said = [(turn.number, turn.role) for turn in self.turns]
        replies = [turn.number for turn in self.turns if turn.role == "coach"]
        if len(set(said)) != len(said) or max(replies, default=-1) != self.state.turn:
            raise ValueError("turns and state don't belong together")
        if any(turn.number > self.state.turn + 1 for turn in self.turns):
            raise ValueError("a turn comes too late")
        if any((turn.role == "coach") != (turn.reply is not None) for turn in self.turns):
            raise ValueError("a reply is missing, or stands with the wrong turn")
        return self


class ArchivedDocument(_Part):
    """One document of one's own; `text` is Markdown as `coach.own_document` says."""

    id: str = Field(pattern=r"^own-[a-z0-9-]{1,60}$")
    language: Language
    title: str
    audience: tuple[Audience, ...]
    source: str
    text: str
    added: Moment


class ArchivedConsent(_Part):
    """To which text the person said yes, and when; not read back, as it's asked anew elsewhere."""

    version: str
    text_hash: str = Field(description="SHA-256 of the text and of what it told")
    given: Moment


class Archive(_Part):
    """Everything that is kept of one person."""

    format: Literal["stille-balans"]
    version: Annotated[int, Field(ge=1)]
    made: Moment
    retention_days: int = Field(ge=0, description="how long talks are kept; 0 is for good")
    talks: tuple[ArchivedTalk, ...]
    documents: tuple[ArchivedDocument, ...] = ()
    consents: tuple[ArchivedConsent, ...] = ()
    agreements: tuple[ArchivedAgreement, ...] = ()


class Restored(BaseModel):
    """How much came in, was there already, or would be past its day at once."""

    talks: int = 0
    documents: int = 0
    agreements: int = 0
    there_already: int = 0
    too_old: int = 0


def archive_of(store: Store, sheet: Callable[[Conversation], str]) -> Archive:
    """Return everything in `store`; `sheet` gives the plan of a talk."""
    found = []
    for summary in store.summaries():
        talk = store.load(summary.id)
        earlier = store.earlier(talk.id)
        found.append(_talk(talk, earlier, summary, sheet(talk)))
    return Archive(
        format="stille-balans",
        version=VERSION,
        made=datetime.now(UTC),
        retention_days=store.keeps_for(),
        talks=tuple(found),
        documents=tuple(
            ArchivedDocument(
                id=one.id, language=one.language, title=one.title, audience=one.audience,
                source=one.source, text=one.text, added=one.added,
            )
            for one in store.documents.documents()
        ),
        consents=tuple(
            ArchivedConsent(version=one.version, text_hash=one.text_hash, given=one.given)
            for one in store.consents()
        ),
        agreements=agreements_of(store),
    )  # fmt: skip


def read_archive(data: bytes) -> Archive:
    """Return the archive in `data`; raise `InputError` when it is damaged or none of ours.

    The error names places in the file, never what stands there.
    """
    if len(data) > MOST_BYTES:
        raise _refused("is larger than an export can be")
    try:
        return Archive.model_validate_json(data)
    except ValidationError as error:
        version = _version(data)
        if version is None:
            raise _refused("isn't an export of Stille Balans, or is damaged") from None
        if version > VERSION:
            raise _refused(f"was made by a later version of Stille Balans ({version})") from None
        where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise _refused(f"is damaged at {where or 'its beginning'}") from None


def restore(store: Store, archive: Archive, now: datetime | None = None) -> Restored:
    """Put in `store` what isn't there yet: all of it or nothing; raise a `StoreError`.

    What is there already stays as it is, so that reading a file twice changes nothing. A talk
    past its day isn't taken: it would be erased at once.
    """
    restored = Restored()
    days = store.keeps_for()
    moment = now or datetime.now(UTC)
    owner = store.owner
    with store.writing() as connection:
        mine = conversations.c.owner == owner
        there = set(connection.execute(select(conversations.c.id).where(mine)).scalars())
        others = set(connection.execute(select(conversations.c.id).where(~mine)).scalars())
        # Somebody else on this server may have brought the same file.
        names = {
            talk.id: secrets.token_hex(16) if talk.id in others else talk.id
            for talk in archive.talks
        }
        for talk in archive.talks:
            if talk.id in there:
                restored.there_already += 1
            elif days and (moment - talk.updated).days >= days:
                restored.too_old += 1
            else:
                there.add(talk.id)
                name = names[talk.id]
                row = {**_row(talk, moment, names), "id": name, "owner": owner}
                connection.execute(insert(conversations).values(**row))
                for table, said in ((turns, talk.turns), (earlier_turns, talk.earlier)):
                    if said:
                        rows = [_turn_row(name, each) for each in said]
                        connection.execute(insert(table), rows)
                put_labels(connection, name, talk.labels)
                restored.talks += 1
        mine = own_documents.c.owner == owner
        known = set(connection.execute(select(own_documents.c.id).where(mine)).scalars())
        others = set(connection.execute(select(own_documents.c.id).where(~mine)).scalars())
        for one in archive.documents:
            document = OwnDocument(
                one.id, one.language, one.title, one.audience, one.source, one.text, one.added
            )
            if one.id in known or same_document(connection, owner, document) is not None:
                restored.there_already += 1
                continue
            known.add(one.id)
            name = new_id() if one.id in others else one.id
            put_document(connection, owner, document, name)
            restored.documents += 1
        since = moment - timedelta(days=days) if days else None
        young = [one for one in archive.agreements if since is None or one.updated >= since]
        restored.agreements = put_agreements(connection, owner, young, names)
        restored.there_already += len(young) - restored.agreements
    return restored


def schema() -> str:
    """Return the JSON Schema of an archive, as it ships."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps({**found, **Archive.model_json_schema()}, indent=1, ensure_ascii=False) + "\n"


def _talk(
    talk: Conversation, earlier: tuple[StoredTurn, ...], summary: ConversationSummary, sheet: str
) -> ArchivedTalk:
    return ArchivedTalk(
        id=talk.id,
        title=talk.title,
        created=talk.created,
        updated=talk.updated,
        question=summary.question,
        labels=summary.labels,
        state=talk.state,
        turns=tuple(_turn(turn) for turn in talk.turns),
        before=talk.before,
        earlier=tuple(_turn(turn) for turn in earlier),
        sheet=sheet,
    )


def _turn(turn: StoredTurn) -> ArchivedTurn:
    return ArchivedTurn(
        number=turn.number, role=turn.role, text=turn.text, stopped=turn.stopped,
        created=turn.created, reply=turn.reply, speech=turn.speech,
    )  # fmt: skip


def _row(talk: ArchivedTalk, now: datetime, names: dict[str, str]) -> dict[str, object]:
    after = names.get(talk.state.after, talk.state.after)
    return {
        "title": storable(talk.title),
        "created": talk.created,
        "updated": min(talk.updated, now),  # one of a clock that ran ahead would never go
        "question": talk.question,
        "state_before": None if talk.before is None else state_to_json(talk.before),
        **columns(replace(talk.state, after=after)),
    }


def _turn_row(talk: str, turn: ArchivedTurn) -> dict[str, object]:
    return {
        "conversation": talk,
        "number": turn.number,
        "role": turn.role,
        "text": storable(turn.text),
        "reply": None if turn.reply is None else reply_to_json(turn.reply),
        "stopped": turn.stopped,
        "speech": None if turn.speech is None else speech_to_json(turn.speech),
        "created": turn.created,
    }


def _version(data: bytes) -> int | None:
    """Return the version a file says it has, or None when it isn't ours at all."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("format") != "stille-balans":
        return None
    version = found.get("version")
    return version if isinstance(version, int) else None


def _refused(why: str) -> InputError:
    return InputError(
        f"This file {why}. Nothing was read from it, and what is kept is as it was. "
        "Choose the file that coach data export or the page Your data wrote."
    )


if __name__ == "__main__":
    SCHEMA.write_text(schema(), encoding="utf-8")
