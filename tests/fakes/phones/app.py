"""Both providers and the page of their telephones in one server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import httpx
from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi import Path as InPath
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles

from tests.fakes.phones.exchange import Deed, Exchange

STATIC = Path(__file__).parent / "static"
MOST_BYTES = 16 * 1024 * 1024
Provider = Literal["telegram", "whatsapp"]
Number = Annotated[str, InPath(pattern=r"^[6-9][0-9]{9}$")]


class Counter:
    """What the page asks for."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.router = APIRouter()
        self.router.get("/")(self.page)
        self.router.get("/health/ready")(self.ready)
        self.router.get("/phones/{provider}/{number}")(self.shown)
        self.router.post("/phones/{provider}/{number}")(self.done)
        self.router.post("/phones/{provider}/{number}/files")(self.sent)

    async def page(self) -> FileResponse:
        """Both telephones."""
        return FileResponse(STATIC / "index.html")

    async def ready(self) -> dict[str, str]:
        """For whoever starts this process."""
        return {"status": "ok"}

    async def shown(self, provider: Provider, number: Number) -> dict[str, Any]:
        """What stands on a telephone, both sides."""
        return {"lines": self._exchange.phone(provider, number).shown()}

    async def done(self, provider: Provider, number: Number, deed: Deed) -> Response:
        """Its owner writes, taps, sends a place or the number."""
        await self._exchange.do(self._exchange.phone(provider, number), deed)
        return Response(status_code=204)

    async def sent(self, provider: Provider, number: Number, request: Request) -> Response:
        """Its owner sends the file in the body."""
        content = await request.body()
        if len(content) > MOST_BYTES:
            raise HTTPException(413)
        mime_type = request.headers.get("content-type", "application/octet-stream")
        phone = self._exchange.phone(provider, number)
        await self._exchange.send(phone, content, mime_type)
        return Response(status_code=204)


def create_app(gateway: str) -> FastAPI:
    """A server for the gateway at this address: /telegram and /whatsapp/v23.0 are the APIs."""
    exchange = Exchange(gateway)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await exchange.closes()

    app = FastAPI(title="Telephones", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.include_router(Counter(exchange).router)
    app.mount("/telegram", exchange.telegram.app)
    app.mount("/whatsapp", exchange.whatsapp.app)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.exception_handler(httpx.HTTPError)(_gateway_is_away)
    return app


async def _gateway_is_away(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": f"the gateway cannot be reached: {error}"}, 502)
