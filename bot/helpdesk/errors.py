"""Why a member of staff cannot have or use a chat.

DeskError
├── TakenAlready     a colleague was faster
├── NotYours         only whoever has the chat may speak in it, hand it on or close it
├── UnknownTeam      nobody of this division talks to consumers
├── UnknownTemplate  WhatsApp has approved no such sentence for staff
├── TooSoon          the number was tried a short while ago
├── NoConsent        nobody has agreed yet that staff fill in this form
├── NotSeen          an identity can only be attested of somebody who stands there
├── FormAway         the bot does not answer now
├── UnknownNumber    this is no Indian mobile number
├── UnknownReceipt   no record of this chat bears this number
├── NoSmsPossible    no mobile number is known, or no approved words
├── SentAlready      the SMS went out a short while ago
├── NobodyThere      a conversation at the desk has no other end to which the bot could talk
└── WindowIsClosed   WhatsApp takes no free words now: only an approved template

UnknownCallback      nobody with this number of the list is to be called, or not by this division
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


class UnknownCallback(GatewayError):
    """Of what is not theirs nobody learns that it exists."""


class NoConsent(DeskError):
    """Personal data is taken only once its owner has agreed."""


class NotSeen(DeskError):
    """Nobody sees an identity document on the telephone or in a chat."""


class FormAway(DeskError):
    """What was written is not stored; it can be sent once more."""


class NobodyThere(DeskError):
    """Given back to the bot, it would wait for ever: it can only be closed."""


class UnknownNumber(DeskError):
    """Nobody could be called back on it, and no SMS would arrive."""


class UnknownReceipt(DeskError):
    """Of a number that is guessed nobody learns anything."""


class NoSmsPossible(DeskError):
    """The receipt can be printed all the same."""


class SentAlready(DeskError):
    """A second click is no second wish."""
