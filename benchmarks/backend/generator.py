"""Consumers and tickets of a utility that has worked for a year, the same ones every time.

`python -m benchmarks.backend.generator DATABASE_URL [TICKETS]` fills an empty database: by
default 1,000,000 tickets, a tenth of them open, and 617,000 consumers.
"""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from benchmarks.backend import bulk
from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.geography import columns_of, find_place
from reference_backend.numbers import PREFIXES
from reference_backend.rules import terms_of
from reference_backend.tables import Account, Ticket
from reference_backend.utility_data import default_utility

TICKETS = 1_000_000
CONSUMERS = 617_000  # article 0: 6.17 lakh connections in 2019-20
OPEN_SHARE = 0.1
OPEN_DAYS = 30  # the open ones of a million came in as they do on the worst days known
YEAR = 2025  # of the numbers: those of this year are given out by the backend itself
FIRST_ACCOUNT = 7_100_000_000
FIRST_MOBILE = 7_000_000_000

_WHAT = (
    ("fault", "no_supply", 40),
    ("fault", "low_voltage", 12),
    ("fault", "transformer_fault", 6),
    ("billing", "high_bill", 20),
    ("meter", None, 8),
    ("payment_not_posted", None, 8),
    ("load_change", None, 4),
    ("hazard", None, 2),
)


def fill(database: Database, tickets: int, already: int = 0) -> None:
    """Bring a database from `already` to so many tickets, and to the consumers that go with
    them."""
    consumers = [number * CONSUMERS // TICKETS for number in (already, tickets)]
    bulk.insert(database, Account.__table__, _consumers(*consumers))  # type: ignore[arg-type]
    bulk.insert(database, Ticket.__table__, _tickets(already, tickets))  # type: ignore[arg-type]
    bulk.settle(database)


def number_of(ticket: int) -> str:
    """The number of the ticket that was made as the n-th."""
    return f"{PREFIXES[_kind(ticket)[0]]}-{YEAR}-{ticket:06d}"


def mobile_of(consumer: int) -> str:
    """The mobile number of a consumer."""
    return str(FIRST_MOBILE + consumer)


def localities() -> list[str]:
    """The names of all places that the utility knows."""
    return [name for name, _ in _places()]


def _consumers(first: int, last: int) -> Iterator[dict[str, Any]]:
    dice, moment, places = Random(first), now(), _places()  # noqa: S311 - the same rows every time
    for consumer in range(first, last):
        locality, place = dice.choice(places)
        yield {
            "account_number": str(FIRST_ACCOUNT + consumer),
            "name": f"Consumer {consumer}",
            "mobile_number": mobile_of(consumer),
            "category": "domestic",
            "load_kw": 2.0,
            "connection_status": "active",
            "bill_amount": dice.randrange(100, 9000),
            "as_of": moment,
            "locality": locality,
            **place,
        }


def _tickets(first: int, last: int) -> Iterator[dict[str, Any]]:
    dice, moment, places = Random(first), now(), _places()  # noqa: S311 - the same rows every time
    for ticket in range(first, last):
        kind, subtype = _kind(ticket)
        is_open = dice.random() < OPEN_SHARE
        age = timedelta(days=dice.uniform(0, OPEN_DAYS if is_open else 365))
        consumer = dice.randrange(max(ticket * CONSUMERS // TICKETS, 1))
        locality, place = dice.choice(places)
        yield {
            "number": number_of(ticket),
            "kind": kind,
            "subtype": subtype,
            "account_number": str(FIRST_ACCOUNT + consumer),
            "mobile_number": mobile_of(consumer),
            "locality": locality,
            "language": "hi",
            "channel": "web",
            "details": {},
            **_state(kind, subtype, moment - age, moment, is_open=is_open),
            **place,
        }


def _state(
    kind: str, subtype: str | None, made: datetime, moment: datetime, *, is_open: bool
) -> dict[str, Any]:
    """How a ticket stands: in hand with its deadline ahead, or closed long ago."""
    terms = _terms(kind, subtype)
    due_at = (moment if is_open else made) + timedelta(hours=terms.hours)
    return {
        "status": "in_progress" if is_open else "closed",
        "priority": terms.priority,
        "wing": terms.wing,
        "created_at": made,
        "updated_at": made,
        "due_at": due_at,
        "due_basis": terms.basis,
        "promise_due_at": due_at,
        "promise_basis": terms.basis,
        "next_event": "overdue" if is_open else None,
        "next_event_at": due_at if is_open else None,
        "resolved_at": None if is_open else due_at,
        "escalation_level": 0,
        "reopened_count": 0,
        "reports": 1,
        "code_tries": 0,
    }


class _Terms:
    """The terms of one kind of ticket, worked out once."""

    def __init__(self, kind: str, subtype: str | None) -> None:
        moment = now()
        terms = terms_of(default_utility(), kind, subtype, "urban", moment)
        self.hours = (terms.due_at - moment).total_seconds() / 3600
        self.basis, self.wing, self.priority = terms.due_basis, terms.wing, terms.priority


@cache
def _terms(kind: str, subtype: str | None) -> _Terms:
    return _Terms(kind, subtype)


def _kind(ticket: int) -> tuple[str, str | None]:
    return _shares()[ticket * 37 % len(_shares())]


@cache
def _shares() -> list[tuple[str, str | None]]:
    return [(kind, subtype) for kind, subtype, share in _WHAT for _ in range(share)]


@cache
def _places() -> list[tuple[str, dict[str, str | None]]]:
    named = default_utility().geography.localities
    return [(one.name, columns_of(find_place(one.name))) for one in named]


def main() -> int:
    """Fill the database at an address."""
    database = Database(sys.argv[1])
    database.migrate()
    fill(database, int(sys.argv[2]) if len(sys.argv) > 2 else TICKETS)
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
