"""How far each bubble of a chat on Telegram got, as staff see it."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.progress import least
from bot.channels.telegram.tables import Letter

# Of several parts the one that got least far counts, and a failed one most of all.
_LEAST_FIRST = ("failed", "sending", "sent")


async def progress(session: AsyncSession, conversation_id: str) -> dict[int, str]:
    """How far the letters of a conversation got: number of the bubble → status of a Letter.

    Telegram tells nobody whether a message was read.
    """
    found = await session.execute(
        select(Letter.entry, Letter.status).where(Letter.conversation_id == conversation_id)
    )
    return least(((entry, status) for entry, status in found), _LEAST_FIRST)
