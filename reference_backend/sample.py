"""Loads a sample of consumers, bills, applications, tickets and outages at the start.

The format is that of `SAMPLE=`: every key but the numbers may be missing or null, unknown keys
are ignored. Two additions: times may be relative to the loading (`now-30h`, `now+12d`), and a
record may carry any field that the backend holds. Loading again changes nothing that was loaded
from the same lines before, so what happened to a ticket since then is not undone.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reference_backend.accounts import place_of
from reference_backend.applications import portal_of
from reference_backend.clock import now
from reference_backend.connections import due_after
from reference_backend.database import Database, wait_for
from reference_backend.geography import columns_of, find_place
from reference_backend.next_events import term_columns, watch_arrival
from reference_backend.numbers import kind_by_number, next_number, skip
from reference_backend.outages import lies_in
from reference_backend.rules import terms_of
from reference_backend.sample_format import (
    Sample,
    SampleAccount,
    SampleApplication,
    SampleOutage,
    SampleTicket,
)
from reference_backend.staff_work import appoint
from reference_backend.tables import Account, Application, Outage, Ticket
from reference_backend.utility_data import utilities

log = logging.getLogger(__name__)

_KIND_UNTOLD = "fault"  # by far the most frequent, where neither a kind nor a known prefix tells


class SampleError(ValueError):
    """The sample file cannot be used; says which file, where in it, and what to do."""


def read_sample(path: Path) -> Sample:
    """The sample in a file; raises `SampleError`."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        return Sample.model_validate(content)
    except OSError as error:
        raise _error(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise _error(path, "is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _error(path, f"{where}: not JSON ({error.msg})") from error
    except ValidationError as error:
        faults = [f"{_where(fault['loc'])}: {fault['msg']}" for fault in error.errors()[:5]]
        raise _error(path, "; ".join(faults)) from error


def load_sample(database: Database, sample: Sample) -> None:
    """Put the sample among the records; what is there from the same lines stays as it is."""
    with database.writing() as session:
        wait_for(session, "sample")
        # Where a number stands twice in the file, the later line holds.
        for account in {entry.account_number: entry for entry in sample.accounts}.values():
            load_account(session, account)
        session.flush()
        for application in {entry.number: entry for entry in sample.applications}.values():
            _load_application(session, application)
        for ticket in {entry.number: entry for entry in sample.tickets}.values():
            _load_ticket(session, ticket)
        _load_outages(session, sample.outages)


def _error(path: Path, fault: str) -> SampleError:
    advice = "Mend the file, or start without SAMPLE to use the built-in one."
    return SampleError(f"the sample {path} {fault}. {advice}")


def _where(location: tuple[int | str, ...]) -> str:
    if len(location) >= 2 and isinstance(location[1], int):
        field = ".".join(str(part) for part in location[2:])
        return f"{location[0]}, entry {location[1] + 1}" + (f", {field}" if field else "")
    return ".".join(str(part) for part in location) or "the whole file"


def _stays(kept: Ticket | Application | None, entry: SampleTicket | SampleApplication) -> bool:
    """What consumers recorded is never overwritten, nor what came from the same line before."""
    if kept is None:
        return False
    if kept.sample_digest is None:
        log.warning("%s of the sample is left out: a record here has that number", entry.number)
        return True
    return kept.sample_digest == entry.digest


def load_account(session: Session, entry: SampleAccount) -> None:
    """Put an account among the records; one from the same line stays as it is."""
    kept = session.get(Account, entry.account_number)
    if kept is not None and kept.sample_digest == entry.digest:
        return
    place = find_place(entry.locality)
    located = {**columns_of(place), "division": place.division}
    values = {"connection_status": "active", **located, **entry.stated()}
    session.merge(Account(**values, as_of=now(), sample_digest=entry.digest))


def _load_application(session: Session, entry: SampleApplication) -> None:
    kept = session.get(Application, entry.number)
    if _stays(kept, entry):
        return
    place = find_place(entry.locality or entry.address, entry.pincode)
    moment = kept.created_at if kept else now()
    derived = {
        **columns_of(place),
        "status": _application_status(entry),
        "portal": portal_of(place.utility, entry.connection_category),
        "created_at": moment,
        "updated_at": entry.created_at or moment,
    }
    stated = entry.stated()
    if "demand_components" in stated:
        lines = [
            line.model_dump(mode="json", exclude={"digest"}) for line in entry.demand_components
        ]
        stated["demand_components"] = lines
    made = Application(**{**derived, **stated}, sample_digest=entry.digest)
    made.due_at = due_after(made, made.paid_at) if made.paid_at else None
    session.merge(made)
    skip(session, entry.number)


def _application_status(entry: SampleApplication) -> str:
    """Where no status is given, the demand note tells how far the application is."""
    if entry.demand_paid:
        return "paid"
    return "received" if entry.demand_amount is None else "demand_issued"


def _load_ticket(session: Session, entry: SampleTicket) -> None:
    kept = session.get(Ticket, entry.number)
    if _stays(kept, entry):
        return
    holder = session.get(Account, entry.account_number) if entry.account_number else None
    place = find_place(
        entry.locality or entry.address, entry.pincode, place_of(holder) if holder else None
    )
    moment = entry.created_at or (kept.created_at if kept else min(now(), entry.due_at or now()))
    kind = entry.kind or kind_by_number(entry.number) or _KIND_UNTOLD
    terms = terms_of(utilities()[place.utility], kind, entry.subtype, place.area, moment)
    derived = {
        **columns_of(place),
        "kind": kind,
        "status": "received",
        "locality": place.locality,
        "account_known": holder is not None if entry.account_number else None,
        "wing": terms.wing,
        "priority": terms.priority,
        "created_at": moment,
        "updated_at": moment,
        **term_columns(terms),
    }
    if entry.due_at is not None:  # the one deadline that the other system gave it
        stated = {"promise_due_at": entry.due_at, "standard_due_at": None, "standard_basis": None}
        derived |= stated | dict.fromkeys(("due_basis", "promise_basis"), "stated")
    loaded = session.merge(Ticket(**{**derived, **entry.stated()}, sample_digest=entry.digest))
    appoint(loaded)
    watch_arrival(session, loaded, now())
    skip(session, entry.number)


def _load_outages(session: Session, entries: list[SampleOutage]) -> None:
    """The outages of this sample last; those of an earlier one are over."""
    session.execute(
        update(Outage)
        .where(Outage.sample_digest.is_not(None), Outage.ended_at.is_(None))
        .values(ended_at=now())
    )
    for entry in entries:
        if entry.locality is None:
            continue
        lines = select(Outage).where(Outage.sample_digest == entry.digest)
        kept = session.scalars(lines).first()
        number = entry.number or (kept.number if kept else next_number(session, "outage"))
        place = columns_of(find_place(entry.locality))
        stated = {**entry.stated(), "number": number, "started_at": entry.started_at or now()}
        session.merge(Outage(**place, **stated, ended_at=None, sample_digest=entry.digest))
        if place["place"] is not None:
            kept = session.get_one(Outage, number)
            lies_in(session, kept, [(place["place"], place["block"])])
        skip(session, number)
