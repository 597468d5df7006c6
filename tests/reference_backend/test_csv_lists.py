"""A utility without an API sends and gets its lists as CSV."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import func, select

from reference_backend.accounts import account
from reference_backend.csv_lists import ListError, give_out, take_in
from reference_backend.database import Database
from reference_backend.events import history
from reference_backend.reporting import report
from reference_backend.requests import TicketBody
from reference_backend.settings import Settings
from reference_backend.tables import Account
from reference_backend.tickets import ticket

BILLS = (
    "\ufeffname,account_number,bill_amount,due_date,locality\r\n"
    'रमेश कुमार,7012345678,2340.50,2026-12-05,"Barra 6, Kanpur"\r\n'
    "Sunita,7012345679,,,\r\n"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Empty records of each kind."""
    url = f"sqlite:///{tmp_path / 'backend.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    settings = Settings(backend_api_key="not-used-here", backend_database_url=url)
    database = Database(settings.backend_database_url)
    database.migrate()
    request.addfinalizer(database.close)
    return database


def written(tmp_path: Path, content: str) -> Path:
    """A list as the utility sends it."""
    file = tmp_path / "list.csv"
    file.write_text(content, encoding="utf-8")
    return file


def reported(database: Database, **said: str) -> str:
    """A dead supply; the ticket's number."""
    body = TicketBody(kind="fault", subtype="no_supply", mobile_number="9876543210", **said)
    with database.writing() as session:
        return str(report(session, body)[0].number)


def test_bills_are_taken_over_and_renewed(database: Database, tmp_path: Path) -> None:
    """Columns in any order, quotes, a byte order mark; what is empty is missing."""
    assert take_in(database, "accounts", written(tmp_path, BILLS)) == 2
    with database.reading() as session:
        first = account(session, "7012345678")
        assert (first.bill_amount, first.name, first.division) == (
            2340.5,
            "रमेश कुमार",
            "Vishwa Bank Barra",
        )
        assert account(session, "7012345679").bill_amount is None
    take_in(database, "accounts", written(tmp_path, BILLS))
    with database.reading() as session:
        again = account(session, "7012345678")
        assert again.bill_amount == 2340.5 and again.as_of > first.as_of


def test_a_list_with_a_fault_changes_nothing(database: Database, tmp_path: Path) -> None:
    """Every fault is named by its line."""
    wrong = BILLS + "X,7012345680,minus,2026-02-30,\r\n"
    with pytest.raises(ListError, match="line 4"):
        take_in(database, "accounts", written(tmp_path, wrong))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 0


def test_states_of_tickets_are_taken_step_by_step(database: Database, tmp_path: Path) -> None:
    """Who waits hears of each step; the same list again is no news."""
    number = reported(database)
    states = f"number,status,note\n{number},resolved,fuse replaced\n"
    for _ in range(2):
        take_in(database, "tickets", written(tmp_path, states))
    with database.reading() as session:
        assert ticket(session, number).status == "resolved"
        kinds = [event.kind for event in history(session, number)]
    assert kinds[-3:] == ["ticket.assigned", "ticket.in_progress", "ticket.resolved"]
    unknown = "number,status\nFLT-2026-999999,resolved\n"
    with pytest.raises(ListError, match="line 2: unknown_ticket"):
        take_in(database, "tickets", written(tmp_path, unknown))


def test_open_tickets_go_out_and_no_cell_is_a_formula(database: Database, tmp_path: Path) -> None:
    """A spreadsheet of the utility runs nothing that a consumer wrote."""
    number = reported(database, description='=HYPERLINK("http://x")', locality="Barra 6")
    file = tmp_path / "open.csv"
    assert give_out(database, "tickets", file) == 1
    with file.open(encoding="utf-8", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert (row["number"], row["division"]) == (number, "Vishwa Bank Barra")
    assert row["description"].startswith("'=")
    assert give_out(database, "applications", tmp_path / "none.csv") == 0
