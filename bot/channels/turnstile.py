"""Lets what people write into their conversations no faster than people write."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations import Conversations
from bot.errors import TooFast
from bot.limits import SharedLimit

TAKING_TURNS = "channel.taking_turns"

#: Notes, in a transaction, that the person of a conversation hears of a pause; False if they
#: just did.
Slowed = Callable[[AsyncSession, str], Awaitable[bool]]


class Turnstile:
    """`limit` holds for each person alone: others do not wait with one who writes too fast."""

    def __init__(self, conversations: Conversations, limit: SharedLimit, slowed: Slowed) -> None:
        self._conversations = conversations
        self._limit = limit
        self._slowed = slowed

    async def wait(self, name: str, conversation_id: str) -> None:
        """Wait until one more message of this person may pass; what they wrote stays stored."""
        while True:
            try:
                await self._limit.take(name)
                return
            except TooFast as flood:
                await self._conversations.pushes.say(
                    conversation_id,
                    TAKING_TURNS,
                    unless_done=lambda session: self._slowed(session, conversation_id),
                )
                await asyncio.sleep(flood.retry_after)
