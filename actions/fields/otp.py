"""The one-time code. Its digits never come here: the gateway checks them and says how it went."""

from __future__ import annotations

from typing import Any

from actions.fields.base import Accepted, Question, Reading, Refused, Unrelated
from actions.reading import digit_runs
from actions.understanding import Turn
from actions.vocabulary import goes_without, names_topic

#: What the gateway says of a code, and what a person may want instead of typing it.
VERDICTS = ("proved", "wrong", "expired", "too_many", "not_sent")
RESEND = "resend"


class OneTimeCode(Question):
    """Whether the person holds a mobile number. Who does not have it at hand goes on without."""

    name = "otp"

    def __init__(self) -> None:
        super().__init__(optional=True)

    def read(self, turn: Turn) -> Reading:
        """Words only: digits that look like a code were checked before they came this far."""
        if names_topic(turn.plain, "no_code_came"):
            return Accepted({self.name: RESEND})
        if goes_without(turn.plain):
            return Accepted({self.name: None})
        if digit_runs(turn.text):
            return Refused("problem.otp")
        return Unrelated()

    def valid(self, value: Any, typed: str) -> Any:
        return value if value in (*VERDICTS, RESEND) else None

    def options(self) -> tuple[str, ...]:
        return (RESEND,)
