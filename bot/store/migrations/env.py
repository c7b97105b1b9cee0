"""Runs the versions on the connection and in the transaction that `bot.store.migrate` gives."""

from alembic import context

from bot.store.tables import metadata

# SQLite can alter little in place; batches copy a table instead, and take its triggers away: make them anew there.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
