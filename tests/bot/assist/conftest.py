"""Staff at the console of a gateway that can send SMS."""

from tests.bot.sms.conftest import sms, sms_settings, templates
from tests.bot.staff.conftest import desk

__all__ = ["desk", "sms", "sms_settings", "templates"]
