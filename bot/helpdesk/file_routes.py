"""Photos, voice notes, films and documents of a chat, for whoever may see the chat."""

import asyncio
from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.attachments import records
from bot.attachments.tables import Attachment
from bot.helpdesk.asking import Looking
from bot.staff import audit

router = APIRouter(prefix="/desk/chats/{conversation_id}", include_in_schema=False)

# What a browser shows by itself; a document is opened outside of it, where it can do nothing here.
SHOWN_IN_PAGE = frozenset({"photo", "video", "voice"})
_GONE = "the file is not kept any more"


@router.get("/files/{number}")
async def file(request: Request, visit: Looking, number: int) -> Response:
    """The file that the entry of this number bore; 404 if there is none. Who looked is noted."""
    state = request.app.state
    attachment = await records.of_message(state.database, number)
    if attachment is None or attachment.conversation_id != visit.id or attachment.why:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    try:
        content = await asyncio.to_thread(state.keeper.files.read, attachment.id)
    except FileNotFoundError as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, _GONE) from error
    async with state.database.writing() as session:
        audit.note(session, visit.member.id, "file_seen", state.clock(), visit.id, file=number)
    return Response(content, media_type=attachment.mime_type, headers=_headers(attachment))


def _headers(attachment: Attachment) -> dict[str, str]:
    """The type was told by the first bytes (bot.attachments.kinds), so nobody need guess."""
    way = "inline" if attachment.sort in SHOWN_IN_PAGE else "attachment"
    name = quote(attachment.file_name or f"{attachment.sort}-{attachment.inbound_id}", safe="")
    return {
        "Content-Disposition": f"{way}; filename*=UTF-8''{name}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
