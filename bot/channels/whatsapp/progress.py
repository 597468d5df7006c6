"""What staff see of WhatsApp in a chat: how far each bubble got, and how long words are free."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.progress import least
from bot.channels.whatsapp.patience import WINDOW
from bot.channels.whatsapp.tables import Letter, Person

# Of several parts the one that got least far counts, and a failed one most of all.
_LEAST_FIRST = ("failed", "held", "sending", "sent", "delivered", "read", "texted")


async def progress(session: AsyncSession, conversation_id: str) -> dict[int, str]:
    """How far the letters of a conversation got: number of the bubble → status of a Letter."""
    found = await session.execute(
        select(Letter.entries, Letter.status).where(Letter.conversation_id == conversation_id)
    )
    parts = ((entry, status) for entries, status in found for entry in entries)
    return least(parts, _LEAST_FIRST)


async def window_end(session: AsyncSession, conversation_id: str) -> datetime | None:
    """When the 24 hours end in which free words may follow the person's own; None if they
    never wrote."""
    person = await session.get(Person, conversation_id)
    return person.heard_at + WINDOW if person else None
