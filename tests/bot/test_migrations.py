"""The migrations make the tables that the code uses."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.database import Database
from bot.store.tables import Base
from tests.bot.conftest import on_both_databases


def differences(connection: Connection) -> list[object]:
    """What Alembic would still change."""
    options = {"version_table": "bot_alembic_version"}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, Base.metadata))


@on_both_databases
async def test_nothing_is_left_to_migrate(database_url: str) -> None:
    """Also when the migration runs a second time, as at every start."""
    for _ in range(2):
        database = Database(database_url)
        await database.migrate()
        await database.close()

    url = database_url.replace("sqlite:", "sqlite+aiosqlite:")
    engine = create_async_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_turns_beyond_the_pool_wait_for_their_turn(database_url: str) -> None:
    """More conversations at once than connections: none of them fails."""
    database = Database(database_url)
    await database.migrate()

    async def take_turn(name: str) -> str:
        async with database.turn_of(name):
            await database.ping()
            return name

    names = [str(number) for number in range(60)]
    assert await asyncio.gather(*map(take_turn, names)) == names
    await database.close()
