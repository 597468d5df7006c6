"""Hours are counted on the utility's calendar, whatever the clocks and the month do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reference_backend.calendars import due_after, is_working_day, office_time_after
from reference_backend.rule_data import Calendar, Holiday, OfficeHours, Term
from reference_backend.utility_data import utilities

# Kolkata has no summer time; the others change their clocks by an hour, by half an hour, in the
# other half of the year, at midnight, and Samoa left out a whole day in 2011.
ZONES = (
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "Pacific/Apia",
)
STATED = {"source": "test", "as_of": date(2026, 1, 1)}


def calendar(zone: str, **hours: object) -> Calendar:
    """Offices from ten to five but on Sundays, with holidays of both sorts."""
    usual = {
        "days": ["mon", "tue", "wed", "thu", "fri", "sat"],
        "opens": "10:00",
        "closes": "17:00",
    }
    return Calendar(
        timezone=zone,
        office_hours=OfficeHours(**STATED, **(usual | hours)),
        holidays=[
            Holiday(day="01-26", name="Republic Day", **STATED),
            Holiday(day="2026-11-09", name="Diwali", **STATED),
        ],
    )


def term(hours: float, counts: str = "all_hours") -> Term:
    return Term(key="t", hours=hours, counts=counts, **STATED)


zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2008, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC))
lengths = st.integers(1, 400).map(lambda quarters: timedelta(minutes=15 * quarters))
NIGHT_HOURS = {"opens": "00:30", "closes": "03:30"}  # where clocks are changed


def worked(of: Calendar, start: datetime, end: datetime) -> timedelta:
    """Office time between two moments, summed up day by day."""
    zone = ZoneInfo(of.timezone)
    day = start.astimezone(zone).date()
    total = timedelta()
    while day <= end.astimezone(zone).date():
        if is_working_day(of, day):
            opens = datetime.combine(day, of.office_hours.opens, zone).astimezone(UTC)
            closes = datetime.combine(day, of.office_hours.closes, zone).astimezone(UTC)
            total += max(min(closes, end) - max(opens, start), timedelta())
            start = max(start, closes)  # Samoa's 30th was its 31st
        day += timedelta(days=1)
    return total


@given(zones, moments, st.integers(1, 2000))
@example("Europe/Berlin", datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 24)
@example("Asia/Kolkata", datetime(2028, 2, 29, 12, tzinfo=UTC), 24)
@example("Asia/Kolkata", datetime(2026, 12, 31, 18, 29, tzinfo=UTC), 1)
def test_plain_hours_are_hours_that_pass(zone: str, start: datetime, hours: int) -> None:
    """A clock put forward or back, a month's end and a leap day change nothing."""
    due = due_after(calendar(zone), term(hours), None, start.astimezone(ZoneInfo(zone)))
    assert due - start == timedelta(hours=hours)


@given(zones, moments, lengths, st.sampled_from([{}, NIGHT_HOURS]))
@example("Europe/Berlin", datetime(2027, 3, 27, 23, tzinfo=UTC), timedelta(hours=6), NIGHT_HOURS)
@example("America/Havana", datetime(2026, 11, 1, 4, tzinfo=UTC), timedelta(hours=6), NIGHT_HOURS)
@example("Pacific/Apia", datetime(2011, 12, 30, 9, tzinfo=UTC), timedelta(hours=6), {})
@example("Asia/Kolkata", datetime(2028, 2, 28, 12, tzinfo=UTC), timedelta(hours=14), {})
def test_office_hours_are_counted_exactly(
    zone: str, start: datetime, length: timedelta, hours: dict[str, str]
) -> None:
    """Between the report and the deadline lies just the time that was promised."""
    of = calendar(zone, **hours)
    due = office_time_after(of, start, length)
    assert worked(of, start, due) == length
    assert worked(of, start, due - timedelta(seconds=1)) < length


@given(zones, moments, lengths, lengths, st.integers(0, 10_000))
def test_who_reports_later_is_due_later(
    zone: str, start: datetime, first: timedelta, more: timedelta, minutes: int
) -> None:
    """Never earlier than an earlier report; and two stretches are one long one."""
    of = calendar(zone)
    due = office_time_after(of, start, first)
    assert due <= office_time_after(of, start + timedelta(minutes=minutes), first)
    assert office_time_after(of, due, more) == office_time_after(of, start, first + more)


def test_a_weekend_and_a_holiday_are_no_working_days() -> None:
    """Saturday the 7th, five in the afternoon; Sunday; Diwali on Monday: Tuesday, noon."""
    of = calendar("Asia/Kolkata")
    saturday = datetime(2026, 11, 7, 17, tzinfo=ZoneInfo("Asia/Kolkata"))
    due = office_time_after(of, saturday, timedelta(hours=2))
    assert due == datetime(2026, 11, 10, 12, tzinfo=ZoneInfo("Asia/Kolkata"))


def test_a_calendar_of_holidays_alone_is_an_error() -> None:
    """Not an endless search."""
    never = [
        Holiday(day=f"{month:02}-{day:02}", name="x", **STATED)
        for month in range(1, 13)
        for day in range(1, (date(2024 + month // 12, month % 12 + 1, 1) - timedelta(1)).day + 1)
    ]
    of = calendar("Asia/Kolkata").model_copy(update={"holidays": never})
    with pytest.raises(ValueError, match="office hours"):
        office_time_after(of, datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1))


def test_every_utility_has_offices_that_open() -> None:
    """And rules for the country where the area is rural."""
    for utility in utilities().values():
        assert utility.calendar.office_hours.opens < time(12) < utility.calendar.office_hours.closes
    rural = term(6).model_copy(update={"rural_hours": 24.0})
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert due_after(calendar("Asia/Kolkata"), rural, "rural", start) == start + timedelta(days=1)
    assert due_after(calendar("Asia/Kolkata"), rural, "urban", start) == start + timedelta(hours=6)
