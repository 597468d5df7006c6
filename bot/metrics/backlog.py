"""What waits in the database now: looked up when somebody asks, by indexes, never per turn."""

from datetime import datetime
from typing import Any

from prometheus_client import Gauge
from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.letters import OPEN
from bot.channels.sms.tables import SmsLetter
from bot.helpdesk.tables import Case
from bot.notices.tables import Telling
from bot.store.database import Database
from bot.store.tables import Conversation, Entry, Inbound, KeptRequest
from watching.metrics import age

OPEN_MESSAGES = Gauge("bijli_open_messages", "Messages that are still to be answered")
OPEN_SECONDS = Gauge("bijli_open_message_seconds", "Age of the oldest message to be answered")
CHATS = Gauge("bijli_chats", "Chats that wait for a person or that one has", ["owner", "urgent"])
CHAT_SECONDS = Gauge(
    "bijli_waiting_chat_seconds", "How long the first chat of the queue waits", ["urgent"]
)
OUTBOX = Gauge("bijli_outbox", "What a channel has still to bring", ["channel"])
OUTBOX_SECONDS = Gauge("bijli_outbox_seconds", "Age of the oldest of it", ["channel"])
KEPT_REQUESTS = Gauge("bijli_kept_requests", "Requests that wait for the utility's backend")
KEPT_TRIES = Gauge("bijli_kept_request_tries", "How often the one tried most was tried")
NOTICES = Gauge("bijli_notices_due", "Notices of the utility that should have been told")
NOTICE_SECONDS = Gauge("bijli_notice_due_seconds", "For how long the first of them is due")

#: Channels that bring what is said to their people; pages fetch it.
BRINGING = ("whatsapp", "telegram")
_NOTHING = (0, None)


async def look(database: Database, now: datetime) -> None:
    """Set every gauge to what is so at `now`. Raises SQLAlchemyError."""
    async with database.session() as session:
        await _open_messages(session, now)
        await _chats(session, now)
        await _outbox(session, now)
        await _kept(session)
        await _notices(session, now)


async def _open_messages(session: AsyncSession, now: datetime) -> None:
    query = (
        select(func.count(), func.min(Entry.at))
        .join(Inbound, Inbound.id == Entry.id)
        .where(Inbound.status == "received")
    )
    number, oldest = (await session.execute(query)).one()
    OPEN_MESSAGES.set(number)
    OPEN_SECONDS.set(age(oldest, now))


async def _chats(session: AsyncSession, now: datetime) -> None:
    query = (
        select(Conversation.owner, Case.urgent, func.count(), func.min(Case.waiting_since))
        .join(Case, Case.conversation_id == Conversation.id)
        # By their indexes: cases that are done stay in the table.
        .where(or_(Case.waiting_since.is_not(None), Case.lease_until.is_not(None)))
        .where(Conversation.owner.in_(("waiting", "person")))
        .group_by(Conversation.owner, Case.urgent)
    )
    found = {(owner, urgent): told for owner, urgent, *told in await session.execute(query)}
    for urgent in (False, True):
        label = str(urgent).lower()
        waiting, since = found.get(("waiting", urgent), _NOTHING)
        CHATS.labels("waiting", label).set(waiting)
        CHATS.labels("person", label).set(found.get(("person", urgent), _NOTHING)[0])
        CHAT_SECONDS.labels(label).set(age(since, now))


async def _outbox(session: AsyncSession, now: datetime) -> None:
    counted = func.count(), func.min(Entry.at)
    queries: dict[str, Select[Any]] = {
        channel: select(*counted).where(Entry.outbox == channel, Entry.delivered_at.is_(None))
        for channel in BRINGING
    }
    queries["sms"] = select(func.count(), func.min(SmsLetter.at)).where(SmsLetter.status.in_(OPEN))
    for channel, query in queries.items():
        number, oldest = (await session.execute(query)).one()
        OUTBOX.labels(channel).set(number)
        OUTBOX_SECONDS.labels(channel).set(age(oldest, now))


async def _kept(session: AsyncSession) -> None:
    query = select(func.count(), func.max(KeptRequest.tries)).where(
        KeptRequest.delivered_at.is_(None)
    )
    number, tries = (await session.execute(query)).one()
    KEPT_REQUESTS.set(number)
    KEPT_TRIES.set(tries or 0)


async def _notices(session: AsyncSession, now: datetime) -> None:
    query = select(func.count(), func.min(Telling.tell_at)).where(
        Telling.told_at.is_(None), Telling.tell_at <= now
    )
    number, first = (await session.execute(query)).one()
    NOTICES.set(number)
    NOTICE_SECONDS.set(age(first, now))
