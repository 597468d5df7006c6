"""Photos, films, PDFs and voice notes in the chat API.

`POST /api/conversations/{id}/attachments?message_id=…` with the file as the body and the bearer
token of the conversation; beside it `text` (a caption), `sort` (photo, video, document, voice)
and `file_name` may stand in the query. It is answered like a message, and once: the same
message_id gets the stored answer. 413: too large (photos 10 MB, the rest 16 MB); 415: the bytes
show no such file, whatever their name and type say; 429: enough for today; all as problem JSON.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from bot.attachments.keeper import Keeper
from bot.attachments.kinds import MOST_BYTES
from bot.channels.web.problems import documented
from bot.channels.web.routes import WRITING, Own, Talks, address_of
from bot.channels.web.schemas import MessageAnswered, MessageId, shown
from bot.errors import AttachmentNotTaken, AttachmentTooLarge, EmptyMessage, TooFast
from bot.messages import InboundMessage

router = APIRouter(prefix="/api/conversations")

PATH_END = "/attachments"
SURFACES = ("web", "kiosk", "test")
LARGEST = max(MOST_BYTES.values())
BORNE = 4 * LARGEST
SECONDS_OF_AN_HOUR = 3600


@router.post(
    "/{conversation_id}" + PATH_END,
    responses=WRITING | documented(AttachmentTooLarge, AttachmentNotTaken, EmptyMessage),
)
async def send_file(
    conversation_id: Own,
    request: Request,
    talks: Talks,
    message_id: Annotated[MessageId, Query()],
    text: Annotated[str | None, Query()] = None,
    sort: Annotated[Literal["photo", "video", "document", "voice"] | None, Query()] = None,
    file_name: Annotated[str | None, Query(max_length=200)] = None,
) -> MessageAnswered:
    """Take a file as a message and answer it."""
    for name in (conversation_id, address_of(request)):  # many conversations fill a disk, too
        await request.app.state.writing_limit.take(name)
    keeper: Keeper = request.app.state.keeper
    if await keeper.attachments.full(conversation_id):
        raise TooFast(SECONDS_OF_AN_HOUR)
    media = await keeper.uploads.keep(
        conversation_id,
        message_id,
        await _bounded(request),
        sort=sort,
        file_name=file_name,
    )
    message = InboundMessage(
        conversation_id, message_id, text, caller=address_of(request), media=media
    )
    return shown(await talks.receive(message))


async def _bounded(request: Request) -> bytes:
    """The body, kept no further than the largest file that is taken.

    What is beyond is thrown away as it comes, since a browser reads no answer before it has
    sent everything; up to a bound.
    """
    body, size = bytearray(), 0
    async for part in request.stream():
        size += len(part)
        if size <= LARGEST:
            body += part
        elif size > BORNE:
            raise AttachmentTooLarge(endless=True)
    if size > LARGEST:
        raise AttachmentTooLarge
    return bytes(body)
