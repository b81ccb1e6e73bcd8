"""Looking back: what was agreed, each time somebody looked back on it, and what they released."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "agreements",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False, server_default="local"),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("conversation", sa.String(32), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("steps", sa.Text, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=True),
        sa.Column("session_hash", sa.String(64), nullable=True),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("valid_until", sa.DateTime, nullable=True),
        sa.Column("revoked", sa.DateTime, nullable=True),
        sa.Column("begun", sa.DateTime, nullable=True),
        sa.Column("updated", sa.DateTime, nullable=False),
    )
    op.create_index("ix_agreements_owner", "agreements", ["owner"])
    op.create_index("ix_agreements_conversation", "agreements", ["conversation"])
    op.create_index("ix_agreements_token_hash", "agreements", ["token_hash"], unique=True)
    op.create_index("ix_agreements_session_hash", "agreements", ["session_hash"], unique=True)
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column(
            "agreement",
            sa.String(32),
            sa.ForeignKey("agreements.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("finished", sa.DateTime, nullable=True),
    )
    op.create_index("ix_follow_ups_agreement", "follow_ups", ["agreement"])
    op.create_table(
        "summaries",
        sa.Column(
            "follow_up",
            sa.String(32),
            sa.ForeignKey("follow_ups.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("released", sa.DateTime, nullable=False),
        sa.Column("opened", sa.DateTime, nullable=True),
    )
