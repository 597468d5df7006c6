"""What an operator may set, and what is refused."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings


@pytest.mark.parametrize("secret", ["changeme", " CHANGE-ME ", "secret"])
def test_a_placeholder_is_no_secret(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """The error names the setting and does not repeat its value."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", secret)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "telegram_bot_token" in str(refused.value)
    assert "input_value" not in str(refused.value)


def test_an_empty_secret_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """`TELEGRAM_BOT_TOKEN=` in an environment file switches Telegram off."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    assert Settings().telegram_bot_token is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("PORT", "web"),
        ("TURN_TIMEOUT_SECONDS", "0"),
        ("REDIS_URL", "127.0.0.1:6379"),
    ],
)
def test_a_value_that_cannot_work_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """At start, by name."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()
