"""Meta's notices over HTTP: nothing is read before its signature fits, nothing is
acknowledged before it is stored."""

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Query, Request
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.whatsapp.errors import NotANotice, NotMetas
from bot.channels.whatsapp.inbox import keep
from bot.channels.whatsapp.listening import ARRIVED
from bot.channels.whatsapp.notices import Notice, read_notice
from bot.channels.whatsapp.people import CHANNEL
from bot.channels.whatsapp.receipts import note_receipts
from bot.channels.whatsapp.signature import check_signature
from bot.conversations.bell import DESK, Bell
from bot.store.database import Database
from watching.access import same_secret

log = logging.getLogger(__name__)

PATH = "/webhooks/whatsapp"
MOST_BYTES = 3 * 1024 * 1024  # Meta's own bound of a batch


class Door:
    """Takes Meta's requests for one number."""

    def __init__(
        self,
        database: Database,
        bell: Bell,
        clock: Callable[[], datetime],
        *,
        phone_number_id: str,
        app_secret: str,
        verify_token: str,
    ) -> None:
        self._database = database
        self._bell = bell
        self._clock = clock
        self._phone_number_id = phone_number_id
        self._app_secret = app_secret
        self._verify_token = verify_token
        self.router = APIRouter(prefix=PATH)
        self.router.get("")(self.verify)
        self.router.post("")(self.notice)

    async def verify(
        self,
        mode: Annotated[str, Query(alias="hub.mode")] = "",
        token: Annotated[str, Query(alias="hub.verify_token")] = "",
        challenge: Annotated[str, Query(alias="hub.challenge", max_length=1000)] = "",
    ) -> PlainTextResponse:
        """Answer Meta's question whether this address is ours; 403 for anybody else's."""
        if mode != "subscribe" or not same_secret(token, self._verify_token):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        return PlainTextResponse(challenge)

    async def notice(
        self, request: Request, x_hub_signature_256: Annotated[str, Header()] = ""
    ) -> Response:
        """Store what a delivery holds: 200 once it is, 403 without Meta's signature."""
        body = await request.body()
        now = self._clock()
        try:
            check_signature(body, x_hub_signature_256, self._app_secret)
            notice = read_notice(body, self._phone_number_id, now)
        except NotMetas as error:
            log.warning("a request to the WhatsApp webhook without Meta's signature is refused")
            raise HTTPException(HTTPStatus.FORBIDDEN) from error
        except NotANotice as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from error
        if notice.sayings or notice.receipts:
            await self._store(notice, now)
            self._bell.ring(ARRIVED, CHANNEL, *([DESK] if notice.receipts else []))
        return Response()

    async def _store(self, notice: Notice, now: datetime) -> None:
        try:
            async with self._database.writing(hurried=True) as session:
                await keep(session, notice.sayings)
                await note_receipts(session, notice.receipts, now)
        except SQLAlchemyError as error:
            # Meta keeps what is not acknowledged, and brings it again.
            # Its text would show what people wrote.
            log.error("what came by WhatsApp cannot be stored: %s", type(error).__name__)
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE) from error
