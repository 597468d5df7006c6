"""WhatsApp."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings

from bot.settings.values import ROOT, Address, OptionalSecret


@dataclass(frozen=True, slots=True)
class WhatsAppSettings:
    """What the WhatsApp channel needs, all of it given."""

    phone_number_id: str
    access_token: SecretStr
    app_secret: SecretStr
    verify_token: SecretStr
    api_url: str
    templates: Path


class WhatsAppFields(BaseSettings):
    """What an operator sets for it: all of it or nothing."""

    whatsapp_phone_number_id: str = ""
    whatsapp_access_token: OptionalSecret = None
    whatsapp_app_secret: OptionalSecret = None
    whatsapp_verify_token: OptionalSecret = None
    whatsapp_api_url: Address = "https://graph.facebook.com/v23.0"
    whatsapp_templates: Path = ROOT / "bot" / "channels" / "whatsapp" / "data" / "templates.yml"

    @property
    def whatsapp(self) -> WhatsAppSettings | None:
        """None if the operator has no WhatsApp number."""
        access, app, verify = (
            self.whatsapp_access_token,
            self.whatsapp_app_secret,
            self.whatsapp_verify_token,
        )
        if not (self.whatsapp_phone_number_id and access and app and verify):
            return None
        return WhatsAppSettings(
            self.whatsapp_phone_number_id,
            access,
            app,
            verify,
            self.whatsapp_api_url,
            self.whatsapp_templates,
        )

    @model_validator(mode="after")
    def _whatsapp_is_whole(self) -> Self:
        names = ("phone_number_id", "access_token", "app_secret", "verify_token")
        absent = [name for name in names if not getattr(self, f"whatsapp_{name}")]
        if absent and len(absent) < len(names):
            # A webhook without its secret would have to refuse everybody.
            listed = ", ".join(f"WHATSAPP_{name.upper()}" for name in absent)
            raise ValueError(f"WhatsApp needs {listed} as well")
        return self
