"""The same gateway as for SMS, with a telephone company that calls it."""

from tests.bot.sms.conftest import locales, sms, sms_settings, templates

__all__ = ["locales", "sms", "sms_settings", "templates"]
