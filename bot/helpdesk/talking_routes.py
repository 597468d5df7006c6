"""What staff say in a chat, and what they note for each other."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.helpdesk.asking import Acting, Words
from bot.helpdesk.deeds import done

router = APIRouter(prefix="/desk/chats/{conversation_id}", include_in_schema=False)


@router.post("/say")
async def say(request: Request, visit: Acting, words: Words) -> Response:
    """Say something to the consumer."""
    state = request.app.state
    return await done(
        request, visit, state.talking.say(visit.id, visit.member, words, state.clock())
    )


@router.post("/template")
async def template(request: Request, visit: Acting, key: Words) -> Response:
    """Say what WhatsApp has approved, when free words cannot be sent."""
    state = request.app.state
    deed = state.talking.send_template(visit.id, visit.member, key, state.clock())
    return await done(request, visit, deed)


@router.post("/note")
async def note(request: Request, visit: Acting, words: Words) -> Response:
    """Leave a note for colleagues."""
    state = request.app.state
    return await done(
        request, visit, state.talking.note(visit.id, visit.member, words, state.clock())
    )
