"""The utility's notices over HTTP: nothing is read before its signature fits, nothing is
acknowledged before it is stored."""

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Request
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import NotTheUtilitys
from bot.notices.desk import Desk, Event
from bot.notices.signature import check_signature

log = logging.getLogger(__name__)

PATH = "/hooks/notices"


class Door:
    """Takes signed notices of one utility."""

    def __init__(self, desk: Desk, secret: str, clock: Callable[[], datetime]) -> None:
        self._desk = desk
        self._secret = secret
        self._clock = clock
        self.router = APIRouter(prefix=PATH)
        self.router.post("")(self.take)

    async def take(
        self, request: Request, x_notice_signature: Annotated[str, Header()] = ""
    ) -> dict[str, str]:
        """200 once the notice is stored, however often it comes, with the moment at which people
        hear of it; 403 without the utility's signature, 422 for what cannot be read."""
        body = await request.body()
        try:
            check_signature(body, x_notice_signature, self._secret, self._clock())
            event = Event.model_validate_json(body)
        except NotTheUtilitys as error:
            log.warning("a notice without the utility's signature is refused")
            raise HTTPException(HTTPStatus.FORBIDDEN) from error
        except ValidationError as error:
            raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY) from error
        try:
            told_at = await self._desk.take(event)
        except SQLAlchemyError as error:
            log.error("a notice cannot be stored: %s", type(error).__name__)
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE) from error
        return {"told_at": told_at.isoformat()}
