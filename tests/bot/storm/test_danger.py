"""Which messages are read first, whatever the script."""

import pytest

from bot.storm.danger import speaks_of_danger


@pytest.mark.parametrize(
    "text",
    [
        "गली में तार टूट कर गिरा है",
        "खंभे में करंट आ रहा है",
        "Khambe se CHINGARI nikal rahi hai",
        "taar  gir\ngaya sadak par",
        "The transformer is on FIRE near the school",
        "bijli ka jhatka laga bachhe ko",
    ],
)
def test_danger_is_noticed(text: str) -> None:
    assert speaks_of_danger(text, None)


@pytest.mark.parametrize("text", ["light nahi aa rahi", "मेरा बिल कितना है", "new connection", None])
def test_what_is_no_danger_waits_its_turn(text: str | None) -> None:
    assert not speaks_of_danger(text, None)


def test_a_button_says_for_itself_what_it_is() -> None:
    """A title that stands beside the payload counts for nothing."""
    assert speaks_of_danger(None, "/report_hazard")
    assert not speaks_of_danger("fire", "/greet")
