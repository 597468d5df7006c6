"""What can go wrong with SMS, in words of the trade.

SmsError
├── BadTemplates          the file of approved templates cannot be used; found at start
├── UnknownProvider       SMS_PROVIDER names no form that is known; found at start
├── UnfitSms              (a NoSms too) the arguments do not fit the approved words
└── NotTaken              the provider did not take an SMS; `code` is its own, where there is one
    ├── Unsure            it may have been taken: no answer came
    ├── TryLater          this SMS, after a pause
    ├── Refused           never, whatever we do
    └── EverybodyWaits    nothing goes out for a while
        └── AccountTrouble  an operator must see to it: key, balance, header
"""

from bot.errors import GatewayError, NoSms


class SmsError(GatewayError):
    """Anything that this channel reports."""


class BadTemplates(SmsError):
    """A template that the operators' filter would drop, or a file that cannot be read."""


class UnknownProvider(SmsError):
    """No request form bears this name."""


class UnfitSms(SmsError, NoSms):
    """An argument is missing, too long, or of the wrong sort for its place."""


class NotTaken(SmsError):
    """The provider is not known to have taken the SMS."""

    def __init__(self, code: str | None = None) -> None:
        super().__init__(f"the provider's code {code}" if code else "no code of the provider's")
        self.code = code


class Unsure(NotTaken):
    """No answer came, or none that says what happened."""


class TryLater(NotTaken):
    """A passing fault."""


class Refused(NotTaken):
    """This SMS will never be taken."""


class EverybodyWaits(NotTaken):
    """Not about this SMS: any other would fare the same."""


class AccountTrouble(EverybodyWaits):
    """The account may not send at all."""
