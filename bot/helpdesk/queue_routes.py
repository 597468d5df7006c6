"""The list of chats, and the stream that tells when something of it changed."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from bot.conversations.bell import DESK, Bell, rung
from bot.helpdesk import queue
from bot.helpdesk.asking import Viewer
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.staff.web import page, permitted

router = APIRouter(prefix="/desk", include_in_schema=False)

QUEUE_PAGE = "helpdesk/templates/queue.html"
QUEUE_ROWS = "helpdesk/templates/queue_rows.html"
STILL_HERE_SECONDS = 20.0
RECONNECT_MILLISECONDS = 2000

Start = Annotated[int, Query(ge=0, le=100_000)]
Division = Annotated[str, Query(max_length=80)]


@router.get("")
async def chats(
    request: Request, member: Viewer, division: Division = "", start: Start = 0
) -> Response:
    """The list of chats."""
    return await _queue(request, member, QUEUE_PAGE, division, start)


@router.get("/queue")
async def rows(
    request: Request, member: Viewer, division: Division = "", start: Start = 0
) -> Response:
    """The list alone, for the script that keeps it up to date."""
    return await _queue(request, member, QUEUE_ROWS, division, start)


@router.get("/events", dependencies=[Depends(permitted(May.SEE_QUEUE))])
async def events(request: Request) -> StreamingResponse:
    """A line whenever a chat changed hands or something was said: reason to look again."""
    return StreamingResponse(
        _rings(request.app.state.conversations.bell),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _queue(
    request: Request, member: SignedIn, template: str, division: str, start: int
) -> Response:
    database = request.app.state.database
    found = await queue.page_of(database, member, division=division or None, start=start)
    names = await queue.divisions(database, member)
    now = request.app.state.clock()
    words = {"found": found, "division": division, "divisions": names, "now": now}
    return page(request, template, member, at_once=queue.AT_ONCE, **words)


async def _rings(bell: Bell) -> AsyncIterator[str]:
    yield f"retry: {RECONNECT_MILLISECONDS}\n\n"
    with bell.listen(DESK) as ringing:
        while True:
            again = await rung(ringing, STILL_HERE_SECONDS)
            yield "event: changed\ndata: {}\n\n" if again else ": still here\n\n"
