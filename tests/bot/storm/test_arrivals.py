"""When so many write that it is a storm, and when it is over."""

from datetime import UTC, datetime, timedelta

from bot.storm.arrivals import CALM_FOR, Arrivals

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def test_as_many_in_a_minute_as_the_operator_said_are_a_storm() -> None:
    arrivals = Arrivals(60)
    for look in range(5):
        arrivals.add(10, at(10 * look))
    assert not arrivals.stormy
    arrivals.add(10, at(50))
    assert arrivals.stormy


def test_what_is_older_than_a_minute_no_longer_counts() -> None:
    arrivals = Arrivals(60)
    arrivals.add(60, at(0))
    arrivals.add(1, at(60))
    assert arrivals.per_minute == 1
    assert not arrivals.stormy


def test_one_loud_look_keeps_a_storm_going() -> None:
    """The second feeder fails a little later than the first."""
    arrivals = Arrivals(60)
    arrivals.add(60, at(0))
    arrivals.add(20, at(600))
    assert not arrivals.calm(at(CALM_FOR.total_seconds()))
    assert arrivals.calm(at(600 + CALM_FOR.total_seconds()))


def test_with_nought_none_begins_and_an_old_one_ends() -> None:
    arrivals = Arrivals(0)
    arrivals.add(10_000, at(0))
    assert not arrivals.stormy
    arrivals.add(10_000, at(CALM_FOR.total_seconds()))
    assert arrivals.calm(at(CALM_FOR.total_seconds()))
