"""What runs in a gateway beside its requests, from its start to its end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from bot.conversations.worker import answer_what_stayed_open
from bot.notices.teller import Teller
from bot.shared.wakeups import WakeUps


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Start whatever works beside the requests; end it, and close what was opened."""
    state = app.state
    async with AsyncExitStack() as parts:
        parts.push_async_callback(state.database.close)
        parts.push_async_callback(state.rasa.close)
        parts.push_async_callback(state.keeper.close)
        if state.openid:
            parts.push_async_callback(state.openid.close)
        if state.reports_backend:
            parts.push_async_callback(state.reports_backend.aclose)
        parts.push_async_callback(state.conversations.close)
        await state.database.migrate()
        state.keeper.start(state.conversations.bell)
        if state.link:
            parts.push_async_callback(state.link.close)
            wake_ups = WakeUps(state.link, state.conversations.bell)
            for work in (state.link.watch(), wake_ups.carry()):
                parts.push_async_callback(_ended, asyncio.create_task(work))
        worker = asyncio.create_task(
            answer_what_stayed_open(state.database, state.conversations, state.clock)
        )
        parts.push_async_callback(_ended, worker)
        teller = Teller(state.database, state.conversations, state.clock)
        parts.push_async_callback(_ended, asyncio.create_task(teller.run()))
        courier = asyncio.create_task(state.conversations.courier.deliver())
        parts.push_async_callback(_ended, courier)
        watch = asyncio.create_task(state.desk_watch.watch())
        parts.push_async_callback(_ended, asyncio.create_task(state.eraser.erase()))
        parts.push_async_callback(_ended, asyncio.create_task(state.retention.keep_on()))
        weather = asyncio.create_task(state.conversations.weather.watch())
        parts.push_async_callback(_ended, weather)
        parts.push_async_callback(_ended, watch)
        parts.push_async_callback(state.deadlines.start())
        for channel in (state.whatsapp, state.telegram, state.sms, state.missed_call):
            if channel:
                parts.push_async_callback(await channel.start())
        yield


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
