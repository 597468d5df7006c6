"""What was said in a chat, as staff see it: who said it, how far it got, what came with it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.attachments.tables import Attachment
from bot.helpdesk.ticks import Tick, ticks
from bot.staff.tables import StaffMember
from bot.store.database import Database
from bot.store.rows import ConversationRow
from bot.store.tables import Entry, Inbound
from bot.store.transcript import transcript

AT_ONCE = 200  # entries of one page: what a chat is about stands at its end


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the transcript (`said`). `by`: name of whoever of staff wrote it; `place`:
    latitude and longitude in degrees, where a place was sent."""

    said: dict[str, Any]
    tick: Tick | None
    by: str | None
    attachment: Attachment | None
    place: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Lines:
    """A part of a transcript. `earlier`: the entry before which there is more, None if not."""

    lines: tuple[Line, ...]
    earlier: int | None


async def lines_of(
    database: Database, conversation: ConversationRow, before: int | None = None
) -> Lines:
    """The last entries of a chat, of those that stand `before` an entry."""
    found = await transcript(
        database, conversation.id, for_staff=True, before=before, most=AT_ONCE + 1
    )
    said = found[-AT_ONCE:]
    first = said[0]["id"] if said else 0
    async with database.session() as session:
        how_far = await ticks(session, conversation, first)
        names = await _names(session, conversation.id, first)
        attachments = await _attachments(session, conversation.id, first)
        places = await _places(session, conversation.id, first)
    lines = tuple(
        Line(
            one,
            how_far.get(one["id"]),
            names.get(one["id"]),
            attachments.get(one["id"]),
            places.get(one["id"]),
        )
        for one in said
        if one["text"] or one.get("media")
    )
    return Lines(lines, first if len(found) > AT_ONCE else None)


async def _names(session: AsyncSession, conversation_id: str, first: int) -> dict[int, str]:
    found = await session.execute(
        select(Entry.id, StaffMember.name)
        .join(StaffMember, StaffMember.id == Entry.staff_id)
        .where(Entry.conversation_id == conversation_id, Entry.id >= first)
    )
    return {number: name for number, name in found}


async def _attachments(
    session: AsyncSession, conversation_id: str, first: int
) -> dict[int, Attachment]:
    found = await session.scalars(
        select(Attachment).where(
            Attachment.conversation_id == conversation_id, Attachment.inbound_id >= first
        )
    )
    return {one.inbound_id: one for one in found}


async def _places(
    session: AsyncSession, conversation_id: str, first: int
) -> dict[int, tuple[float, float]]:
    found = await session.execute(
        select(Inbound.id, Inbound.media).where(
            Inbound.conversation_id == conversation_id,
            Inbound.id >= first,
            Inbound.media.is_not(None),
        )
    )
    return {
        number: (media["latitude"], media["longitude"])
        for number, media in found
        if media and "latitude" in media and "longitude" in media
    }
