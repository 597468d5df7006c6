"""No light, low voltage, a burnt transformer: a fault of the supply."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from actions.backend_words import outage_reason
from actions.drafts import Draft
from actions.errands.base import Done
from actions.errands.tickets import TicketErrand
from actions.fields.base import Question
from actions.fields.choices import FaultType
from actions.fields.free import Duration
from actions.fields.numbers import MobileNumber
from actions.fields.where import Locality
from actions.speech import Bubble, moment, say
from actions.understanding import Turn
from backend_client import BackendClient, BackendError, NotFound
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

    def begin(self, turn: Turn, draft: Draft) -> None:
        """In a storm the way to a number is short, and stays so for who began in it."""
        super().begin(turn, draft)
        if turn.storm:
            draft.values["short"] = True

    def questions(self, draft: Draft) -> tuple[Question, ...]:
        """With an account number nobody needs to give a mobile number as well. In a storm only
        what and where are asked: the crew goes by places, and news come into this chat."""
        if draft.values.get("short"):
            return self.asks[:2]
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

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        await _settle_contact(draft, utility)
        return await super().finish(turn, draft, utility)


async def _settle_contact(draft: Draft, utility: BackendClient) -> None:
    """Either number is taken as contact, and bare they look alike: one that the utility knows
    as an account is the account's, so that two reports of its fault meet in one ticket.

    Raises BackendError: without an answer nothing is sent yet, since the request must be the
    same at every try.
    """
    number = draft.values.get("mobile_number")
    if not number or draft.values.get("account_number"):
        return
    try:
        await utility.consumer(number)
    except NotFound:
        return
    draft.values["account_number"] = draft.values.pop("mobile_number")


def outage_lines(turn: Turn, outages: list[Outage]) -> list[Bubble]:
    """What is known of an interruption: where, why, until when, as far as it is stated."""
    lines = []
    for outage in outages:
        lines.append(say("outage.known", place=_place(turn, outage)))
        if outage.reason:
            lines.append(say("outage.reason", reason=outage_reason(outage.reason)))
        if outage.expected_restoration and outage.expected_restoration > datetime.now(UTC):
            lines.append(say("outage.until", until=moment(outage.expected_restoration)))
        else:
            lines.append(say("outage.until_unknown"))
    return lines


def announced_lines(turn: Turn, shutdowns: list[Outage]) -> list[Bubble]:
    """Shutdowns that are yet to begin: where, from when, until when, and why."""
    lines = []
    for shutdown in shutdowns:
        if shutdown.started_at is None:
            continue
        place, start = _place(turn, shutdown), moment(shutdown.started_at)
        lines.append(say("outage.announced", place=place, start=start))
        if shutdown.reason:
            lines.append(say("outage.reason", reason=outage_reason(shutdown.reason)))
        if shutdown.expected_restoration:
            lines.append(say("outage.until", until=moment(shutdown.expected_restoration)))
    return lines


def _place(turn: Turn, outage: Outage) -> str:
    return outage.locality_hi if turn.language == "hi" and outage.locality_hi else outage.locality
