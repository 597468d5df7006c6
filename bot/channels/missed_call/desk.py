"""Turns missed calls into requests to be called back, by way of Rasa as everything else."""

import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.channels.lanes import LOOK_AGAIN_SECONDS, Lanes
from bot.channels.missed_call import calls
from bot.channels.missed_call.forms import cause_of
from bot.channels.missed_call.tables import MissedCall
from bot.channels.missed_call.webhook import CALLED
from bot.channels.sms import queue
from bot.conversations import Conversations
from bot.errors import NoSms
from bot.messages import InboundMessage
from bot.store.conversations import find_conversation
from bot.store.database import Database
from bot.store.rows import ConversationRow
from bot.store.tables import Entry, Inbound

log = logging.getLogger(__name__)

CHANNEL = "missed_call"
SMS = "sms.missed_call"
# After this it is looked for again: Rasa or the backend was away, or this process died.
WAIT = timedelta(seconds=15)


class Desk:
    """One lane for each number that called; each call becomes one request and one SMS."""

    def __init__(
        self, database: Database, conversations: Conversations, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._clock = clock
        self._lanes = Lanes(conversations.bell, CALLED, self._look, self._take_all)

    async def work(self) -> None:
        """Run until cancelled; what an earlier process did not finish comes first."""
        await self._lanes.run()

    async def _look(self) -> tuple[Iterable[str], float]:
        now = self._clock()
        numbers = await calls.due(self._database, now)
        later = await calls.next_due(self._database, now)
        return numbers, (later - now).total_seconds() if later else LOOK_AGAIN_SECONDS

    async def _take_all(self, mobile_number: str) -> None:
        while call := await self._claimed(mobile_number):
            await self._take(call)

    async def _claimed(self, mobile_number: str) -> MissedCall | None:
        now = self._clock()
        return await calls.claim_next(self._database, mobile_number, now, now + WAIT)

    async def _take(self, call: MissedCall) -> None:
        if await calls.is_repeated(self._database, call):
            async with self._database.writing() as session:
                await calls.settle(session, call, "repeated")
            return
        opened = await self._conversations.open(CHANNEL, call.mobile_number)
        message_id = f"call:{call.id}"
        await self._conversations.receive(
            InboundMessage(opened.conversation_id, message_id, payload=_wish(call), made_by_us=True)
        )
        conversation = await find_conversation(self._database, opened.conversation_id)
        await self._conclude(call, conversation, await self._answered(conversation, message_id))

    async def _answered(self, conversation: ConversationRow, message_id: str) -> Inbound:
        query = select(Inbound).where(
            Inbound.conversation_id == conversation.id, Inbound.message_id == message_id
        )
        async with self._database.session() as session:
            return (await session.scalars(query)).one()

    async def _conclude(
        self, call: MissedCall, conversation: ConversationRow, asked: Inbound
    ) -> None:
        """Tell the caller the backend's number, or wait until there is one."""
        waits = asked.status == "received" or bool(conversation.known.get("kept"))
        reference = _reference(conversation, asked)
        if waits and not asked.references:
            return  # it is looked at again
        if reference is None:
            log.error("missed call %d became no request", call.id)
            async with self._database.writing() as session:
                await calls.settle(session, call, "failed")
        else:
            await self._tell(call, conversation, reference)

    async def _tell(self, call: MissedCall, conversation: ConversationRow, reference: str) -> None:
        now = self._clock()
        async with self._database.writing() as session:
            if not await calls.settle(session, call, "done", reference):
                return
            # The SMS says it all; nobody reads the bubbles of a telephone.
            await session.execute(
                update(Entry)
                .where(
                    Entry.conversation_id == conversation.id,
                    Entry.outbox == CHANNEL,
                    Entry.delivered_at.is_(None),
                )
                .values(delivered_at=now)
            )
            try:
                await queue.put(
                    session,
                    call.mobile_number,
                    SMS,
                    conversation.language,
                    {"number": reference},
                    now,
                    conversation_id=conversation.id,
                )
            except NoSms as reason:
                log.warning("missed call %d is answered by no SMS: %s", call.id, reason)


def _wish(call: MissedCall) -> str:
    """The payload of a request to be called back, about the matter of the called number."""
    values: dict[str, Any] = {"mobile_number": call.mobile_number}
    cause = cause_of(call.called)
    return f"/request_callback{json.dumps(values | ({'cause': cause} if cause else {}))}"


def _reference(conversation: ConversationRow, asked: Inbound) -> str | None:
    """The backend's number of the request; one that was kept for a while has it by now among
    what the conversation remembers."""
    if asked.status != "answered":
        return None
    known = asked.references or conversation.known.get("references") or []
    return str(known[0]) if known else None
