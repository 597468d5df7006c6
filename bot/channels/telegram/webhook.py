"""Telegram's updates over HTTP: nothing is read without the secret, nothing is acknowledged
before it is stored."""

import logging
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.telegram.errors import NotAnUpdate
from bot.channels.telegram.keeping import Keeper
from bot.channels.telegram.updates import parse
from watching.access import same_secret

log = logging.getLogger(__name__)

PATH = "/webhooks/telegram"
# Two texts of 4,096 characters (a message and the one that it answers), each character at worst
# two escapes of six bytes, with as many formats as Telegram allows: below 200 KiB.
MOST_BYTES = 256 * 1024


class Door:
    """Takes Telegram's requests for one bot."""

    def __init__(self, keeper: Keeper, secret: str) -> None:
        self._keeper = keeper
        self._secret = secret
        self.router = APIRouter()
        self.router.post(PATH)(self.update)

    async def update(
        self, request: Request, x_telegram_bot_api_secret_token: Annotated[str, Header()] = ""
    ) -> Response:
        """Store an update: 200 once it is, 403 without the secret that Telegram was given."""
        if not same_secret(x_telegram_bot_api_secret_token, self._secret):
            log.warning("a request to the Telegram webhook without the secret is refused")
            raise HTTPException(HTTPStatus.FORBIDDEN)
        try:
            update = parse(await request.body())
        except NotAnUpdate as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from error
        if update is None:
            return Response()  # brought again, it would be no better
        try:
            await self._keeper.keep([update])
        except SQLAlchemyError as error:
            # Telegram keeps what is not acknowledged, and brings it again.
            # Its text would show what people wrote.
            log.error("an update cannot be stored: %s", type(error).__name__)
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE) from error
        return Response()
