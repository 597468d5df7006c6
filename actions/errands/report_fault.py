"""No light, low voltage, a burnt transformer: a fault of the supply."""

from __future__ import annotations

from typing import ClassVar

from actions.backend_words import outage_reason
from actions.drafts import Draft
from actions.errands.tickets import TicketErrand
from actions.fields.base import Question
from actions.fields.choices import FaultType
from actions.fields.free import Duration, Locality
from actions.fields.numbers import MobileNumber
from actions.speech import Bubble, moment, say
from actions.understanding import Turn
from backend_client import BackendClient, BackendError
from backend_client.models import Outage


class ReportFault(TicketErrand):
    """What, where, since when, and whom to call: four facts, most of them said at once."""

    name = "report_fault"
    kind = "fault"
    subtype_from = "fault_type"
    asks: ClassVar[tuple[Question, ...]] = (
        FaultType(),
        Locality(),
        Duration(optional=True),
        MobileNumber(wording="ask.contact", or_account=True, optional=True),
    )

    def questions(self, draft: Draft) -> tuple[Question, ...]:
        """With an account number nobody needs to give a mobile number as well."""
        if "account_number" in draft.values:
            return self.asks[:3]
        return self.asks

    async def notice(self, turn: Turn, draft: Draft, utility: BackendClient) -> list[Bubble]:
        """Tell of a known outage before a ticket is made, once."""
        if (
            "locality" not in draft.values
            or draft.values.get("outage_told") == draft.values["locality"]
        ):
            return []
        try:
            outages = await utility.outages(draft.values["locality"])
        except BackendError:
            return []  # the ticket itself will say that the backend is away
        draft.values["outage_told"] = draft.values["locality"]
        return outage_lines(turn, outages[:1])


def outage_lines(turn: Turn, outages: list[Outage]) -> list[Bubble]:
    """What is known of an interruption: where, why, until when, as far as it is stated."""
    lines = []
    for outage in outages:
        place = (
            outage.locality_hi if turn.language == "hi" and outage.locality_hi else outage.locality
        )
        lines.append(say("outage.known", place=place))
        if outage.reason:
            lines.append(say("outage.reason", reason=outage_reason(outage.reason)))
        if outage.expected_restoration:
            lines.append(say("outage.until", until=moment(outage.expected_restoration)))
        else:
            lines.append(say("outage.until_unknown"))
    return lines
