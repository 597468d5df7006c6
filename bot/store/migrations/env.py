"""Runs the migrations on the connection that the gateway hands over at start."""

from alembic import context

from bot.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    # All or nothing also on SQLite, which can do it but is not trusted with it by default.
    transactional_ddl=True,
    version_table="bot_alembic_version",
)
with context.begin_transaction():
    context.run_migrations()
