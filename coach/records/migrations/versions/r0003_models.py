"""How a model was asked for a turn, and turns taken again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from coach.records.tables import CountedUp

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what a turn tells about a model, the state before it, and earlier versions of it."""
    op.add_column("turns", sa.Column("speech", sa.Text, nullable=True))
    op.add_column("conversations", sa.Column("state_before", sa.Text, nullable=True))
    op.create_table(
        "earlier_turns",
        sa.Column("id", CountedUp, primary_key=True),
        sa.Column(
            "conversation",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=True),
        sa.Column("stopped", sa.Boolean, nullable=False),
        sa.Column("speech", sa.Text, nullable=True),
        sa.Column("created", sa.DateTime, nullable=False),
    )
    op.create_index("ix_earlier_turns_conversation", "earlier_turns", ["conversation"])
