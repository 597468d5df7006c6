"""Who asks for a page of the console, and about which chat: what its routes depend on."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, Request

from bot.helpdesk.queue import seen_by
from bot.helpdesk.tables import Case
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.staff.web import permitted
from bot.store.rows import ConversationRow

Viewer = Annotated[SignedIn, Depends(permitted(May.SEE_QUEUE))]
Talker = Annotated[SignedIn, Depends(permitted(May.TAKE_CHATS))]
Words = Annotated[str, Form(max_length=20_000)]


@dataclass(frozen=True, slots=True)
class Visit:
    """A member of staff at a chat that they may see."""

    member: SignedIn
    conversation: ConversationRow
    case: Case | None

    @property
    def id(self) -> str:
        """The conversation's id."""
        return self.conversation.id

    @property
    def mine(self) -> bool:
        """Whether the visitor has the chat now."""
        case = self.case if self.conversation.owner == "person" else None
        return case is not None and case.staff_id == self.member.id


async def looking(request: Request, conversation_id: str, member: Viewer) -> Visit:
    """Whoever looks at a chat. Raises UnknownConversation for one of another division."""
    found = await seen_by(request.app.state.database, conversation_id, member)
    return Visit(member, *found)


async def acting(request: Request, conversation_id: str, member: Talker) -> Visit:
    """Whoever does something in a chat. Raises what `looking` raises, and NotAllowed."""
    return await looking(request, conversation_id, member)


Looking = Annotated[Visit, Depends(looking)]
Acting = Annotated[Visit, Depends(acting)]
