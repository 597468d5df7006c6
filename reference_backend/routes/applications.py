"""Applications for a new connection."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from reference_backend import applications
from reference_backend.answers import ApplicationAnswer, DemandAnswer
from reference_backend.keys import once
from reference_backend.requests import ApplicationBody, Mobile
from reference_backend.routes.parts import IdempotencyKey, Number, Records

router = APIRouter(prefix="/applications", tags=["applications"])


@router.post("", status_code=201, response_model=ApplicationAnswer)
def apply(body: ApplicationBody, key: IdempotencyKey, records: Records) -> JSONResponse:
    """Record an application; 422 `consent_missing` without the applicant's consent."""

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        made = applications.record(session, body)
        return 201, applications.application_answer(made).data()

    return once(records, key, {"applications": body.model_dump(mode="json")}, work)


@router.get("", response_model=list[ApplicationAnswer])
def list_applications(
    mobile_number: Annotated[Mobile, Query()], records: Records
) -> list[ApplicationAnswer]:
    """The newest hundred applications of a mobile number."""
    with records.reading() as session:
        found = applications.applications_of(session, mobile_number)
        return [applications.application_answer(made) for made in found]


@router.get("/{number}", response_model=ApplicationAnswer)
def get_application(number: Number, records: Records) -> ApplicationAnswer:
    """One application."""
    with records.reading() as session:
        return applications.application_answer(applications.application(session, number))


@router.get("/{number}/demand", response_model=DemandAnswer)
def get_demand(number: Number, records: Records) -> DemandAnswer:
    """Its demand note: 409 `not_issued_yet` when there is none."""
    with records.reading() as session:
        return applications.demand_of(applications.application(session, number))
