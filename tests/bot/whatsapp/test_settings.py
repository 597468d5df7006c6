"""What an operator has to set for WhatsApp."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings

ALL = {
    "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
    "WHATSAPP_ACCESS_TOKEN": "EAAG-1",
    "WHATSAPP_APP_SECRET": "s-1",
    "WHATSAPP_VERIFY_TOKEN": "v-1",
}


def settings(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> Settings:
    for name in ALL:
        monkeypatch.setenv(name, environment.get(name, ""))
    return Settings()


def test_all_four_open_the_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    """And none of the secrets can be printed by mistake."""
    opened = settings(monkeypatch, ALL)

    assert opened.whatsapp is not None
    assert not any(secret in repr(opened) for secret in ("EAAG-1", "s-1", "v-1"))


def test_none_of_them_leaves_it_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is for whoever tries the product out."""
    assert settings(monkeypatch, {}).whatsapp is None


@pytest.mark.parametrize("absent", ALL)
def test_a_missing_one_is_named_at_start(monkeypatch: pytest.MonkeyPatch, absent: str) -> None:
    """A webhook that trusts everybody, or nobody, is never opened."""
    with pytest.raises(ValidationError, match=absent):
        settings(monkeypatch, ALL | {absent: ""})
