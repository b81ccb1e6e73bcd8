"""How many turns somebody who signed in sends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Let every server of one database count in the same place."""
    op.create_table(
        "paces",
        sa.Column("owner", sa.String(64), primary_key=True),
        sa.Column("span", sa.String(8), primary_key=True),
        sa.Column("began", sa.DateTime, nullable=False),
        sa.Column("turns", sa.Integer, nullable=False),
    )
