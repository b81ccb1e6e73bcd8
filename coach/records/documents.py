"""Documents of one's own: kept in the database, beside the talks and apart from the library."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, cast

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select

from coach.dialogue.state import AUDIENCES, Audience
from coach.errors import DocumentNotFound
from coach.own_document import OwnDocument
from coach.records.in_transaction import storable
from coach.records.opening import hold, open_database, plain_errors, tidy, writing
from coach.records.place import Place, database_place
from coach.records.sealing import Seal
from coach.records.tables import LOCAL, own_documents

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from coach.settings import Settings


class Documents:
    """Keeps the documents of one owner in the store's database; methods raise a `StoreError`."""

    def __init__(
        self,
        path: Place,
        seal: Seal,
        engine: Engine | None = None,
        owner: str = LOCAL,
        admit: Callable[[Connection], None] | None = None,
    ) -> None:
        """Use `engine`, or open the database at `path` with `seal` once it is there.

        `admit` raises `SignedOut`, in every transaction, when the owner has to sign in again.
        """
        self._path = path
        self._seal = seal
        self._engine = engine
        self._owner = owner
        self._admit = admit

    def version(self) -> str:
        """Return what changes whenever a document is added, changed or removed."""
        engine = self._opened()
        if engine is None:
            return ""
        columns = (own_documents.c.id, own_documents.c.digest)
        query = select(*columns).where(self._mine).order_by(own_documents.c.id)
        with self._transaction(engine.begin()) as connection:
            rows = connection.execute(query).all()
        return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()

    def documents(self) -> tuple[OwnDocument, ...]:
        """Return every document, the newest first."""
        engine = self._opened()
        if engine is None:
            return ()
        newest = (own_documents.c.added.desc(), own_documents.c.id)
        query = select(own_documents).where(self._mine).order_by(*newest)
        with self._transaction(engine.begin()) as connection:
            return tuple(_document(row) for row in connection.execute(query).mappings())

    def keep(self, document: OwnDocument) -> OwnDocument:
        """Keep `document`; one with the same title and language makes way and gives it its id."""
        engine = self._required()
        with self._transaction(writing(engine)) as connection:
            before = same_document(connection, self._owner, document)
            kept = before or document.id
            put_document(connection, self._owner, document, kept)
            row = connection.execute(select(own_documents).where(own_documents.c.id == kept))
            found = _document(row.mappings().one())
        if before is not None:
            with plain_errors(self._path):
                tidy(engine)
        return found

    def remove(self, document: str) -> None:
        """Erase a document, its place on disk too; raise `DocumentNotFound`."""
        engine = self._opened()
        if engine is None:
            raise _not_found(document)
        with self._transaction(writing(engine)) as connection:
            one = own_documents.c.id == storable(document)
            query = delete(own_documents).where(one, self._mine)
            if connection.execute(query).rowcount == 0:
                raise _not_found(document)
        with plain_errors(self._path):
            tidy(engine)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return own_documents.c.owner == self._owner

    @contextmanager
    def _transaction(self, begun: AbstractContextManager[Connection]) -> Iterator[Connection]:
        with plain_errors(self._path), begun as connection:
            if self._admit is not None:
                self._admit(connection)
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()

    def _opened(self) -> Engine | None:
        is_there = not self._path.is_file or self._path.file.exists()
        if self._engine is None and is_there:
            self._engine = open_database(self._path, self._seal)
        return self._engine

    def _required(self) -> Engine:
        if self._engine is None:
            self._engine = open_database(self._path, self._seal)
        return self._engine


def open_documents(settings: Settings) -> Documents:
    """Return the documents of this computer, or of the house whose server it is.

    They are in the database of these settings; no file is made until one is kept.
    """
    return Documents(database_place(settings), Seal(settings.encryption_key.get_secret_value()))


def put_document(
    connection: Connection, owner: str, document: OwnDocument, identifier: str
) -> None:
    """Write `document` of `owner` under `identifier`, over what stood there of theirs."""
    before = (own_documents.c.id == identifier) & (own_documents.c.owner == owner)
    connection.execute(delete(own_documents).where(before))
    connection.execute(
        insert(own_documents).values(
            id=identifier,
            owner=owner,
            language=document.language,
            title=document.title,
            audience=",".join(document.audience),
            source=document.source,
            text=document.text,
            digest=secrets.token_hex(32),
            added=document.added,
        )
    )


def same_document(connection: Connection, owner: str, document: OwnDocument) -> str | None:
    """Return the id of the document of `owner` with this title and language, if there is one.

    Nobody else adds one until the transaction ends.
    """
    hold(connection, own_documents)
    columns = (own_documents.c.id, own_documents.c.title, own_documents.c.language)
    query = select(*columns).where(own_documents.c.owner == owner)
    for name, title, language in connection.execute(query):
        if (title, language) == (document.title, document.language):
            return str(name)
    return None


def _document(row: RowMapping) -> OwnDocument:
    audience = tuple(cast(Audience, each) for each in row["audience"].split(",") if each)
    return OwnDocument(
        row["id"], row["language"], row["title"], audience or AUDIENCES, row["source"],
        row["text"], row["added"],
    )  # fmt: skip


def _not_found(document: str) -> DocumentNotFound:
    return DocumentNotFound(
        f"There is no document of your own with the id {document!r}. Nothing was changed. "
        "`coach knowledge list` names them."
    )
