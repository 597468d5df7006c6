"""Asks Telegram for updates, in one process of those that share a database."""

import logging

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.keeping import Keeper
from bot.channels.telegram.patience import Patience
from bot.channels.telegram.updates import WANTED
from bot.store.database import Database

log = logging.getLogger(__name__)

POLL_SECONDS = 25
TURN = "telegram polling"  # whoever holds it asks; it is free again when its process dies


async def poll(bot: Bot, keeper: Keeper, database: Database) -> None:
    """Ask for updates until cancelled; while another process asks, wait for its end.

    A webhook is taken away at the start only: one that is set later was set by whoever is to
    take our place.
    """
    patience = Patience()
    await _without_webhook(bot, patience)
    while True:
        try:
            async with database.turn_of(TURN):
                await _poll(bot, keeper, patience)
        except Conflict as error:
            # A webhook was set meanwhile, or another process asks that we did not see: this one
            # had lost its turn with its connection to the database.
            await patience.pause(error)
        except Exception as error:
            log.exception("Telegram cannot be asked")
            await patience.pause(error)


async def _poll(bot: Bot, keeper: Keeper, patience: Patience) -> None:
    """Raises Conflict if somebody else asks as well.

    The next question confirms the last batch to Telegram, so it is asked only when every
    update of the batch is stored; what comes twice is known by its update's id.
    """
    offset = 0
    while True:
        try:
            updates = await bot.get_updates(
                offset=offset, timeout=POLL_SECONDS, allowed_updates=WANTED
            )
            await keeper.keep(updates)
        except Conflict:
            raise
        except TelegramError as error:
            await patience.pause(error)
        except Exception as error:
            log.exception("an update could not be stored")
            await patience.pause(error)
        else:
            offset = max((update.update_id + 1 for update in updates), default=offset)
            patience.restored()


async def _without_webhook(bot: Bot, patience: Patience) -> None:
    """While a webhook is set, Telegram refuses to be asked."""
    while True:
        try:
            await bot.delete_webhook()
            return
        except InvalidToken:
            return  # the token is known by now: a server without this call has no webhook
        except TelegramError as error:
            await patience.pause(error)
