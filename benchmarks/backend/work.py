"""The three pieces of work whose cost must not grow: a report, a look-up, a missed deadline."""

from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from benchmarks.backend.generator import CONSUMERS, TICKETS, localities, mobile_of, number_of
from reference_backend import deadlines, reporting, tickets
from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.keys import once_in_thread
from reference_backend.requests import TicketBody
from reference_backend.tables import Ticket

LATE_AT_ONCE = 50


class Work:
    """Work on one database, which the generator has filled with `size` tickets."""

    def __init__(self, database: Database, size: int) -> None:
        self.size = size
        self._database = database
        self._dice = Random(size)  # noqa: S311 - the same work every time
        self._unused = self._dice.sample(range(size), min(size, 100_000))

    def create(self) -> None:
        """A report by a consumer, under its key, as a POST does it."""
        body = TicketBody(
            kind="fault",
            subtype=self._dice.choice(("no_supply", "low_voltage")),
            mobile_number=mobile_of(self._dice.randrange(self.size * CONSUMERS // TICKETS)),
            locality=self._dice.choice(localities()),
        )

        def work(session: Session) -> tuple[int, dict[str, Any]]:
            made, joined = reporting.report(session, body)
            return 201, tickets.ticket_answer(session, made, joined=joined).data()

        once_in_thread(self._database, uuid4().hex, {"tickets": body.model_dump(mode="json")}, work)

    def look_up(self) -> None:
        """A ticket by its number, and the open tickets of its mobile number."""
        with self._database.reading() as session:
            found = tickets.ticket(session, number_of(self._dice.randrange(self.size)))
            tickets.ticket_answer(session, found)
            tickets.tickets_of(session, found.mobile_number, None, open_only=True)

    def make_late(self) -> None:
        """The deadline of some tickets passes; those of all others still lie ahead."""
        numbers = [number_of(self._unused.pop()) for _ in range(LATE_AT_ONCE)]
        passed = now() - timedelta(seconds=1)
        late = {"status": "in_progress", "next_event": "overdue"}
        moments = dict.fromkeys(("due_at", "promise_due_at", "next_event_at"), passed)
        with self._database.writing() as session:
            of_them = update(Ticket).where(Ticket.number.in_(numbers))
            session.execute(of_them.values(**late, **moments))

    def tick(self) -> int:
        """The clock deals with them; returns how many there were."""
        return deadlines.tick(self._database, now(), LATE_AT_ONCE)
