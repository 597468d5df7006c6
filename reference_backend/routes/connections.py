"""New connections as the staff lead them: each step of an application, meters, late ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.orm import Session

from reference_backend import connections, meters
from reference_backend.answers import ApplicationAnswer
from reference_backend.applications import application_answer
from reference_backend.connection_requests import (
    DemandBody,
    DocumentsBody,
    EnergisedBody,
    MetersBody,
    PaymentBody,
    RejectionBody,
    SurveyBody,
)
from reference_backend.database import Database
from reference_backend.keys import once
from reference_backend.nodal_officer import late_connections, staff_points
from reference_backend.routes.parts import IdempotencyKey, Number, Records, addresses
from reference_backend.staff_answers import LateConnectionAnswer, MetersAnswer, PointsAnswer
from reference_backend.tables import Application, MeterStock

router = addresses("", "connections")
UtilityCode = Annotated[str | None, Query(max_length=20)]
B = TypeVar("B", bound=BaseModel | None)
_STEPS = "/applications/{number}"


@router.post(_STEPS + "/documents", response_model=ApplicationAnswer)
async def check_documents(
    number: Number, body: DocumentsBody, key: IdempotencyKey, records: Records
) -> JSONResponse:
    """The documents are complete, or these are missing."""
    return await _led(records, key, "documents", number, body, connections.check_documents)


@router.post(_STEPS + "/survey", response_model=ApplicationAnswer)
async def note_survey(
    number: Number, body: SurveyBody, key: IdempotencyKey, records: Records
) -> JSONResponse:
    """The inspection is done: feasible or not."""
    return await _led(records, key, "survey", number, body, connections.note_survey)


@router.post(_STEPS + "/demand", response_model=ApplicationAnswer)
async def issue_demand(
    number: Number, body: DemandBody, key: IdempotencyKey, records: Records
) -> JSONResponse:
    """The billing system's demand note; its lines must add up to the total."""
    return await _led(records, key, "demand", number, body, connections.issue_demand)


@router.post(_STEPS + "/payment", response_model=ApplicationAnswer)
async def post_payment(
    number: Number, body: PaymentBody, key: IdempotencyKey, records: Records
) -> JSONResponse:
    """The demand is paid: 409 `amount_differs` for another sum."""
    return await _led(records, key, "payment", number, body, connections.post_payment)


@router.post(_STEPS + "/work-order", response_model=ApplicationAnswer)
async def order_work(number: Number, key: IdempotencyKey, records: Records) -> JSONResponse:
    """A meter leaves the store: 409 `no_meter` while none of the phase is there."""

    def step(session: Session, number: str, _: None) -> Application:
        return connections.order_work(session, number)

    return await _led(records, key, "work-order", number, None, step)


@router.post(_STEPS + "/energise", response_model=ApplicationAnswer)
async def energise(
    number: Number, body: EnergisedBody, key: IdempotencyKey, records: Records
) -> JSONResponse:
    """The supply is on."""
    return await _led(records, key, "energise", number, body, connections.energise)


@router.post(_STEPS + "/reject", response_model=ApplicationAnswer)
async def reject(
    number: Number, body: RejectionBody, key: IdempotencyKey, records: Records
) -> JSONResponse:
    """Reject an unpaid application, with the reason."""
    return await _led(records, key, "reject", number, body, connections.reject)


@router.get("/connections/late", response_model=list[LateConnectionAnswer])
def list_late(records: Records, utility: UtilityCode = None) -> list[LateConnectionAnswer]:
    """For the nodal officer: paid connections whose day has passed, the latest first."""
    with records.reading() as session:
        return late_connections(session, utility)


@router.get("/connections/points", response_model=list[PointsAnswer])
def list_points(records: Records, utility: UtilityCode = None) -> list[PointsAnswer]:
    """For the management: the staff's points by division."""
    with records.reading() as session:
        return staff_points(session, utility)


@router.get("/meters", response_model=list[MetersAnswer])
def list_meters(records: Records, utility: UtilityCode = None) -> list[MeterStock]:
    """What the store holds."""
    with records.reading() as session:
        return meters.in_store(session, utility)


@router.post("/meters", response_model=MetersAnswer)
async def add_meters(body: MetersBody, key: IdempotencyKey, records: Records) -> JSONResponse:
    """Meters come into the store: 409 `no_meter` when more are taken than it holds."""

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        return 200, MetersAnswer.model_validate(meters.add(session, body)).data()

    return await once(records, key, {"meters": body.model_dump(mode="json")}, work)


async def _led(
    records: Database,
    key: str,
    step: str,
    number: str,
    body: B,
    lead: Callable[[Session, str, B], Application],
) -> JSONResponse:
    def work(session: Session) -> tuple[int, dict[str, Any]]:
        return 200, application_answer(lead(session, number, body)).data()

    stated = None if body is None else body.model_dump(mode="json")
    return await once(records, key, {step: number, "body": stated}, work)
