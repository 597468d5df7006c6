"""Takes Telegram's updates into conversations."""

import asyncio
import logging
from collections.abc import Coroutine

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram.patience import Patience, pause_after
from bot.channels.telegram.updates import Heard, read
from bot.conversations import Conversations
from bot.errors import EmptyMessage, MessageTooLong, PayloadNotOffered
from bot.messages import InboundMessage

log = logging.getLogger(__name__)

POLL_SECONDS = 25
WANTED = ["message", "callback_query"]
TEXT_ONLY = "channel.text_only"


async def listen(bot: Bot, conversations: Conversations) -> None:
    """Ask for updates until cancelled.

    The next question confirms the last batch to Telegram, so it is asked only when every
    update of the batch is stored; what comes twice is known by its update id.
    """
    ears = Ears(bot, conversations)
    patience, offset = Patience(), 0
    try:
        while True:
            try:
                updates = await bot.get_updates(
                    offset=offset, timeout=POLL_SECONDS, allowed_updates=WANTED
                )
                for update in updates:
                    await ears.take(update)
                    offset = update.update_id + 1
                patience.restored()
            except TelegramError as error:
                await pause_after(error, patience)
            except Exception as error:
                log.exception("an update could not be stored")
                await pause_after(error, patience)
    finally:
        await ears.close()


class Ears:
    """Brings each update to the conversation of its chat."""

    def __init__(self, bot: Bot, conversations: Conversations) -> None:
        self._bot = bot
        self._conversations = conversations
        self._running: set[asyncio.Task[None]] = set()

    async def take(self, update: Update) -> None:
        """Store what was said; what can wait (a hint, the end of a tap) goes on by itself."""
        heard = read(update)
        if heard is None:
            return
        if heard.tap:
            self._meanwhile(self._end_tap(heard.tap))
        opened = await self._conversations.open("telegram", heard.chat)
        hint = await self._keep(opened.conversation_id, heard)
        if hint:
            # It waits for a turn that is running, and other chats must not wait with it.
            self._meanwhile(self._conversations.say(opened.conversation_id, hint))

    async def close(self) -> None:
        """End what still runs by itself."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _keep(self, conversation_id: str, heard: Heard) -> str | None:
        """Store the message; the key of a hint if it is none that can be answered."""
        payload = heard.payload
        if heard.choice is not None:
            payload = await self._conversations.offered(conversation_id, heard.choice)
        if heard.tap and payload is None:
            return "gateway.not_offered"
        if payload is None and heard.text is None:
            return TEXT_ONLY
        message = InboundMessage(
            conversation_id, heard.message_id, heard.text, payload, f"telegram:{heard.chat}"
        )
        try:
            await self._conversations.accept(message)
        except EmptyMessage:
            return TEXT_ONLY
        except MessageTooLong:
            return "gateway.too_long"
        except PayloadNotOffered:
            return "gateway.not_offered"
        return None

    async def _end_tap(self, tap: str) -> None:
        """Until a tap is answered, the person's Telegram shows the button as busy."""
        try:
            await self._bot.answer_callback_query(tap)
        except TelegramError as error:
            # Too old to be answered: nothing is busy any more.
            log.info("a tap was not ended: %s", type(error).__name__)

    def _meanwhile(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
