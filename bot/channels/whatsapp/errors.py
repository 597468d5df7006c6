"""What can go wrong with WhatsApp, in words of the trade.

WhatsAppError
├── NotMetas              a request that does not bear Meta's signature
├── NotANotice            a signed body that is no JSON object
├── BadTemplates          the file of templates cannot be used; found at start
└── NotSent               a letter did not go out; `code` is Meta's, where there is one
    ├── Unsure            it may have gone out: no answer came
    ├── TryLater          this person, after a pause
    ├── WindowClosed      the person has not written for 24 hours
    ├── Refused           never, whatever we do
    └── EverybodyWaits    nothing goes out for a while
        ├── SlowDown      too much was sent, or WhatsApp is away
        └── AccountTrouble  an operator must see to it: token, payment, a ban
"""

from bot.errors import GatewayError


class WhatsAppError(GatewayError):
    """Anything that this channel reports."""


class NotMetas(WhatsAppError):
    """The signature is absent or wrong."""


class NotANotice(WhatsAppError):
    """The body cannot be read as a notice."""


class BadTemplates(WhatsAppError):
    """The file of templates cannot be read, or is not of the form of the packaged one."""


class NotSent(WhatsAppError):
    """The letter is not known to have gone out."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(f"Meta's code {code}" if code is not None else "no code of Meta's")
        self.code = code


class Unsure(NotSent):
    """No answer came, or none that says what happened."""


class TryLater(NotSent):
    """Too many letters to this person, or a passing fault."""


class WindowClosed(NotSent):
    """Free words may follow a person's own within 24 hours only."""


class Refused(NotSent):
    """This letter to this person will never be taken."""


class EverybodyWaits(NotSent):
    """Not about this letter: any other would fare the same."""


class SlowDown(EverybodyWaits):
    """The number's own limit, maintenance, or no connection."""


class AccountTrouble(EverybodyWaits):
    """The account may not send at all."""
