"""What became of our letters: statuses, in whatever order and number they come."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.whatsapp.errors import EverybodyWaits, Refused, TryLater, WindowClosed
from bot.channels.whatsapp.notices import Receipt
from bot.channels.whatsapp.patience import MOST_TRIES, WINDOW, pause_after
from bot.channels.whatsapp.refusals import refusal
from bot.channels.whatsapp.tables import Letter, Person
from bot.store.tables import Entry

log = logging.getLogger(__name__)

MARK = "letter:"
# A letter goes forward only. What was read or delivered did not fail, whoever says so later;
# what went by SMS instead (texted) is no business of WhatsApp's any more.
RANK = {"held": 0, "sending": 0, "sent": 1, "failed": 2, "delivered": 3, "read": 4, "texted": 5}


def mark_of(letter: Letter) -> str:
    """What is written on a letter, so that its statuses lead to it even if no answer came."""
    return f"{MARK}{letter.id}"


async def note_receipts(session: AsyncSession, receipts: Sequence[Receipt], now: datetime) -> None:
    """Bring letters forward, in the caller's transaction; a status of nobody's is left aside."""
    if not receipts:
        return
    found = await _letters_of(session, receipts)
    # Everybody takes letters first and people after them, in one order: nobody waits in a ring.
    pairs = [(found[one.id], one) for one in receipts if one.id in found]
    for letter, receipt in sorted(pairs, key=lambda pair: pair[0].conversation_id):
        if receipt.status == "failed":
            await _failed(session, letter, receipt, now)
        elif RANK.get(receipt.status, 0) > RANK[letter.status]:
            await advance(session, letter, receipt.status, receipt.id, now)


async def advance(
    session: AsyncSession, letter: Letter, status: str, wamid: str, now: datetime
) -> None:
    """Bring a letter forward, never back; whoever waits to know whether it went may go on."""
    if RANK[letter.status] == 0:
        await session.execute(
            update(Person)
            .where(Person.conversation_id == letter.conversation_id, Person.send_after > now)
            .values(send_after=now)
        )
    if RANK[status] > RANK[letter.status]:
        letter.status, letter.at = status, now
    letter.wamid = letter.wamid or wamid
    letter.code = None if status != "failed" else letter.code


async def _letters_of(session: AsyncSession, receipts: Sequence[Receipt]) -> dict[str, Letter]:
    """The letters by Meta's id; by our mark those whose id nobody has told us yet."""
    marked = {one.id: number for one in receipts if (number := _number_on(one)) is not None}
    named = Letter.wamid.in_({one.id for one in receipts})
    query = select(Letter).where(or_(named, Letter.id.in_(marked.values())))
    letters = (await session.scalars(query.order_by(Letter.id).with_for_update())).all()
    found = {letter.wamid: letter for letter in letters if letter.wamid}
    nameless = {letter.id: letter for letter in letters if not letter.wamid}
    by_mark = {wamid: nameless[number] for wamid, number in marked.items() if number in nameless}
    return by_mark | found


def _number_on(receipt: Receipt) -> int | None:
    number = receipt.biz_opaque_callback_data.removeprefix(MARK)
    return int(number) if number.isascii() and number.isdigit() and len(number) < 18 else None


async def _failed(session: AsyncSession, letter: Letter, receipt: Receipt, now: datetime) -> None:
    """WhatsApp took the letter and then did not bring it."""
    if RANK[letter.status] >= RANK["failed"]:
        return
    code = next((fault.code for fault in receipt.errors), None)
    reason = refusal(400, code)
    again = isinstance(reason, TryLater | EverybodyWaits) and letter.tries < MOST_TRIES
    closed = isinstance(reason, WindowClosed)
    # A refused template is not the end: there is SMS, and there are the person's next words.
    elsewhere = closed or (letter.template is not None and isinstance(reason, Refused))
    if closed:
        await _close_window(session, letter, now)
    letter.code, letter.at = code, now
    if not again and not elsewhere:
        letter.status, letter.wamid = "failed", letter.wamid or receipt.id
        log.error("letter %d failed: %s", letter.id, reason)
        return
    letter.status, letter.wamid = ("sending" if again else "held"), None
    await session.execute(
        update(Entry).where(Entry.id.in_(letter.entries)).values(delivered_at=None)
    )
    await session.execute(
        update(Person)
        .where(Person.conversation_id == letter.conversation_id)
        .values(send_after=now + pause_after(letter.tries) if again else now)
    )


async def _close_window(session: AsyncSession, letter: Letter, now: datetime) -> None:
    """The 24 hours were over when the letter was sent, unless the person has written since."""
    await session.execute(
        update(Person)
        .where(Person.conversation_id == letter.conversation_id, Person.heard_at <= letter.at)
        .values(heard_at=now - WINDOW)
    )
