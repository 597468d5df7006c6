"""Every night what has been kept for long enough is erased: data/retention.yml says for how long.

In batches that hold SQLite's line of writers for milliseconds; whatever a night does not reach,
the next one does.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.attachments.files import Files
from bot.attachments.tables import Attachment
from bot.channels.missed_call.tables import MissedCall
from bot.channels.sms.tables import SmsLetter
from bot.channels.telegram.tables import Arrival as Update
from bot.channels.telegram.tables import Letter as TelegramLetter
from bot.channels.whatsapp.tables import Arrival as WhatsAppArrival
from bot.channels.whatsapp.tables import Letter as WhatsAppLetter
from bot.helpdesk.assist.tables import AssistForm
from bot.helpdesk.callbacks.tables import Callback
from bot.notices.tables import Notice, Telling
from bot.people.tables import Code, Proof
from bot.privacy import forgetting, persons
from bot.privacy.rules import rules
from bot.staff.tables import SignInAttempt, StaffSession
from bot.store.database import Database
from bot.store.tables import ERASED, Base, Conversation, Entry, KeptRequest
from bot.unclear.tables import LineProposal

log = logging.getLogger(__name__)

FIRST_AFTER = timedelta(minutes=5)  # a start is busy enough
EVERY = timedelta(days=1)
PAUSE_SECONDS = 0.05  # between batches: others write as well
ENTRIES_AT_ONCE = 200

#: Erases the next batch in a transaction; how many rows there were, 0 at the end.
Batch = Callable[[AsyncSession], Awaitable[int]]


class Retention:
    """The nightly work. `files`: where the bytes of attachments lie."""

    def __init__(self, database: Database, files: Files, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._files = files
        self._clock = clock

    async def keep_on(self) -> None:
        """Run until cancelled."""
        pause = FIRST_AFTER
        while True:
            await asyncio.sleep(pause.total_seconds())
            try:
                await self.once()
            except Exception:
                log.exception("what is old cannot be erased")
            pause = EVERY

    async def once(self) -> dict[str, int]:
        """Erase everything that has been kept for long enough; name → number of rows."""
        now = self._clock()
        erased: dict[str, int] = dict.fromkeys(rules().keeps, 0)
        erased["words"] += await self._words(rules().old_at("words", now), now)
        erased["attachments"] += await self._attachments(rules().old_at("attachments", now))
        for name, batch in _batches(now):
            erased[name] += await self._all_of(batch)
        told = ", ".join(f"{name} {count}" for name, count in erased.items() if count)
        log.info("kept for long enough and erased: %s", told or "nothing")
        return erased

    async def _all_of(self, batch: Batch) -> int:
        total = 0
        while True:
            async with self._database.writing() as session:
                count = await batch(session)
            if not count:
                return total
            total += count
            await asyncio.sleep(PAUSE_SECONDS)

    async def _words(self, old: datetime, now: datetime) -> int:
        """The transcript is in the order of time, so it is read from its beginning to the first
        entry that is young enough."""
        total, last = 0, 0
        while batch := await self._entries_after(last):
            last = batch[-1][0]
            entries = [number for number, at, kind in batch if at < old and kind != ERASED]
            if entries:
                async with self._database.writing() as session:
                    await forgetting.blank(session, entries, now)
                total += len(entries)
            if batch[-1][1] >= old:
                break
            await asyncio.sleep(PAUSE_SECONDS)
        return total

    async def _entries_after(self, last: int) -> list[Any]:
        query = (
            select(Entry.id, Entry.at, Entry.kind)
            .where(Entry.id > last)
            .order_by(Entry.id)
            .limit(ENTRIES_AT_ONCE)
        )
        async with self._database.session() as session:
            return list((await session.execute(query)).all())

    async def _attachments(self, old: datetime) -> int:
        settled = and_(Attachment.kept_at < old, Attachment.status != "tied")
        return await persons.remove_attachments(self._database, self._files, settled)


def _batches(now: datetime) -> Iterator[tuple[str, Batch]]:
    for name, table, which in _old_rows(now):
        yield name, _removing(table, which)
    drafts = rules().old_at("drafts", now)
    left = Conversation.last_turn_at < drafts
    yield (
        "drafts",
        _emptying(Conversation, {"draft": None}, and_(left, Conversation.draft.is_not(None))),
    )
    forms = and_(AssistForm.at < drafts, AssistForm.form.is_not(None))
    yield "drafts", _emptying(AssistForm, {"form": None}, forms)
    silent = func.coalesce(Conversation.last_turn_at, Conversation.created_at)
    yield "person", persons.silent_since(silent < rules().old_at("person", now))


def _old_rows(now: datetime) -> Iterator[tuple[str, type[Base], ColumnElement[bool]]]:
    old = {name: rules().old_at(name, now) for name in rules().keeps}
    yield "kept_requests", KeptRequest, KeptRequest.delivered_at < old["kept_requests"]
    yield "arrivals", WhatsAppArrival, WhatsAppArrival.taken_at < old["arrivals"]
    yield "arrivals", Update, Update.taken_at < old["arrivals"]
    yield "letters", WhatsAppLetter, WhatsAppLetter.at < old["letters"]
    yield "letters", TelegramLetter, TelegramLetter.at < old["letters"]
    yield (
        "sms",
        SmsLetter,
        and_(SmsLetter.at < old["sms"], SmsLetter.status.not_in(persons.ON_THE_WAY)),
    )
    calls = MissedCall.status != "open"
    yield "missed_calls", MissedCall, and_(MissedCall.at < old["missed_calls"], calls)
    yield "callbacks", Callback, Callback.ended_at < old["callbacks"]
    yield "notices", Telling, Telling.told_at < old["notices"]
    untold = Notice.event_id.not_in(select(Telling.event_id))
    yield "notices", Notice, and_(Notice.received_at < old["notices"], untold)
    yield "codes", Code, Code.expires_at < old["codes"]
    yield "codes", SignInAttempt, SignInAttempt.created_at < old["codes"]
    yield "line_proposals", LineProposal, LineProposal.at < old["line_proposals"]
    ended = or_(Proof.until < old["proofs"], Proof.ended_at < old["proofs"])
    yield "proofs", Proof, ended
    yield (
        "sessions",
        StaffSession,
        func.coalesce(StaffSession.ended_at, StaffSession.seen_at) < old["sessions"],
    )


def _removing(table: type[Base], which: ColumnElement[bool]) -> Batch:
    async def batch(session: AsyncSession) -> int:
        return await forgetting.remove(session, table, which)

    return batch


def _emptying(table: type[Base], values: dict[str, Any], which: ColumnElement[bool]) -> Batch:
    async def batch(session: AsyncSession) -> int:
        return await forgetting.change(session, table, values, which)

    return batch
