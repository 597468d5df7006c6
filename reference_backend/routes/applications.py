"""Applications for a new connection."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from reference_backend import applications
from reference_backend.answers import ApplicationAnswer, DemandAnswer
from reference_backend.keys import once
from reference_backend.requests import ApplicationBody, Mobile
from reference_backend.routes.parts import (
    IdempotencyKey,
    Number,
    Records,
    addresses,
    all_told,
    told,
)

router = addresses("/applications", "applications")


@router.post("", status_code=201, response_model=ApplicationAnswer)
async def apply(body: ApplicationBody, key: IdempotencyKey, records: Records) -> JSONResponse:
    """Record an application; 422 `consent_missing` without the applicant's consent."""

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        made = applications.record(session, body)
        return 201, applications.application_answer(made).data()

    return await once(records, key, {"applications": body.model_dump(mode="json")}, work)


@router.get("", response_model=list[ApplicationAnswer])
async def list_applications(
    mobile_number: Annotated[Mobile, Query()], records: Records
) -> Response:
    """The newest hundred applications of a mobile number."""

    def work(session: Session) -> Response:
        found = applications.applications_of(session, mobile_number)
        return all_told(applications.application_answer(made) for made in found)

    return await records.read(work)


@router.get("/{number}", response_model=ApplicationAnswer)
async def get_application(number: Number, records: Records) -> Response:
    """One application."""

    def work(session: Session) -> Response:
        return told(applications.application_answer(applications.application(session, number)))

    return await records.read(work)


@router.get("/{number}/demand", response_model=DemandAnswer)
async def get_demand(number: Number, records: Records) -> Response:
    """Its demand note: 409 `not_issued_yet` when there is none."""

    def work(session: Session) -> Response:
        return told(applications.demand_of(applications.application(session, number)))

    return await records.read(work)
