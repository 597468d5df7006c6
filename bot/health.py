"""Health of the gateway. It is ready without Rasa: messages are kept until Rasa is back."""

import asyncio
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database

router = APIRouter(prefix="/health")


@router.get("/live")
async def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@router.get("/ready")
async def ready(request: Request) -> JSONResponse:
    """The database answers; what else is away is named beside it."""
    state = request.app.state
    # At once: whoever probes waits for three seconds, and each may take two.
    database_up, rasa_up = await asyncio.gather(_answers(state.database), state.rasa.is_up())
    database = "ok" if database_up else "unreachable"
    rasa = "ok" if rasa_up else "unreachable"
    status = HTTPStatus.OK if database_up else HTTPStatus.SERVICE_UNAVAILABLE
    # Neither of the others keeps a message from being taken, so neither makes this part unready.
    components = {"database": database, "rasa": rasa}
    if state.link:  # one gateway on SQLite needs none
        components["redis"] = "ok" if state.link.answers else "unreachable"
    return JSONResponse({"status": database, "components": components}, status_code=status)


async def _answers(database: Database) -> bool:
    try:
        await database.ping()
    except (SQLAlchemyError, TimeoutError):
        return False
    return True
