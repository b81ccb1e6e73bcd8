"""Runs the migrations on the connection that `coach.records.opening` hands over."""

from __future__ import annotations

from alembic import context

from coach.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
