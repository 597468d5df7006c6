"""Puts the channel together, starts and ends it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from fastapi import APIRouter
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.channels.telegram.chats import CHANNEL
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.introduction import (
    bring_updates_here,
    known_to_telegram,
    show_commands,
)
from bot.channels.telegram.keeping import Keeper
from bot.channels.telegram.listening import Ears
from bot.channels.telegram.media import TelegramMedia
from bot.channels.telegram.polling import POLL_SECONDS, poll
from bot.channels.telegram.webhook import MOST_BYTES, Door
from bot.conversations import Conversations
from bot.limits import SharedLimit
from bot.outward import bounded
from bot.settings import TelegramSettings
from bot.store.database import Database
from bot.wording import Wording

log = logging.getLogger(__name__)

REQUEST_SECONDS = 15.0
UPDATES_AT_ONCE = 100  # Telegram's own limit of one answer to getUpdates


class Channel:
    """One bot of Telegram's; `router` holds its webhook, None where it asks for updates."""

    def __init__(
        self,
        settings: TelegramSettings,
        database: Database,
        conversations: Conversations,
        wording: Wording,
        limit: SharedLimit,
        clock: Callable[[], datetime],
    ) -> None:
        # httpx logs each address at INFO, and the address holds the bot's token.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._settings = settings
        self._database = database
        self._wording = wording
        self._requests = (wire(POLL_SECONDS), wire(0))
        self._bot = _bot(settings, *self._requests)
        bot_id = settings.bot_token.get_secret_value().partition(":")[0][:20]
        self._keeper = Keeper(database, conversations.bell, bot_id)
        self._ears = Ears(database, conversations, self._bot, limit, clock)
        self._delivery = Delivery(database, conversations, wording, self._bot, clock)
        self._media = TelegramMedia(self._bot)
        conversations.bring_media_from(CHANNEL, self._media)
        secret = settings.webhook_secret
        self.router: APIRouter | None = (
            Door(self._keeper, secret.get_secret_value()).router if secret else None
        )

    async def start(self) -> Callable[[], Awaitable[None]]:
        """Begin to listen and to deliver, in the background; returns what ends it.

        Telegram need not be reachable: the channel goes on trying. The database must have its
        tables.
        """
        running = asyncio.create_task(self._run())

        async def stop() -> None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await self._media.close()
            for request in self._requests:
                await request.shutdown()

        return stop

    async def _run(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._ears.listen())
                if not await known_to_telegram(self._bot):
                    return
                tasks.create_task(self._delivery.deliver())
                tasks.create_task(show_commands(self._bot, self._wording))
                if self.router is None:
                    tasks.create_task(poll(self._bot, self._keeper, self._database))
                else:
                    tasks.create_task(bring_updates_here(self._bot, self._settings))
        except* Exception:
            log.exception("the Telegram channel has ended; nothing that was said is lost")


def wire(more_seconds: float) -> HTTPXRequest:
    """Requests to Telegram, whose answer may take so many seconds more than usual."""
    return HTTPXRequest(
        read_timeout=more_seconds + REQUEST_SECONDS,
        connect_timeout=REQUEST_SECONDS,
        httpx_kwargs=bounded(most_bytes=UPDATES_AT_ONCE * MOST_BYTES),
    )


def _bot(settings: TelegramSettings, polling: HTTPXRequest, other: HTTPXRequest) -> Bot:
    return Bot(
        settings.bot_token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=other,
        get_updates_request=polling,
    )
