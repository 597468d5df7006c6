"""The tables are brought up to date at start."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL

from bot.store import field_keys, postgres, sqlite
from bot.store.keyring import Keyring

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x62696A6C  # any number that only this migration uses


def migrate(url: URL, keyring: Keyring) -> None:
    """Bring the tables up to date, and take out the key of personal fields, or make it; two
    processes may do so at once on PostgreSQL. Raises FieldKeysWrong."""
    is_postgres = url.get_backend_name().startswith("postgres")
    engine = create_engine(url.set(drivername=postgres.DRIVER if is_postgres else "sqlite"))
    if not is_postgres:
        event.listen(engine, "connect", sqlite.prepare)
        event.listen(engine, "connect", _without_references)
        event.listen(engine, "begin", sqlite.begin_for_writing)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.connect() as connection:
            if is_postgres:
                key = {"key": MIGRATION_LOCK}
                connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
                connection.commit()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            field_keys.unlock_or_make(connection, keyring)
    finally:
        engine.dispose()  # an error must not keep the lock from those who try again


def _without_references(connection: Any, _record: object) -> None:
    # SQLite changes a column by making the table anew, and would take the old one's removal for
    # that of the rows which others refer to.
    connection.execute("PRAGMA foreign_keys=OFF").close()
