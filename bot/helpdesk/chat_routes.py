"""One chat: its page, and what was said for the script that keeps the page up to date."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from bot.helpdesk import transferring
from bot.helpdesk.asking import Looking, Visit
from bot.helpdesk.assist.panel import panel
from bot.helpdesk.canned import canned
from bot.helpdesk.lines import lines_of
from bot.staff import audit
from bot.staff.tables import StaffMember
from bot.staff.web import page

router = APIRouter(prefix="/desk/chats/{conversation_id}", include_in_schema=False)

CHAT_PAGE = "helpdesk/templates/chat.html"
CHAT_ENTRIES = "helpdesk/templates/entries.html"

Before = Annotated[int | None, Query(ge=0, lt=10**18)]


@router.get("")
async def chat(
    request: Request, visit: Looking, before: Before = None, problem: str = ""
) -> Response:
    """One chat. That somebody looked at it is noted."""
    state = request.app.state
    words = await _shown(request, visit, before) | {
        "problem": problem if problem.isalpha() else "",
        "assist": await panel(request, visit),
        "canned": canned(state.wording, visit.conversation.language),
        "teams": await transferring.teams(state.database) if visit.mine else [],
    }
    async with state.database.writing() as session:
        audit.note(session, visit.member.id, "chat_seen", state.clock(), visit.id)
    return page(request, CHAT_PAGE, visit.member, **words)


@router.get("/entries")
async def entries(request: Request, visit: Looking, before: Before = None) -> Response:
    """What was said."""
    return page(request, CHAT_ENTRIES, visit.member, **await _shown(request, visit, before))


async def _shown(request: Request, visit: Visit, before: int | None) -> dict[str, Any]:
    """What both the page and its live part show."""
    state = request.app.state
    holder_id = visit.case.staff_id if visit.case and visit.conversation.owner == "person" else None
    async with state.database.session() as session:
        holder = await session.get(StaffMember, holder_id) if holder_id else None
        window = await state.windows.of(session, visit.conversation, state.clock())
    return {
        "conversation": visit.conversation,
        "case": visit.case,
        "mine": visit.mine,
        "holder": holder.name if holder else None,
        "window": window,
        "found": await lines_of(state.database, visit.conversation, before),
        "before": before,
        "now": state.clock(),
    }
