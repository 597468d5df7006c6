"""Signing in and out, one's own language and password, and the record of what everybody did."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from bot.channels.web.routes import address_of
from bot.errors import TooFast
from bot.staff import audit, members, sessions
from bot.staff.errors import Forged, WeakPassword, WrongPassword
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.staff.web import (
    COOKIE,
    page,
    permitted,
    put_cookie,
    safe_next,
    sign_in_page,
    signed_in,
    status_of,
)

router = APIRouter(include_in_schema=False)

PASSWORD_PAGE = "staff/templates/password.html"  # noqa: S105 - a template
Text = Annotated[str, Form(max_length=500)]
Member = Annotated[SignedIn, Depends(signed_in)]
Auditor = Annotated[SignedIn, Depends(permitted(May.SEE_AUDIT))]


@router.get("/login")
async def login_page(request: Request, next: Annotated[str, Query()] = "/desk") -> Response:
    """The form to sign in."""
    return sign_in_page(request, next)


@router.post("/login")
async def login(request: Request, login: Text, password: Text, next: Text = "/desk") -> Response:
    """Begin a session and go where the person wanted to be.

    The form bears no token, as there is no session yet. That another site sent it, to have
    somebody work under its own login, the browser says. Raises Forged.
    """
    state = request.app.state
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        raise Forged
    try:
        await state.login_limit.take(f"address:{address_of(request)}")
        await state.login_limit.take(f"login:{login[:60]}")
        token = await sessions.sign_in(state.database, login.strip(), password, state.clock())
    except (WrongPassword, TooFast) as problem:
        return sign_in_page(request, next, problem)
    response = RedirectResponse(safe_next(next), HTTPStatus.SEE_OTHER)
    put_cookie(request, response, token)
    return response


@router.post("/logout", dependencies=[Depends(signed_in)])
async def logout(request: Request) -> Response:
    """End this session."""
    state = request.app.state
    await sessions.sign_out(state.database, request.cookies[COOKIE], state.clock())
    response = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    response.delete_cookie(COOKIE)
    return response


@router.post("/desk/language")
async def choose_language(
    request: Request, member: Member, language: Text, next: Text = "/desk"
) -> Response:
    """Show the pages of staff in another language, this one first."""
    await members.choose_language(request.app.state.database, member.id, language)
    return RedirectResponse(safe_next(next), HTTPStatus.SEE_OTHER)


@router.get("/desk/password")
async def password_page(request: Request, member: Member, done: bool = False) -> Response:
    """The form for another password."""
    return page(request, PASSWORD_PAGE, member, problem=None, done=done)


@router.post("/desk/password")
async def change_password(
    request: Request, member: Member, old_password: Text, new_password: Text
) -> Response:
    """Choose another password; sessions elsewhere end, where somebody may know the old one."""
    state = request.app.state
    here = request.cookies[COOKIE]
    try:
        await state.login_limit.take(f"login:{member.login}")
        mine = await members.with_password(state.database, member.id, old_password)
        now = state.clock()
        await members.set_password(state.database, mine, new_password, mine.id, now, but=here)
    except (WrongPassword, WeakPassword, TooFast) as problem:
        words = {"problem": type(problem).__name__, "done": False, "status": status_of(problem)}
        return page(request, PASSWORD_PAGE, member, **words)
    return RedirectResponse("/desk/password?done=true", HTTPStatus.SEE_OTHER)


@router.get("/audit")
async def audit_page(
    request: Request,
    member: Auditor,
    before: Annotated[int | None, Query(ge=0, lt=10**18)] = None,
) -> Response:
    """What everybody did, the latest first."""
    database = request.app.state.database
    logins = {one.id: one.login for one in await members.everybody(database)}
    found = await audit.deeds(database, before=before)
    return page(request, "staff/templates/audit.html", member, deeds=found, logins=logins)
