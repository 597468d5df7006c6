"""The conversations of one mobile number, for whoever erases them on the person's behalf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.whatsapp.tables import Identity
from bot.helpdesk.callbacks.tables import Callback
from bot.people.tables import Proof
from bot.privacy import wishes
from bot.privacy.held import Held, held
from bot.privacy.tables import Erasure
from bot.staff import audit
from bot.store.database import Database
from bot.store.tables import Conversation

MOST = 50
COUNTRY = "91"


@dataclass(frozen=True, slots=True)
class Found:
    """One conversation: its channel, what is held of it, its latest erasure if there is one."""

    conversation_id: str
    channel: str
    held: Held
    erasure: Erasure | None


async def found(
    database: Database, mobile_number: str, staff_id: int, now: datetime
) -> list[Found]:
    """What is held under a mobile number (ten digits). The look is on record, without it."""
    async with database.writing() as session:
        going = await _being_erased(session, mobile_number)
        talks = (await session.scalars(_of_number(mobile_number, going))).all()
        for talk in talks:
            audit.note(session, staff_id, "person_looked_up", now, f"conversation:{talk.id}")
        return [
            Found(
                talk.id,
                talk.channel,
                await held(session, [talk.id], now),
                await _latest(session, talk.id),
            )
            for talk in talks
        ]


async def erase(database: Database, mobile_number: str, staff_id: int, now: datetime) -> int:
    """Note that all of it is to be erased; how many conversations that are."""
    async with database.writing() as session:
        going = await _being_erased(session, mobile_number)
        talks = (await session.scalars(_of_number(mobile_number, going))).all()
        ids = [talk.id for talk in talks if talk.id not in going]
        await wishes.want(session, ids, now, staff_id)
    return len(ids)


async def _being_erased(session: AsyncSession, mobile_number: str) -> list[str]:
    """Conversations of a number that are being erased; their proofs are gone already."""
    going = await session.scalars(select(Erasure).where(Erasure.done_at.is_(None)))
    return [one.conversation_id for one in going if mobile_number in one.numbers]


def _of_number(mobile_number: str, going: Sequence[str]) -> Select[tuple[Conversation]]:
    """Those that proved it or are known under it by their channel, and those `going`."""
    names: Sequence[str] = (mobile_number, f"{COUNTRY}{mobile_number}")
    by_name = select(Identity.conversation_id).where(Identity.name.in_(names))
    by_proof = select(Proof.conversation_id).where(Proof.mobile_number == mobile_number)
    called = select(Callback.conversation_id).where(Callback.mobile_number == mobile_number)
    return (
        select(Conversation)
        .where(
            or_(
                Conversation.channel_user.in_(names),
                Conversation.id.in_(by_name),
                Conversation.id.in_(by_proof),
                Conversation.id.in_(going),
                Conversation.id.in_(called.where(Callback.conversation_id.is_not(None))),
            )
        )
        .order_by(Conversation.created_at.desc())
        .limit(MOST)
    )


async def _latest(session: AsyncSession, conversation_id: str) -> Erasure | None:
    query = (
        select(Erasure)
        .where(Erasure.conversation_id == conversation_id)
        .order_by(Erasure.id.desc())
        .limit(1)
    )
    latest: Erasure | None = await session.scalar(query)
    return latest
