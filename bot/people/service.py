"""What the conversations ask of who somebody is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Bubble
from bot.people import drafts, gate, proofs
from bot.people.codes import Codes
from bot.people.gate import Checked
from bot.store.conversations import locked
from bot.store.database import Database
from bot.store.outbox import store_said
from bot.store.rows import ConversationRow
from bot.store.tables import Conversation
from bot.store.work import Work
from bot.wording import Wording


class People:
    """Proofs, codes and drafts of one person over several channels.

    Without `codes` (no SMS is configured) nothing can be proved by a code; what a channel proves
    by itself still counts.
    """

    def __init__(
        self,
        database: Database,
        wording: Wording,
        codes: Codes | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._wording = wording
        self._codes = codes
        self._clock = clock

    async def told(
        self, conversation: ConversationRow, language: str, *, proves_any: bool
    ) -> dict[str, Any]:
        """What the action server is told of the person with each message: the numbers that are
        proved (`proves_any`: there are some) and for what, whether one could be, and drafts that
        wait in their other conversations."""
        now = self._clock()
        proved = proofs.proved(self._database, conversation.id, now) if proves_any else None
        numbers = await proved if proved else []
        waiting = await drafts.elsewhere(self._database, conversation.id, now) if numbers else []
        proved_for = (
            await proofs.proved_for(self._database, conversation.id, now) if numbers else {}
        )
        provable = self._codes is not None and self._codes.possible(language)
        return {
            "proved": numbers,
            "proved_for": proved_for,
            "provable": provable,
            "elsewhere": waiting,
        }

    async def checked(self, work: Work, conversation_id: str, text: str) -> Checked | None:
        """What is stored in the place of a message that holds a code; None for any other."""
        if self._codes is None:
            return None
        return await gate.checked(work, self._codes, conversation_id, text)

    async def checked_in_field(
        self, session: AsyncSession, conversation_id: str, text: str
    ) -> Checked | None:
        """The same for what staff write into the field of the code."""
        if self._codes is None:
            return None
        return await gate.in_its_field(session, self._codes, conversation_id, text)

    async def may_send(self, conversation: ConversationRow, mobile_number: str) -> bool:
        """Whether a code may go to this number now."""
        return self._codes is not None and await self._codes.may_send(conversation, mobile_number)

    async def send(
        self, session: AsyncSession, conversation: Conversation, mobile_number: str, purpose: str
    ) -> None:
        """Send a code, in the caller's transaction. Ask `may_send` first. Raises NoSms."""
        if self._codes is not None:
            await self._codes.send(session, conversation, mobile_number, purpose)

    async def take_up(self, conversation_id: str, payload: str | None) -> ConversationRow | None:
        """Move a draft here if a tap wants it; the other side hears so.

        Returns the conversation that it was taken from, for its bell.
        """
        draft_id = drafts.wanted_in(payload)
        if draft_id is None:
            return None
        now = self._clock()
        async with self._database.work() as work:
            async with work.orm() as session:
                taken_from = await drafts.take_up(session, conversation_id, draft_id, now)
            if taken_from is None:
                return None
            there = await locked(work, taken_from)
            said = [self._wording.bubble(Bubble("draft.moved", {}), there.language)]
            await store_said(work, there, said, kind="push", answers=None, pushed=True, now=now)
        return there
