"""What goes out without being asked for at that moment, read from the database in order."""

from collections.abc import AsyncIterator

from bot.conversations.bell import Bell, rung
from bot.messages import Push
from bot.store import outbox
from bot.store.database import Database
from bot.store.tables import Entry

# Another gateway process may have stored something: look without a ring as well.
LOOK_AGAIN_SECONDS = 5.0
# A channel that failed to deliver is offered the bubble again after this pause.
DELIVER_AGAIN_SECONDS = 5.0


async def of_conversation(
    database: Database, bell: Bell, conversation_id: str, after: int | None
) -> AsyncIterator[Entry | None]:
    """Pushed bubbles after an entry (None: from now on); None when nothing came for a while."""
    with bell.listen(conversation_id) as ringing:
        last = after if after is not None else await outbox.last_entry(database, conversation_id)
        while True:
            for entry in await outbox.pushed_after(database, conversation_id, last):
                last = entry.id
                yield entry
            if not await rung(ringing, LOOK_AGAIN_SECONDS):
                yield None


async def of_channel(database: Database, bell: Bell, channel: str) -> AsyncIterator[Push]:
    """Undelivered bubbles of a channel; once all were given, those still undelivered again."""
    with bell.listen(channel) as ringing:
        last = 0
        while True:
            batch = await outbox.undelivered(database, channel, last)
            for push in batch:
                last = push.reply.id
                yield push
            if not batch and not await rung(ringing, DELIVER_AGAIN_SECONDS):
                last = 0
