"""Every lookup goes by an index: a million tickets later it costs what it costs today."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from reference_backend.accounts import only_account_of
from reference_backend.applications import applications_of
from reference_backend.database import Database
from reference_backend.geography import find_place
from reference_backend.outages import open_outages
from reference_backend.reporting import report
from reference_backend.requests import TicketBody
from reference_backend.tickets import tickets_of


class Statements(list[tuple[str, Any]]):
    """What is sent to the database, as it is sent."""

    def note(self, *sent: Any) -> None:
        """Keep statement and parameters of SQLAlchemy's event."""
        self.append((sent[2], sent[3]))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Empty records: without figures about their contents the plan follows the indexes."""
    database = Database(f"sqlite:///{tmp_path / 'backend.db'}")
    database.migrate()
    return database


def plans(connection: Connection, statements: Statements) -> list[str]:
    """How SQLite would go about each SELECT and UPDATE."""
    found: list[str] = []
    for statement, parameters in statements:
        if statement.startswith(("SELECT", "UPDATE")):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found.extend(f"{row[3]}: {statement}" for row in plan)
    return found


def test_no_lookup_reads_a_whole_table(database: Database) -> None:
    """Reports, joins, lists, outages: all of them search."""
    statements = Statements()
    event.listen(database.engine, "before_cursor_execute", statements.note)
    body = TicketBody(
        kind="fault",
        subtype="no_supply",
        account_number="7012345678",
        mobile_number="9876543210",
        locality="Barra 6",
    )
    with database.writing() as session:
        report(session, body)
        report(session, body)
        report(session, body.model_copy(update={"account_number": None}))
        tickets_of(session, "9876543210", None, open_only=True)
        tickets_of(session, None, "7012345678", open_only=False)
        applications_of(session, "9876543210")
        only_account_of(session, "9876543210")
        open_outages(session, find_place("Barra 6"))
    event.remove(database.engine, "before_cursor_execute", statements.note)
    with database.engine.connect() as connection:
        found = plans(connection, statements)
        assert connection.execute(text("SELECT count(*) FROM tickets")).scalar_one() == 1
    assert len(found) > 10
    assert [plan for plan in found if plan.startswith("SCAN")] == []
