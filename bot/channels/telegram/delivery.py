"""Brings the bot's bubbles to Telegram: each until it is delivered, in order."""

import logging

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram.patience import Patience, pause_after
from bot.channels.telegram.split import parts_of
from bot.conversations import Conversations
from bot.messages import Choice, Push

log = logging.getLogger(__name__)

# Two short titles side by side are read at a glance; longer ones would be cut by the app.
SHORT_TITLE = 14


async def deliver(bot: Bot, conversations: Conversations) -> None:
    """Send whatever is said to Telegram's users, until cancelled.

    After a failure everything begins again with the oldest bubble that is not delivered, so
    that no later one overtakes it.
    """
    patience = Patience()
    while True:
        try:
            async for push in conversations.pushes("telegram"):
                await _send(bot, push)
                await conversations.delivered(push.reply.id)
                patience.restored()
        except TelegramError as error:
            await pause_after(error, patience)
        except Exception as error:
            log.exception("bubbles for Telegram could not be read")
            await pause_after(error, patience)


async def _send(bot: Bot, push: Push) -> None:
    """Send one bubble; what Telegram will never take is given up, so that the next can go."""
    try:
        *before, last = parts_of(push.reply.text)
        for part in before:
            await bot.send_message(push.channel_user, part)
        await bot.send_message(push.channel_user, last, reply_markup=keyboard(push.reply.buttons))
    except RetryAfter:
        raise
    except (Forbidden, BadRequest) as refusal:
        # The person has blocked the bot, or the chat is gone.
        log.warning("Telegram refuses bubble %d: %s", push.reply.id, type(refusal).__name__)


def keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    """Buttons under a bubble; each carries the choice's id, as Telegram takes 64 bytes only."""
    rows: list[list[InlineKeyboardButton]] = []
    for choice in choices:
        button = InlineKeyboardButton(choice.title, callback_data=str(choice.id))
        beside = rows and len(rows[-1]) == 1 and _short(rows[-1][0].text) and _short(choice.title)
        if beside:
            rows[-1].append(button)
        else:
            rows.append([button])
    return InlineKeyboardMarkup(rows) if rows else None


def _short(title: str) -> bool:
    return len(title) <= SHORT_TITLE
