"""The console: the list of chats, one chat, and what staff do in it. Every page works without
scripts; a script only saves the reloading."""

from collections.abc import AsyncIterator, Awaitable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette.responses import Response

from bot.conversations.bell import DESK, Bell, rung
from bot.errors import UnacceptableMessage
from bot.helpdesk import owning, queue
from bot.helpdesk.canned import canned
from bot.helpdesk.errors import DeskError, NotYours
from bot.messages import InboundMessage
from bot.staff import audit
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.staff.web import page, permitted
from bot.store.database import Database
from bot.store.transcript import transcript

router = APIRouter(prefix="/desk", include_in_schema=False)

QUEUE_PAGE = "helpdesk/templates/queue.html"
QUEUE_ROWS = "helpdesk/templates/queue_rows.html"
CHAT_PAGE = "helpdesk/templates/chat.html"
CHAT_ENTRIES = "helpdesk/templates/entries.html"
STILL_HERE_SECONDS = 20.0
RECONNECT_MILLISECONDS = 2000
# The open form asks its question again when the bot has the chat back.
GO_ON = '/inform{"again": "yes"}'

Viewer = Annotated[SignedIn, Depends(permitted(May.SEE_QUEUE))]
Talker = Annotated[SignedIn, Depends(permitted(May.TAKE_CHATS))]
Words = Annotated[str, Form(max_length=20_000)]
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


@router.get("/chats/{conversation_id}")
async def chat(
    request: Request, member: Viewer, conversation_id: str, problem: str = ""
) -> Response:
    """One chat. That somebody looked at it is noted."""
    state = request.app.state
    response = await _chat(request, member, conversation_id, CHAT_PAGE, problem)
    async with state.database.writing() as session:
        audit.note(session, member.id, "chat_seen", state.clock(), conversation_id)
    return response


@router.get("/chats/{conversation_id}/entries")
async def entries(request: Request, member: Viewer, conversation_id: str) -> Response:
    """What was said, for the script that keeps it up to date."""
    return await _chat(request, member, conversation_id, CHAT_ENTRIES)


@router.post("/chats/{conversation_id}/claim")
async def claim(request: Request, member: Talker, conversation_id: str) -> Response:
    """Take the chat."""
    await queue.seen_by(request.app.state.database, conversation_id, member)
    deed = owning.claim(*_deed(request, conversation_id, member))
    return await _done(request, conversation_id, deed)


@router.post("/chats/{conversation_id}/take-over")
async def take_over(request: Request, member: Talker, conversation_id: str) -> Response:
    """Take the chat from a colleague."""
    await queue.seen_by(request.app.state.database, conversation_id, member)
    deed = owning.take_from_colleague(*_deed(request, conversation_id, member))
    return await _done(request, conversation_id, deed)


@router.post("/chats/{conversation_id}/transfer")
async def transfer(
    request: Request, member: Talker, conversation_id: str, division: Words = ""
) -> Response:
    """Hand the chat to a division, or to everybody."""
    state = request.app.state
    deed = owning.hand_to_team(
        state.database, conversation_id, member, division.strip() or None, state.clock()
    )
    return await _done(request, conversation_id, deed, to="/desk")


@router.post("/chats/{conversation_id}/give-back")
async def give_back(request: Request, member: Talker, conversation_id: str) -> Response:
    """Give the chat back to the bot, which asks its open question again."""
    deed = owning.give_back(*_deed(request, conversation_id, member), close=False)
    response = await _done(request, conversation_id, deed, to="/desk")
    talks, now = request.app.state.conversations, request.app.state.clock()
    if "problem" not in response.headers["Location"]:
        again = f"desk:{now.isoformat()}"
        await talks.accept(InboundMessage(conversation_id, again, payload=GO_ON, made_by_us=True))
    return response


@router.post("/chats/{conversation_id}/close")
async def close(request: Request, member: Talker, conversation_id: str) -> Response:
    """End the chat until the consumer writes again."""
    deed = owning.give_back(*_deed(request, conversation_id, member), close=True)
    return await _done(request, conversation_id, deed, to="/desk")


@router.post("/chats/{conversation_id}/say")
async def say(request: Request, member: Talker, conversation_id: str, words: Words) -> Response:
    """Say something to the consumer."""
    state = request.app.state
    deed = state.talking.say(conversation_id, member, words, state.clock())
    return await _done(request, conversation_id, deed)


@router.post("/chats/{conversation_id}/note")
async def note(request: Request, member: Talker, conversation_id: str, words: Words) -> Response:
    """Leave a note for colleagues."""
    state = request.app.state
    await queue.seen_by(state.database, conversation_id, member)
    deed = state.talking.note(conversation_id, member, words, state.clock())
    return await _done(request, conversation_id, deed)


@router.post("/chats/{conversation_id}/stay")
async def stay(request: Request, member: Talker, conversation_id: str) -> Response:
    """The page is open and used: the chat does not go back yet."""
    try:
        await owning.stay(*_deed(request, conversation_id, member))
    except NotYours:
        return Response(status_code=HTTPStatus.CONFLICT)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _deed(
    request: Request, conversation_id: str, member: SignedIn
) -> tuple[Database, str, SignedIn, datetime]:
    return request.app.state.database, conversation_id, member, request.app.state.clock()


async def _done(
    request: Request, conversation_id: str, deed: Awaitable[object], to: str = ""
) -> Response:
    """Back to the chat, or to `to`; what went wrong is told there."""
    here = f"/desk/chats/{conversation_id}"
    try:
        await deed
    except (DeskError, UnacceptableMessage) as problem:
        return RedirectResponse(f"{here}?problem={type(problem).__name__}", HTTPStatus.SEE_OTHER)
    request.app.state.conversations.bell.ring(DESK)
    return RedirectResponse(to or here, HTTPStatus.SEE_OTHER)


async def _queue(
    request: Request, member: SignedIn, template: str, division: str, start: int
) -> Response:
    database = request.app.state.database
    found = await queue.page_of(database, member, division=division or None, start=start)
    names = await queue.divisions(database, member)
    now = request.app.state.clock()
    words = {"found": found, "division": division, "divisions": names, "now": now}
    return page(request, template, member, at_once=queue.AT_ONCE, **words)


async def _chat(
    request: Request, member: SignedIn, conversation_id: str, template: str, problem: str = ""
) -> Response:
    state = request.app.state
    conversation, case = await queue.seen_by(state.database, conversation_id, member)
    said = await transcript(state.database, conversation_id, for_staff=True)
    mine = conversation.owner == "person" and case is not None and case.staff_id == member.id
    return page(
        request,
        template,
        member,
        conversation=conversation,
        case=case,
        said=said,
        mine=mine,
        problem=problem if problem.isalpha() else "",
        canned=canned(state.wording, conversation.language),
        divisions=await queue.divisions(state.database, member),
    )


async def _rings(bell: Bell) -> AsyncIterator[str]:
    yield f"retry: {RECONNECT_MILLISECONDS}\n\n"
    with bell.listen(DESK) as ringing:
        while True:
            again = await rung(ringing, STILL_HERE_SECONDS)
            yield "event: changed\ndata: {}\n\n" if again else ": still here\n\n"
