"""Signing in and out; who may sign in; what everybody did."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from bot.channels.web.routes import address_of
from bot.errors import TooFast
from bot.staff import audit, members, sessions
from bot.staff.errors import LoginTaken, WeakPassword, WrongPassword
from bot.staff.members import NewMember
from bot.staff.roles import May, Role
from bot.staff.sessions import SignedIn
from bot.staff.tables import StaffMember
from bot.staff.web import COOKIE, page, permitted, put_cookie, safe_next, signed_in

router = APIRouter(include_in_schema=False)

LOGIN_PAGE = "staff/templates/login.html"
STAFF_PAGE = "staff/templates/staff.html"
Text = Annotated[str, Form(max_length=500)]
Member = Annotated[SignedIn, Depends(signed_in)]
Manager = Annotated[SignedIn, Depends(permitted(May.MANAGE_STAFF))]
Auditor = Annotated[SignedIn, Depends(permitted(May.SEE_AUDIT))]


@router.get("/login")
async def login_page(request: Request, next: Annotated[str, Query()] = "/desk") -> Response:
    """The form to sign in."""
    return page(request, LOGIN_PAGE, None, next=safe_next(next), problem=None)


@router.post("/login")
async def login(request: Request, login: Text, password: Text, next: Text = "/desk") -> Response:
    """Begin a session and go where the person wanted to be.

    The form bears no token: it does nothing for somebody who does not know the password, and
    a cookie that other sites cannot send is all that follows from it.
    """
    state = request.app.state
    try:
        await state.login_limit.take(f"address:{address_of(request)}")
        await state.login_limit.take(f"login:{login[:60]}")
        token = await sessions.sign_in(state.database, login.strip(), password, state.clock())
    except (WrongPassword, TooFast) as problem:
        status = (
            HTTPStatus.UNAUTHORIZED
            if isinstance(problem, WrongPassword)
            else HTTPStatus.TOO_MANY_REQUESTS
        )
        kind = type(problem).__name__
        return page(request, LOGIN_PAGE, None, next=safe_next(next), problem=kind, status=status)
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
async def choose_language(request: Request, member: Member, language: Text) -> Response:
    """Show the pages of staff in another language."""
    await members.choose_language(request.app.state.database, member.id, language)
    return RedirectResponse(request.headers.get("Referer", "/desk"), HTTPStatus.SEE_OTHER)


@router.get("/staff")
async def staff(request: Request, member: Manager) -> Response:
    """Everybody who may sign in."""
    return await _staff_page(request, member)


@router.post("/staff")
async def add(
    request: Request,
    member: Manager,
    login: Text,
    name: Text,
    role: Annotated[Role, Form()],
    password: Text,
    divisions: Text = "",
) -> Response:
    """Add somebody; divisions by name, with commas between them."""
    state = request.app.state
    wanted = NewMember(login.strip(), name.strip(), role, _names(divisions), password)
    try:
        await members.add(state.database, wanted, member.id, state.clock())
    except (LoginTaken, WeakPassword) as problem:
        kind = type(problem).__name__
        return await _staff_page(request, member, kind, HTTPStatus.UNPROCESSABLE_ENTITY)
    return RedirectResponse("/staff", HTTPStatus.SEE_OTHER)


@router.post("/staff/{staff_id}")
async def change(
    request: Request,
    member: Manager,
    staff_id: int,
    role: Annotated[Role, Form()],
    divisions: Text = "",
    active: Annotated[bool, Form()] = False,
) -> Response:
    """Change what somebody may do; it ends their sessions."""
    state = request.app.state
    await members.change(
        state.database,
        staff_id,
        member.id,
        state.clock(),
        role=role,
        divisions=_names(divisions),
        active=active or staff_id == member.id,  # nobody locks themselves out
    )
    return RedirectResponse("/staff", HTTPStatus.SEE_OTHER)


@router.post("/desk/password")
async def change_password(
    request: Request, member: Member, old_password: Text, new_password: Text
) -> Response:
    """Choose another password; every session ends, this one too."""
    state = request.app.state
    await state.login_limit.take(f"login:{member.login}")
    mine = await members.with_password(state.database, member.id, old_password)
    await members.set_password(state.database, mine, new_password, member.id, state.clock())
    return RedirectResponse("/login", HTTPStatus.SEE_OTHER)


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


async def _staff_page(
    request: Request, member: SignedIn, problem: str | None = None, status: int = HTTPStatus.OK
) -> Response:
    everybody: list[StaffMember] = list(await members.everybody(request.app.state.database))
    words = {"everybody": everybody, "roles": list(Role), "problem": problem, "status": status}
    return page(request, STAFF_PAGE, member, **words)


def _names(divisions: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in divisions.split(",") if name.strip())
