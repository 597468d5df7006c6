"""What a person did in Telegram, read from its updates."""

from dataclasses import dataclass

from telegram import Message, Update
from telegram.constants import ChatType

# Commands of the menu, and the payload that each stands for.
COMMANDS = {
    "start": "/greet",
    "help": "/help",
    "status": "/check_ticket_status",
    "language": "/choose_language",
    "stop": "/stop",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that a person said; of text, payload and choice at most one is given.

    None of them: something that is not writing, such as a photograph or a voice message.
    `tap` names a callback query, which Telegram wants to have answered.
    """

    message_id: str
    chat: str
    text: str | None = None
    payload: str | None = None
    choice: int | None = None
    tap: str | None = None


def read(update: Update) -> Heard | None:
    """None for what is not a person talking to the bot alone, such as a group's messages."""
    message_id = f"tg:{update.update_id}"
    tap = update.callback_query
    if tap is not None:
        # In a private chat the chat's id is the person's; an old message may lack its chat.
        data = tap.data or ""
        choice = int(data) if data.isascii() and data.isdigit() else None
        private = tap.message is None or tap.message.chat.type == ChatType.PRIVATE
        return (
            Heard(message_id, str(tap.from_user.id), choice=choice, tap=tap.id) if private else None
        )
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    return _written(message_id, message)


def _written(message_id: str, message: Message) -> Heard:
    chat, text = str(message.chat.id), message.text
    if text and text.startswith("/"):
        # "/status@bijli_bot" is the same command, and "/start abc" comes from a link.
        command = text[1:].split(maxsplit=1)[0].partition("@")[0].lower() if text[1:] else ""
        if command in COMMANDS:
            return Heard(message_id, chat, payload=COMMANDS[command])
    return Heard(message_id, chat, text=text)
