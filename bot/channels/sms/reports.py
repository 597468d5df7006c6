"""Delivery reports of the SMS provider: what became of an SMS that it has taken."""

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.hooks import check_secret, fields_of
from bot.channels.sms import letters
from bot.channels.sms.forms import form_of
from bot.store.database import Database

log = logging.getLogger(__name__)

PATH = "/hooks/sms/{provider}/{secret}"


class Reports:
    """`GET` or `POST /hooks/sms/{provider}/{secret}`, for the provider that is configured."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        provider: str,
        secret: SecretStr | None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._provider = provider
        self._form = form_of(provider)
        self._secret = secret
        self.router = APIRouter()
        self.router.add_api_route(PATH, self.report, methods=["GET", "POST"])

    async def report(self, provider: str, secret: str, request: Request) -> Response:
        """Note a report: 200 also for one that says nothing to us, so that it is not repeated."""
        check_secret(secret, self._secret)
        if provider != self._provider:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        report = self._form.report(await fields_of(request))
        if report is None:
            return Response()
        try:
            async with self._database.writing() as session:
                known = await letters.note_report(session, report, self._clock())
        except SQLAlchemyError as error:
            log.error("a delivery report cannot be stored: %s", type(error).__name__)
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE) from error
        if not known:
            log.warning("a delivery report of an SMS that nobody knows")
        return Response()
