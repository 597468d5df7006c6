"""Why a report cannot be given.

ReportError
├── BadPeriod    no days, or the last before the first
└── NoRecords    the utility's records cannot be read now
"""

from bot.errors import GatewayError


class ReportError(GatewayError):
    """Anything that keeps a report from being made."""


class BadPeriod(ReportError):
    """The days that were asked for are none."""


class NoRecords(ReportError):
    """The backend is away, refuses, or is not connected."""
