"""Starts and ends the Telegram channel."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.delivery import deliver
from bot.channels.telegram.listening import POLL_SECONDS, listen
from bot.channels.telegram.patience import Patience, pause_after
from bot.channels.telegram.updates import COMMANDS
from bot.conversations import Conversations
from bot.settings import Settings
from bot.wording import Wording

log = logging.getLogger(__name__)

REQUEST_SECONDS = 15.0
# Telegram's code of a person's own language, with ours; None is for everybody else.
MENU_LANGUAGES = {None: "hi", "hi": "hi", "en": "en"}


async def start(
    settings: Settings, conversations: Conversations, wording: Wording
) -> Callable[[], Awaitable[None]]:
    """Begin to listen and to deliver, in the background; returns what ends it.

    Telegram need not be reachable: the channel goes on trying. Needs `telegram_bot_token`.
    """
    # httpx logs each address at INFO, and the address holds the bot's token.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    bot = _bot(settings)
    running = asyncio.create_task(_run(bot, conversations, wording))

    async def stop() -> None:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await bot.shutdown()

    return stop


def _bot(settings: Settings) -> Bot:
    token = settings.telegram_bot_token
    if token is None:
        raise ValueError("TELEGRAM_BOT_TOKEN is not set")
    return Bot(
        token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=HTTPXRequest(read_timeout=REQUEST_SECONDS, connect_timeout=REQUEST_SECONDS),
        get_updates_request=HTTPXRequest(
            read_timeout=POLL_SECONDS + REQUEST_SECONDS, connect_timeout=REQUEST_SECONDS
        ),
    )


async def _run(bot: Bot, conversations: Conversations, wording: Wording) -> None:
    if not await _introduced(bot, wording):
        return
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listen(bot, conversations))
        tasks.create_task(deliver(bot, conversations))


async def _introduced(bot: Bot, wording: Wording) -> bool:
    """Get through to Telegram, however long it takes; False if it does not know the token."""
    patience = Patience()
    while True:
        try:
            await bot.initialize()
            await bot.delete_webhook()  # while one is set, Telegram refuses to be polled
            for code, language in MENU_LANGUAGES.items():
                menu = [
                    BotCommand(name, wording.phrase(f"channel.command.{name}", language))
                    for name in COMMANDS
                ]
                await bot.set_my_commands(menu, language_code=code)
            return True
        except InvalidToken:
            log.error("Telegram does not know TELEGRAM_BOT_TOKEN; the channel stays closed")
            return False
        except TelegramError as error:
            await pause_after(error, patience)
