"""Chats that wait for a person, as many as are wanted, in a gateway's own database."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from bot.conversations.service import now_in_utc
from bot.helpdesk.tables import Case
from bot.staff import members
from bot.staff.members import NewMember
from bot.staff.roles import Role
from bot.store.database import Database
from bot.store.keyring import Keyring
from bot.store.tables import Conversation, Entry

LOGIN, PASSWORD = "asha", "kanpur ki bijli 1912"
LINES = 12  # what is said before somebody asks for a person
WORDS = "मेरे यहाँ कल रात से बिजली नहीं है और कोई फ़ोन नहीं उठाता, किसी से बात कराइए"


def fill(database_url: str, field_key: str, waiting: int) -> None:
    """Make the tables, one member of staff, and so many chats in the queue."""
    asyncio.run(_fill(database_url, field_key, waiting))


async def _fill(database_url: str, field_key: str, waiting: int) -> None:
    database = Database(database_url, Keyring([field_key]))
    try:
        await database.migrate()
        new = NewMember(LOGIN, LOGIN.title(), Role.STAFF, ("Phoolbagh",), PASSWORD)
        await members.add(database, new, None, now_in_utc())
        for number in range(waiting):
            await _one(database, number)
    finally:
        await database.close()


async def _one(database: Database, number: int) -> None:
    now = now_in_utc()
    name = uuid4().hex
    async with database.writing() as session:
        session.add(Conversation(id=name, channel="web", owner="waiting", known={}, created_at=now))
        await session.flush()
        since = now - timedelta(seconds=number)
        urgent = number % 20 == 0
        session.add(Case(conversation_id=name, reason="asked", urgent=urgent, waiting_since=since))
        for line in range(LINES):
            author = "bot" if line % 2 else "consumer"
            session.add(Entry(conversation_id=name, author=author, text=WORDS, at=now))
