"""What can go wrong with Telegram, beside what its library raises (`telegram.error`).

TelegramChannelError
└── NotAnUpdate           a body that is no update at all
"""


class TelegramChannelError(Exception):
    """Anything that this channel reports."""


class NotAnUpdate(TelegramChannelError):
    """The body cannot be read as an update."""
