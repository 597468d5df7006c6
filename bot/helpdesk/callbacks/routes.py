"""The page of those who are to be telephoned, and what staff do on it."""

from collections.abc import Awaitable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Path, Request
from starlette.responses import Response

from bot.helpdesk.asking import Talker, Viewer
from bot.helpdesk.callbacks import calling, listing
from bot.helpdesk.callbacks.calling import Outcome
from bot.helpdesk.callbacks.rules import rules
from bot.helpdesk.deeds import done_at
from bot.helpdesk.errors import UnknownCallback
from bot.helpdesk.queue_routes import Start
from bot.staff.sessions import SignedIn
from bot.staff.web import page
from bot.store.database import Database

HERE = "/desk/callbacks"
LIST_PAGE = "helpdesk/templates/callbacks.html"
LIST_ROWS = "helpdesk/templates/callback_rows.html"

router = APIRouter(prefix=HERE, include_in_schema=False)

Number = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("")
async def callbacks(
    request: Request, member: Viewer, start: Start = 0, problem: str = ""
) -> Response:
    """Everybody who is to be telephoned."""
    return await _list(request, member, LIST_PAGE, start, problem)


@router.get("/rows")
async def rows(request: Request, member: Viewer, start: Start = 0) -> Response:
    """The list alone, for the script that keeps it up to date."""
    return await _list(request, member, LIST_ROWS, start)


@router.post("/{callback_id}/claim")
async def claim(request: Request, member: Talker, callback_id: Number) -> Response:
    """Take a number to call it."""
    return await _done(request, calling.claim(*_deed(request, callback_id, member)))


@router.post("/{callback_id}/outcome")
async def outcome(
    request: Request, member: Talker, callback_id: Number, outcome: Annotated[Outcome, Form()]
) -> Response:
    """Say what came of a call."""
    database, number, staff, now = _deed(request, callback_id, member)
    return await _done(request, calling.note(database, number, staff, outcome, now))


@router.post("/{callback_id}/let-go")
async def let_go(request: Request, member: Talker, callback_id: Number) -> Response:
    """Give a number back that was not called."""
    return await _done(request, calling.let_go(*_deed(request, callback_id, member)))


def _deed(
    request: Request, callback_id: int, member: SignedIn
) -> tuple[Database, int, SignedIn, datetime]:
    return request.app.state.database, callback_id, member, request.app.state.clock()


async def _done(request: Request, deed: Awaitable[object]) -> Response:
    try:
        return await done_at(request, HERE, deed)
    except UnknownCallback as error:
        raise HTTPException(HTTPStatus.NOT_FOUND) from error


async def _list(
    request: Request, member: SignedIn, template: str, start: int, problem: str = ""
) -> Response:
    state = request.app.state
    now = state.clock()
    return page(
        request,
        template,
        member,
        found=await listing.page_of(state.database, member, now, start),
        at_once=listing.AT_ONCE,
        most_attempts=rules().attempts,
        outcomes=tuple(Outcome),
        now=now,
        problem=problem if problem.isalpha() else "",
    )
