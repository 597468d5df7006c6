"""What the clock does with tickets, told moment by moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from reference_backend import closing, deadlines, events, reporting, staff_work
from reference_backend.database import Database
from reference_backend.events import history
from reference_backend.insisting import escalate, reopen
from reference_backend.outbox import claim, delivered
from reference_backend.requests import StatusBody, TicketBody
from reference_backend.sample import load_sample
from reference_backend.sample_format import Sample
from reference_backend.tables import Event, Stated, Ticket, WaitingNotice
from tests.reference_backend.conftest import on_both_databases

HOUR = timedelta(hours=1)


def report(database: Database, **said: str) -> Stated:
    usual = {"kind": "fault", "subtype": "no_supply", "locality": "barra 6"}
    with database.writing() as session:
        return reporting.report(session, TicketBody(**{**usual, **said}))[0]


def kinds(database: Database, number: str, *, since: str = "ticket.received") -> list[str]:
    """What happened to a ticket, in order, after the first event of that kind."""
    with database.reading() as session:
        found = [event.kind for event in history(session, number)]
    return found[found.index(since) + 1 :]


def told(database: Database) -> list[str]:
    """The kinds that wait to be told, in order."""
    waiting = select(Event.kind).join(WaitingNotice, WaitingNotice.event_id == Event.id)
    with database.reading() as session:
        return list(session.scalars(waiting.order_by(Event.id)))


def now_of(database: Database, number: str) -> Ticket:
    with database.reading() as session:
        return session.get_one(Ticket, number)


def run_until(database: Database, moment: datetime) -> None:
    """Let the clock do everything up to a moment, each at its own time."""
    while (due := deadlines.next_moment(database)) and due <= moment:
        deadlines.tick(database, due)


def finish(database: Database, number: str) -> None:
    """Staff do the work."""
    for status in ("assigned", "in_progress", "resolved"):
        with database.writing() as session:
            staff_work.set_status(session, number, StatusBody(status=status))


@on_both_databases
def test_a_missed_deadline_climbs_by_itself_and_is_told(database: Database) -> None:
    """Not a second before it; the consumer hears until when it was and who has it now."""
    ticket = report(database)
    assert ticket.due_at is not None
    assert deadlines.tick(database, ticket.due_at - timedelta(seconds=1)) == 0
    assert deadlines.tick(database, ticket.due_at) == 1
    assert kinds(database, ticket.number) == ["ticket.overdue"]
    assert now_of(database, ticket.number).escalation_level == 1
    parcel = claim(database, ticket.due_at)[0]
    assert parcel.content["facts"]["role"] == "executive_engineer"
    assert datetime.fromisoformat(parcel.content["facts"]["due_at"]) == ticket.due_at.replace(
        microsecond=0
    )


def test_seniors_follow_each_other_until_the_forums_outside(database: Database) -> None:
    """Each has a day; after the last one the consumer hears of CGRF and ombudsman, once."""
    ticket = report(database)
    assert ticket.due_at is not None
    run_until(database, ticket.due_at + 30 * 24 * HOUR)
    assert kinds(database, ticket.number) == [
        "ticket.overdue",
        "ticket.escalated",
        "ticket.escalated",
        "ticket.beyond",
    ]
    late = now_of(database, ticket.number)
    assert (late.escalation_level, late.next_event) == (3, None)


def test_a_breached_standard_tells_of_the_rule_on_compensation_once(database: Database) -> None:
    """The standard of six hours first, the promise of a day later; no sum is ever told."""
    ticket = report(database, subtype="transformer_fault")
    run_until(database, ticket.created_at + 24 * HOUR)
    happened = kinds(database, ticket.number)
    assert happened == ["ticket.overdue", "ticket.compensation", "ticket.breached"]
    assert told(database) == ["ticket.overdue", "ticket.compensation"]
    with database.reading() as session:
        facts = [event.facts for event in history(session, ticket.number)]
    assert not [fact for fact in facts if "amount" in fact or "rupees" in fact]


def test_who_insisted_before_the_deadline_is_not_escalated_twice(database: Database) -> None:
    """The senior who has it keeps their time; the missed deadline is told all the same."""
    hazard = report(database, kind="hazard", subtype="")
    with database.writing() as session:
        escalate(session, hazard.number, None)
    assert hazard.due_at is not None
    run_until(database, hazard.due_at)
    assert kinds(database, hazard.number) == ["ticket.escalated", "ticket.overdue"]
    assert now_of(database, hazard.number).escalation_level == 1


def test_two_days_of_silence_close_a_ticket(database: Database) -> None:
    """Counted from the question; the consumer hears that it was closed for that reason."""
    ticket = report(database)
    finish(database, ticket.number)
    asked_at = _bring_everything(database)
    assert deadlines.tick(database, asked_at + 48 * HOUR - timedelta(seconds=1)) == 0
    assert deadlines.tick(database, asked_at + 48 * HOUR) == 1
    closed = now_of(database, ticket.number)
    assert (closed.status, closed.closed_by) == ("closed", "silence")
    assert told(database) == ["ticket.closed_by_silence"]


def test_nobody_is_silent_who_was_not_asked(database: Database) -> None:
    """While the question cannot be delivered, the ticket stays open to an answer."""
    ticket = report(database)
    finish(database, ticket.number)
    run_until(database, datetime.now(UTC) + 100 * HOUR)
    assert now_of(database, ticket.number).status == "resolved"


def test_the_silence_begins_when_the_night_is_over(database: Database) -> None:
    """The gateway says when people hear of it."""
    ticket = report(database)
    finish(database, ticket.number)
    morning = datetime.now(UTC) + 9 * HOUR
    _bring_everything(database, told_at=morning)
    assert deadlines.next_moment(database) == morning + 48 * HOUR


def test_an_answer_ends_the_silence(database: Database) -> None:
    """The yes closes, the no reopens with a shorter clock; nothing happens after 48 hours."""
    fixed, broken = report(database), report(database, locality="Govind Nagar")
    for ticket in (fixed, broken):
        finish(database, ticket.number)
    with database.writing() as session:
        closing.confirm(session, session.get_one(Ticket, fixed.number), datetime.now(UTC))
        reopen(session, broken.number, "abhi bhi band hai")
    assert kinds(database, fixed.number, since="ticket.resolved") == ["ticket.confirmed"]
    assert kinds(database, broken.number, since="ticket.resolved") == [
        "ticket.disputed",
        "ticket.reopened",
    ]
    again = now_of(database, broken.number)
    assert again.due_at is not None and again.due_at - again.updated_at == 12 * HOUR
    assert deadlines.next_moment(database) == again.due_at


def test_what_was_late_on_arrival_gets_a_senior_s_time_first(database: Database) -> None:
    """Nobody here knows what was done about it before."""
    line = {"ticket_number": "FLT-2026-000777", "kind": "fault", "due_at": "now-6h"}
    load_sample(database, Sample.model_validate({"tickets": [line]}))
    loaded = now_of(database, "FLT-2026-000777")
    assert (loaded.escalation_level, loaded.next_event) == (0, "senior")
    assert deadlines.tick(database, datetime.now(UTC)) == 0
    assert deadlines.tick(database, datetime.now(UTC) + 24 * HOUR) == 1
    assert now_of(database, loaded.number).escalation_level == 1


def test_what_arrives_late_at_the_top_climbs_no_higher(database: Database) -> None:
    """Its consumer hears of the forums instead."""
    line = {"ticket_number": "FLT-2026-000778", "due_at": "now-6h", "escalation_level": 3}
    load_sample(database, Sample.model_validate({"tickets": [line]}))
    run_until(database, datetime.now(UTC) + 100 * HOUR)
    assert now_of(database, "FLT-2026-000778").escalation_level == 3
    assert told(database) == ["ticket.beyond"]


@on_both_databases
def test_clocks_that_strike_together_do_everything_once(database: Database) -> None:
    """Eight at the same moment, in batches smaller than the work."""
    numbers = [report(database, locality=f"Place {one}").number for one in range(40)]
    moment = datetime.now(UTC) + 25 * HOUR
    with ThreadPoolExecutor(8) as clocks:
        done = list(clocks.map(lambda _: deadlines.tick(database, moment, batch=7), range(16)))
    while taken := deadlines.tick(database, moment):
        done.append(taken)
    assert sum(done) == len(numbers)
    assert [kinds(database, number) for number in numbers] == [["ticket.overdue"]] * 40


def test_one_ticket_that_nothing_can_be_done_with_stops_no_other(database: Database) -> None:
    """Its utility is not among the data any more."""
    lost, other = report(database), report(database, locality="Govind Nagar")
    with database.writing() as session:
        session.get_one(Ticket, lost.number).utility = "gone"
    moment = datetime.now(UTC) + 25 * HOUR
    assert deadlines.tick(database, moment) == 2
    assert kinds(database, other.number) == ["ticket.overdue"]
    assert now_of(database, lost.number).next_event_at == moment + HOUR


def test_only_the_hash_of_a_closing_code_is_kept(database: Database) -> None:
    """Who reads the records learns no code."""
    ticket = now_of(database, report(database).number)
    code = closing.new_code(ticket)
    assert len(code) == 6 and code not in str(ticket.closing_code)


def _bring_everything(database: Database, told_at: datetime | None = None) -> datetime:
    """The gateway takes all notices at one moment, which is returned."""
    moment = datetime.now(UTC)
    while parcels := claim(database, moment):
        for parcel in parcels:
            delivered(database, parcel, told_at or moment)
    return told_at or moment


def test_events_by_the_clock_are_named_so(database: Database) -> None:
    """The history tells who did what."""
    ticket = report(database)
    run_until(database, datetime.now(UTC) + 25 * HOUR)
    with database.reading() as session:
        assert [event.by for event in history(session, ticket.number)] == [
            events.CONSUMER,
            events.CLOCK,
        ]


def test_what_concerns_a_danger_to_life_is_urgent(database: Database) -> None:
    """Nobody waits for the morning to hear of it."""
    hazard, fault = report(database, kind="hazard", subtype=""), report(database)
    for ticket in (hazard, fault):
        with database.writing() as session:
            staff_work.set_status(session, ticket.number, StatusBody(status="assigned"))
    parcels = claim(database, datetime.now(UTC))
    urgent = {parcel.content["reference"]: parcel.content["urgent"] for parcel in parcels}
    assert urgent == {hazard.number: True, fault.number: False}
