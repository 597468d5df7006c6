"""Telegram's commands, and what stands behind the links that open the bot."""

# Commands of the menu, and the payload that each stands for.
COMMANDS = {
    "start": "/greet",
    "help": "/help",
    "status": "/check_ticket_status",
    "language": "/choose_language",
    "stop": "/stop",
}

# A link such as https://t.me/OUR_BOT?start=status arrives as "/start status": a poster or a bill
# can lead to where it is needed. Any other word behind /start, such as a poster's name, greets.
LINKS = {
    "help": "/help",
    "status": "/check_ticket_status",
    "person": "/talk_to_human",
    "hi": '/choose_language{"language": "hi"}',
    "hi-Latn": '/choose_language{"language": "hi-Latn"}',
    "en": '/choose_language{"language": "en"}',
}


def payload_of(text: str) -> str | None:
    """The payload that a command stands for; None for words, and for commands of others.

    "/status@bijli_bot" is the same as "/status": so Telegram writes it in groups.
    """
    if not text.startswith("/"):
        return None
    name, _, rest = text[1:].partition(" ")
    command = name.partition("@")[0].lower()
    if command == "start" and rest.strip() in LINKS:
        return LINKS[rest.strip()]
    return COMMANDS.get(command)
