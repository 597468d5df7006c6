"""Where the world finds the gateway."""

from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings.values import Address


class PublicAddress(BaseSettings):
    """What the channels and the sign-in of staff share."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    public_url: Address = ""

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("begins with https:// (or http:// for a local Bot API server)")
        return url
