"""`coach` as a later version would be: with one migration more, which adds a column."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from coach.cli import main
from coach.records import opening

MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{newest}"


def upgrade():
    op.add_column("conversations", sa.Column("of_the_next_version", sa.Text, nullable=True))
"""

if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp()) / "migrations"
    shutil.copytree(opening.MIGRATIONS, folder)
    migration = MIGRATION.format(newest=opening.NEWEST)
    (folder / "versions" / "r9999_next.py").write_text(migration, encoding="utf-8")
    opening.MIGRATIONS, opening.NEWEST = folder, "9999"
    sys.argv[0] = "coach"
    main()
