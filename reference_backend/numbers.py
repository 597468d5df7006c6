"""Numbers of records: PREFIX-YYYY-NNNNNN, each given out once."""

from __future__ import annotations

import re

from sqlalchemy import text
from sqlalchemy.orm import Session

from reference_backend.clock import in_india, now

PREFIXES = {
    "fault": "FLT",
    "hazard": "HZD",
    "billing": "BIL",
    "meter": "MTR",
    "payment_not_posted": "PAY",
    "load_change": "LDC",
    "detail_change": "DTC",
    "disconnection": "DSC",
    "reconnection": "RCN",
    "misconduct": "MSC",
    "theft": "THF",
    "callback": "CLB",
    "application": "NC",
    "outage": "OUT",
}
_OURS = re.compile(r"^([A-Z]{2,4})-(\d{4})-(\d{6,9})$")

# One statement, so that two processes that ask at once wait for each other on the row.
_NEXT = text(
    "INSERT INTO series (prefix, year, last) VALUES (:prefix, :year, 1) "
    "ON CONFLICT (prefix, year) DO UPDATE SET last = series.last + 1 RETURNING last"
)
_SKIP = text(
    "INSERT INTO series (prefix, year, last) VALUES (:prefix, :year, :last) "
    "ON CONFLICT (prefix, year) DO UPDATE SET last = "
    "CASE WHEN series.last < excluded.last THEN excluded.last ELSE series.last END"
)


def next_number(session: Session, what: str) -> str:
    """The next free number for a kind of ticket, an `application` or an `outage`."""
    prefix, year = PREFIXES[what], in_india(now()).year
    last = session.execute(_NEXT, {"prefix": prefix, "year": year}).scalar_one()
    return f"{prefix}-{year}-{last:06d}"


def skip(session: Session, number: str) -> None:
    """Never give out this number or an earlier one of its series; for records from outside."""
    match = _OURS.match(number)
    if match:
        prefix, year, last = match.group(1), int(match.group(2)), int(match.group(3))
        session.execute(_SKIP, {"prefix": prefix, "year": year, "last": last})


def kind_by_number(number: str) -> str | None:
    """The kind of ticket whose prefix the number has, or None."""
    match = _OURS.match(number)
    prefix = match.group(1) if match else None
    return next((kind for kind, own in PREFIXES.items() if own == prefix), None)
