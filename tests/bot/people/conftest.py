"""The same gateway as for SMS."""

from tests.bot.sms.conftest import locales, sms, sms_settings, templates

__all__ = ["locales", "sms", "sms_settings", "templates"]
