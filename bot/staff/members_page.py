"""The administrator's page: who may sign in, and what each of them may do."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from bot.staff import members
from bot.staff.errors import LoginTaken, NoWayIn, UnknownMember, WeakPassword
from bot.staff.members import NewMember, Rights
from bot.staff.roles import May, Role
from bot.staff.sessions import SignedIn
from bot.staff.web import page, permitted, status_of

router = APIRouter(include_in_schema=False)

STAFF_PAGE = "staff/templates/staff.html"
Text = Annotated[str, Form(max_length=500)]
Manager = Annotated[SignedIn, Depends(permitted(May.MANAGE_STAFF))]
Problem = LoginTaken | NoWayIn | UnknownMember | WeakPassword
PROBLEMS = (LoginTaken, NoWayIn, UnknownMember, WeakPassword)


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
    password: Text = "",
    divisions: Text = "",
    subject: Text = "",
) -> Response:
    """Add somebody; divisions by name, with commas between them."""
    state = request.app.state
    wanted = NewMember(
        login.strip(), name.strip(), role, _names(divisions), password or None, subject or None
    )
    try:
        await members.add(state.database, wanted, member.id, state.clock())
    except PROBLEMS as problem:
        return await _staff_page(request, member, problem)
    return RedirectResponse("/staff", HTTPStatus.SEE_OTHER)


@router.post("/staff/{staff_id}")
async def change(
    request: Request,
    member: Manager,
    staff_id: int,
    role: Annotated[Role, Form()],
    divisions: Text = "",
    subject: Text = "",
    active: Annotated[bool, Form()] = False,
) -> Response:
    """Change what somebody may do; it ends their sessions."""
    state = request.app.state
    if staff_id == member.id:
        role, active = member.role, True  # nobody locks themselves out
    rights = Rights(role, _names(divisions), active, subject.strip() or None)
    try:
        await members.change(state.database, staff_id, rights, member.id, state.clock())
    except PROBLEMS as problem:
        return await _staff_page(request, member, problem)
    return RedirectResponse("/staff", HTTPStatus.SEE_OTHER)


@router.post("/staff/{staff_id}/sign-out")
async def sign_out(request: Request, member: Manager, staff_id: int) -> Response:
    """End somebody's sessions: a telephone was lost, a desk was left."""
    state = request.app.state
    try:
        await members.sign_out_everywhere(state.database, staff_id, member.id, state.clock())
    except UnknownMember as problem:
        return await _staff_page(request, member, problem)
    return RedirectResponse("/staff", HTTPStatus.SEE_OTHER)


@router.post("/staff/{staff_id}/password")
async def reset_password(request: Request, member: Manager, staff_id: int) -> Response:
    """A new password, shown this once, for somebody who has forgotten theirs."""
    state = request.app.state
    try:
        new = await members.reset_password(state.database, staff_id, member.id, state.clock())
    except UnknownMember as problem:
        return await _staff_page(request, member, problem)
    return await _staff_page(request, member, given=(staff_id, new))


async def _staff_page(
    request: Request,
    member: SignedIn,
    problem: Problem | None = None,
    given: tuple[int, str] | None = None,
) -> Response:
    return page(
        request,
        STAFF_PAGE,
        member,
        everybody=await members.everybody(request.app.state.database),
        roles=list(Role),
        problem=type(problem).__name__ if problem else None,
        given=given,
        by_service=request.app.state.settings.openid is not None,
        status=status_of(problem),
    )


def _names(divisions: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in divisions.split(",") if name.strip())
