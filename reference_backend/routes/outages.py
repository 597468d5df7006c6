"""Interruptions of supply: looked up by anyone's locality, declared and ended by the staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from reference_backend import outage_desk
from reference_backend.answers import OutageAnswer
from reference_backend.database import Database
from reference_backend.geography import find_place
from reference_backend.keys import once_in_thread
from reference_backend.outages import all_lasting, open_outages, outage_answer, planned_ahead
from reference_backend.requests import OutageBody, OutageNewsBody, RestoredBody
from reference_backend.routes.parts import (
    IdempotencyKey,
    Number,
    Records,
    addresses,
    all_told,
    told,
)
from reference_backend.tables import Outage

router = addresses("/outages", "outages")


@router.get("", response_model=list[OutageAnswer])
async def list_outages(
    locality: Annotated[str, Query(min_length=1, max_length=500)],
    records: Records,
    announced: bool = False,
) -> Response:
    """Interruptions that last in a locality; with `announced`, shutdowns yet to begin as well."""
    place = find_place(locality)

    def work(session: Session) -> Response:
        found = open_outages(session, place)
        if announced:
            found += planned_ahead(session, place)
        return all_told(outage_answer(outage, place) for outage in found)

    return await records.read(work)


@router.get("/lasting", response_model=list[OutageAnswer])
def list_lasting(
    records: Records, utility: Annotated[str | None, Query(max_length=20)] = None
) -> list[OutageAnswer]:
    """For the control room: all that last or are announced, the newest two hundred."""
    with records.reading() as session:
        return [outage_answer(outage) for outage in all_lasting(session, utility)]


@router.post("", status_code=201, response_model=OutageAnswer)
def declare_outage(body: OutageBody, key: IdempotencyKey, records: Records) -> JSONResponse:
    """Declare an interruption, planned or not: 409 `already_declared`, 422 for unknown places."""
    request = {"outages": body.model_dump(mode="json")}
    return _change(
        records, key, request, lambda session: outage_desk.declare(session, body), status=201
    )


@router.get("/{number}", response_model=OutageAnswer)
async def get_outage(number: Number, records: Records) -> Response:
    """One interruption, also when it is over."""
    return await records.read(
        lambda session: told(outage_answer(outage_desk.outage(session, number)))
    )


@router.post("/{number}/news", response_model=OutageAnswer)
def bring_news(
    number: Number, body: OutageNewsBody, key: IdempotencyKey, records: Records
) -> JSONResponse:
    """Another reason or expected end; its people are told. 409 `already_restored`."""
    request = {"news": number, **body.model_dump(mode="json")}
    return _change(
        records, key, request, lambda session: outage_desk.bring_news(session, number, body)
    )


@router.post("/{number}/restore", response_model=OutageAnswer)
def restore_outage(
    number: Number, key: IdempotencyKey, records: Records, body: RestoredBody | None = None
) -> JSONResponse:
    """The supply is back; everybody is asked whether it is so. 409 `already_restored`."""
    at = body.at if body else None
    request = {"restore": number, "at": at.isoformat() if at else None}
    return _change(records, key, request, lambda session: outage_desk.restore(session, number, at))


def _change(
    records: Database,
    key: str,
    request: dict[str, Any],
    change: Callable[[Session], Outage],
    status: int = 200,
) -> JSONResponse:
    def work(session: Session) -> tuple[int, dict[str, Any]]:
        return status, outage_answer(change(session)).data()

    return once_in_thread(records, key, request, work)
