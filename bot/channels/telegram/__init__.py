"""Telegram by long polling: every chat with one person becomes one conversation."""

from bot.channels.telegram.channel import start

__all__ = ["start"]
