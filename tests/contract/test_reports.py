"""Numbers for the management: the pilot's half-year, counted again from generated records."""

import csv
import io
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from reference_backend.database import Database
from reference_backend.tables import Ticket
from tests.contract.staff import Staff

#: Complaints of the pilot's half-year by circle (seed article; the year is our assumption).
PILOT = {"Circle-1": 13_264, "Circle-2": 13_506, "Circle-3": 20_665, "Circle-4": 14_299}
DIVISIONS = {
    "Circle-1": ("Phoolbagh", "Bijlighar"),
    "Circle-2": ("Govind Nagar", "Kidwai Nagar"),
    "Circle-3": ("Jajmau", "Naubasta"),
    "Circle-4": ("Kalyanpur", "Vikas Nagar"),
}
BEGIN, END = datetime(2024, 6, 30, 18, 30, tzinfo=UTC), datetime(2024, 12, 31, 18, 30, tzinfo=UTC)
HALF_YEAR = {"from": "2024-07-01", "to": "2024-12-31"}


def generated() -> Iterator[dict[str, Any]]:
    """The pilot's complaints, spread over the half-year; the seed makes them always the same."""
    chance = random.Random(61_734)
    seconds = int((END - BEGIN).total_seconds())
    for circle, count in PILOT.items():
        for one in range(count):
            made = BEGIN + timedelta(seconds=chance.randrange(seconds))
            yield ticket(f"{circle[-1]}{one:06d}", circle, made, chance)


def ticket(number: str, circle: str, made: datetime, chance: random.Random) -> dict[str, Any]:
    """One complaint: four in five solved, every tenth of them late."""
    kind, wing = chance.choice((("fault", "technical"), ("billing", "commercial")))
    solved = chance.random() < 0.8
    hours = chance.uniform(25, 60) if chance.random() < 0.1 else chance.uniform(0.5, 23)
    solved_at = made + timedelta(hours=hours) if solved else None
    more = {
        "kind": kind,
        "wing": wing,
        "circle": circle,
        "division": chance.choice(DIVISIONS[circle]),
    }
    return ticket_of(number, made, solved_at) | more


def ticket_of(number: str, made: datetime, solved_at: datetime | None) -> dict[str, Any]:
    """A complaint of Circle-1 with the usual deadline."""
    return {
        "number": f"GEN-{number}",
        "kind": "fault",
        "status": "closed" if solved_at else "in_progress",
        "priority": 1,
        "wing": "technical",
        "utility": "kesco",
        "circle": "Circle-1",
        "division": "Phoolbagh",
        "created_at": made,
        "updated_at": made,
        "due_at": made + timedelta(hours=24),
        "resolved_at": solved_at,
    }


def put(staff: Staff, rows: list[dict[str, Any]]) -> None:
    """Straight among the records, as a generator script does."""
    database = Database(staff.database_url)
    with database.writing() as session:
        for start in range(0, len(rows), 5_000):
            session.execute(insert(Ticket), rows[start : start + 5_000])
    database.close()


def median_hours(rows: list[dict[str, Any]]) -> float:
    """The middle of the times to solution, worked out by hand."""
    took: list[float] = sorted(
        (row["resolved_at"] - row["created_at"]).total_seconds() / 3600
        for row in rows
        if row["resolved_at"]
    )
    half = len(took) // 2
    return took[half] if len(took) % 2 else (took[half - 1] + took[half]) / 2


async def test_the_pilots_half_year_is_counted_again(staff: Staff) -> None:
    """61,734 complaints in four circles, with breaches and median times, as JSON and CSV."""
    rows = list(generated())
    edges = [BEGIN, END - timedelta(seconds=1), BEGIN - timedelta(seconds=1), END]
    for index, made in enumerate(edges[:2]):  # midnight in India is within the half-year
        rows[index]["created_at"] = made
    outside = [
        ticket(f"X{index}", "Circle-1", made, random.Random(1))
        for index, made in enumerate(edges[2:])
    ]
    put(staff, [*rows, *outside])
    answer = await staff.http.get("/reports/complaints", params={**HALF_YEAR, "by": "circle"})
    report = answer.json()
    assert report["total"] == 61_734
    assert {row["circle"]: row["count"] for row in report["rows"]} == PILOT
    for row in report["rows"]:
        own = [one for one in rows if one["circle"] == row["circle"]]
        still_open = [one for one in own if one["resolved_at"] is None]
        late = [one for one in own if one["resolved_at"] and one["resolved_at"] > one["due_at"]]
        assert row["open"] == len(still_open)
        assert row["breached"] == len(late) + len(still_open)
        assert row["median_hours"] == pytest.approx(median_hours(own), abs=0.01)
    table = await staff.http.get("/reports/complaints.csv", params={**HALF_YEAR, "by": "circle"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(table.text.lstrip("\ufeff"))))
    assert {line["circle"]: int(line["count"]) for line in lines} == PILOT


async def test_counts_go_by_whatever_is_asked_for(staff: Staff) -> None:
    """Several dimensions, in their order; every way of counting has the same sum."""
    chance = random.Random(7)
    made = datetime(2024, 8, 1, tzinfo=UTC)
    put(staff, [ticket(str(one), "Circle-2", made, chance) for one in range(50)])
    for by in (["kind"], ["wing", "status"], ["division", "kind", "wing"], ["channel"]):
        answer = await staff.http.get("/reports/complaints", params={**HALF_YEAR, "by": by})
        report = answer.json()
        assert report["by"] == by and report["total"] == 50
        assert sum(row["count"] for row in report["rows"]) == 50
        assert all(set(by) <= row.keys() for row in report["rows"])
    other = await staff.http.get("/reports/complaints", params={**HALF_YEAR, "utility": "cspdcl"})
    assert other.json()["total"] == 0


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2024-12-31", "to": "2024-07-01"},
        {"from": "31.12.2024"},
        {"to": "2024-02-30"},
        {"by": "favourite_colour"},
    ],
)
async def test_what_cannot_be_counted_is_refused(staff: Staff, query: dict[str, str]) -> None:
    """Days that are none, a time that ends before it begins, a dimension that nobody knows."""
    for path in ("/reports/complaints", "/reports/complaints.csv"):
        refused = await staff.http.get(path, params=query)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


async def test_what_consumers_said_is_counted(staff: Staff) -> None:
    """A yes and a closing code confirm, silence is silence; who ever said no has disputed."""
    made, chance = datetime(2024, 8, 1, tzinfo=UTC), random.Random(3)
    said: list[dict[str, Any]] = [
        {"status": "confirmed", "closed_by": "consumer"},
        {"status": "closed", "closed_by": "code"},
        {"status": "closed", "closed_by": "silence"},
        {"status": "closed", "closed_by": "staff"},
        {"status": "confirmed", "closed_by": "consumer", "reopened_count": 1},
        {"status": "closed", "closed_by": "silence", "reopened_count": 2},
        {"status": "reopened", "closed_by": None, "reopened_count": 1},
        {"status": "resolved", "closed_by": None},
    ]
    nobody_insists = {"reopened_count": 0}
    rows = [
        ticket(f"S{number}", "Circle-1", made, chance) | nobody_insists | one
        for number, one in enumerate(said)
    ]
    put(staff, rows)
    answer = await staff.http.get("/reports/complaints", params={**HALF_YEAR, "by": "circle"})
    (row,) = answer.json()["rows"]
    assert [row[name] for name in ("confirmed", "disputed", "silent")] == [2, 3, 1]


async def test_days_are_indias(staff: Staff) -> None:
    """The last minute of one day and the first of the next are two days."""
    midnight = datetime(2024, 8, 1, 18, 30, tzinfo=UTC)
    chance = random.Random(5)
    moments = (midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=23))
    put(staff, [ticket(f"D{n}", "Circle-1", at, chance) for n, at in enumerate(moments)])
    answer = await staff.http.get("/reports/complaints", params={**HALF_YEAR, "by": "day"})
    counted = {row["day"]: row["count"] for row in answer.json()["rows"]}
    assert counted == {"2024-08-01": 1, "2024-08-02": 2}
    table = await staff.http.get("/reports/complaints.csv", params={**HALF_YEAR, "by": "day"})
    assert "2024-08-02,2," in table.text
