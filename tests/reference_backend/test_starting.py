"""The backend as a process: how it starts, refuses to start, and starts twice at once."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, update

from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.deadlines import next_moment
from reference_backend.sample import load_sample, read_sample
from reference_backend.settings import Settings
from reference_backend.tables import Base, Event, Ticket
from tests.serving import free_port

ROOT = Path(__file__).parent.parent.parent
KEY = "a-key-for-these-tests"


def start(tmp_path: Path, **settings: str) -> subprocess.Popen[str]:
    """`python -m reference_backend` with these settings only."""
    usual = {
        "BACKEND_API_KEY": KEY,
        "BACKEND_DATABASE_URL": f"sqlite:///{tmp_path / 'backend.db'}",
        "PATH": os.environ["PATH"],
    }
    return subprocess.Popen(
        [sys.executable, "-m", "reference_backend"],
        cwd=ROOT,
        env={**usual, **settings},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def wait_until_it_listens(process: subprocess.Popen[str]) -> None:
    """Read its log until the server says so."""
    assert process.stdout is not None
    for line in process.stdout:
        if "Uvicorn running" in line:
            return
    raise AssertionError("the backend ended before it listened")


@pytest.mark.parametrize("key", ["", "changeme", " Secret "])
def test_a_missing_or_placeholder_key_is_refused(tmp_path: Path, key: str) -> None:
    """Exit code 2 and a sentence, no stack trace."""
    process = start(tmp_path, BACKEND_API_KEY=key)
    said, _ = process.communicate()
    assert process.returncode == 2
    assert "BACKEND_API_KEY" in said and "Traceback" not in said


def test_a_wrong_sample_is_refused(tmp_path: Path) -> None:
    """Exit code 2, with the file's path."""
    sample = tmp_path / "mine.json"
    sample.write_text('{"tickets": [{}]}', encoding="utf-8")
    process = start(tmp_path, SAMPLE=str(sample))
    said, _ = process.communicate()
    assert process.returncode == 2
    assert str(sample) in said and "entry 1" in said and "Traceback" not in said


def test_two_processes_share_one_postgresql(tmp_path: Path, postgres_url: str) -> None:
    """They migrate and load together, and no number is given out twice."""
    ports = [free_port(), free_port()]
    processes = [
        start(tmp_path, BACKEND_DATABASE_URL=postgres_url, BACKEND_PORT=str(port)) for port in ports
    ]
    try:
        for process in processes:
            wait_until_it_listens(process)
        with ThreadPoolExecutor(8) as people:
            answers = list(people.map(report_by(ports), range(40)))
    finally:
        for process in processes:
            process.terminate()
            process.communicate()
    assert {answer.status_code for answer in answers} == {201}
    numbers = [answer.json()["number"] for answer in answers]
    repeated = [answer for answer in numbers if numbers.count(answer) != 2]
    assert len(set(numbers)) == 20 and not repeated


def report_by(ports: list[int]):  # type: ignore[no-untyped-def]
    """Every report goes to both processes under one key; half of the people are new."""

    def report(one: int) -> httpx.Response:
        person = one // 2
        return httpx.post(
            f"http://127.0.0.1:{ports[one % 2]}/api/v1/tickets",
            json={"kind": "fault", "mobile_number": f"98765432{person:02d}"},
            headers={"Authorization": f"Bearer {KEY}", "Idempotency-Key": f"person-{person:04d}"},
            timeout=30,
        )

    return report


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_migrations_make_the_tables_that_the_code_expects(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    """Nothing is left for another migration."""
    url = f"sqlite:///{tmp_path / 'backend.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_url")
    database = Database(
        Settings(backend_api_key=KEY, backend_database_url=url).backend_database_url
    )
    database.migrate()
    database.migrate()
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    database.close()


def test_a_database_of_another_kind_is_refused() -> None:
    """Only what is tested is offered."""
    with pytest.raises(ValueError, match="sqlite:/// or postgresql"):
        Settings(backend_api_key=KEY, backend_database_url="mysql://localhost/x")


def test_two_processes_escalate_each_late_ticket_once(tmp_path: Path, postgres_url: str) -> None:
    """Both clocks strike for the same sixty tickets; each is told of once, by one of them."""
    lines = [
        {"ticket_number": f"FLT-2026-{one:06d}", "kind": "fault", "due_at": "now+1h"}
        for one in range(60)
    ]
    sample = tmp_path / "late.json"
    sample.write_text(json.dumps({"tickets": lines}), encoding="utf-8")
    database = Database(
        Settings(backend_api_key=KEY, backend_database_url=postgres_url).backend_database_url
    )
    database.migrate()
    load_sample(database, read_sample(sample))
    passed = dict.fromkeys(("next_event_at", "due_at", "promise_due_at"), now())
    with database.writing() as session:
        session.execute(update(Ticket).values(**passed))
    processes = [
        start(
            tmp_path,
            BACKEND_DATABASE_URL=postgres_url,
            BACKEND_PORT=str(free_port()),
            SAMPLE=str(sample),
        )
        for _ in range(2)
    ]
    try:
        for process in processes:
            wait_until_it_listens(process)
        while (moment := next_moment(database)) is not None and moment <= now():
            pass
    finally:
        for process in processes:
            process.terminate()
            process.communicate()
    with database.reading() as session:
        told = session.execute(
            select(Event.reference, func.count())
            .where(Event.kind == "ticket.overdue")
            .group_by(Event.reference)
        ).all()
    database.close()
    assert sorted(told) == [(line["ticket_number"], 1) for line in lines]
