"""What of a conversation is erased bit by bit, and what of it cannot go yet."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from bot.attachments.files import Files
from bot.attachments.tables import Attachment
from bot.channels.missed_call.tables import MissedCall
from bot.channels.sms.tables import SmsLetter
from bot.helpdesk.assist.tables import AssistForm
from bot.helpdesk.callbacks.tables import Callback
from bot.notices.tables import Telling
from bot.people.numbers import mobile_of
from bot.privacy import forgetting, persons
from bot.privacy.rules import rules
from bot.privacy.tables import Erasure
from bot.store.database import Database
from bot.store.tables import ERASED, Base, Conversation, Entry, Inbound, KeptRequest
from bot.unclear.tables import LineProposal


class Remains:
    """Erases and looks what is left. `files`: where the bytes of attachments lie."""

    def __init__(self, database: Database, files: Files, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._files = files
        self._clock = clock

    async def erase(self, erasure: Erasure) -> list[str]:
        """Erase what may go now; the names of what has to wait, none if nothing is left."""
        now = self._clock()
        before = rules().erasable_at(now)
        while await self._words(erasure, before, now):
            pass
        if before >= erasure.asked_at:
            await self._rest(erasure)
        return [name async for name in self._left(erasure)]

    async def _words(self, erasure: Erasure, before: datetime, now: datetime) -> int:
        query = (
            select(Entry.id)
            .where(*_said(erasure), Entry.at <= before)
            .order_by(Entry.id)
            .limit(forgetting.ROWS_AT_ONCE)
        )
        async with self._database.writing() as session:
            entries = list((await session.scalars(query)).all())
            await forgetting.blank(session, entries, now)
        return len(entries)

    async def _rest(self, erasure: Erasure) -> None:
        mine = Attachment.conversation_id == erasure.conversation_id
        sent = and_(mine, Attachment.inbound_id <= erasure.upto, Attachment.status != "tied")
        await persons.remove_attachments(self._database, self._files, sent)
        async with self._database.session() as session:
            names = await persons.names_of(session, erasure.conversation_id)
        numbers = {*erasure.numbers, *filter(None, map(mobile_of, names))}
        for table, which in _rows(erasure, sorted(numbers)):
            while await self._removed(table, which):
                pass
        async with self._database.writing() as session:
            await persons.forget_arrivals(session, names)
            form = await session.get(AssistForm, erasure.conversation_id)
            if form is not None and form.at <= erasure.asked_at:
                form.form = None

    async def _removed(self, table: type[Base], which: ColumnElement[bool]) -> int:
        async with self._database.writing() as session:
            return await forgetting.remove(session, table, which)

    async def _left(self, erasure: Erasure) -> AsyncIterator[str]:
        mine = erasure.conversation_id
        kept = KeptRequest.conversation_id == mine
        left: dict[str, Select[Any]] = {
            "law": select(Entry.id).where(*_said(erasure)),
            "kept_requests": select(KeptRequest.id).where(kept, KeptRequest.delivered_at.is_(None)),
            "attachments": select(Attachment.id).where(
                Attachment.conversation_id == mine, Attachment.status == "tied"
            ),
            "letters": select(Entry.id).where(
                Entry.conversation_id == mine,
                Entry.outbox.is_not(None),
                Entry.delivered_at.is_(None),
                select(Conversation.id)
                .where(Conversation.id == mine, Conversation.channel_user.is_not(None))
                .exists(),
            ),
            "sms": select(SmsLetter.id).where(
                SmsLetter.conversation_id == mine, SmsLetter.status.in_(persons.ON_THE_WAY)
            ),
        }
        async with self._database.session() as session:
            for name, query in left.items():
                if await session.scalar(query.limit(1)) is not None:
                    yield name


def _said(erasure: Erasure) -> tuple[ColumnElement[bool], ...]:
    """What stands in the transcript up to the wish, but for what is still being answered."""
    waits = select(Inbound.id).where(Inbound.id == Entry.id, Inbound.status == "received")
    return (
        Entry.conversation_id == erasure.conversation_id,
        Entry.id <= erasure.upto,
        Entry.kind.is_distinct_from(ERASED),
        ~waits.exists(),
    )


def _rows(
    erasure: Erasure, numbers: Sequence[str]
) -> Iterator[tuple[type[Base], ColumnElement[bool]]]:
    mine = erasure.conversation_id
    yield (
        KeptRequest,
        and_(KeptRequest.conversation_id == mine, KeptRequest.delivered_at.is_not(None)),
    )
    yield Telling, Telling.conversation_id == mine
    said = select(Inbound.id).where(Inbound.conversation_id == mine, Inbound.id <= erasure.upto)
    yield LineProposal, LineProposal.number.in_(said)
    sent = SmsLetter.status.not_in(persons.ON_THE_WAY)
    yield (
        SmsLetter,
        and_(
            or_(SmsLetter.conversation_id == mine, SmsLetter.mobile_number.in_(numbers)),
            sent,
            SmsLetter.at <= erasure.asked_at,
        ),
    )
    yield MissedCall, and_(MissedCall.mobile_number.in_(numbers), MissedCall.status != "open")
    settled = Callback.ended_at.is_not(None)
    whose = or_(Callback.conversation_id == mine, Callback.mobile_number.in_(numbers))
    yield Callback, and_(whose, settled)
