"""Whose each talk, consent, document and choice is, and who signed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Give every row an owner: what is there already is that of the one person so far."""
    for table in ("conversations", "consents", "own_documents"):
        op.add_column(
            table, sa.Column("owner", sa.String(64), nullable=False, server_default="local")
        )
        op.create_index(f"ix_{table}_owner", table, ["owner"])
    # Two people may choose differently, so the key takes in the owner; the rows come along.
    op.create_table(
        "choices_by_owner",
        sa.Column("owner", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(32), nullable=False),
    )
    op.execute("INSERT INTO choices_by_owner SELECT 'local', name, value FROM choices")
    op.drop_table("choices")
    op.rename_table("choices_by_owner", "choices")
    op.create_table(
        "people",
        sa.Column("owner", sa.String(64), primary_key=True),
        sa.Column("signed_in", sa.DateTime, nullable=False),
        sa.Column("signed_out", sa.DateTime, nullable=True),
    )
