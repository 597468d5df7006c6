"""A sample file is taken as it comes, and refused in words that help."""

import json
from pathlib import Path
from typing import Any

import pytest

from reference_backend.accounts import account
from reference_backend.applications import application
from reference_backend.database import Database
from reference_backend.geography import find_place
from reference_backend.insisting import escalate
from reference_backend.outages import open_outages
from reference_backend.reporting import report
from reference_backend.requests import TicketBody
from reference_backend.sample import SampleError, load_sample, read_sample
from reference_backend.settings import BUILT_IN_SAMPLE
from reference_backend.tickets import ticket


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Empty records."""
    database = Database(f"sqlite:///{tmp_path / 'backend.db'}")
    database.migrate()
    return database


def load(database: Database, file: Path, content: dict[str, Any]) -> None:
    """Write the file and load it, as a start of the backend does."""
    file.write_text(json.dumps(content), encoding="utf-8")
    load_sample(database, read_sample(file))


def test_everything_but_the_numbers_may_be_missing_or_null(
    database: Database, tmp_path: Path
) -> None:
    """What is missing follows from what is there, or stays empty."""
    content = {
        "accounts": [{"account_number": "7012345678", "name": None, "bill_amount": None}],
        "applications": [
            {"application_number": "NC-2026-000500", "status": None},
            {"application_number": "NC-2026-000501", "demand_amount": 3198},
        ],
        "tickets": [
            {"ticket_number": "BIL-2026-000500", "due_at": None},
            {"ticket_number": "OLD/77", "favourite_colour": "blue"},
        ],
        "outages": [{"locality": None}, {"locality": "Barra", "expected_restoration": None}],
        "holidays": [],
    }
    load(database, tmp_path / "sample.json", content)
    with database.reading() as session:
        assert account(session, "7012345678").bill_amount is None
        assert application(session, "NC-2026-000500").status == "received"
        assert application(session, "NC-2026-000501").status == "demand_issued"
        assert ticket(session, "BIL-2026-000500").kind == "billing"
        assert ticket(session, "OLD/77").status == "received"
        assert len(open_outages(session, find_place("barra 3"))) == 1


def test_numbers_and_times_are_taken_as_people_write_them(
    database: Database, tmp_path: Path
) -> None:
    """Account numbers as JSON numbers, +91, times without offset as Indian time."""
    stated = {"ticket_number": "FLT-2026-000500", "due_at": "2026-11-20T10:00:00"}
    content = {
        "accounts": [{"account_number": 7012345678, "mobile_number": "+91 98390 11111"}],
        "tickets": [stated, {"ticket_number": "FLT-2026-000501", "due_at": "2026-11-20"}],
    }
    load(database, tmp_path / "sample.json", content)
    with database.reading() as session:
        assert account(session, "7012345678").mobile_number == "9839011111"
        due_at = [ticket(session, f"FLT-2026-00050{one}").due_at for one in (0, 1)]
        assert [str(moment) for moment in due_at] == [
            "2026-11-20 04:30:00+00:00",
            "2026-11-20 18:29:59+00:00",
        ]


def test_loading_again_undoes_nothing(database: Database, tmp_path: Path) -> None:
    """What happened to a ticket since the first start stays."""
    content = {
        "tickets": [{"ticket_number": "FLT-2026-000500", "due_at": "2026-11-01"}],
        "outages": [{"locality": "Barra", "reason": "feeder_breakdown"}],
    }
    load(database, tmp_path / "sample.json", content)
    with database.writing() as session:
        escalate(session, "FLT-2026-000500", None)
    load(database, tmp_path / "sample.json", content)
    with database.reading() as session:
        assert ticket(session, "FLT-2026-000500").escalation_level == 1
        assert len(open_outages(session, find_place("Barra"))) == 1


def test_a_changed_line_is_taken_over(database: Database, tmp_path: Path) -> None:
    """A new bill, another status; and an outage that is gone from the file is over."""
    before = {
        "accounts": [{"account_number": "7012345678", "bill_amount": 100}],
        "tickets": [{"ticket_number": "FLT-2026-000500", "status": "received"}],
        "outages": [{"locality": "Barra"}],
    }
    after = {
        "accounts": [{"account_number": "7012345678", "bill_amount": 250.5}],
        "tickets": [{"ticket_number": "FLT-2026-000500", "status": "closed"}],
    }
    load(database, tmp_path / "sample.json", before)
    load(database, tmp_path / "sample.json", after)
    with database.reading() as session:
        assert account(session, "7012345678").bill_amount == 250.5
        assert ticket(session, "FLT-2026-000500").status == "closed"
        assert open_outages(session, find_place("Barra")) == []


def test_a_sample_overwrites_no_consumers_ticket(database: Database, tmp_path: Path) -> None:
    """And numbers of the sample are not given out again."""
    with database.writing() as session:
        mine, _ = report(session, TicketBody(kind="fault", description="mine"))
    year = mine.number[4:8]
    numbers = (mine.number, f"FLT-{year}-000700")
    content = {
        "tickets": [{"ticket_number": number, "description": "sample"} for number in numbers]
    }
    load(database, tmp_path / "sample.json", content)
    with database.writing() as session:
        assert ticket(session, mine.number).description == "mine"
        next_one, _ = report(session, TicketBody(kind="fault"))
        assert next_one.number == f"FLT-{year}-000701"


def test_the_built_in_sample_shows_every_state(database: Database) -> None:
    """Applications in every status, tickets late and closed, outages of both utilities."""
    sample = read_sample(BUILT_IN_SAMPLE)
    load_sample(database, sample)
    assert {one.status for one in sample.applications} == {
        "received",
        "survey_pending",
        "survey_done",
        "demand_issued",
        "paid",
        "work_order",
        "energised",
        "rejected",
    }
    assert {one.status for one in sample.tickets} >= {
        "received",
        "in_progress",
        "resolved",
        "closed",
    }
    utilities = {find_place(one.locality).utility for one in sample.outages}
    assert utilities == {"kesco", "cspdcl"}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('{"accounts": [', "line 1, column 15"),
        ("[]", "the whole file"),
        ('{"accounts": [{"name": "x"}]}', "accounts, entry 1, account_number"),
        (
            '{"tickets": [{"ticket_number": "A"}, {"ticket_number": "B", "status": "lost"}]}',
            "tickets, entry 2, status",
        ),
        ('{"tickets": [{"ticket_number": "A", "due_at": "soon"}]}', "tickets, entry 1, due_at"),
        ('{"accounts": {"a": 1}}', "accounts"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_of_the_fault(
    tmp_path: Path, content: str, named: str
) -> None:
    """The path, the entry, and what to do."""
    file = tmp_path / "sample.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SampleError) as refused:
        read_sample(file)
    assert str(file) in str(refused.value)
    assert named in str(refused.value)
    assert "Mend the file" in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Not a stack trace."""
    with pytest.raises(SampleError, match=r"nowhere\.json cannot be read"):
        read_sample(tmp_path / "nowhere.json")
