"""Puts the channel together, starts and ends it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from fastapi import APIRouter
from pydantic import SecretStr

from bot.channels.missed_call.desk import Desk
from bot.channels.missed_call.webhook import Door
from bot.conversations import Conversations
from bot.store.database import Database


class Channel:
    """Missed calls of all companies under one secret; `router` holds the address."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        clock: Callable[[], datetime],
        secret: SecretStr,
    ) -> None:
        self._desk = Desk(database, conversations, clock)
        self.router: APIRouter = Door(database, conversations.bell, clock, secret).router

    async def start(self) -> Callable[[], Awaitable[None]]:
        """Begin to work, in the background; returns what ends it."""
        running = asyncio.create_task(self._desk.work())

        async def stop() -> None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

        return stop
