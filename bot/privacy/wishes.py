"""The wish to be erased: stored together with what is forgotten at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.notices.tables import Follower
from bot.people import proofs
from bot.people.tables import Code, Proof
from bot.privacy.tables import Erasure
from bot.staff import audit
from bot.store.tables import Conversation, Entry, Offer


async def want(
    session: AsyncSession, conversations: Iterable[str], now: datetime, staff_id: int | None = None
) -> None:
    """Note, in the caller's transaction, that these conversations are to be erased as they stand,
    and forget at once what is remembered of their people. `staff_id`: who does it for them."""
    ids = list(conversations)
    for conversation_id in ids:
        newest = select(func.max(Entry.id)).where(Entry.conversation_id == conversation_id)
        session.add(
            Erasure(
                conversation_id=conversation_id,
                upto=await session.scalar(newest) or 0,
                staff_id=staff_id,
                numbers=list(dict.fromkeys(await session.scalars(_proved(conversation_id)))),
                asked_at=now,
            )
        )
        subject = f"conversation:{conversation_id}"
        audit.note(session, staff_id, "erasure_wanted", now, subject)
    await session.flush()
    await forget_facts(session, ids)


async def of_same_person(session: AsyncSession, conversation_id: str, now: datetime) -> list[str]:
    """This conversation, and the others whose person proved to hold the same mobile number."""
    others = await session.scalars(proofs.same_person(conversation_id, now))
    return [conversation_id, *dict.fromkeys(others)]


async def forget_facts(session: AsyncSession, conversations: Sequence[str]) -> None:
    """Take out what is remembered of people between their messages, in the caller's transaction:
    the errand begun, facts, buttons, proofs, what they wanted to hear of."""
    await session.execute(
        update(Conversation)
        .where(Conversation.id.in_(conversations))
        .values(draft=None, known={}, consented_at=None, notice_version=None)
        .execution_options(synchronize_session=False)
    )
    for table in (Offer, Proof, Code, Follower):
        mine = table.conversation_id.in_(conversations)
        await session.execute(
            delete(table).where(mine).execution_options(synchronize_session=False)
        )


def _proved(conversation_id: str) -> Select[tuple[str]]:
    return select(Proof.mobile_number).where(Proof.conversation_id == conversation_id)
