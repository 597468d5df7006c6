"""Why a member of staff cannot have or use a chat.

DeskError
├── TakenAlready     a colleague was faster
├── NotYours         only whoever has the chat may speak in it, hand it on or close it
├── UnknownTeam      nobody of this division talks to consumers
├── UnknownTemplate  WhatsApp has approved no such sentence for staff
├── TooSoon          the number was tried a short while ago
├── UnknownCallback  nobody with this number of the list is to be called, or not by this division
└── WindowIsClosed   WhatsApp takes no free words now: only an approved template
"""

from bot.errors import GatewayError


class DeskError(GatewayError):
    """Anything that keeps staff from using a chat."""


class TakenAlready(DeskError):
    """Two claimed at once, or one looked at an old page."""


class NotYours(DeskError):
    """It is with the bot, with a colleague, or closed."""


class WindowIsClosed(DeskError):
    """The person has not written for 24 hours."""


class UnknownTeam(DeskError):
    """A chat that goes there would be seen by nobody."""


class UnknownTemplate(DeskError):
    """Not in the book of templates, in the language of the chat."""


class TooSoon(DeskError):
    """Whoever did not answer is left alone for a while."""


class UnknownCallback(DeskError):
    """Of what is not theirs nobody learns that it exists."""
