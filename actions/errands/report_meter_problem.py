"""The meter itself: stopped, burnt, blank, or a recharge that does not arrive."""

from __future__ import annotations

from typing import ClassVar

from actions.errands.requests import AccountRequest
from actions.fields.base import Question
from actions.fields.choices import MeterProblem


class ReportMeterProblem(AccountRequest):
    """What the meter does, and of which account."""

    name = "report_meter_problem"
    kind = "meter"
    cause_from = "meter_problem"
    asks: ClassVar[tuple[Question, ...]] = (
        MeterProblem(optional=True),
        AccountRequest.account,
        AccountRequest.caller,
    )
