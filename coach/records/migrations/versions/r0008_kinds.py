"""Whether a row is a talk or a session a coach prepares."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Let every talk there is be a talk."""
    op.add_column(
        "conversations",
        sa.Column("kind", sa.String(16), nullable=False, server_default="talk"),
    )
