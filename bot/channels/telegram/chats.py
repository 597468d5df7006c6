"""How each chat stands: when it may be written to, and whether it can be."""

from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram.tables import Chat
from bot.store.once import store_new

CHANNEL = "telegram"
# Whoever writes very fast is told once that their messages wait, not at each of them.
SLOWED_ONCE_IN = timedelta(minutes=10)


async def known(session: AsyncSession, conversation_id: str, now: datetime) -> None:
    """See to it that the chat of a conversation is known, in the caller's transaction."""
    fresh = {"conversation_id": conversation_id, "send_after": now, "buttons_up": False}
    await store_new(session, Chat, [fresh])


async def heard_from(session: AsyncSession, conversation_id: str, now: datetime) -> None:
    """The person has written: whoever had blocked the bot does so no more."""
    await known(session, conversation_id, now)
    await session.execute(
        update(Chat)
        .where(Chat.conversation_id == conversation_id, Chat.blocked_at.is_not(None))
        .values(blocked_at=None, send_after=now)
    )


async def send_after(session: AsyncSession, conversation_id: str, moment: datetime) -> None:
    """Write nothing to a chat before this moment."""
    await session.execute(
        update(Chat).where(Chat.conversation_id == conversation_id).values(send_after=moment)
    )


async def forget_pauses(session: AsyncSession, now: datetime) -> None:
    """Write to everybody again: whoever starts anew finds out at once if it is too soon."""
    await session.execute(update(Chat).where(Chat.send_after > now).values(send_after=now))


async def blocked(session: AsyncSession, conversation_id: str, now: datetime) -> None:
    """The person wants to hear nothing more."""
    await session.execute(
        update(Chat).where(Chat.conversation_id == conversation_id).values(blocked_at=now)
    )


async def show_buttons(session: AsyncSession, conversation_id: str, up: bool) -> None:
    """Whether a keyboard that shares a number or a place is shown now."""
    await session.execute(
        update(Chat).where(Chat.conversation_id == conversation_id).values(buttons_up=up)
    )


async def slowed(session: AsyncSession, conversation_id: str, now: datetime) -> bool:
    """Note, in the caller's transaction, that a person hears of a pause; False if they just
    did."""
    noted = await session.execute(
        update(Chat)
        .where(
            Chat.conversation_id == conversation_id,
            or_(Chat.slowed_at.is_(None), Chat.slowed_at < now - SLOWED_ONCE_IN),
        )
        .values(slowed_at=now)
        .returning(Chat.conversation_id)
    )
    return noted.first() is not None
