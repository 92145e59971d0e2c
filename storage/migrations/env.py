"""Alembic's environment: storage/migrate.py hands it a connection; nothing here reads a configuration file."""

from alembic import context

from storage.types import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
