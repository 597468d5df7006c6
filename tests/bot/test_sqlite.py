"""SQLite on the event loop: what one writes, the others wait for without stopping the loop."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from bot.store.conversations import find_conversation, open_conversation
from bot.store.database import Database


async def test_who_waits_for_anothers_transaction_does_not_stop_the_loop(tmp_path: Path) -> None:
    """Two gateways on one loop: the first writes on while the second wants to."""
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    first, second = Database(url), Database(url)
    await first.migrate()
    now = datetime.now(UTC)
    waits = asyncio.Event()

    async def write_too() -> str:
        waits.set()
        return (await open_conversation(second, "web", None, "hash", now)).id

    async with first.writing() as session:
        await session.execute(text("UPDATE conversations SET language = 'en'"))
        waiting = asyncio.create_task(write_too())
        await waits.wait()
        await asyncio.to_thread(lambda: None)  # something that only a loop that runs can bring
        assert not waiting.done()
    opened = await waiting
    assert (await find_conversation(first, opened)).language == "hi"
    await first.close()
    await second.close()


async def test_a_reader_sees_what_was_there_before_an_open_transaction(tmp_path: Path) -> None:
    """Reading waits for nobody."""
    database = Database(f"sqlite:///{tmp_path / 'bot.db'}")
    await database.migrate()
    opened = await open_conversation(database, "web", None, "hash", datetime.now(UTC))
    async with database.writing() as session:
        await session.execute(text("UPDATE conversations SET language = 'en'"))
        assert (await find_conversation(database, opened.id)).language == "hi"
    assert (await find_conversation(database, opened.id)).language == "en"
    async with database.long_reading() as session:
        assert await session.scalar(text("SELECT language FROM conversations")) == "en"
    await database.close()
