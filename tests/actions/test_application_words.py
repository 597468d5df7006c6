"""What is said of an application at each step: the utility's own words, days and sums."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from actions.dialogue import take_turn
from actions.speech import Answer
from tests.actions.turns import typed
from tests.actions.utility import Utility, utility_with

NEW, NOTED = "NC-2026-000501", "NC-2026-000502"


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[Utility]:
    """An application that was just made, and one with its demand note."""
    applications = [
        {"application_number": NEW, "status": "received", "locality": "Barra 6", "load_kw": 2},
        {"application_number": NOTED, "demand_amount": 3198, "locality": "Barra 6", "load_kw": 2},
    ]
    async with utility_with(tmp_path, {"applications": applications}) as made:
        yield made


async def asked(utility: Utility, number: str, intent: str = "check_application_status") -> Answer:
    """Somebody asks about an application by its number."""
    turn = typed(f"{number}?", intent, entities={"application_number": number})
    return await take_turn(turn, utility.client)


def told(answer: Answer) -> dict[str, Any]:
    """What was said, by key, with its values."""
    return {bubble.key: bubble.args for bubble in answer.bubbles}


async def test_papers_that_are_missing_are_named(utility: Utility) -> None:
    """By the words under which the form offers them, else as the utility wrote them."""
    missing = {"missing": ["id_proof", "no_objection_letter"]}
    await utility.post(f"/applications/{NEW}/documents", missing)
    papers = told(await asked(utility, NEW))["application.missing_documents"]["documents"]
    assert papers["value"] == [
        {"type": "word", "value": "choice.documents.id_proof"},
        "no objection letter",
    ]


async def test_the_day_of_the_survey_and_the_reason_of_a_rejection(utility: Utility) -> None:
    """Each is told while it matters, and not afterwards."""
    path = f"/applications/{NEW}"
    await utility.post(f"{path}/documents", {"survey_on": "2026-12-01"})
    assert told(await asked(utility, NEW))["application.survey_on"]["day"]["value"] == "2026-12-01"
    await utility.post(f"{path}/survey", {"feasible": False, "reason": "Dues of 4,000"})
    said = told(await asked(utility, NEW))
    assert said["application.rejected_reason"] == {"reason": "Dues of 4,000"}
    assert "application.survey_on" not in said


@pytest.mark.parametrize(("days_ago", "key"), [(1, "application.due"), (5, "application.overdue")])
async def test_a_paid_connection_has_its_day(utility: Utility, days_ago: int, key: str) -> None:
    """Told as it is, also when it has passed; points of the staff are no matter of anybody."""
    paid_at = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat()
    payment = {"amount": 3198, "reference": "UTR1", "paid_at": paid_at}
    await utility.post(f"/applications/{NOTED}/payment", payment)
    said = told(await asked(utility, NOTED))
    assert key in said and not [one for one in said if "point" in one]


async def test_the_demand_is_the_notes_before_and_after_payment(utility: Utility) -> None:
    """The billing system's sum, paid or not; none before it is issued."""
    before = told(await asked(utility, NOTED, "check_demand_amount"))
    assert before["demand.total"]["total"] == {"type": "money", "value": 3198}
    assert "demand.unpaid" in before
    payment = {"amount": 3198, "reference": "UTR1"}
    await utility.post(f"/applications/{NOTED}/payment", payment)
    after = told(await asked(utility, NOTED, "check_demand_amount"))
    assert "demand.paid" in after and "bill.pay_link" not in after
    assert "demand.not_issued_yet" in told(await asked(utility, NEW, "check_demand_amount"))
