"""A conversation for somebody who stands at the desk or is on the telephone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from bot.helpdesk.errors import UnknownNumber
from bot.helpdesk.owning import AT_DESK, give
from bot.people.numbers import mobile_of
from bot.staff import audit
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.store.database import Database
from bot.store.tables import Conversation


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom staff help: the number that they gave, if any, the language in which they are talked
    to, and the division whose staff see the chat (None: everybody)."""

    mobile_number: str
    language: str
    division: str | None


async def open_for(database: Database, visitor: Visitor, staff: SignedIn, now: datetime) -> str:
    """Open a conversation that this member of staff has at once; its id.

    Raises NotAllowed, also for a division that is not theirs, and UnknownNumber.
    """
    staff.require(May.TAKE_CHATS)
    if not staff.sees(visitor.division):
        staff.require(May.SEE_ALL_DIVISIONS)
    known = {}
    if visitor.mobile_number.strip():
        known["mobile_number"] = mobile_of(visitor.mobile_number)
        if known["mobile_number"] is None:
            raise UnknownNumber
    conversation = Conversation(
        id=uuid4().hex,
        channel=AT_DESK,
        owner="person",
        language=visitor.language,
        language_chosen=True,
        known=known,
        created_at=now,
    )
    async with database.writing() as session:
        session.add(conversation)
        await session.flush()
        case = await give(session, conversation.id, staff.id, now, reason="assisted")
        case.division = visitor.division
        audit.note(session, staff.id, "assist_opened", now, conversation.id)
    return conversation.id
