"""When so many wait that it is a storm, and when it is over."""

from datetime import UTC, datetime, timedelta

from bot.storm.crowd import CALM_FOR, Crowd

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def test_as_many_at_two_looks_as_the_operator_said_are_a_storm() -> None:
    crowd = Crowd(60)
    crowd.see(60, at(0))
    assert not crowd.stormy
    crowd.see(60, at(5))
    assert crowd.stormy


def test_those_who_are_answered_soon_are_none() -> None:
    crowd = Crowd(60)
    for look, waiting in enumerate((500, 3, 500, 59)):
        crowd.see(waiting, at(5 * look))
        assert not crowd.stormy


def test_one_loud_look_keeps_a_storm_going() -> None:
    """The second feeder fails a little later than the first."""
    crowd = Crowd(60)
    crowd.see(60, at(0))
    crowd.see(20, at(600))
    assert not crowd.calm(at(CALM_FOR.total_seconds()))
    assert crowd.calm(at(600 + CALM_FOR.total_seconds()))


def test_with_nought_none_begins_and_an_old_one_ends() -> None:
    crowd = Crowd(0)
    for look in range(2):
        crowd.see(10_000, at(CALM_FOR.total_seconds() * look))
        assert not crowd.stormy
    assert crowd.calm(at(CALM_FOR.total_seconds()))
