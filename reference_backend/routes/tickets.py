"""Complaints and requests."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from reference_backend import closing, insisting, reporting, staff_work, tickets
from reference_backend.answers import EventAnswer, TicketAnswer
from reference_backend.clock import now
from reference_backend.events import history
from reference_backend.keys import once
from reference_backend.problems import Refusal
from reference_backend.requests import (
    AccountNumber,
    EscalateBody,
    Mobile,
    ReopenBody,
    StatusBody,
    TicketBody,
)
from reference_backend.routes.parts import (
    IdempotencyKey,
    Number,
    Records,
    addresses,
    all_told,
    told,
)

router = addresses("/tickets", "tickets")


@router.post(
    "", status_code=201, response_model=TicketAnswer, responses={200: {"model": TicketAnswer}}
)
async def report_ticket(body: TicketBody, key: IdempotencyKey, records: Records) -> JSONResponse:
    """Record a report: 201 with a new ticket, 200 when it was added to an open one."""

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        ticket, joined = reporting.report(session, body)
        answer = tickets.ticket_answer(session, ticket, joined=joined)
        return (200 if joined else 201), answer.data()

    return await once(records, key, {"tickets": body.model_dump(mode="json")}, work)


@router.get("", response_model=list[TicketAnswer])
async def list_tickets(
    records: Records,
    mobile_number: Annotated[Mobile | None, Query()] = None,
    account_number: Annotated[AccountNumber | None, Query()] = None,
    open_only: Annotated[bool, Query(alias="open")] = False,
) -> Response:
    """The newest hundred tickets of a mobile number or an account."""
    if mobile_number is None and account_number is None:
        detail = "name a mobile_number or an account_number"
        raise Refusal(422, "invalid", detail, fields={"mobile_number": "missing"})

    def work(session: Session) -> Response:
        found = tickets.tickets_of(session, mobile_number, account_number, open_only=open_only)
        return all_told(tickets.ticket_answer(session, ticket) for ticket in found)

    return await records.read(work)


@router.get("/{number}", response_model=TicketAnswer)
async def get_ticket(number: Number, records: Records) -> Response:
    """One ticket."""

    def work(session: Session) -> Response:
        return told(tickets.ticket_answer(session, tickets.ticket(session, number)))

    return await records.read(work)


@router.post("/{number}/escalate", response_model=TicketAnswer)
async def escalate_ticket(
    number: Number,
    key: IdempotencyKey,
    records: Records,
    body: EscalateBody | None = None,
) -> JSONResponse:
    """Hand a late ticket to the next senior.

    409 `not_due_yet`, `escalated_recently`, `at_the_top` or `already_closed`.
    """
    reason = body.reason if body else None

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        ticket = insisting.escalate(session, number, reason)
        return 200, tickets.ticket_answer(session, ticket).data()

    return await once(records, key, {"escalate": number, "reason": reason}, work)


@router.post("/{number}/reopen", response_model=TicketAnswer)
async def reopen_ticket(
    number: Number,
    key: IdempotencyKey,
    records: Records,
    body: ReopenBody | None = None,
) -> JSONResponse:
    """Reopen a ticket that was closed and is not solved: 409 `still_open`."""
    description = body.description if body else None

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        ticket = insisting.reopen(session, number, description)
        return 200, tickets.ticket_answer(session, ticket).data()

    return await once(records, key, {"reopen": number, "description": description}, work)


@router.post("/{number}/status", response_model=TicketAnswer)
async def set_status(
    number: Number, body: StatusBody, key: IdempotencyKey, records: Records
) -> JSONResponse:
    """Staff take a ticket one step further.

    409 `not_allowed_now` names the steps that may follow; closing needs the consumer's yes or
    closing code: `code_needed`, `code_unknown`, `code_wrong`, `code_exhausted`.
    """

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        ticket = staff_work.set_status(session, number, body)
        return 200, tickets.ticket_answer(session, ticket).data()

    return await once(records, key, {"status": number, "body": body.model_dump(mode="json")}, work)


@router.post("/{number}/confirm", response_model=TicketAnswer)
async def confirm_ticket(number: Number, key: IdempotencyKey, records: Records) -> JSONResponse:
    """The consumer says that it is fixed: 409 `not_resolved` while nobody said it was done."""

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        ticket = tickets.ticket_for_change(session, number)
        closing.confirm(session, ticket, now())
        return 200, tickets.ticket_answer(session, ticket).data()

    return await once(records, key, {"confirm": number}, work)


@router.get("/{number}/events", response_model=list[EventAnswer])
def ticket_events(number: Number, records: Records) -> list[EventAnswer]:
    """Everything that happened to a ticket, oldest first."""
    with records.reading() as session:
        of_ticket = tickets.ticket(session, number)
        return [EventAnswer.model_validate(one) for one in history(session, of_ticket.number)]
