"""Health of the gateway. It is ready without Rasa: messages are kept until Rasa is back."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

router = APIRouter(prefix="/health")


@router.get("/live")
async def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@router.get("/ready")
async def ready(request: Request) -> JSONResponse:
    """The database answers; what else is away is named beside it."""
    state = request.app.state
    try:
        await state.database.ping()
        database = "ok"
    except SQLAlchemyError:
        database = "unreachable"
    rasa = "ok" if await state.rasa.is_up() else "unreachable"
    status = HTTPStatus.OK if database == "ok" else HTTPStatus.SERVICE_UNAVAILABLE
    # Neither of the others keeps a message from being taken, so neither makes this part unready.
    components = {"database": database, "rasa": rasa}
    if state.link:  # one gateway on SQLite needs none
        components["redis"] = "ok" if state.link.answers else "unreachable"
    return JSONResponse({"status": database, "components": components}, status_code=status)
