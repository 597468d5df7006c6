"""Rate limits fill up again with time."""

import pytest

from bot.errors import TooFast
from bot.limits import Limit


def test_the_wait_that_is_named_is_enough() -> None:
    """After the burst, waiting as told lets the next one pass, and only one."""
    now = 0.0
    limit = Limit(per_minute=30, at_once=2, seconds=lambda: now)
    limit.take("a")
    limit.take("a")
    with pytest.raises(TooFast) as refused:
        limit.take("a")
    assert refused.value.retry_after == 2

    now += refused.value.retry_after
    limit.take("a")
    with pytest.raises(TooFast):
        limit.take("a")


def test_one_who_hurries_slows_down_nobody_else() -> None:
    """Each name has its own bucket."""
    limit = Limit(per_minute=1, at_once=1, seconds=lambda: 0.0)
    limit.take("a")
    limit.take("b")
    with pytest.raises(TooFast):
        limit.take("a")
