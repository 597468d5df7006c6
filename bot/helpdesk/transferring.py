"""Handing a chat on to another team, with a word for them and one for the consumer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations import Conversations
from bot.conversations.cleaning import cleaned
from bot.helpdesk import talking
from bot.helpdesk.errors import UnknownTeam
from bot.helpdesk.owning import hand_to_team
from bot.staff.roles import PERMISSIONS, May, Role
from bot.staff.sessions import SignedIn
from bot.staff.tables import StaffMember
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Handing:
    """To which division a chat goes (None: whoever is free), and what its staff should know."""

    division: str | None
    word: str

    async def do(
        self, session: AsyncSession, conversation_id: str, staff: SignedIn, now: datetime
    ) -> bool:
        """Hand the chat on in the caller's transaction. Raises NotYours, UnknownTeam and
        UnacceptableMessage."""
        if self.division and self.division not in await _teams(session):
            raise UnknownTeam(self.division)
        await hand_to_team(session, conversation_id, staff, self.division, now)
        if self.word.strip():
            note = talking.note_of(conversation_id, staff, cleaned(self.word), now)
            session.add(note)
        return True


async def hand_on(
    talks: Conversations, conversation_id: str, staff: SignedIn, handing: Handing, now: datetime
) -> None:
    """Put a chat into another team's queue and tell the consumer. Raises what `Handing.do` does."""

    async def handed(session: AsyncSession) -> bool:
        return await handing.do(session, conversation_id, staff, now)

    await talks.pushes.say(conversation_id, "desk.transferred", unless_done=handed)


async def teams(database: Database) -> Sequence[str]:
    """Divisions with somebody who talks to consumers; nobody would see what goes elsewhere."""
    async with database.session() as session:
        return sorted(await _teams(session))


async def _teams(session: AsyncSession) -> set[str]:
    talkers = [role for role in Role if May.TAKE_CHATS in PERMISSIONS[role]]
    found = await session.scalars(
        select(StaffMember.divisions).where(StaffMember.active, StaffMember.role.in_(talkers))
    )
    return {name for names in found for name in names}
