"""Telegram."""

import re
from dataclasses import dataclass
from typing import Self

from pydantic import SecretStr, field_validator, model_validator

from bot.settings.public import PublicAddress
from bot.settings.values import Address, OptionalSecret


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """What the Telegram channel needs. With a `webhook_secret` Telegram brings its updates to
    the webhook under `public_url`; without one it is asked for them."""

    bot_token: SecretStr
    api_url: str
    webhook_secret: SecretStr | None
    public_url: str


class TelegramFields(PublicAddress):
    """What an operator sets for it; nothing, where there is no bot."""

    telegram_bot_token: OptionalSecret = None
    telegram_api_url: Address = "https://api.telegram.org"
    telegram_webhook_secret: OptionalSecret = None

    @property
    def telegram(self) -> TelegramSettings | None:
        """None if the operator has no bot on Telegram."""
        if self.telegram_bot_token is None:
            return None
        return TelegramSettings(
            self.telegram_bot_token,
            self.telegram_api_url,
            self.telegram_webhook_secret,
            self.public_url,
        )

    @model_validator(mode="after")
    def _telegram_is_whole(self) -> Self:
        if self.telegram_webhook_secret and not self.telegram_bot_token:
            raise ValueError("Telegram's webhook needs TELEGRAM_BOT_TOKEN as well")
        return self

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _is_a_secret_that_telegram_takes(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError("has 1 to 256 characters of A-Z, a-z, 0-9, _ and -")
        return secret
