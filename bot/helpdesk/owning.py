"""Who has a chat. Every change counts the conversation's `epoch` on, so that whatever was
prepared before it (a bot's answer, a click on an old page) is known to be too late."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.helpdesk.errors import NobodyThere, NotYours, TakenAlready
from bot.helpdesk.tables import Case
from bot.staff import audit
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.store.database import Database
from bot.store.tables import Conversation

# How long whoever has a chat may do nothing in it before it goes back.
LEASE = timedelta(minutes=10)

# The channel of conversations that staff hold with somebody at the desk or on the telephone.
AT_DESK = "desk"

# The open form asks its question again when the bot has the chat back.
GO_ON = '/inform{"again": "yes"}'


async def want_person(
    session: AsyncSession,
    conversation: Conversation,
    reason: str,
    now: datetime,
    *,
    urgent: bool = False,
    division: str | None = None,
) -> None:
    """Put a chat into the queue, in the caller's transaction; one that waits already keeps its
    place, and one that somebody has stays theirs."""
    case = await session.get(Case, conversation.id, with_for_update=True)
    if case is None:
        case = Case(conversation_id=conversation.id, reason=reason, urgent=False)
        session.add(case)
    case.urgent = case.urgent or urgent
    case.division = division or case.division
    if conversation.owner in ("waiting", "person"):
        return
    conversation.owner = "waiting"
    conversation.epoch += 1
    case.reason, case.urgent = reason, urgent
    case.waiting_since, case.told_to_wait_at, case.done_at = now, None, None
    case.staff_id = case.taken_at = case.lease_until = None


async def claim(database: Database, conversation_id: str, staff: SignedIn, now: datetime) -> None:
    """Take a chat from the bot or the queue. Raises NotAllowed, and TakenAlready: of two who
    claim at once, one gets it."""
    staff.require(May.TAKE_CHATS)
    async with database.writing() as session:
        await _change(
            session, conversation_id, "person", ("bot", "waiting", "closed"), TakenAlready
        )
        await give(session, conversation_id, staff.id, now)
        audit.note(session, staff.id, "chat_taken", now, conversation_id)


async def take_from_colleague(
    database: Database, conversation_id: str, staff: SignedIn, now: datetime
) -> None:
    """Take a chat that a colleague has. Raises NotAllowed, and NotYours if nobody has it."""
    staff.require(May.TAKE_OVER_FROM_COLLEAGUES)
    async with database.writing() as session:
        await _change(session, conversation_id, "person", ("person",), NotYours)
        await give(session, conversation_id, staff.id, now)
        audit.note(session, staff.id, "chat_taken_over", now, conversation_id)


async def hand_to_team(
    session: AsyncSession,
    conversation_id: str,
    staff: SignedIn,
    division: str | None,
    now: datetime,
) -> None:
    """Put a chat back into the queue, of a division or of everybody, in the caller's
    transaction. Raises NotYours."""
    case = await require_holder(session, conversation_id, staff.id)
    await _change(session, conversation_id, "waiting", ("person",), NotYours)
    case.division, case.reason = division, "transferred"
    case.waiting_since, case.told_to_wait_at = now, None
    case.staff_id = case.taken_at = case.lease_until = None
    audit.note(session, staff.id, "chat_transferred", now, conversation_id, division=division)


async def give_back(
    database: Database, conversation_id: str, staff: SignedIn, now: datetime, *, close: bool
) -> None:
    """End one's part in a chat: the bot has it again, or it is closed until the person writes.

    Raises NotYours, and NobodyThere if the bot would have nobody to talk to.
    """
    async with database.writing() as session:
        case = await require_holder(session, conversation_id, staff.id)
        if not close and await _at_desk(session, conversation_id):
            raise NobodyThere(conversation_id)
        await _change(session, conversation_id, "closed" if close else "bot", ("person",), NotYours)
        case.done_at, case.waiting_since, case.lease_until = now, None, None
        what = "chat_closed" if close else "chat_given_back"
        audit.note(session, staff.id, what, now, conversation_id)


async def require_holder(session: AsyncSession, conversation_id: str, staff_id: int) -> Case:
    """The case of a chat that this member of staff has now, locked. Raises NotYours."""
    case = await session.get(Case, conversation_id, with_for_update=True)
    owner = await session.scalar(
        select(Conversation.owner).where(Conversation.id == conversation_id)
    )
    if case is None or owner != "person" or case.staff_id != staff_id:
        raise NotYours(conversation_id)
    return case


async def stay(database: Database, conversation_id: str, staff: SignedIn, now: datetime) -> None:
    """Whoever has the chat is still there: the lease begins anew. Raises NotYours."""
    async with database.writing() as session:
        case = await require_holder(session, conversation_id, staff.id)
        case.lease_until = now + LEASE


async def run_out(session: AsyncSession, conversation_id: str, now: datetime) -> bool:
    """Put a chat whose holder does nothing back into the queue; False if that is not so, and for
    one at the desk, which is closed: nobody waits at its other end."""
    case = await session.get(Case, conversation_id, with_for_update=True)
    if case is None or case.lease_until is None or case.lease_until > now:
        return False
    if await _at_desk(session, conversation_id):
        await _change(session, conversation_id, "closed", ("person",), NotYours)
        case.done_at, case.lease_until = now, None
        audit.note(session, None, "lease_ran_out", now, conversation_id, staff=case.staff_id)
        return False
    await _change(session, conversation_id, "waiting", ("person",), NotYours)
    audit.note(session, None, "lease_ran_out", now, conversation_id, staff=case.staff_id)
    case.reason, case.waiting_since, case.told_to_wait_at = "left", now, now
    case.staff_id = case.taken_at = case.lease_until = None
    return True


async def give(
    session: AsyncSession,
    conversation_id: str,
    staff_id: int,
    now: datetime,
    reason: str = "taken",
) -> Case:
    """Note who has a chat from now on, in the caller's transaction; `reason` of a new case."""
    case = await session.get(Case, conversation_id, with_for_update=True)
    if case is None:
        case = Case(conversation_id=conversation_id, reason=reason, urgent=False)
        session.add(case)
    case.staff_id, case.taken_at, case.lease_until = staff_id, now, now + LEASE
    case.waiting_since, case.done_at = None, None
    return case


async def _at_desk(session: AsyncSession, conversation_id: str) -> bool:
    query = select(Conversation.channel).where(Conversation.id == conversation_id)
    return await session.scalar(query) == AT_DESK


async def _change(
    session: AsyncSession,
    conversation_id: str,
    owner: str,
    before: tuple[str, ...],
    refusal: type[Exception],
) -> None:
    """Compare and set: the database decides who was first."""
    changed = await session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.owner.in_(before))
        .values(owner=owner, epoch=Conversation.epoch + 1)
        .returning(Conversation.id)
    )
    if changed.first() is None:
        raise refusal(conversation_id)
