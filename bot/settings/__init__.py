"""What an operator can set: one environment variable a field, each part in a file of its own."""

from bot.settings.gateway import Settings
from bot.settings.openid import OpenIdSettings
from bot.settings.sms import SmsSettings
from bot.settings.telegram import TelegramSettings
from bot.settings.values import ROOT
from bot.settings.whatsapp import WhatsAppSettings

__all__ = [
    "ROOT",
    "OpenIdSettings",
    "Settings",
    "SmsSettings",
    "TelegramSettings",
    "WhatsAppSettings",
]
