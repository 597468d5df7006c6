"""What somebody takes home: the number, the deadline, what comes next; on paper and by SMS."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from backend_client import BackendClient, BackendError
from bot.channels.sms import queue
from bot.errors import NoSms
from bot.helpdesk.errors import NoSmsPossible, SentAlready, UnknownReceipt
from bot.notices.tables import Follower
from bot.staff import audit
from bot.staff.sessions import SignedIn
from bot.staff.tables import Deed
from bot.store.database import Database
from bot.store.rows import ConversationRow

INDIA = ZoneInfo("Asia/Kolkata")
APPLICATION = "NC-"  # contract: the series of applications; every other one is of tickets
SMS, SMS_WITH_DEADLINE = "sms.receipt", "sms.receipt_due"
SENT = "receipt_sms"
# A second click is no second wish.
PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a record. `about`, `status`, `next_step` are the backend's words; all but
    the number are None while it is away. `kept`: the number is our own until it is back."""

    number: str
    kept: bool = False
    about: str | None = None
    status: str | None = None
    next_step: str | None = None
    made_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def of_application(self) -> bool:
        """Whether it is an application for a connection."""
        return self.number.startswith(APPLICATION)


async def numbers_of(database: Database, conversation: ConversationRow) -> Sequence[str]:
    """The records of a conversation's person, the newest first, before them what is kept."""
    query = (
        select(Follower.reference)
        .where(Follower.conversation_id == conversation.id)
        .order_by(Follower.id.desc())
    )
    async with database.session() as session:
        issued = (await session.scalars(query)).all()
    return [*_kept(conversation), *issued]


async def receipt_of(
    database: Database, backend: BackendClient | None, conversation: ConversationRow, number: str
) -> Receipt:
    """The receipt of a record of this conversation. Raises UnknownReceipt for any other: a
    number that is guessed tells nobody anything."""
    if number not in await numbers_of(database, conversation):
        raise UnknownReceipt(number)
    if number in _kept(conversation):
        return Receipt(number, kept=True)
    try:
        return await _told(backend, number) if backend else Receipt(number)
    except BackendError:
        return Receipt(number)


def told_by(receipt: Receipt) -> Iterator[tuple[str, dict[str, Any]]]:
    """Keys of the catalogue and their arguments: what is known, line by line."""
    if receipt.kept:
        yield "desk.receipt.kept", {}
    if receipt.about:
        yield "desk.receipt.kind", {"what": _word(f"kind.{receipt.about}")}
    if receipt.status:
        sort = "application" if receipt.of_application else "ticket"
        yield "desk.receipt.status", {"what": _word(f"status.{sort}.{receipt.status}")}
    if receipt.made_at:
        yield "desk.receipt.made", {"made": _moment(receipt.made_at)}
    if receipt.due_at:
        yield "ticket.due", {"due": _moment(receipt.due_at)}
    if receipt.next_step:
        yield f"next_step.{receipt.next_step}", {}
    yield "desk.receipt.ask", {}


async def send_by_sms(
    database: Database,
    receipt: Receipt,
    conversation: ConversationRow,
    staff: SignedIn,
    now: datetime,
) -> None:
    """Put the receipt's SMS into the queue, to the number that the person gave.

    Raises SentAlready, and NoSmsPossible where no number or no approved text is there.
    """
    mobile_number = conversation.known.get("mobile_number")
    if not mobile_number or receipt.kept:
        raise NoSmsPossible(receipt.number)
    key, args = _sms(receipt, now)
    own, language = conversation.id, conversation.language
    async with database.writing() as session:
        if await session.scalar(_sent_lately(conversation.id, receipt.number, now)):
            raise SentAlready(receipt.number)
        try:
            to = str(mobile_number)
            await queue.put(session, to, key, language, args, now, conversation_id=own)
        except NoSms as reason:
            raise NoSmsPossible(receipt.number) from reason
        audit.note(session, staff.id, SENT, now, conversation.id, number=receipt.number)


def _sms(receipt: Receipt, now: datetime) -> tuple[str, dict[str, Any]]:
    """Its template; a day alone fits into the thirty characters of a place, an hour does not."""
    args: dict[str, Any] = {"number": receipt.number}
    if receipt.due_at is None or receipt.due_at < now:
        return SMS, args
    day = receipt.due_at.astimezone(INDIA).date().isoformat()
    return SMS_WITH_DEADLINE, args | {"due": {"type": "date", "value": day}}


def _word(key: str) -> dict[str, str]:
    return {"type": "word", "value": key}


def _moment(at: datetime) -> dict[str, str]:
    return {"type": "datetime", "value": at.isoformat()}


def _sent_lately(conversation_id: str, number: str, now: datetime) -> Select[tuple[int]]:
    return (
        select(Deed.id)
        .where(
            Deed.subject == conversation_id,
            Deed.what == SENT,
            Deed.at > now - PAUSE,
            Deed.details["number"].as_string() == number,
        )
        .limit(1)
    )


async def _told(backend: BackendClient, number: str) -> Receipt:
    if number.startswith(APPLICATION):
        form = await backend.application(number)
        return Receipt(
            number,
            status=form.status,
            next_step=form.next_step,
            made_at=form.created_at,
            due_at=form.due_at,
        )
    ticket = await backend.ticket(number)
    return Receipt(
        number,
        about=ticket.kind,
        status=ticket.status,
        made_at=ticket.created_at,
        due_at=ticket.due_at,
    )


def _kept(conversation: ConversationRow) -> list[str]:
    """Provisional numbers of what waits for the backend."""
    return [str(one) for one in conversation.known.get("kept") or []]
