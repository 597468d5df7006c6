"""Taking a chat, keeping it, handing it on and giving it back."""

from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.helpdesk import owning
from bot.helpdesk.asking import Acting, Visit, Words
from bot.helpdesk.deeds import done
from bot.helpdesk.errors import NotYours
from bot.helpdesk.transferring import Handing, hand_on
from bot.messages import InboundMessage
from bot.staff.sessions import SignedIn
from bot.store.database import Database

router = APIRouter(prefix="/desk/chats/{conversation_id}", include_in_schema=False)


@router.post("/claim")
async def claim(request: Request, visit: Acting) -> Response:
    """Take the chat."""
    return await done(request, visit, owning.claim(*_deed(request, visit)))


@router.post("/take-over")
async def take_over(request: Request, visit: Acting) -> Response:
    """Take the chat from a colleague."""
    return await done(request, visit, owning.take_from_colleague(*_deed(request, visit)))


@router.post("/transfer")
async def transfer(
    request: Request, visit: Acting, division: Words = "", word: Words = ""
) -> Response:
    """Hand the chat to a division, or to everybody, with a word for whoever takes it."""
    state = request.app.state
    handing = Handing(division.strip() or None, word)
    deed = hand_on(state.conversations, visit.id, visit.member, handing, state.clock())
    return await done(request, visit, deed, to="/desk")


@router.post("/give-back")
async def give_back(request: Request, visit: Acting) -> Response:
    """Give the chat back to the bot, which asks its open question again."""
    return await done(request, visit, _give_back(request, visit), to="/desk")


@router.post("/close")
async def close(request: Request, visit: Acting) -> Response:
    """End the chat until the consumer writes again."""
    return await done(
        request, visit, owning.give_back(*_deed(request, visit), close=True), to="/desk"
    )


@router.post("/stay")
async def stay(request: Request, visit: Acting) -> Response:
    """The page is open and used: the chat does not go back yet."""
    try:
        await owning.stay(*_deed(request, visit))
    except NotYours:
        return Response(status_code=HTTPStatus.CONFLICT)
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _give_back(request: Request, visit: Visit) -> None:
    await owning.give_back(*_deed(request, visit), close=False)
    again = f"desk:{request.app.state.clock().isoformat()}"
    message = InboundMessage(visit.id, again, payload=owning.GO_ON, made_by_us=True)
    await request.app.state.conversations.accept(message)


def _deed(request: Request, visit: Visit) -> tuple[Database, str, SignedIn, datetime]:
    return request.app.state.database, visit.id, visit.member, request.app.state.clock()
