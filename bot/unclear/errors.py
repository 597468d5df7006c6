"""Why a line cannot be proposed.

UnclearError
├── NotUnclear       no such message, one that was understood, or none of the member's
└── DecidedAlready   a colleague was first
"""

from bot.errors import GatewayError


class UnclearError(GatewayError):
    """Anything that keeps a message from becoming a proposal."""


class NotUnclear(UnclearError):
    """There is no message of this number that is unclear and the member's to see."""


class DecidedAlready(UnclearError):
    """Somebody has said already what this message meant."""
