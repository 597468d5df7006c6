"""Attachments in the database: kept, counted, tied to a ticket, brought."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    and_,
    bindparam,
    func,
    select,
    update,
)

from bot.attachments.tables import Attachment
from bot.store.database import Database
from bot.store.prepared import Prepared
from bot.store.tables import Entry
from bot.store.work import Work

#: What was sent longer ago belongs to another matter than the ticket made now.
WAITS_FOR_A_TICKET = timedelta(hours=24)


async def of_message(database: Database, inbound_id: int) -> Attachment | None:
    """What one message bore, once it was fetched or refused."""
    query = select(Attachment).where(Attachment.inbound_id == inbound_id)
    async with database.session() as session:
        found: Attachment | None = await session.scalar(query)
    return found


async def keep(database: Database, attachment: Attachment) -> None:
    """Store what a message bore; words that were spoken become the message's words."""
    async with database.writing() as session:
        session.add(attachment)
        if attachment.words:
            spoken = update(Entry).where(Entry.id == attachment.inbound_id)
            await session.execute(spoken.values(text=attachment.words))


async def kept_since(database: Database, conversation_id: str, since: datetime) -> int:
    """How many files of a conversation were kept after a moment."""
    query = select(func.count()).where(
        Attachment.conversation_id == conversation_id,
        Attachment.status != "refused",
        Attachment.kept_at > since,
    )
    async with database.session() as session:
        return await session.scalar(query) or 0


def waiting(
    conversation_id: BindParameter[str], since: BindParameter[datetime]
) -> ScalarSelect[int]:
    """How many wait in a conversation for the ticket that they belong to, as part of a query;
    `since`: WAITS_FOR_A_TICKET ago."""
    count = select(func.count()).select_from(Attachment).where(_waits(conversation_id, since))
    return count.scalar_subquery()


async def tie(work: Work, conversation_id: str, number: str, now: datetime) -> bool:
    """Tie all that wait to a ticket, in the caller's transaction; False if nothing does."""
    since = now - WAITS_FOR_A_TICKET
    tied = await work.rows(_TIED, of=conversation_id, since=since, number=number, now=now)
    return bool(tied)


async def due(database: Database, now: datetime, limit: int = 20) -> list[Attachment]:
    """What is to be brought to its ticket now, the longest waiting first."""
    query = (
        select(Attachment)
        .where(Attachment.status == "tied", Attachment.due_at <= now)
        .order_by(Attachment.due_at, Attachment.inbound_id)
        .limit(limit)
    )
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def claim(database: Database, attachment: Attachment, until: datetime) -> bool:
    """Take one for this process until a moment; False if another has it."""
    async with database.writing() as session:
        claimed = await session.execute(
            update(Attachment)
            .where(
                Attachment.id == attachment.id,
                Attachment.status == "tied",
                Attachment.due_at == attachment.due_at,
            )
            .values(due_at=until, tries=Attachment.tries + 1)
            .returning(Attachment.id)
        )
        return claimed.first() is not None


async def settle(database: Database, attachment_id: str, status: str) -> None:
    """It has been brought, or will never be (`returned`)."""
    async with database.writing() as session:
        await session.execute(
            update(Attachment)
            .where(Attachment.id == attachment_id)
            .values(status=status, due_at=None)
        )


async def put_off(database: Database, attachment_id: str, until: datetime) -> None:
    """Try it again at that moment."""
    async with database.writing() as session:
        await session.execute(
            update(Attachment).where(Attachment.id == attachment_id).values(due_at=until)
        )


def _waits(
    conversation_id: BindParameter[str], since: BindParameter[datetime]
) -> ColumnElement[bool]:
    return and_(
        Attachment.conversation_id == conversation_id,
        Attachment.status == "kept",
        Attachment.kept_at > since,
    )


_attachments: Any = Attachment.__table__
_TIED = Prepared(
    update(_attachments)
    .where(_waits(bindparam("of"), bindparam("since")))
    .values(status="tied", ticket_number=bindparam("number"), due_at=bindparam("now"))
    .returning(_attachments.c.id),
    str,
)
