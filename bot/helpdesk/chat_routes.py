"""One chat: its page, and what was said for the script that keeps the page up to date."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.helpdesk import queue
from bot.helpdesk.asking import Looking, Visit
from bot.helpdesk.canned import canned
from bot.staff import audit
from bot.staff.web import page
from bot.store.transcript import transcript

router = APIRouter(prefix="/desk/chats/{conversation_id}", include_in_schema=False)

CHAT_PAGE = "helpdesk/templates/chat.html"
CHAT_ENTRIES = "helpdesk/templates/entries.html"


@router.get("")
async def chat(request: Request, visit: Looking, problem: str = "") -> Response:
    """One chat. That somebody looked at it is noted."""
    state = request.app.state
    response = await _chat(request, visit, CHAT_PAGE, problem)
    async with state.database.writing() as session:
        audit.note(session, visit.member.id, "chat_seen", state.clock(), visit.id)
    return response


@router.get("/entries")
async def entries(request: Request, visit: Looking) -> Response:
    """What was said."""
    return await _chat(request, visit, CHAT_ENTRIES)


async def _chat(request: Request, visit: Visit, template: str, problem: str = "") -> Response:
    state = request.app.state
    return page(
        request,
        template,
        visit.member,
        conversation=visit.conversation,
        case=visit.case,
        said=await transcript(state.database, visit.id, for_staff=True),
        mine=visit.mine,
        problem=problem if problem.isalpha() else "",
        canned=canned(state.wording, visit.conversation.language),
        divisions=await queue.divisions(state.database, visit.member),
    )
