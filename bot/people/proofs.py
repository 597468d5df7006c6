"""Proofs that somebody holds a mobile number, and what follows when it changes hands."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, Select, and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.people.tables import Proof
from bot.store.database import Database
from bot.store.tables import Conversation

# How long a proof counts. A mobile number without use is not even switched off within 90 days
# (TRAI, Telecom Consumers Protection Regulations, sixth amendment, in force 22 March 2013), so
# within that time it cannot have a new holder without the old one knowing.
ON_OWN_TELEPHONE = timedelta(days=90)
# A browser may be a neighbour's; a kiosk is everybody's.
LASTS = {"web": timedelta(hours=12), "test": timedelta(hours=12), "kiosk": timedelta(minutes=15)}


async def prove(
    session: AsyncSession,
    conversation_id: str,
    mobile_number: str,
    how: str,
    now: datetime,
    *,
    purpose: str | None = None,
) -> None:
    """Note, in the caller's transaction, that this conversation's person holds a number.

    `how`: otp (with the code's `purpose`), telegram_contact, whatsapp. Where another user of the
    same channel had proved the number before, it has changed hands: every older proof of it
    ends.
    """
    conversation = await session.get_one(Conversation, conversation_id)
    if conversation.channel_user and await _had_by_another(
        session, conversation, mobile_number, now
    ):
        await _end(session, Proof.mobile_number == mobile_number, now)
    else:
        same = and_(Proof.mobile_number == mobile_number, Proof.conversation_id == conversation_id)
        await _end(session, same, now)
    lasts = LASTS.get(conversation.channel, ON_OWN_TELEPHONE)
    session.add(
        Proof(
            conversation_id=conversation_id,
            mobile_number=mobile_number,
            how=how,
            purpose=purpose,
            at=now,
            until=now + lasts,
        )
    )
    await session.flush()


async def proved(
    database: Database, conversation_id: str, now: datetime | None = None
) -> list[str]:
    """The mobile numbers (ten digits) that a conversation's person holds, the newest first."""
    query = (
        select(Proof.mobile_number)
        .where(Proof.conversation_id == conversation_id, counts_at(Proof, now or datetime.now(UTC)))
        .order_by(Proof.id.desc())
    )
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def proved_for(
    database: Database, conversation_id: str, now: datetime
) -> dict[str, list[str]]:
    """Purpose → the mobile numbers that a code proved for it; under "any" those that the channel
    itself proves."""
    query = select(Proof.purpose, Proof.mobile_number).where(
        Proof.conversation_id == conversation_id, counts_at(Proof, now)
    )
    found: dict[str, list[str]] = {}
    async with database.session() as session:
        for purpose, mobile_number in await session.execute(query):
            found.setdefault(purpose or "any", []).append(mobile_number)
    return found


def proves_any(
    conversation_id: BindParameter[str], now: BindParameter[datetime]
) -> ColumnElement[bool]:
    """Whether a conversation's person holds any number, as part of a query."""
    return exists().where(Proof.conversation_id == conversation_id, counts_at(Proof, now))


def same_person(conversation_id: str, now: datetime) -> Select[tuple[str]]:
    """Other conversations whose person proved to hold a number that is proved here too."""
    mine, theirs = aliased(Proof), aliased(Proof)
    return (
        select(theirs.conversation_id)
        .join(mine, mine.mobile_number == theirs.mobile_number)
        .where(
            mine.conversation_id == conversation_id,
            theirs.conversation_id != conversation_id,
            counts_at(mine, now),
            counts_at(theirs, now),
        )
    )


def counts_at(proof: type[Proof], now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Which rows of `proof` (the table or an alias of it) count at a moment."""
    return and_(proof.ended_at.is_(None), proof.until > now)


async def _had_by_another(
    session: AsyncSession, conversation: Conversation, mobile_number: str, now: datetime
) -> bool:
    """Whether the same channel knew another user under this number."""
    query = (
        select(Proof.id)
        .join(Conversation, Conversation.id == Proof.conversation_id)
        .where(
            Proof.mobile_number == mobile_number,
            counts_at(Proof, now),
            Conversation.channel == conversation.channel,
            Conversation.channel_user != conversation.channel_user,
        )
        .limit(1)
    )
    return await session.scalar(query) is not None


async def _end(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> None:
    await session.execute(update(Proof).where(which, counts_at(Proof, now)).values(ended_at=now))
