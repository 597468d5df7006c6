"""What Telegram is told when the channel begins: the commands' menu, and where updates go."""

import logging

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.commands import COMMANDS
from bot.channels.telegram.patience import Patience
from bot.channels.telegram.updates import WANTED
from bot.channels.telegram.webhook import PATH
from bot.settings import TelegramSettings
from bot.wording import Wording

log = logging.getLogger(__name__)

# Telegram's code of a person's own language, with ours; None is for everybody else.
MENU_LANGUAGES = {None: "hi", "hi": "hi", "en": "en"}


async def known_to_telegram(bot: Bot) -> bool:
    """Get through to Telegram, however long it takes; False if it does not know the token."""
    patience = Patience()
    while True:
        try:
            await bot.initialize()
            return True
        except InvalidToken:
            log.error("Telegram does not know TELEGRAM_BOT_TOKEN; the channel stays closed")
            return False
        except TelegramError as error:
            await patience.pause(error)


async def show_commands(bot: Bot, wording: Wording) -> None:
    """Put the commands into Telegram's menu, in each language; without it all goes on."""
    try:
        for code, language in MENU_LANGUAGES.items():
            menu = [
                BotCommand(name, wording.phrase(f"channel.command.{name}", language))
                for name in COMMANDS
            ]
            await bot.set_my_commands(menu, language_code=code)
    except TelegramError as error:
        log.warning("Telegram's menu stays as it was: %s", type(error).__name__)


async def bring_updates_here(bot: Bot, settings: TelegramSettings) -> None:
    """Have Telegram bring its updates to our webhook, however long it takes to tell it."""
    if settings.webhook_secret is None or not settings.public_url:
        log.warning("PUBLIC_URL is not set: give Telegram the address of %s yourself", PATH)
        return
    patience = Patience()
    while True:
        try:
            await bot.set_webhook(
                settings.public_url + PATH,
                allowed_updates=WANTED,
                secret_token=settings.webhook_secret.get_secret_value(),
            )
            return
        except TelegramError as error:
            await patience.pause(error)
