"""The chat API: open a conversation, write, read, listen."""

import json
import re
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import StreamingResponse

from bot.channels.web.problems import documented
from bot.channels.web.schemas import (
    ConversationOpened,
    MessageAnswered,
    NewConversation,
    NewMessage,
    Transcript,
    shown,
)
from bot.conversations import Conversations
from bot.errors import (
    EmptyMessage,
    MessageTooLong,
    NotTheirConversation,
    PayloadNotOffered,
    TooFast,
    UnknownConversation,
)
from bot.messages import InboundMessage
from bot.store.transcript import said_by_bot

router = APIRouter(prefix="/api/conversations")

WRITING = documented(
    EmptyMessage,
    MessageTooLong,
    PayloadNotOffered,
    NotTheirConversation,
    UnknownConversation,
    TooFast,
)
READING = documented(NotTheirConversation, UnknownConversation)
RECONNECT_MILLISECONDS = 2000
MOST_ENTRIES = 10**18  # what a database's integer holds, and more than will ever be said


async def conversations_of(request: Request) -> Conversations:
    """The conversations of this gateway, for routes. A coroutine, because FastAPI sends whatever
    is not to a thread, which costs more than the whole look-up."""
    conversations: Conversations = request.app.state.conversations
    return conversations


def address_of(request: Request) -> str:
    """Where a request comes from, as far as the server sees."""
    return request.client.host if request.client else "unknown"


Talks = Annotated[Conversations, Depends(conversations_of)]


async def own_conversation(
    request: Request,
    conversation_id: str,
    talks: Talks,
    authorization: Annotated[str, Header()] = "",
) -> str:
    """The id of a conversation whose token the caller holds."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotTheirConversation(conversation_id)
    request.state.language = await talks.authorise(conversation_id, token.strip())
    return conversation_id


Own = Annotated[str, Depends(own_conversation)]


@router.post("", status_code=HTTPStatus.CREATED, responses=documented(MessageTooLong, TooFast))
async def open_conversation(
    new: NewConversation, request: Request, talks: Talks
) -> ConversationOpened:
    """Open a conversation; its token is given here and never again."""
    await request.app.state.opening_limit.take(address_of(request))
    opened = await talks.open(new.surface, language=new.language)
    return ConversationOpened(conversation_id=opened.conversation_id, token=opened.token or "")


@router.post("/{conversation_id}/messages", responses=WRITING)
async def write(
    conversation_id: Own, message: NewMessage, request: Request, talks: Talks
) -> MessageAnswered:
    """Answer one message; the same message_id is answered from memory."""
    await request.app.state.writing_limit.take(conversation_id)
    inbound = InboundMessage(
        conversation_id,
        message.message_id,
        message.text,
        message.payload,
        address_of(request),
        message.place,
    )
    return shown(await talks.receive(inbound))


@router.get("/{conversation_id}/messages", responses=READING)
async def read(conversation_id: Own, talks: Talks) -> Transcript:
    """The transcript, so that a page can be reloaded."""
    return Transcript(
        conversation_id=conversation_id,
        language=await talks.language_of(conversation_id),
        messages=await talks.transcript(conversation_id),
    )


@router.get("/{conversation_id}/events", responses=READING)
async def listen(
    conversation_id: Own,
    talks: Talks,
    after: Annotated[int | None, Query(ge=0, lt=MOST_ENTRIES)] = None,
    last_event_id: Annotated[str, Header()] = "",
) -> StreamingResponse:
    """Server-sent events: answers that come late, and whatever else nobody waited for."""
    named = int(last_event_id) if re.fullmatch(r"[0-9]{1,18}", last_event_id) else None
    since = after if named is None else named
    return StreamingResponse(
        _events(talks, conversation_id, since),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(
    talks: Conversations, conversation_id: str, after: int | None
) -> AsyncIterator[str]:
    yield f"retry: {RECONNECT_MILLISECONDS}\n\n"
    if after is not None:
        await talks.pushes.shown(conversation_id, after)
    async for entry in talks.pushes.of_conversation(conversation_id, after):
        if entry is None:
            yield ": still here\n\n"
        else:
            data = json.dumps(said_by_bot(entry, None), ensure_ascii=False)
            yield f"id: {entry.id}\nevent: reply\ndata: {data}\n\n"
            await talks.pushes.shown(conversation_id, entry.id)
