"""A storm: two thousand reports within minutes from five divisions, to two processes at once."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serving import free_port

ROOT = Path(__file__).parents[2]
KEY = "a-key-for-the-storm"
DIVISIONS = ("Jajmau", "Naubasta", "Vishwa Bank Barra", "Kalyanpur", "Govind Nagar")
PLACES = (
    *("Jajmau", "Jajmau Tannery Area", "Wajidpur", "Naubasta", "Yashoda Nagar", "Naubasta Mandi"),
    *(f"Barra {block}" for block in range(1, 9)),
    *("Barra Bypass", "Kalyanpur", "Awas Vikas Kalyanpur", "Indira Nagar", "Govind Nagar", "CTI"),
)
SPELLINGS = (str, str.upper, str.lower)
REPORTS = 2000


@pytest.fixture
def processes(database_url: str, tmp_path: Path) -> Iterator[list[str]]:
    """Two backends on one database; their addresses."""
    ports = [free_port(), free_port()]
    started = [start(database_url, port) for port in ports]
    try:
        for process in started:
            assert process.stdout is not None
            assert any("Uvicorn running" in line for line in process.stdout)
        yield [f"http://127.0.0.1:{port}/api/v1" for port in ports]
    finally:
        for process in started:
            process.terminate()
            process.communicate()


def start(database_url: str, port: int) -> subprocess.Popen[str]:
    """`python -m reference_backend` on this database."""
    settings = {
        "BACKEND_API_KEY": KEY,
        "BACKEND_DATABASE_URL": database_url,
        "BACKEND_PORT": str(port),
        "PATH": os.environ["PATH"],
    }
    return subprocess.Popen(
        [sys.executable, "-m", "reference_backend"],
        cwd=ROOT,
        env=settings,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def report(http: httpx.Client, urls: list[str], one: int) -> httpx.Response:
    """One person's report, to one of the processes, spelled in one of three ways."""
    spelled = SPELLINGS[one % 3](PLACES[one % len(PLACES)])
    body = {
        "kind": "fault",
        "subtype": "no_supply",
        "locality": spelled,
        "mobile_number": f"97{one:08d}",
    }
    headers = {"Idempotency-Key": f"storm-{one}"}
    return http.post(f"{urls[one % 2]}/tickets", json=body, headers=headers)


def test_a_storm_leaves_tens_of_incidents_and_nobody_unanswered(processes: list[str]) -> None:
    """Every person has a number, no place two incidents, and no report stands outside of them."""
    headers = {"Authorization": f"Bearer {KEY}"}
    with httpx.Client(headers=headers, timeout=120) as http, ThreadPoolExecutor(12) as people:
        answers = list(people.map(lambda one: report(http, processes, one), range(REPORTS)))
        assert Counter(answer.status_code for answer in answers) == {201: REPORTS}
        numbers = [answer.json()["number"] for answer in answers]
        assert len(set(numbers)) == REPORTS
        incidents = http.get(f"{processes[0]}/outages/lasting").json()
        first = [one for one in answers if one.json()["outage_number"] is None]
        now = [http.get(f"{processes[1]}/tickets/{one.json()['number']}").json() for one in first]
    made = [one for one in incidents if one["source"] == "reports"]
    assert len(made) == len(PLACES)
    assert len({one["locality"].casefold() for one in made}) == len(PLACES)
    assert {one["division"] for one in made} == set(DIVISIONS)
    assert sum(one["affected"] for one in made) == REPORTS
    belongs: dict[str, Any] = {one["number"]: one for one in made}
    assert all(ticket["outage_number"] in belongs for ticket in now)
    assert all(ticket["due_at"] == belongs[ticket["outage_number"]]["due_at"] for ticket in now)
