"""Brings the bot's bubbles to Telegram: each chat's in order, chats in parallel."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.channels.lanes import LOOK_AGAIN_SECONDS, Lanes
from bot.channels.telegram import chats, letters
from bot.channels.telegram.chats import CHANNEL
from bot.channels.telegram.letters import Outgoing
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.patience import pause_after
from bot.channels.telegram.rendering import Content, contents_of
from bot.channels.telegram.tables import Letter
from bot.conversations import Conversations
from bot.conversations.bell import DESK
from bot.metrics.figures import provider_failed
from bot.store.database import Database
from bot.wording import Wording

log = logging.getLogger(__name__)

CHATS_AT_ONCE = 8
MOST_TRIES = 2000  # about a day: what is older says nothing to anybody


class Delivery:
    """One task for each chat to which something is to be brought."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        wording: Wording,
        bot: Bot,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._wording = wording
        self._bot = bot
        self._clock = clock
        self._pace = Pace()
        self._bell = conversations.bell
        self._began = False
        self._few = asyncio.Semaphore(CHATS_AT_ONCE)
        self._lanes = Lanes(self._bell, CHANNEL, self._look, self._bring_all)

    async def deliver(self) -> None:
        """Run until cancelled; what an earlier process did not bring comes first."""
        await self._lanes.run()

    async def _look(self) -> tuple[list[str], float]:
        now = self._clock()
        if not self._began:
            async with self._database.writing() as session:
                await chats.forget_pauses(session, now)
            self._began = True
        names = await letters.conversations_due(self._database, now)
        due = await letters.next_due(self._database, now)
        return names, (due - now).total_seconds() if due else LOOK_AGAIN_SECONDS

    async def _bring_all(self, conversation_id: str) -> None:
        # The lock is against other processes: two of them must not send the same bubble.
        async with self._few, self._database.turn_of(f"{CHANNEL}:{conversation_id}"):
            while await self._bring_next(conversation_id):
                continue

    async def _bring_next(self, conversation_id: str) -> bool:
        """Bring one bubble; False if there is none, or none that may go now."""
        outgoing = await letters.next_bubble(self._database, conversation_id, self._clock())
        if outgoing is None:
            return False
        contents, buttons_up = contents_of(
            outgoing.reply,
            lambda key: self._wording.phrase(key, outgoing.reply.language),
            buttons_up=outgoing.buttons_up,
            private=not outgoing.chat.startswith("-"),
        )
        for part, content in enumerate(contents):
            before = outgoing.letters.get(part)
            if before and before.status == "sent":
                continue
            letter = await letters.begin(self._database, outgoing, part, self._clock())
            try:
                await self._send(outgoing, content)
            except TelegramError as error:
                return await self._settle(letter, error)
            await letters.sent(self._database, letter, self._clock())
        await letters.brought(self._database, outgoing, self._clock(), buttons_up)
        self._bell.ring(DESK)
        return True

    async def _send(self, outgoing: Outgoing, content: Content) -> None:
        await self._pace.turn(outgoing.chat)
        await self._bot.send_message(outgoing.chat, content.text, reply_markup=content.keyboard)

    async def _settle(self, letter: Letter, error: TelegramError) -> bool:
        """What to do about a part that did not go; True if the next bubble may go.

        Only the kind of error is logged: the texts of some hold the bot's token.
        """
        provider_failed(CHANNEL, error)
        kind = type(error).__name__
        match error:
            case Forbidden():
                await self._give_up(letter, error.message, blocked=True)
                return True
            case BadRequest() | ChatMigrated():
                await self._give_up(letter, error.message, blocked=False)
                return True
            case InvalidToken():
                log.error("Telegram does not know TELEGRAM_BOT_TOKEN any more")
        if letter.tries >= MOST_TRIES:
            await self._give_up(letter, kind, blocked=False)
            return True
        pause, counted = pause_after(error, letter.tries)
        log.warning("letter %d, try %d: %s, again in %s", letter.id, letter.tries, kind, pause)
        until = self._clock() + pause
        await letters.put_off(self._database, letter, kind, until, counted=counted)
        return False

    async def _give_up(self, letter: Letter, reason: str, *, blocked: bool) -> None:
        log.warning("letter %d is given up: %s", letter.id, reason)
        await letters.fail(self._database, letter, reason, self._clock(), blocked=blocked)
