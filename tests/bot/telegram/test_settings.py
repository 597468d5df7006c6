"""What an operator has to set for Telegram."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings


def settings(monkeypatch: pytest.MonkeyPatch, **given: str) -> Settings:
    names = ("TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "PUBLIC_URL")
    for name in names:
        monkeypatch.setenv(name, given.get(name.lower(), ""))
    return Settings()


def test_a_token_alone_opens_the_channel_by_polling(monkeypatch: pytest.MonkeyPatch) -> None:
    """And it cannot be printed by mistake."""
    opened = settings(monkeypatch, telegram_bot_token="12:abc")

    assert opened.telegram is not None
    assert opened.telegram.webhook_secret is None
    assert "12:abc" not in repr(opened)


def test_nothing_leaves_it_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is for whoever tries the product out."""
    assert settings(monkeypatch).telegram is None


@pytest.mark.parametrize("secret", ["two words", "बिजली", "x" * 257, "a+b"])
def test_a_secret_that_telegram_would_not_take_is_refused(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    """At start, not when Telegram is told."""
    with pytest.raises(ValidationError, match="telegram_webhook_secret"):
        settings(monkeypatch, telegram_bot_token="12:abc", telegram_webhook_secret=secret)


def test_a_webhook_without_a_bot_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody could be answered."""
    with pytest.raises(ValidationError, match="TELEGRAM_BOT_TOKEN"):
        settings(monkeypatch, telegram_webhook_secret="abc")


@pytest.mark.parametrize("address", ["bijli.example", "ftp://bijli.example"])
def test_a_public_address_is_one(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """With its scheme, as Telegram is told it."""
    with pytest.raises(ValidationError, match="public_url"):
        settings(monkeypatch, public_url=address)
