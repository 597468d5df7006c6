"""Chats, staff and a gateway's own parts, on a real database."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.conversations import Conversations
from bot.messages import InboundMessage
from bot.rasa import Rasa
from bot.staff import members, sessions
from bot.staff.members import NewMember
from bot.staff.roles import Role
from bot.staff.sessions import SignedIn
from bot.store.conversations import find_conversation
from bot.store.database import Database
from bot.wording import Wording
from tests.bot.catalogues import write_catalogues
from tests.bot.staff.conftest import NOW, PASSWORD


class Clock:
    """A clock that tests put forward."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


class Office:
    """Everything that staff touch, without the pages."""

    def __init__(self, database: Database, talks: Conversations, clock: Clock) -> None:
        self.database = database
        self.talks = talks
        self.clock = clock

    async def member(self, login: str, role: Role = Role.STAFF) -> SignedIn:
        """Somebody who has just signed in."""
        new = NewMember(login, login.title(), role, ("Phoolbagh",), PASSWORD)
        added = await members.add(self.database, new, None, self.clock())
        token = await sessions.begin(self.database, added, self.clock())
        return await sessions.who(self.database, token, self.clock())

    async def chat(self) -> str:
        """A new conversation's id."""
        return (await self.talks.open("web")).conversation_id

    async def write(self, conversation_id: str, text: str, number: int = 1) -> list[str]:
        """The consumer writes; what the bot answers."""
        answer = await self.talks.receive(InboundMessage(conversation_id, f"m{number}", text))
        return [reply.text for reply in answer.replies]

    async def owner(self, conversation_id: str) -> str:
        """Who has the chat."""
        return (await find_conversation(self.database, conversation_id)).owner


@pytest.fixture
async def office(database_url: str, tmp_path: Path, rasa_url: str) -> AsyncIterator[Office]:
    """A gateway's conversations before the fake Rasa."""
    locales = write_catalogues(tmp_path / "locales", "desk.left", "desk.transferred")
    clock = Clock()
    database = Database(database_url)
    await database.migrate()
    rasa = Rasa(rasa_url, None, 20)
    talks = Conversations(database, rasa, Wording(locales), clock)
    yield Office(database, talks, clock)
    await talks.close()
    await rasa.close()
    await database.close()
