"""SMS, one-time codes that go by SMS, and missed calls."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

from bot.settings.values import Address, OptionalPath, OptionalSecret


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """What SMS need, all of it given. `provider`: a request form of channels/sms/data."""

    api_url: str
    api_key: SecretStr
    header: str
    principal_entity_id: str
    otp_secret: SecretStr
    provider: str
    templates: Path
    hook_secret: SecretStr | None


class SmsFields(BaseSettings):
    """What an operator sets for it: all of it or nothing."""

    sms_api_url: Address = ""
    sms_api_key: OptionalSecret = None
    sms_header: str = Field(default="", pattern=r"^([A-Za-z]{6})?$")
    sms_principal_entity_id: str = Field(default="", pattern=r"^([0-9]{19})?$")
    sms_provider: str = "generic"
    sms_templates: OptionalPath = None
    otp_secret: OptionalSecret = None
    hook_secret: OptionalSecret = None

    @property
    def sms(self) -> SmsSettings | None:
        """None if the operator sends no SMS."""
        if not (self.sms_api_key and self.otp_secret and self.sms_templates):
            return None
        return SmsSettings(
            self.sms_api_url,
            self.sms_api_key,
            self.sms_header,
            self.sms_principal_entity_id,
            self.otp_secret,
            self.sms_provider,
            self.sms_templates,
            self.hook_secret,
        )

    @model_validator(mode="after")
    def _sms_is_whole(self) -> Self:
        names = ("api_url", "api_key", "header", "principal_entity_id", "templates")
        absent = [f"SMS_{name.upper()}" for name in names if not getattr(self, f"sms_{name}")]
        if len(absent) == len(names):
            return self
        absent += [] if self.otp_secret else ["OTP_SECRET"]
        if absent:
            # Without one of them the operators' filter would drop every SMS unseen.
            raise ValueError(f"SMS needs {', '.join(absent)} as well")
        return self
