"""Lists to and from a utility that has no API, as CSV in UTF-8: `python -m … import accounts FILE`.

Accounts with their bills and new states of tickets come in, open tickets and applications go out.
A list is taken whole or not at all; the same list twice changes nothing but the moment of which
the bills are.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from reference_backend.applications import application_answer
from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.problems import Refusal
from reference_backend.requests import StatusBody
from reference_backend.sample import load_account
from reference_backend.sample_format import SampleAccount
from reference_backend.settings import RecordsSettings
from reference_backend.staff_work import set_status
from reference_backend.tables import Account, Application, Ticket
from reference_backend.tickets import ticket_answer, ticket_for_change
from reference_backend.vocabulary import DONE

_WAY = ("assigned", "in_progress", "resolved")
_OVER = ("energised", "rejected")
_MOST_FAULTS = 20
_BATCH = 500
# A cell that begins like this is a formula to a spreadsheet, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TICKET_COLUMNS = (
    *("number", "kind", "subtype", "status", "priority", "wing", "utility", "circle", "division"),
    *("locality", "address", "landmark", "pincode", "person_name", "mobile_number"),
    *("account_number", "description", "load_kw", "amount", "payment_date", "created_at"),
    *("due_at", "escalation_level", "outage_number"),
)
_APPLICATION_COLUMNS = (
    *("number", "status", "portal", "connection_category", "load_kw", "phase", "person_name"),
    *("father_name", "mobile_number", "email", "utility", "circle", "division", "locality"),
    *("address", "landmark", "pincode", "area", "owner_or_tenant", "existing_dues"),
    *("documents", "created_at", "due_at"),
)


class ListError(ValueError):
    """A list that cannot be taken; each fault names its line."""


def take_in(database: Database, what: str, file: Path) -> int:
    """Take a list of `accounts` or `tickets`; returns its lines. Raises `ListError`, OSError."""
    work = {"accounts": _take_account, "tickets": _take_state}[what]
    faults: list[str] = []
    lines = 0
    with file.open(encoding="utf-8-sig", newline="") as opened, database.writing() as session:
        for line, row in _rows(opened):
            lines += 1
            try:
                with session.begin_nested():
                    work(session, row)
            except ValidationError as error:
                faults += [f"line {line}: {one['loc']}: {one['msg']}" for one in error.errors()]
            except Refusal as refusal:
                faults.append(f"line {line}: {refusal.code}: {refusal.detail}")
            if len(faults) >= _MOST_FAULTS:
                break
        if faults:
            raise ListError("\n".join(faults))
    return lines


def give_out(database: Database, what: str, file: Path) -> int:
    """Write what is open of `tickets` or `applications`; returns its lines. Raises OSError."""
    columns, rows = {
        "tickets": (_TICKET_COLUMNS, _open_tickets),
        "applications": (_APPLICATION_COLUMNS, _open_applications),
    }[what]
    with database.reading() as session, file.open("w", encoding="utf-8", newline="") as opened:
        return _write(csv.writer(opened), columns, rows(session))


def _rows(opened: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(opened)
    try:
        for row in reader:
            # Superfluous cells stand under no name; missing ones are None, like empty ones.
            yield reader.line_num, {name: cell for name, cell in row.items() if name and cell}
    except (csv.Error, UnicodeDecodeError) as error:
        raise ListError(f"line {reader.line_num + 1}: not CSV in UTF-8: {error}") from error


def _take_account(session: Session, row: dict[str, str]) -> None:
    entry = SampleAccount.model_validate(row)
    load_account(session, entry)
    session.flush()
    session.get_one(Account, entry.account_number).as_of = now()


def _take_state(session: Session, row: dict[str, str]) -> None:
    """Lead a ticket to its state, step by step: nobody misses that somebody is at work."""
    known = ticket_for_change(session, row.get("number", ""))
    if known.status == row.get("status"):
        return
    body = StatusBody.model_validate({"status": row.get("status"), "note": row.get("note")})
    for step in _steps(known.status, body.status):
        set_status(session, known.number, StatusBody.model_validate({"status": step}))
    set_status(session, known.number, body)


def _steps(at: str, to: str) -> tuple[str, ...]:
    if to not in _WAY:
        return ()
    done = _WAY.index(at) + 1 if at in _WAY else 0
    return _WAY[done : _WAY.index(to)]


def _open_tickets(session: Session) -> Iterator[dict[str, Any]]:
    wanted = select(Ticket).where(Ticket.status.not_in(DONE)).order_by(Ticket.number)
    for found in session.scalars(wanted.execution_options(yield_per=_BATCH)):
        yield ticket_answer(session, found).data()


def _open_applications(session: Session) -> Iterator[dict[str, Any]]:
    wanted = select(Application).where(Application.status.not_in(_OVER))
    newest = wanted.order_by(Application.number).execution_options(yield_per=_BATCH)
    for found in session.scalars(newest):
        yield application_answer(found).data()


def _write(writer: Any, columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> int:
    writer.writerow(columns)
    lines = 0
    for row in rows:
        writer.writerow([cell(row[name]) for name in columns])
        lines += 1
    return lines


def cell(value: Any) -> Any:
    """A value as a cell: lists in words, and no text that a spreadsheet takes for a formula."""
    if isinstance(value, list):
        value = " ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def main(arguments: list[str] | None = None) -> int:
    """Import or export one list; 2 when the list cannot be taken, 1 without the records."""
    parser = argparse.ArgumentParser(prog="reference_backend.csv_lists", description=__doc__)
    ways = parser.add_subparsers(dest="way", required=True)
    for way, kinds in (
        ("import", ["accounts", "tickets"]),
        ("export", ["tickets", "applications"]),
    ):
        one = ways.add_parser(way)
        one.add_argument("what", choices=kinds)
        one.add_argument("file", type=Path)
    given = parser.parse_args(arguments)
    work: Callable[[Database, str, Path], int] = take_in if given.way == "import" else give_out
    database = Database(RecordsSettings().backend_database_url)
    try:
        database.migrate()
        lines = work(database, given.what, given.file)
    except (ListError, OSError) as error:
        sys.stderr.write(f"{given.file} was not taken:\n{error}\n")
        return 2
    except OperationalError as error:
        sys.stderr.write(f"the database cannot be used: {error.orig}\n")
        return 1
    finally:
        database.close()
    sys.stdout.write(f"{given.what}: {lines} lines\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
