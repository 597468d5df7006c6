"""Stores what Telegram brings, by whichever way it brings it."""

from collections.abc import Iterable

from telegram import Update

from bot.channels.telegram import inbox
from bot.channels.telegram.listening import ARRIVED
from bot.channels.telegram.updates import read
from bot.conversations.bell import Bell
from bot.store.database import Database


class Keeper:
    """For one bot: `bot_id` is the part of its token that is no secret."""

    def __init__(self, database: Database, bell: Bell, bot_id: str) -> None:
        self._database = database
        self._bell = bell
        self._bot_id = bot_id

    async def keep(self, updates: Iterable[Update]) -> None:
        """Store those that somebody said to the bot, each once however often it comes."""
        sayings = [saying for update in updates if (saying := read(update))]
        if not sayings:
            return
        async with self._database.writing(hurried=True) as session:
            await inbox.keep(session, self._bot_id, sayings)
        self._bell.ring(ARRIVED)
