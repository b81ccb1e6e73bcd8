"""Labels on talks: teams or relationships, in the person's own words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from coach.records.tables import CountedUp

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table of labels."""
    op.create_table(
        "labels",
        sa.Column("id", CountedUp, primary_key=True),
        sa.Column(
            "conversation",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_index("ix_labels_conversation", "labels", ["conversation"])
