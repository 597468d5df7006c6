"""Alembic runs the migrations on the connection that `Database.migrate` holds."""

from alembic import context

from reference_backend.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
context.run_migrations()
