"""What telephone companies call when somebody has called us: stored, then acknowledged."""

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.hooks import check_secret, fields_of
from bot.channels.missed_call import calls
from bot.channels.missed_call.forms import form_of
from bot.conversations.bell import DESK, Bell
from bot.store.database import Database

log = logging.getLogger(__name__)

PATH = "/hooks/missed-call/{provider}/{secret}"
CALLED = "missed calls"  # the bell


class Door:
    """`GET` or `POST /hooks/missed-call/{provider}/{secret}`."""

    def __init__(
        self, database: Database, bell: Bell, clock: Callable[[], datetime], secret: SecretStr
    ) -> None:
        self._database = database
        self._bell = bell
        self._clock = clock
        self._secret = secret
        self.router = APIRouter()
        self.router.add_api_route(PATH, self.called, methods=["GET", "POST"])

    async def called(self, provider: str, secret: str, request: Request) -> Response:
        """Store a call. 200 also for a call that is none for us, so that the company is content;
        404 for an unknown company or a wrong secret, 503 if the call cannot be stored."""
        check_secret(secret, self._secret)
        form = form_of(provider)
        if form is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        call = form.call_in(await fields_of(request))
        if call is None:
            log.info("%s told of a call that is no missed call of a mobile number", provider)
        else:
            try:
                await calls.keep(self._database, provider, call, self._clock())
            except SQLAlchemyError as error:
                log.error("a missed call cannot be stored: %s", type(error).__name__)
                raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE) from error
            self._bell.ring(CALLED, DESK)
        return Response(form.answer.body, media_type=form.answer.type)
