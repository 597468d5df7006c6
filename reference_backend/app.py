"""Assembles the reference backend."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from reference_backend import metrics, problems
from reference_backend.clockwork import (
    forget_notices,
    hand_over_applications,
    keep_time,
    send_notices,
)
from reference_backend.database import Database
from reference_backend.portals.courier import Courier
from reference_backend.routes import (
    applications,
    attachments,
    billing,
    connections,
    consumers,
    health,
    outages,
    places,
    reports,
    tickets,
)
from reference_backend.sending import Sender, notices
from reference_backend.settings import Settings
from watching.requests import Watched


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The app on records that are migrated already; it closes them when it ends."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        working = [asyncio.create_task(task) for task in _work(settings, database)]
        try:
            yield
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            await run_in_threadpool(database.close)

    app = FastAPI(title="Utility backend", version="1", lifespan=lifespan)
    app.state.settings = settings
    app.state.database = database
    problems.install(app)
    # What people wait for comes first; each is looked at until one fits.
    parts = (
        *(tickets, outages, consumers, applications, attachments, billing, connections),
        *(places, reports, health, metrics),
    )
    for part in parts:
        app.router.routes.extend(part.router.routes)
    app.webhooks.post("notices")(notices)
    app.add_middleware(Watched, seconds=metrics.REQUEST_SECONDS, joins_callers=True)
    return app


def _work(settings: Settings, database: Database) -> list[Coroutine[Any, Any, None]]:
    """What runs beside the requests."""
    work = [keep_time(database)]
    if settings.notices_url:
        sender = Sender(database, settings.notices_url, settings.notices_secret)
        work.append(send_notices(sender))
    else:
        work.append(forget_notices(database))
    if portals := settings.portals():
        work.append(hand_over_applications(Courier(database, portals)))
    return work
