"""A new key for everything that is stored encrypted, while people go on writing."""

from collections.abc import AsyncIterator

from bot.store.database import Database
from bot.store.field_keys import reseal_key
from bot.store.keyring import Keyring
from bot.store.resealing import Place, encrypted_tables, reseal


async def rotate(database: Database, keyring: Keyring) -> AsyncIterator[tuple[str, int]]:
    """Bring everything to the first key of `keyring`, in short transactions; gives the name of
    each table with the number of its rows that were changed, batch by batch.

    It can be ended at any moment and begun again. Raises FieldKeysWrong.
    """
    await database.unlock()
    async with database.writing() as session:
        await (await session.connection()).run_sync(reseal_key, keyring)
    for table, columns in encrypted_tables():
        after: Place | None = None
        while True:
            async with database.writing() as session:
                connection = await session.connection()
                changed, after = await connection.run_sync(reseal, keyring, table, columns, after)
            if after is None:
                break
            yield table.name, changed
