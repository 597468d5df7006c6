"""What is said of interruptions: those that last, and shutdowns that are yet to begin."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from actions.dialogue import take_turn
from actions.speech import Answer
from tests.actions.turns import keys, typed
from tests.actions.utility import Utility, utility_with


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[Utility]:
    """Kidwai Nagar is without supply for two more hours."""
    outage = {"locality": "Kidwai Nagar", "expected_restoration": "now+2h", "reason": "storm"}
    async with utility_with(tmp_path, {"outages": [outage]}) as made:
        yield made


async def asked(utility: Utility, locality: str) -> Answer:
    """Somebody asks when the supply of a place will be back."""
    text = f"light kab aayegi {locality} mein"
    return await take_turn(
        typed(text, "outage_info", entities={"locality": locality}), utility.client
    )


def tomorrow(**more: Any) -> dict[str, Any]:
    """A shutdown of four hours in Jajmau, a day ahead."""
    start = datetime.now(UTC) + timedelta(days=1)
    end = start + timedelta(hours=4)
    return {
        "localities": ["Jajmau"],
        "planned": True,
        "started_at": start.isoformat(),
        "expected_restoration": end.isoformat(),
        **more,
    }


async def test_a_shutdown_of_tomorrow_is_told_as_one_of_tomorrow(utility: Utility) -> None:
    """No outage now, and from when to when there will be one."""
    await utility.post("/outages", tomorrow(reason="planned_maintenance"))
    answer = await asked(utility, "Jajmau")
    assert keys(answer)[:4] == [
        "outage.none",
        "outage.announced",
        "outage.reason",
        "outage.until",
    ]
    assert answer.bubbles[-1].key == "ask.outage_info.report_it"


async def test_an_outage_that_lasts_is_told_with_its_hour(utility: Utility) -> None:
    """And the person is asked whether to be counted to it."""
    answer = await asked(utility, "Kidwai Nagar")
    assert keys(answer)[:3] == ["outage.known", "outage.reason", "outage.until"]
    assert answer.bubbles[-1].key == "ask.outage_info.add_me"
