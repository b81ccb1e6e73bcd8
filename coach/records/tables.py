"""The tables as the store uses them; migrations/versions says how they came to be."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

from coach.records.sealing import Sealed


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back when read."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write the moment in UTC, without its zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read it back as UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


# SQLite counts up in a column of exactly this type.
CountedUp = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData()

# Whoever runs the coach on their own computer, where nobody signs in; and the house whose server
# it is, where people do.
LOCAL = "local"
OWNER = 64  # letters of whose something is: LOCAL, or a hash that tells no name

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(OWNER), nullable=False, index=True),
    Column("title", Sealed, nullable=False),
    Column("language", String(2), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("kind", String(16), nullable=False, server_default="talk"),
    Column("phase", String(16), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("question", Sealed, nullable=False),
    Column("state", Sealed, nullable=False),
    # The state before the coach's last turn, so that the person's last turn can be taken again.
    Column("state_before", Sealed, nullable=True),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False, index=True),
)

turns = Table(
    "turns",
    metadata,
    Column("id", CountedUp, primary_key=True),
    Column(
        "conversation",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("number", Integer, nullable=False),
    Column("role", String(8), nullable=False),
    Column("text", Sealed, nullable=False),
    Column("reply", Sealed, nullable=True),
    Column("stopped", Boolean, nullable=False),
    Column("speech", Sealed, nullable=True),
    Column("created", UtcDateTime, nullable=False),
    # The compare-and-swap of two tabs: whoever writes a turn second is refused.
    UniqueConstraint("conversation", "number", "role", name="turns_one_per_number_and_role"),
)

# What a turn was before it was edited or said again; the newest has the highest id.
earlier_turns = Table(
    "earlier_turns",
    metadata,
    Column("id", CountedUp, primary_key=True),
    Column(
        "conversation",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("number", Integer, nullable=False),
    Column("role", String(8), nullable=False),
    Column("text", Sealed, nullable=False),
    Column("reply", Sealed, nullable=True),
    Column("stopped", Boolean, nullable=False),
    Column("speech", Sealed, nullable=True),
    Column("created", UtcDateTime, nullable=False),
)

# Teams or relationships a talk is about, in the person's own words, in the order they gave them.
labels = Table(
    "labels",
    metadata,
    Column("id", CountedUp, primary_key=True),
    Column(
        "conversation",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("name", Sealed, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", CountedUp, primary_key=True),
    Column("owner", String(OWNER), nullable=False, index=True),
    Column("version", String(32), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("given", UtcDateTime, nullable=False),
)

own_documents = Table(
    "own_documents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", String(OWNER), nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("title", Sealed, nullable=False),
    Column("audience", String(64), nullable=False),
    Column("source", Sealed, nullable=False),
    Column("text", Sealed, nullable=False),
    # Changes with whatever is kept; random, so that it tells nothing about a sealed text.
    Column("digest", String(64), nullable=False),
    Column("added", UtcDateTime, nullable=False),
)

choices = Table(
    "choices",
    metadata,
    Column("owner", String(OWNER), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("value", String(32), nullable=False),
)

# Who signed in: the moment of their newest sign-in, and of the last one that is no longer good.
# It outlives what a person erases, until no sign-in from before can be used any more.
people = Table(
    "people",
    metadata,
    Column("owner", String(OWNER), primary_key=True),
    Column("signed_in", UtcDateTime, nullable=False),
    Column("signed_out", UtcDateTime, nullable=True),
)

# How many turns somebody sent since a minute or a day began; it too outlives what they erase, for
# a day, or erasing would begin the count anew.
paces = Table(
    "paces",
    metadata,
    Column("owner", String(OWNER), primary_key=True),
    Column("span", String(8), primary_key=True),
    Column("began", UtcDateTime, nullable=False),
    Column("turns", Integer, nullable=False),
)

# What somebody agreed to do, and who looks back on it: the person of a talk themselves (own), one
# other person by a link (sent), or whoever opened an invitation as a file (received).
agreements = Table(
    "agreements",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(OWNER), nullable=False, server_default=LOCAL, index=True),
    Column("kind", String(8), nullable=False),
    # No foreign key: a talk past its day goes, while somebody may still be looking back.
    Column("conversation", String(32), nullable=True, index=True),
    Column("language", String(2), nullable=False),
    Column("sender", Sealed, nullable=False),
    Column("steps", Sealed, nullable=False),
    Column("token_hash", String(64), nullable=True, index=True, unique=True),
    Column("session_hash", String(64), nullable=True, index=True, unique=True),
    Column("made", UtcDateTime, nullable=False),
    Column("valid_until", UtcDateTime, nullable=True),
    Column("revoked", UtcDateTime, nullable=True),
    Column("begun", UtcDateTime, nullable=True),
    Column("updated", UtcDateTime, nullable=False),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", String(32), primary_key=True),
    Column(
        "agreement",
        String(32),
        ForeignKey("agreements.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("answers", Sealed, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("finished", UtcDateTime, nullable=True),
)

# What its person released; taken back, its row is gone.
summaries = Table(
    "summaries",
    metadata,
    Column(
        "follow_up",
        String(32),
        ForeignKey("follow_ups.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("text", Sealed, nullable=False),
    Column("released", UtcDateTime, nullable=False),
    Column("opened", UtcDateTime, nullable=True),
)
