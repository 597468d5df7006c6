"""WhatsApp's 24 hours: how long staff may write freely, and what may be said after them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.whatsapp.people import CHANNEL
from bot.channels.whatsapp.progress import window_end
from bot.channels.whatsapp.templates import Templates
from bot.store.rows import ConversationRow
from bot.store.tables import Conversation
from bot.wording import Wording

# Those of the approved templates that staff may send: they stand for themselves.
_PREFIX = "desk.template."


@dataclass(frozen=True, slots=True)
class Window:
    """Until when free words may be sent; `templates` may be at any time: key → words."""

    ends_at: datetime
    is_open: bool
    templates: dict[str, str]


class Windows:
    """The windows of conversations; without `templates` (no WhatsApp) there are none to send."""

    def __init__(self, wording: Wording, templates: Templates | None) -> None:
        self._wording = wording
        self._templates = templates

    async def of(
        self, session: AsyncSession, conversation: Conversation | ConversationRow, now: datetime
    ) -> Window | None:
        """The window of a conversation; None on channels that know no such thing."""
        if conversation.channel != CHANNEL:
            return None
        ends_at = await window_end(session, conversation.id) or now
        return Window(ends_at, now < ends_at, self.approved(conversation.language))

    def approved(self, language: str) -> dict[str, str]:
        """The templates that staff may send in a language, with their words."""
        known = self._templates.all_in(language) if self._templates else {}
        words = self._wording.phrases(_PREFIX, language)
        return {
            key: said for key, said in words.items() if key in known and not known[key].parameters
        }
