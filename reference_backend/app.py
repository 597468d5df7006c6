"""Assembles the reference backend."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI
from starlette.concurrency import run_in_threadpool

from reference_backend import problems
from reference_backend.access import require_key
from reference_backend.database import Database
from reference_backend.routes import applications, consumers, health, outages, places, tickets
from reference_backend.settings import Settings


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The app on records that are migrated already; it closes them when it ends."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(database.close)

    app = FastAPI(title="Utility backend", version="1", lifespan=lifespan)
    app.state.settings = settings
    app.state.database = database
    problems.install(app)
    app.include_router(health.router)
    records = APIRouter(
        prefix="/api/v1", dependencies=[Depends(require_key)], responses=problems.DOCUMENTED
    )
    for part in (tickets, consumers, applications, outages, places):
        records.include_router(part.router)
    app.include_router(records)
    return app
