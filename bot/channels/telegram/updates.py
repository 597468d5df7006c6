"""Reads Telegram's updates: what a person said to the bot alone, and what to make of it."""

import json
import logging
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType, MessageType
from telegram.helpers import effective_message_type

from bot.channels.hints import UNREADABLE
from bot.channels.telegram.commands import payload_of
from bot.channels.telegram.errors import NotAnUpdate
from bot.channels.telegram.heard import Heard, Saying
from bot.channels.telegram.sorts import media_in

log = logging.getLogger(__name__)

WANTED = ["message", "edited_message", "callback_query"]
# Somebody sent these, and nothing can be made of them. Everything else that is no sort of ours
# is Telegram's own notice, such as a pinned message: nobody expects an answer to that.
UNREADABLE_SORTS = {
    None,  # newer than this library
    MessageType.CHECKLIST,
    MessageType.DICE,
    MessageType.GAME,
    MessageType.PAID_MEDIA,
    MessageType.POLL,
    MessageType.STICKER,
    MessageType.STORY,
}


def parse(body: bytes) -> Update | None:
    """The update in a body; None for one that this library cannot read.

    Raises NotAnUpdate if the body is none.
    """
    try:
        update = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAnUpdate from error
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        raise NotAnUpdate
    return _built(update)


def _built(update: dict[str, Any]) -> Update | None:
    try:
        return Update.de_json(update, None)
    except Exception as error:
        # The library raises whatever it meets where an object is not in Telegram's form.
        log.warning("an update cannot be read: %s", type(error).__name__)
        return None


def read(update: Update) -> Saying | None:
    """None for what is not a person talking to the bot, for what needs no answer, and for what is
    not in Telegram's form: it must not come again and again, and those behind it not wait."""
    try:
        return _saying_in(update)
    except Exception as error:
        # The library does not look at the types of what it builds.
        log.warning("an update cannot be read: %s", type(error).__name__)
        return None


def _saying_in(update: Update) -> Saying | None:
    if update.callback_query:
        chat, heard = str(update.callback_query.from_user.id), _tapped(update.callback_query)
    elif update.edited_message:
        chat, heard = str(update.edited_message.chat.id), _rewritten(update.edited_message)
    elif update.message:
        chat, heard = str(update.message.chat.id), _said(update.message)
    else:
        return None
    return Saying(update_id=update.update_id, chat=chat, heard=heard) if heard else None


def _tapped(tap: CallbackQuery) -> Heard | None:
    # In a private chat the chat's id is the person's; an old message may lack its chat.
    if tap.message is not None and tap.message.chat.type != ChatType.PRIVATE:
        return None
    data = tap.data or ""
    number = data.isascii() and data.isdigit() and len(data) < 18
    return Heard(tap=tap.id, choice=int(data) if number else None)


def _rewritten(message: Message) -> Heard | None:
    """What was answered stays answered; the person is told so. A place on the move is silent."""
    private = message.chat.type == ChatType.PRIVATE
    words = message.text or message.caption
    return Heard(hint="channel.edited") if private and words else None


def _said(message: Message) -> Heard | None:
    if message.chat.type != ChatType.PRIVATE:
        return _said_in_a_group(message)
    if message.text:
        payload = payload_of(message.text)
        return Heard(payload=payload) if payload else Heard(text=message.text)
    if message.contact:
        return _shared(message)
    media = media_in(message)
    if media:
        return Heard(media=media, text=message.caption)
    sort = effective_message_type(message)
    return Heard(hint=UNREADABLE) if sort in UNREADABLE_SORTS else None


def _said_in_a_group(message: Message) -> Heard | None:
    """Numbers and dues are nothing for a group to read: who calls the bot is told so."""
    called = message.text and payload_of(message.text)
    in_group = message.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
    return Heard(hint="channel.private_only") if called and in_group else None


def _shared(message: Message) -> Heard:
    """A telephone number; whose it is says only the id of the person that Telegram knows by it.

    A forwarded one was true once, and may be somebody else's today.
    """
    contact, sender = message.contact, message.from_user
    own = contact and sender and contact.user_id == sender.id and not message.forward_origin
    if contact is None or not own:
        return Heard(hint="channel.not_own_contact")
    return Heard(telephone=contact.phone_number[:30])
