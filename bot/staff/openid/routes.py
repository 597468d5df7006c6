"""The way to the utility's sign-in service and back."""

import hmac
import logging
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from sqlalchemy import select
from starlette.responses import Response

from bot.channels.web.routes import address_of
from bot.errors import TooFast
from bot.staff import audit, sessions
from bot.staff.openid import attempts
from bot.staff.openid.errors import AttemptGone, NoMember, NotProven, OpenIdError
from bot.staff.openid.service import Service
from bot.staff.tables import SignInAttempt, StaffMember
from bot.staff.web import page, put_cookie, safe_next, sign_in_page
from bot.store.database import Database

log = logging.getLogger(__name__)

PATH = "/login/oidc"
COOKIE = "bijli_attempt"
ENTERED = "staff/templates/entered.html"
SECONDS = int(attempts.LONGEST.total_seconds())
Word = Annotated[str, Query(max_length=4000)]


class Door:
    """Lets those in whom one service vouches for and an administrator has entered."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route(PATH, self.leave, methods=["GET"])
        self.router.add_api_route(f"{PATH}/return", self.come_back, methods=["GET"])

    async def leave(self, request: Request, next: Word = "/desk") -> Response:
        """Send the browser to the service."""
        state = request.app.state
        now = state.clock()
        try:
            await state.login_limit.take(f"address:{address_of(request)}")
            secret, attempt = await attempts.begin(state.database, safe_next(next), now)
            address = await self._service.address_to_ask(secret, attempt, now)
        except (OpenIdError, TooFast) as problem:
            return _refused(request, problem)
        response = RedirectResponse(address)
        # Lax, for it has to come along when the service sends the browser back.
        put_cookie(request, response, secret, COOKIE, path=PATH, samesite="lax", max_age=SECONDS)
        return response

    async def come_back(
        self, request: Request, state: Word = "", code: Word = "", iss: Word = ""
    ) -> Response:
        """Begin a session of whoever the service says has signed in."""
        parts = request.app.state
        now = parts.clock()
        try:
            await parts.login_limit.take(f"address:{address_of(request)}")
            attempt = await _finished(request, state, now)
            member = await _member(parts.database, await self._who(code, iss, attempt, now))
        except (OpenIdError, TooFast) as problem:
            await _note(parts.database, problem, now)
            return _refused(request, problem)
        token = await sessions.begin(parts.database, member, now, by="service")
        # A page and no redirect: a request that follows from another site's would come without
        # the cookie that other sites cannot send.
        response = page(request, ENTERED, None, speaking=member.language, to=attempt.next_page)
        put_cookie(request, response, token)
        response.delete_cookie(COOKIE, path=PATH)
        return response

    async def _who(self, code: str, issuer: str, attempt: SignInAttempt, now: datetime) -> str:
        if not code:
            raise NotProven("the service gave no code")
        if issuer and issuer != self._service.issuer:
            raise NotProven("the answer of another service")  # RFC 9207
        return await self._service.who(code, attempt, now)


async def _finished(request: Request, state: str, now: datetime) -> SignInAttempt:
    own = request.cookies.get(COOKIE, "")
    # Without this a stranger could have somebody come back into the stranger's account.
    if not state or not hmac.compare_digest(own.encode(), state.encode()):
        raise AttemptGone
    return await attempts.finish(request.app.state.database, state, now)


async def _member(database: Database, subject: str) -> StaffMember:
    async with database.session() as session:
        member = await session.scalar(select(StaffMember).where(StaffMember.subject == subject))
    if member is None or not member.active:
        raise NoMember(subject)
    return member


async def _note(database: Database, problem: OpenIdError | TooFast, now: datetime) -> None:
    """A refusal on the record; who is not entered yet is named, so that they can be."""
    if isinstance(problem, TooFast):
        return
    log.warning("no sign-in by the utility's service: %r", problem)
    named = {"subject_there": str(problem)[:255]} if isinstance(problem, NoMember) else {}
    async with database.writing() as session:
        audit.note(session, None, "sign_in_refused", now, why=type(problem).__name__, **named)


def _refused(request: Request, problem: OpenIdError | TooFast) -> Response:
    return sign_in_page(request, "/desk", problem)
