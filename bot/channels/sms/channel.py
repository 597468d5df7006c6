"""Puts the channel together, starts and ends it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from fastapi import APIRouter

from bot.channels.sms.delivery import Delivery
from bot.channels.sms.errors import BadTemplates
from bot.channels.sms.forms import form_of
from bot.channels.sms.provider import Provider
from bot.channels.sms.reports import Reports
from bot.channels.sms.templates import Templates, approve
from bot.settings import SmsSettings
from bot.store.database import Database
from bot.wording import Wording


class Channel:
    """One header of one principal entity at one provider; `router` takes delivery reports.

    Raises BadTemplates (also if no template has an id) and UnknownProvider.
    """

    def __init__(
        self,
        settings: SmsSettings,
        database: Database,
        wording: Wording,
        clock: Callable[[], datetime],
    ) -> None:
        templates = Templates(settings.templates, wording.shown)
        if not len(templates):
            raise BadTemplates(f"{settings.templates}: no template has an id")
        approve(templates)
        form = form_of(settings.provider)
        key = settings.api_key.get_secret_value()
        self._provider = Provider(
            settings.api_url,
            key,
            form,
            header=settings.header,
            entity=settings.principal_entity_id,
        )
        self._delivery = Delivery(database, self._provider, clock)
        self.router: APIRouter = Reports(
            database, clock, settings.provider, settings.hook_secret
        ).router

    async def start(self) -> Callable[[], Awaitable[None]]:
        """Begin to deliver, in the background; returns what ends it.

        The provider need not be reachable. The database must have its tables.
        """
        running = asyncio.create_task(self._delivery.deliver())

        async def stop() -> None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await self._provider.close()

        return stop
