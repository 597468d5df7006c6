"""Applications for a new connection and their demand notes."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from reference_backend.accounts import pay_link
from reference_backend.answers import ApplicationAnswer, ComponentAnswer, DemandAnswer
from reference_backend.clock import now
from reference_backend.gazetteer import division_hi
from reference_backend.geography import columns_of, find_place
from reference_backend.numbers import next_number
from reference_backend.portals.errands import hand_over_later
from reference_backend.problems import Refusal, unknown
from reference_backend.requests import ApplicationBody
from reference_backend.tables import Application, Stated, table_of
from reference_backend.utility_data import utilities

NEXT_STEP = {
    "received": "survey",
    "survey_pending": "survey",
    "survey_done": "wait_demand",
    "demand_issued": "pay_demand",
    "paid": "wait_work_order",
    "work_order": "wait_meter",
    "energised": "done",
    "rejected": "rejected",
}
_MOST_LISTED = 100
_APPLICATIONS = table_of(Application)
_MAKE = insert(_APPLICATIONS)
_BY_NUMBER = select(_APPLICATIONS).where(_APPLICATIONS.c.number == bindparam("given"))
_BY_MOBILE = (
    select(_APPLICATIONS)
    .where(_APPLICATIONS.c.mobile_number == bindparam("given"))
    .order_by(_APPLICATIONS.c.created_at.desc(), _APPLICATIONS.c.number.desc())
    .limit(_MOST_LISTED)
)


def record(session: Session, body: ApplicationBody) -> Stated:
    """Record an application: the place decides the utility, the category the portal."""
    place = find_place(body.locality or body.address, body.pincode)
    moment = now()
    number = next_number(session, "application")
    portal = portal_of(place.utility, body.connection_category)
    made = {
        "number": number,
        "status": "received",
        "portal": portal,
        "consent": body.consent.model_dump(mode="json"),
        "created_at": moment,
        "updated_at": moment,
        **columns_of(place),
        "area": body.area or place.area,
        **body.model_dump(exclude={"consent", "area"}),
    }
    session.execute(_MAKE, made)
    hand_over_later(session, number, portal, moment)
    return application(session, number)


def portal_of(utility: str, category: str | None) -> str | None:
    """The portal that an application of this category goes on to."""
    return utilities()[utility].portals.by_category.get(category or "domestic")


def application(session: Session, number: str) -> Stated:
    """The application; raises `Refusal` 404 `unknown_application`."""
    found = session.execute(_BY_NUMBER, {"given": number}).first()
    if found is None:
        raise unknown("application")
    return found


def application_for_change(session: Session, number: str) -> Application:
    """The application, held for a change; raises `Refusal` 404 `unknown_application`."""
    found = session.get(Application, number, with_for_update=True)
    if found is None:
        raise unknown("application")
    return found


def applications_of(session: Session, mobile_number: str) -> list[Stated]:
    """The applications of a mobile number, newest first."""
    return list(session.execute(_BY_MOBILE, {"given": mobile_number}))


def demand_of(application: Stated) -> DemandAnswer:
    """The demand note; raises `Refusal` 409 `not_issued_yet`.

    Components stand here only when the note holds them: a sum is never split by guessing.
    """
    if application.demand_amount is None:
        raise Refusal(
            409,
            "not_issued_yet",
            "no demand note has been issued yet",
            application_status=application.status,
        )
    return DemandAnswer(
        application_number=application.number,
        status=application.status,
        total=application.demand_amount,
        paid=application.demand_paid,
        components=[ComponentAnswer(**line) for line in application.demand_components],
        issued_on=application.demand_issued_on,
        utility=application.utility,
        pay_link=pay_link(utilities()[application.utility].pay_link, application.number),
    )


def application_answer(application: Application | Stated) -> ApplicationAnswer:
    """The application as it is told."""
    return ApplicationAnswer.model_validate(
        {
            **{name: getattr(application, name) for name in _COLUMNS},
            "next_step": NEXT_STEP[application.status],
            "division_hi": division_hi(application.utility, application.division),
        }
    )


_COLUMNS = ApplicationAnswer.model_fields.keys() - {"next_step", "division_hi"}
