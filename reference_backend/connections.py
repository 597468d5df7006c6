"""The way of a new connection: documents, inspection, demand note, payment, meter, supply.

Each step is the staff's and is told to the applicant at once. The clock runs from payment; the
rules stand in each utility's `connections.yml`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from reference_backend import events
from reference_backend.applications import application_for_change
from reference_backend.clock import in_india, now
from reference_backend.connection_requests import (
    DemandBody,
    DocumentsBody,
    EnergisedBody,
    PaymentBody,
    RejectionBody,
    SurveyBody,
)
from reference_backend.meters import take_one
from reference_backend.problems import Refusal
from reference_backend.tables import Application
from reference_backend.utility_data import utilities

#: Before payment an application may be rejected; afterwards the utility owes the supply.
UNPAID = ("received", "survey_pending", "survey_done", "demand_issued")


def check_documents(session: Session, number: str, body: DocumentsBody) -> Application:
    """Complete documents lead to the inspection; missing ones are named to the applicant."""
    made = _at(session, number, "received", "survey_pending")
    made.missing_documents = body.missing
    made.survey_on = body.survey_on
    if body.missing:
        return _step(session, made, "received", "documents_missing", {"documents": body.missing})
    told = {"survey_on": body.survey_on.isoformat()} if body.survey_on else {}
    return _step(session, made, "survey_pending", facts=told)


def note_survey(session: Session, number: str, body: SurveyBody) -> Application:
    """The inspection is done: the demand note is next, or the application is rejected."""
    made = _at(session, number, "survey_pending")
    if body.feasible:
        return _step(session, made, "survey_done")
    return _rejected(session, made, body.reason or "")


def issue_demand(session: Session, number: str, body: DemandBody) -> Application:
    """The billing system's demand note, told at once; an unpaid one may be put right."""
    made = _at(session, number, "survey_done", "demand_issued")
    moment = now()
    made.demand_amount = body.total
    made.demand_components = [line.model_dump(mode="json") for line in body.components]
    made.demand_issued_on = body.issued_on or in_india(moment).date()
    facts = {"amount": body.total, "issued_on": made.demand_issued_on.isoformat()}
    return _step(session, made, "demand_issued", facts=facts)


def post_payment(session: Session, number: str, body: PaymentBody) -> Application:
    """The whole demand is paid: from now on the clock runs.

    Raises `Refusal` 409 `amount_differs` for another sum than the demand note's.
    """
    made = _at(session, number, "demand_issued")
    if body.amount != made.demand_amount:
        raise Refusal(409, "amount_differs", "the demand note is of another amount")
    made.paid_at = _not_ahead(body.paid_at)
    made.demand_paid, made.payment_reference = True, body.reference
    made.due_at = due_after(made, made.paid_at)
    facts = {"amount": body.amount, "due_at": in_india(made.due_at).isoformat(timespec="seconds")}
    return _step(session, made, "paid", facts=facts)


def order_work(session: Session, number: str) -> Application:
    """A meter leaves the store for this connection.

    Raises `Refusal` 409 `no_meter` while none of its phase is in store.
    """
    made = _at(session, number, "paid")
    take_one(session, made.utility, phase_of(made))
    return _step(session, made, "work_order")


def energise(session: Session, number: str, body: EnergisedBody) -> Application:
    """The supply is on; the staff earn their points, which nobody else is told of."""
    made = _at(session, number, "work_order")
    at = _not_ahead(body.at)
    if made.paid_at is not None and at < made.paid_at:
        detail = "no connection is energised before it is paid"
        raise Refusal(422, "invalid", detail, fields={"at": "out_of_range"})
    made.energised_at, made.meter_number = at, body.meter_number
    made.staff_points = points_for(made)
    return _step(session, made, "energised")


def reject(session: Session, number: str, body: RejectionBody) -> Application:
    """Reject an application that is not paid, with the reason that the applicant is told."""
    return _rejected(session, _at(session, number, *UNPAID), body.reason)


def phase_of(made: Application) -> str:
    """The phase that was asked for, else the one that the load needs."""
    if made.phase is not None:
        return made.phase
    single = utilities()[made.utility].connections.single_phase
    return "single" if (made.load_kw or 0) <= single.up_to_kw else "three"


def due_after(made: Application, paid_at: datetime) -> datetime:
    """Until when a paid connection is due; where the area is not known the longer time holds,
    so that nobody is promised the shorter one by mistake."""
    clock = utilities()[made.utility].connections.clock
    days = clock.urban_days if made.area == "urban" else clock.rural_days
    return paid_at + timedelta(days=days)


def points_for(made: Application) -> int | None:
    """The staff's points for a connection that was energised in time; None without the rule."""
    rule = utilities()[made.utility].connections.points
    if rule is None or made.paid_at is None or made.energised_at is None:
        return None
    hours = rule.rural_hours if made.area == "rural" else rule.urban_hours
    in_time = made.energised_at - made.paid_at <= timedelta(hours=hours)
    return rule.points if in_time else 0


def _at(session: Session, number: str, *allowed: str) -> Application:
    """The application, held for a change; raises `Refusal` 404, 409 `not_allowed_now`."""
    made = application_for_change(session, number)
    if made.status not in allowed:
        detail = f"an application that is {made.status} cannot take this step"
        raise Refusal(409, "not_allowed_now", detail, application_status=made.status)
    return made


def _step(
    session: Session,
    made: Application,
    status: str,
    event: str | None = None,
    facts: dict[str, Any] | None = None,
) -> Application:
    made.status, made.updated_at = status, now()
    kind = f"application.{event or status}"
    events.record(session, kind, made.number, made.updated_at, by=events.STAFF, facts=facts)
    session.flush()
    return made


def _rejected(session: Session, made: Application, reason: str) -> Application:
    made.rejected_reason = reason
    return _step(session, made, "rejected", facts={"reason": reason})


def _not_ahead(stated: datetime | None) -> datetime:
    moment = now()
    if stated is not None and stated > moment:
        raise Refusal(422, "invalid", "not in the future", fields={"at": "out_of_range"})
    return stated or moment
