"""What goes out without being asked for at that moment: put there, and read in order."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations.bell import DESK, Bell, rung
from bot.messages import Bubble, Push
from bot.store import outbox
from bot.store.conversations import find_conversation
from bot.store.database import Database
from bot.store.tables import Entry
from bot.wording import Wording

# Another gateway process may have stored something: look without a ring as well.
LOOK_AGAIN_SECONDS = 5.0
# A channel that failed to deliver is offered the bubble again after this pause.
DELIVER_AGAIN_SECONDS = 5.0


class Pushes:
    """Late answers, notices and words of the gateway's own, until they have arrived."""

    def __init__(
        self, database: Database, wording: Wording, bell: Bell, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._wording = wording
        self._bell = bell
        self._clock = clock

    async def say(
        self,
        conversation_id: str,
        key: str,
        args: Mapping[str, Any] | None = None,
        *,
        choices: Sequence[dict[str, Any]] = (),
        unless_done: Callable[[AsyncSession], Awaitable[bool]] | None = None,
    ) -> None:
        """Push a sentence of the catalogue into a conversation, whose turn this takes.

        `choices` are buttons: key of the title, its args, payload.
        `unless_done` notes in the same transaction what the sentence is due to; where it gives
        False somebody else was first, and nothing is said.
        """
        async with self._database.turn_of(conversation_id):
            conversation = await find_conversation(self._database, conversation_id)
            bubble = Bubble(key, dict(args or {}), tuple(choices))
            said = [self._wording.bubble(bubble, conversation.language)]
            now = self._clock()
            async with self._database.work() as work:
                if unless_done:
                    async with work.orm() as session:
                        if not await unless_done(session):
                            return
                await outbox.store_said(
                    work, conversation, said, kind="push", answers=None, pushed=True, now=now
                )
        self._bell.ring(conversation_id, conversation.channel)

    async def of_conversation(
        self, conversation_id: str, after: int | None = None
    ) -> AsyncIterator[Entry | None]:
        """Pushed bubbles after an entry of the transcript (None: from now on).

        Yields None when there was nothing for a while, so that a connection can be kept alive.
        """
        database = self._database
        with self._bell.listen(conversation_id) as ringing:
            last = (
                after if after is not None else await outbox.last_entry(database, conversation_id)
            )
            while True:
                for entry in await outbox.pushed_after(database, conversation_id, last):
                    last = entry.id
                    yield entry
                if not await rung(ringing, LOOK_AGAIN_SECONDS):
                    yield None

    async def of_channel(self, channel: str) -> AsyncIterator[Push]:
        """Every bubble for the users of a channel, in order, until `delivered` confirms it.

        Once all were given, those still undelivered come again.
        """
        with self._bell.listen(channel) as ringing:
            last = 0
            while True:
                batch = await outbox.undelivered(self._database, channel, last)
                for push in batch:
                    last = push.reply.id
                    yield push
                if not batch and not await rung(ringing, DELIVER_AGAIN_SECONDS):
                    last = 0

    async def delivered(self, reply_id: int) -> None:
        """The channel has taken this bubble."""
        await outbox.mark_delivered(self._database, reply_id, self._clock())

    async def shown(self, conversation_id: str, upto: int) -> None:
        """The person's page has shown everything up to this entry; staff see that it did."""
        if await outbox.mark_shown(self._database, conversation_id, upto, self._clock()):
            self._bell.ring(DESK)
