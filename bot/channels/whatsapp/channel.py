"""Puts the channel together, starts and ends it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from fastapi import APIRouter

from bot.channels.whatsapp.delivery import Delivery
from bot.channels.whatsapp.graph import Graph
from bot.channels.whatsapp.listening import Ears
from bot.channels.whatsapp.marks import Marks
from bot.channels.whatsapp.media import WhatsAppMedia
from bot.channels.whatsapp.outside import Outside
from bot.channels.whatsapp.people import CHANNEL
from bot.channels.whatsapp.sending import Sending
from bot.channels.whatsapp.templates import Templates
from bot.channels.whatsapp.webhook import Door
from bot.conversations import Conversations
from bot.limits import SharedLimit
from bot.settings import WhatsAppSettings
from bot.store.database import Database
from bot.wording import Wording


class Channel:
    """One WhatsApp number; `router` holds its webhook, `templates` what is approved for any time.
    Raises BadTemplates.

    `limit` bounds how fast each person's messages are taken.
    """

    def __init__(
        self,
        settings: WhatsAppSettings,
        database: Database,
        conversations: Conversations,
        wording: Wording,
        limit: SharedLimit,
        clock: Callable[[], datetime],
    ) -> None:
        self._graph = Graph(
            settings.api_url, settings.phone_number_id, settings.access_token.get_secret_value()
        )
        self._marks = Marks(self._graph)
        self._ears = Ears(database, conversations, self._marks, limit, clock)
        conversations.bring_media_from(CHANNEL, WhatsAppMedia(self._graph))
        sending = Sending(database, self._graph, clock)
        self.templates = Templates(settings.templates)
        outside = Outside(database, wording, self.templates, sending, clock)
        self._delivery = Delivery(database, conversations, wording, sending, outside, clock)
        self.router: APIRouter = Door(
            database,
            conversations.bell,
            clock,
            phone_number_id=settings.phone_number_id,
            app_secret=settings.app_secret.get_secret_value(),
            verify_token=settings.verify_token.get_secret_value(),
        ).router

    async def start(self) -> Callable[[], Awaitable[None]]:
        """Begin to listen and to deliver, in the background; returns what ends it.

        Meta need not be reachable. The database must have its tables.
        """
        running = [
            asyncio.create_task(self._ears.listen()),
            asyncio.create_task(self._delivery.deliver()),
        ]

        async def stop() -> None:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await self._marks.close()
            await self._graph.close()

        return stop
